// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPermissionFaults} from "../../contracts/interfaces/IPermissionFaults.sol";
import {Basis, Case, FaultClass, State} from "../../contracts/types/Dispute.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {CourtScenario} from "./support/CourtScenario.sol";

/// @notice One action outside the manifest in force: a proof decides it where the receipt opens its tool, else a panel.
contract RulesAndDisputesTest is CourtScenario {
    bytes32 private constant PAY = keccak256("pay");
    bytes32 private constant READ = keccak256("read");
    bytes32[] private readOnly;

    function setUp() public {
        deployCourt();
        readOnly.push(READ);
        vm.prank(owner);
        manifests.declare(agentId, "read only", keccak256(abi.encodePacked(readOnly)));
        pass(1 days);
    }

    function test_prove_DecidesInItsTransactionWhatTheReceiptOpens() public {
        (Receipt memory receipt, bytes memory record) = _acted(PAY);
        bytes memory proof = _proof(receipt, record);
        vm.prank(stranger);
        bytes32 faultKey = prover.prove(address(permissionFaults), proof, 0);
        assertTrue(prover.isProved(faultKey), "decided");
        (uint256 active,,,) = vault.bondOf(subject, owner);
        assertEq(active, BOND * 3 / 4, "a quarter");
        (, uint80 negative,,) = standing.standingOf(agentId, 0, 1);
        assertEq(negative, 5_000, "conduct");
        vm.expectRevert();
        prover.prove(address(permissionFaults), proof, 0);
    }

    function test_open_DisputesWhatTheReceiptHides() public {
        (Receipt memory receipt, bytes memory record) = _acted(0);
        bytes memory signature = signReceipt(KEY_A, receipt);
        vm.expectRevert(
            abi.encodeWithSelector(IPermissionFaults.PermissionFaults_WithinManifest.selector, 0, bytes32(0))
        );
        permissionFaults.checkManifestBreach(agentId, receipt, signature, record, 0, readOnly);
        uint256 value = policy.deposit + FEE;
        Case memory case_ = openWith(claimOf(FaultClass.Breach), receiptProof(receipt, injured), policy, value);
        assertState(case_, State.Open, "disputed");
        (uint256 active,,,) = vault.bondOf(subject, owner);
        assertEq(active, BOND, "nothing is decided yet");
        ruleBy(case_, 1);
        finish(case_);
        assertState(case_, State.Executed, "executed");
        assertRuling(case_, 1, Basis.Merits);
        (active,,,) = vault.bondOf(subject, owner);
        assertTrue(active < BOND, "slashed");
    }

    function testFuzz_EveryToolIsOpenedListedOrDisputed(bytes32 tool) public {
        (Receipt memory receipt, bytes memory record) = _acted(tool);
        vm.prank(stranger);
        (bool proved,) = address(prover).call(
            abi.encodeCall(prover.prove, (address(permissionFaults), _proof(receipt, record), 0))
        );
        assertEq(proved, tool != 0 && tool != READ, "proved iff opened and not listed");
        uint256 value = policy.deposit + FEE;
        Case memory case_ = openWith(claimOf(FaultClass.Breach), receiptProof(receipt, injured), policy, value);
        assertState(case_, State.Open, "any of them can be disputed");
    }

    function _acted(bytes32 tool) private view returns (Receipt memory receipt, bytes memory record) {
        record = abi.encodePacked(
            '{"agent":"a","op":"execute_tool","phase":"outcome","tool":"pay","ts":',
            vm.toString(vm.getBlockTimestamp() * 1000),
            "}"
        );
        receipt = receiptOf(9);
        receipt.tool = tool;
        receipt.recordHash = sha256(abi.encodePacked(bytes1(0x00), "ombud/record/1", record));
    }

    function _proof(Receipt memory receipt, bytes memory record) private view returns (bytes memory) {
        return abi.encodeCall(
            permissionFaults.checkManifestBreach,
            (agentId, receipt, signReceipt(KEY_A, receipt), record, 0, readOnly)
        );
    }
}
