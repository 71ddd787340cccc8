// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMandates} from "../../contracts/interfaces/IMandates.sol";
import {Delegation} from "../../contracts/types/Delegation.sol";
import {Mandate} from "../../contracts/types/Mandate.sol";
import {Scenario} from "./support/Scenario.sol";
import {ConsentingWallet} from "./support/Wallets.sol";

/// @notice What agents pass on of a mandate.
contract DelegationsTest is Scenario {
    uint256 private constant PRINCIPAL_KEY = 0x9A1;
    uint64 private constant EXPIRY = uint64(START + 30 days);
    address private principal;
    uint256 private agentId; // holds the root; KEY_A and KEY_B speak for it
    uint256 private other;
    bytes32[] private tools;
    bytes32[] private some; // a part of the tools
    bytes32 private root;

    function setUp() public {
        deployAll();
        principal = vm.addr(PRINCIPAL_KEY);
        agentId = openAgent();
        other = registerAgent(buyer);
        openEpochWith(other, buyer, 0xC, 0xD);
        for (uint256 i = 1; i <= 4; ++i) {
            tools.push(bytes32(i * 100));
        }
        some.push(bytes32(uint256(200)));
        some.push(bytes32(uint256(400)));
        Mandate memory mandate = Mandate(principal, agentId, 100, EXPIRY, _hash(tools), "salt");
        vm.prank(principal);
        root = mandates.grant(mandate, "");
    }

    // leave

    function test_allowDelegation_ByThePrincipalOnce() public {
        vm.expectEmit(address(mandates));
        emit IMandates.DelegationAllowed(root, 3);
        vm.prank(principal);
        mandates.allowDelegation(root, 3, "");
        (bytes32 parent, uint8 hops) = mandates.placeOf(root);
        assertEq(parent, 0, "a root");
        assertEq(hops, 3, "hops");
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_LeaveGiven.selector, root, 3));
        vm.prank(principal);
        mandates.allowDelegation(root, 8, "");
    }

    function test_allowDelegation_BySignature() public {
        bytes memory signature = signDigest(PRINCIPAL_KEY, mandates.leaveDigest(root, 2));
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_NotGranted.selector, root, principal));
        mandates.allowDelegation(root, 3, signature);
        mandates.allowDelegation(root, 2, signature);
        (, uint8 hops) = mandates.placeOf(root);
        assertEq(hops, 2, "hops");
    }

    function test_RevertWhen_LeaveIsNotThePrincipalsToGive() public {
        vm.startPrank(principal);
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_BadHops.selector, 0, 8));
        mandates.allowDelegation(root, 0, "");
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_BadHops.selector, 9, 8));
        mandates.allowDelegation(root, 9, "");
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_Unknown.selector, bytes32("none")));
        mandates.allowDelegation("none", 1, "");
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_NotGranted.selector, root, principal));
        vm.prank(owner);
        mandates.allowDelegation(root, 1, "");
        _allow(2);
        bytes32 child = _pass(_child(root, 40));
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_NotRoot.selector, child));
        vm.prank(principal);
        mandates.allowDelegation(child, 1, "");
    }

    // delegate

    function test_delegate_TakesTheCapFromTheParent() public {
        _allow(2);
        Delegation memory child = _child(root, 40);
        bytes32 id = mandates.delegationIdOf(child);
        vm.expectEmit(address(mandates));
        emit IMandates.MandateDelegated(
            id, root, other, 40, EXPIRY, child.tools, child.context, 1, child.salt, owner, 60
        );
        vm.prank(owner);
        assertEq(mandates.delegate(child, tools, some, ""), id, "name");
        _expectBounds(id, other, 40, 0);
        _expectBounds(root, agentId, 60, 0);
        assertTrue(mandates.isInForce(id), "in force");
        (bytes32 parent, uint8 hops) = mandates.placeOf(id);
        assertEq(parent, root, "parent");
        assertEq(hops, 1, "hops");
        (address by,,) = mandates.statusOf(id);
        assertEq(by, principal, "the principal of the root");
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_AlreadyGranted.selector, id));
        vm.prank(owner);
        mandates.delegate(child, tools, some, "");
    }

    function test_delegate_BySessionKeyOperatorOrWallet() public {
        _allow(2);
        vm.prank(vm.addr(KEY_A));
        mandates.delegate(_child(root, 1), tools, some, "");
        _passSigned(_child(root, 2), KEY_B);
        vm.prank(owner);
        registry.approve(stranger, agentId);
        vm.prank(stranger);
        mandates.delegate(_child(root, 3), tools, some, "");
        // A wallet that owns the agent, by ERC-1271.
        ConsentingWallet wallet = new ConsentingWallet();
        uint256 walletAgent = registerAgent(address(wallet));
        Mandate memory mandate = Mandate(principal, walletAgent, 9, EXPIRY, _hash(tools), "wallet");
        vm.prank(principal);
        bytes32 id = mandates.grant(mandate, "");
        vm.prank(principal);
        mandates.allowDelegation(id, 1, "");
        Delegation memory child = _child(id, 9);
        child.hops = 0;
        wallet.consent(mandates.delegationIdOf(child));
        mandates.delegate(child, tools, some, "any");
        _expectBounds(id, walletAgent, 0, 0);
    }

    function test_RevertWhen_TheSideOfTheParentDoesNotSay() public {
        _allow(2);
        Delegation memory child = _child(root, 40);
        bytes32 id = mandates.delegationIdOf(child);
        _expectNotDelegated(id, agentId, address(this));
        mandates.delegate(child, tools, some, "");
        bytes memory signature = signDigest(0xC, id); // of the other agent
        _expectNotDelegated(id, agentId, vm.addr(0xC));
        mandates.delegate(child, tools, some, signature);
        signature = signDigest(PRINCIPAL_KEY, id);
        _expectNotDelegated(id, agentId, principal);
        mandates.delegate(child, tools, some, signature);
        signature = signHighS(KEY_A, id);
        _expectNotDelegated(id, agentId, address(0));
        mandates.delegate(child, tools, some, signature);
        vm.prank(owner);
        keyRing.revokeKey(agentId, vm.addr(KEY_A));
        signature = signDigest(KEY_A, id);
        _expectNotDelegated(id, agentId, vm.addr(KEY_A));
        mandates.delegate(child, tools, some, signature);
        _passSigned(child, KEY_B);
    }

    /// @dev The counterexample of two siblings that together get twice the budget.
    function test_RevertWhen_SiblingsExceedTheCap() public {
        _allow(2);
        _pass(_child(root, 60));
        Delegation memory second = _child(root, 60);
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_OverBudget.selector, root, 60, 40));
        vm.prank(owner);
        mandates.delegate(second, tools, some, "");
        second.cap = 40;
        _pass(second);
        second.cap = 1;
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_OverBudget.selector, root, 1, 0));
        vm.prank(owner);
        mandates.delegate(second, tools, some, "");
    }

    /// @dev What was spent under a revoked child is not known, so its cap does not return.
    function test_RevertWhen_ARevokedChildsCapIsPassedOnAgain() public {
        _allow(2);
        bytes32 id = _pass(_child(root, 60));
        vm.prank(owner);
        mandates.revoke(id);
        Delegation memory second = _child(root, 41);
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_OverBudget.selector, root, 41, 40));
        vm.prank(owner);
        mandates.delegate(second, tools, some, "");
    }

    function test_RevertWhen_MoreIsPassedOnThanTheParentHas() public {
        Delegation memory child = _child(root, 40);
        _expectRefused(child, abi.encodeWithSelector(IMandates.Mandates_TooDeep.selector, root, 1, 0));
        _allow(2);
        child.hops = 2;
        _expectRefused(child, abi.encodeWithSelector(IMandates.Mandates_TooDeep.selector, root, 2, 2));
        child = _child(root, 40);
        child.expiry = EXPIRY + 1;
        _expectRefused(child, abi.encodeWithSelector(IMandates.Mandates_OutlivesParent.selector, EXPIRY + 1, EXPIRY));
        child = _child(root, 0);
        _expectRefused(child, abi.encodeWithSelector(IMandates.Mandates_Empty.selector, 0, EXPIRY, child.tools));
        child = _child(root, 40);
        child.expiry = uint64(START);
        _expectRefused(child, abi.encodeWithSelector(IMandates.Mandates_Empty.selector, 40, START, child.tools));
        child = _child(root, 40);
        child.agentId = 99;
        _expectRefused(child, abi.encodeWithSelector(IMandates.Mandates_AgentUnknown.selector, 99));
        child = _child("none", 40);
        _expectRefused(child, abi.encodeWithSelector(IMandates.Mandates_Unknown.selector, bytes32("none")));
        child = _child(root, 40);
        child.context = 0;
        _expectRefused(child, abi.encodeWithSelector(IMandates.Mandates_EmptyContext.selector, root));
        child.context = keccak256("");
        _expectRefused(child, abi.encodeWithSelector(IMandates.Mandates_EmptyContext.selector, root));
    }

    function test_RevertWhen_ToolsAreNotAPartOfTheParents() public {
        _allow(2);
        Delegation memory child = _child(root, 40);
        bytes32 whole = child.tools;
        child.tools = _hash(tools);
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_WrongTools.selector, whole, child.tools));
        vm.prank(owner);
        mandates.delegate(child, tools, some, "");
        child.tools = whole;
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_WrongTools.selector, whole, _hash(tools)));
        vm.prank(owner);
        mandates.delegate(child, some, some, "");
        some[1] = bytes32(uint256(300_000));
        child.tools = _hash(some);
        _expectRefused(child, abi.encodeWithSelector(IMandates.Mandates_ToolsExceed.selector, root));
        some[1] = some[0]; // a double
        child.tools = _hash(some);
        _expectRefused(child, abi.encodeWithSelector(IMandates.Mandates_ToolsUnordered.selector));
        (some[0], some[1]) = (bytes32(uint256(400)), bytes32(uint256(200)));
        child.tools = _hash(some);
        _expectRefused(child, abi.encodeWithSelector(IMandates.Mandates_ToolsUnordered.selector));
    }

    function test_RevertWhen_AListIsTooLong() public {
        _allow(2);
        bytes32[] memory many = new bytes32[](65);
        Delegation memory child = _child(root, 40);
        child.tools = _hash(many);
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_WrongTools.selector, bytes32(0), child.tools));
        vm.prank(owner);
        mandates.delegate(child, tools, many, "");
    }

    function test_delegate_GoesAsDeepAsAllowed() public {
        _allow(8);
        bytes32 at = root;
        for (uint8 left = 8; left > 0; --left) {
            Delegation memory child = _child(at, 100);
            (child.hops, child.agentId) = (left - 1, agentId);
            at = _pass(child);
        }
        _expectBounds(at, agentId, 100, 0);
        _expectBounds(root, agentId, 0, 0);
        Delegation memory tooDeep = _child(at, 1);
        tooDeep.hops = 0;
        _expectRefused(tooDeep, abi.encodeWithSelector(IMandates.Mandates_TooDeep.selector, at, 0, 0));
        vm.warp(START + 9);
        vm.prank(principal);
        mandates.revoke(root);
        _expectBounds(at, agentId, 100, START + 9);
    }

    // ends

    function test_revoke_OfAnAncestorEndsTheSubtree() public {
        _allow(3);
        Delegation memory child = _child(root, 40);
        child.hops = 2;
        bytes32 id = _pass(child);
        Delegation memory grandchild = _child(id, 30);
        bytes32 below = _passSigned(grandchild, 0xC);
        bytes32 sibling = _pass(_child(root, 10));
        vm.warp(START + 7);
        vm.prank(owner); // of the agent that passed it on
        mandates.revoke(id);
        _expectBounds(id, other, 10, START + 7);
        _expectBounds(below, other, 30, START + 7);
        _expectBounds(sibling, other, 10, 0);
        assertFalse(mandates.isInForce(below), "ended");
        assertTrue(mandates.isInForce(sibling), "another branch");
        Delegation memory late = _child(below, 1);
        late.hops = 0;
        _expectRefused(late, abi.encodeWithSelector(IMandates.Mandates_NotInForce.selector, below));
        // The earliest end counts, whoever brought it.
        vm.warp(START + 9);
        vm.prank(principal);
        mandates.revoke(below);
        _expectBounds(below, other, 30, START + 7);
    }

    function test_RevertWhen_SomeoneElseRevokesAChild() public {
        _allow(2);
        bytes32 id = _pass(_child(root, 40));
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_NotPrincipal.selector, id, buyer));
        vm.prank(buyer); // holds it
        mandates.revoke(id);
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_NotPrincipal.selector, root, owner));
        vm.prank(owner);
        mandates.revoke(root);
        vm.prank(principal);
        mandates.revoke(id);
    }

    function test_isInForce_EndsWithTimeAndWithTheOwner() public {
        _allow(2);
        bytes32 id = _pass(_child(root, 40));
        assertFalse(mandates.isInForce("none"), "never granted");
        _expectBounds("none", 0, 0, 0);
        vm.warp(START + 11);
        vm.prank(owner);
        registry.transferFrom(owner, stranger, agentId);
        _expectBounds(root, agentId, 60, START + 11);
        _expectBounds(id, other, 40, START + 11);
        assertFalse(mandates.isInForce(id), "an agent above was sold");
        Delegation memory child = _child(root, 1);
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_NotInForce.selector, root));
        vm.prank(stranger);
        mandates.delegate(child, tools, some, "");
    }

    function test_isInForce_EndsAtTheExpiry() public {
        _allow(2);
        bytes32 id = _pass(_child(root, 40));
        vm.warp(EXPIRY - 1);
        assertTrue(mandates.isInForce(id), "the last second");
        vm.warp(EXPIRY);
        assertFalse(mandates.isInForce(id), "over");
        assertFalse(mandates.isInForce(root), "the root as well");
    }

    /// @dev A signature for one chain serves no other: the names of parent and child differ.
    function test_delegationIdOf_IsBoundToChainAndContract() public {
        _allow(2);
        Delegation memory child = _child(root, 40);
        bytes32 id = mandates.delegationIdOf(child);
        bytes memory signature = signDigest(KEY_A, id);
        vm.chainId(1);
        assertTrue(mandates.delegationIdOf(child) != id, "another chain");
        assertTrue(mandates.leaveDigest(root, 2) != id, "another statement");
        vm.expectRevert();
        mandates.delegate(child, tools, some, signature);
    }

    /// @dev Whatever is passed on is within the cap and the list, or refused.
    function testFuzz_delegate_OnlyLess(uint256 cap, uint64 expiry, uint8 hops, uint256 mask) public {
        _allow(3);
        bytes32[] memory chosen = new bytes32[](5);
        uint256 count;
        for (uint256 i = 1; i <= 5; ++i) {
            if (mask >> i & 1 == 1) chosen[count++] = bytes32(i * 100);
        }
        assembly ("memory-safe") {
            mstore(chosen, count)
        }
        Delegation memory child = _child(root, cap % 150);
        (child.expiry, child.hops) = (uint64(START - 5 days + expiry % 60 days), hops % 6);
        child.tools = _hash(chosen);
        vm.prank(owner);
        (bool done,) =
            address(mandates).call(abi.encodeCall(mandates.delegate, (child, tools, chosen, "")));
        bool less = child.cap > 0 && child.cap <= 100 && child.expiry > START && child.expiry <= EXPIRY
            && child.hops < 3 && count > 0 && mask >> 5 & 1 == 0;
        assertEq(done, less, "exactly what is less");
    }

    function _allow(uint8 hops) private {
        vm.prank(principal);
        mandates.allowDelegation(root, hops, "");
    }

    /// @dev To the other agent, with some of the tools; each with a salt of its own by its cap.
    function _child(bytes32 parent, uint256 cap) private view returns (Delegation memory) {
        return Delegation(parent, other, cap, EXPIRY, _hash(some), keccak256("a task"), 1, bytes32(cap));
    }

    function _pass(Delegation memory child) private returns (bytes32) {
        vm.prank(owner);
        return mandates.delegate(child, child.parent == root ? tools : some, some, "");
    }

    function _passSigned(Delegation memory child, uint256 key) private returns (bytes32) {
        bytes memory signature = signDigest(key, mandates.delegationIdOf(child));
        return mandates.delegate(child, child.parent == root ? tools : some, some, signature);
    }

    function _expectRefused(Delegation memory child, bytes memory refusal) private {
        vm.expectRevert(refusal);
        vm.prank(owner);
        mandates.delegate(child, child.parent == root ? tools : some, some, "");
    }

    function _expectNotDelegated(bytes32 id, uint256 speaksFor, address by) private {
        vm.expectRevert(abi.encodeWithSelector(IMandates.Mandates_NotDelegated.selector, id, speaksFor, by));
    }

    function _expectBounds(bytes32 id, uint256 agent, uint256 cap, uint256 endedAt) private view {
        (uint256 isAgent,, uint256 isCap,,,, uint64 isEndedAt) = mandates.boundsOf(id);
        assertEq(isAgent, agent, "agent");
        assertEq(isCap, cap, "cap");
        assertEq(isEndedAt, endedAt, "ended");
    }

    function _hash(bytes32[] memory list) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(list));
    }
}
