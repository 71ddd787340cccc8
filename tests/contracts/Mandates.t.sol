// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFaultErrors} from "../../contracts/interfaces/IFaultErrors.sol";
import {IFaultProver} from "../../contracts/interfaces/IFaultProver.sol";
import {IPermissionFaults} from "../../contracts/interfaces/IPermissionFaults.sol";
import {IMandates} from "../../contracts/interfaces/IMandates.sol";
import {AgentKey} from "../../contracts/types/AgentKey.sol";
import {Statements} from "../../contracts/libraries/Statements.sol";
import {Mandate} from "../../contracts/types/Mandate.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {CourtScenario} from "./support/CourtScenario.sol";
import {ConsentingWallet} from "./support/Wallets.sol";

contract MandatesTest is CourtScenario {
    uint256 private constant PRINCIPAL_KEY = 0x9A1;
    address private principal;
    bytes32[] private tools;
    bytes32[] private none;
    Mandate private mandate;

    function setUp() public {
        deployCourt();
        principal = vm.addr(PRINCIPAL_KEY);
        tools.push(keccak256("pay"));
        tools.push(keccak256("read"));
        mandate = Mandate(
            principal, agentId, 100, uint64(START + 30 days), keccak256(abi.encodePacked(tools)), "salt"
        );
    }

    // grant and revoke

    function test_grant_ByThePrincipal() public {
        bytes32 id = mandates.idOf(mandate);
        vm.expectEmit(address(mandates));
        emit IMandates.MandateGranted(id, agentId, principal, 100, mandate.expiry, mandate.tools, "salt");
        vm.prank(principal);
        assertEq(mandates.grant(mandate, ""), id, "name");
        (address by, uint64 grantedAt, uint64 revokedAt) = mandates.statusOf(id);
        assertEq(by, principal, "principal");
        assertEq(grantedAt, START, "granted");
        assertEq(revokedAt, 0, "not revoked");
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_AlreadyGranted.selector, id));
        vm.prank(principal);
        mandates.grant(mandate, "");
    }

    function test_grant_BySignatureOfKeyOrWallet() public {
        bytes32 id = mandates.idOf(mandate);
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_NotGranted.selector, id, principal));
        mandates.grant(mandate, signDigest(KEY_A, id));
        mandates.grant(mandate, signDigest(PRINCIPAL_KEY, id));
        ConsentingWallet wallet = new ConsentingWallet();
        mandate.principal = address(wallet);
        id = mandates.idOf(mandate);
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_NotGranted.selector, id, address(wallet)));
        mandates.grant(mandate, "any");
        wallet.consent(id);
        mandates.grant(mandate, "any");
    }

    /// @dev A signature for one chain or contract serves no other: the name of the mandate differs.
    function test_idOf_IsBoundToChainAndContract() public {
        bytes32 id = mandates.idOf(mandate);
        bytes memory signature = signDigest(PRINCIPAL_KEY, id);
        vm.chainId(1);
        assertTrue(mandates.idOf(mandate) != id, "another chain");
        vm.expectRevert();
        mandates.grant(mandate, signature);
    }

    function test_RevertWhen_AMandateAllowsNothing() public {
        Mandate memory bad = mandate;
        bad.cap = 0;
        _expectEmpty(bad);
        bad = mandate;
        bad.tools = 0;
        _expectEmpty(bad);
        bad.tools = keccak256("");
        _expectEmpty(bad);
        bad = mandate;
        bad.expiry = uint64(START);
        _expectEmpty(bad);
        bad = mandate;
        bad.principal = address(0);
        vm.expectRevert(IMandates.Mandates_ZeroPrincipal.selector);
        mandates.grant(bad, "");
        bad = mandate;
        bad.agentId = 99;
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_AgentUnknown.selector, 99));
        vm.prank(principal);
        mandates.grant(bad, "");
    }

    function test_revoke_OnlyByThePrincipalOnce() public {
        bytes32 id = mandates.idOf(mandate);
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_Unknown.selector, id));
        mandates.revoke(id);
        _grant();
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_NotPrincipal.selector, id, address(this)));
        mandates.revoke(id);
        pass(5);
        vm.expectEmit(address(mandates));
        emit IMandates.MandateRevoked(id, principal);
        vm.prank(principal);
        mandates.revoke(id);
        vm.expectRevert(
            abi.encodeWithSelector(IMandates.Mandates_AlreadyRevoked.selector, id, uint64(START + 5))
        );
        vm.prank(principal);
        mandates.revoke(id);
    }

    // the breach

    function test_breach_OfTheCapIsPunishedAtOnce() public {
        Receipt memory receipt = _under(7);
        receipt.amount = 101;
        bytes32 faultKey = keccak256(abi.encode(subject, uint32(0), LOGGED_STREAM, uint64(7), uint8(2)));
        vm.expectEmit(address(prover));
        emit IFaultProver.FaultProved(
            faultKey,
            agentId,
            2,
            0,
            LOGGED_STREAM,
            7,
            stranger,
            Statements.receiptHash(receipt),
            receipt.mandate,
            2.5 ether
        );
        _prove(receipt, none);
        assertTrue(prover.isProved(faultKey), "proved");
        (uint256 active,,,) = vault.bondOf(subject, owner);
        assertEq(active, 7.5 ether, "a quarter");
        assertEq(vault.creditOf(address(prover)), 0.5 ether, "a fifth of it, held back");
        (, uint80 negative, uint32 count,) = standing.standingOf(agentId, 0, 1);
        assertEq(negative, 5_000, "conduct");
        assertEq(count, 1, "once");
        (, negative,,) = standing.standingOf(agentId, 0, 0);
        assertEq(negative, 0, "not integrity");
        assertEq(keyRing.epochOf(agentId, 0).closedAt, 0, "the epoch goes on");
        receipt.amount = 102;
        vm.expectRevert(abi.encodeWithSelector(IFaultProver.FaultProver_AlreadyProved.selector, faultKey));
        _prove(receipt, none);
        receipt.seq = 8;
        _prove(receipt, none);
    }

    function test_breach_OfTheRunningTotalOrTheToolList() public {
        Receipt memory receipt = _under(1);
        receipt.runningTotal = 101;
        _prove(receipt, none);
        receipt = _under(2);
        receipt.tool = keccak256("delete");
        _prove(receipt, tools);
        (,, uint32 count,) = standing.standingOf(agentId, 0, 1);
        assertEq(count, 2, "both");
    }

    function test_RevertWhen_TheReceiptKeepsToItsMandate() public {
        Receipt memory receipt = _under(1);
        bytes32 hash = Statements.receiptHash(receipt);
        bytes memory refused = abi.encodeWithSelector(
            IPermissionFaults.FaultProver_WithinMandate.selector, receipt.mandate, hash
        );
        vm.expectRevert(refused);
        _prove(receipt, none);
        vm.expectRevert(refused);
        _prove(receipt, tools);
        receipt.tool = 0; // no tool named
        refused = abi.encodeWithSelector(
            IPermissionFaults.FaultProver_WithinMandate.selector, receipt.mandate, Statements.receiptHash(receipt)
        );
        vm.expectRevert(refused);
        _prove(receipt, tools);
    }

    function test_RevertWhen_TheToolsAreOthers() public {
        Receipt memory receipt = _under(1);
        receipt.tool = keccak256("delete");
        bytes32[] memory other = new bytes32[](1);
        other[0] = keccak256("pay");
        vm.expectRevert(
            abi.encodeWithSelector(
                IPermissionFaults.FaultProver_WrongTools.selector, keccak256(abi.encodePacked(other)), mandate.tools
            )
        );
        _prove(receipt, other);
        // A list too long to be shown protects nobody from a cap.
        bytes32[] memory many = new bytes32[](65);
        mandate.tools = keccak256(abi.encodePacked(many));
        receipt = _under(1);
        receipt.tool = keccak256("delete");
        vm.expectRevert(
            abi.encodeWithSelector(IPermissionFaults.FaultProver_WrongTools.selector, mandate.tools, mandate.tools)
        );
        _prove(receipt, many);
        receipt.amount = 101;
        _prove(receipt, none);
    }

    function test_RevertWhen_TheMandateIsAnother() public {
        // One that was never granted, and one for another agent.
        Receipt memory receipt = receiptOf(1);
        receipt.amount = 101;
        receipt.mandate = mandates.idOf(mandate);
        vm.expectRevert(
            abi.encodeWithSelector(IPermissionFaults.FaultProver_MandateUnknown.selector, receipt.mandate)
        );
        _prove(receipt, none);
        uint256 other = registerAgent(buyer);
        mandate.agentId = other;
        receipt = _under(1);
        receipt.amount = 101;
        vm.expectRevert(
            abi.encodeWithSelector(IPermissionFaults.FaultProver_WrongMandate.selector, receipt.mandate, other)
        );
        _prove(receipt, none);
    }

    /// @dev The mandate of an agent that was registered earlier, or later, binds no other.
    function test_RevertWhen_TheMandateIsOfAnEarlierAgent() public {
        uint256 other = registerAgent(buyer);
        openEpochWith(other, buyer, 0xE1, 0xE2);
        Receipt memory receipt = _under(1);
        (receipt.agent, receipt.amount) = (keyRing.agentKey(other), 101);
        bytes memory signature = signReceipt(0xE1, receipt);
        assertTrue(agentId < other, "earlier");
        vm.expectRevert(
            abi.encodeWithSelector(IPermissionFaults.FaultProver_WrongMandate.selector, receipt.mandate, agentId)
        );
        prover.proveMandateBreach(other, receipt, signature, none);
    }

    function test_RevertWhen_TheAgentDidNotSign() public {
        Receipt memory receipt = _under(1);
        receipt.amount = 101;
        bytes memory forged = signReceipt(0x123, receipt);
        vm.expectRevert(
            abi.encodeWithSelector(
                IFaultErrors.FaultProver_MayNotState.selector, vm.addr(0x123), agentId, 0
            )
        );
        prover.proveMandateBreach(agentId, receipt, forged, none);
        vm.expectRevert(
            abi.encodeWithSelector(
                IFaultErrors.FaultProver_BadSignature.selector, Statements.receiptHash(receipt)
            )
        );
        prover.proveMandateBreach(agentId, receipt, "", none);
        AgentKey expected = keyRing.agentKey(agentId + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IFaultErrors.FaultProver_WrongAgent.selector, receipt.agent, expected)
        );
        prover.proveMandateBreach(agentId + 1, receipt, forged, none);
    }

    /// @dev A revoked or expired mandate still holds what was signed under it to its cap.
    function test_breach_OutlivesTheMandate() public {
        Receipt memory receipt = _under(1);
        receipt.amount = 101;
        vm.prank(principal);
        mandates.revoke(receipt.mandate);
        pass(31 days);
        _prove(receipt, none);
    }

    /// @dev Exactly what exceeds the cap, in amount or total, is a breach.
    function testFuzz_breach_IsArithmetic(uint256 amount, uint256 total, uint256 cap) public {
        mandate.cap = bound(cap, 1, type(uint256).max);
        Receipt memory receipt = _under(1);
        (receipt.amount, receipt.runningTotal) = (amount, total);
        bytes memory signature = signReceipt(KEY_A, receipt);
        (bool proved,) = address(prover).call(
            abi.encodeCall(prover.proveMandateBreach, (agentId, receipt, signature, none))
        );
        assertEq(proved, amount > mandate.cap || total > mandate.cap, "breach");
        (bool checked,) = address(permissionFaults).staticcall(
            abi.encodeCall(permissionFaults.checkMandateBreach, (agentId, receipt, signature, none))
        );
        assertEq(checked, proved, "the check agrees");
    }

    function _grant() private {
        vm.prank(principal);
        mandates.grant(mandate, "");
    }

    /// @dev An honest receipt under the mandate, which is granted when it was not.
    function _under(uint64 seq) private returns (Receipt memory receipt) {
        receipt = receiptOf(seq);
        receipt.mandate = mandates.idOf(mandate);
        (address granted,,) = mandates.statusOf(receipt.mandate);
        if (granted == address(0)) _grant();
        (receipt.amount, receipt.runningTotal) = (100, 100);
    }

    function _prove(Receipt memory receipt, bytes32[] memory listed) private {
        bytes memory signature = signReceipt(KEY_A, receipt);
        vm.prank(stranger);
        prover.proveMandateBreach(agentId, receipt, signature, listed);
    }

    function _expectEmpty(Mandate memory bad) private {
        vm.expectRevert(
            abi.encodeWithSelector(IMandates.Mandates_Empty.selector, bad.cap, bad.expiry, bad.tools)
        );
        vm.prank(principal);
        mandates.grant(bad, "");
    }
}
