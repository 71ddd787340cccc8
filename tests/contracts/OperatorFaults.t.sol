// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFaultErrors} from "../../contracts/interfaces/IFaultErrors.sol";
import {IOperatorFaults} from "../../contracts/interfaces/IOperatorFaults.sol";
import {MerkleLog} from "../../contracts/libraries/MerkleLog.sol";
import {Statements} from "../../contracts/libraries/Statements.sol";
import {LogRef} from "../../contracts/types/ActionRefs.sol";
import {LeafFork, TreeClaim, TreeRef} from "../../contracts/types/Challenge.sol";
import {Segment} from "../../contracts/types/Segment.sol";
import {FaultScenario} from "./support/FaultScenario.sol";
import {Leaves} from "./support/Leaves.sol";

/// @notice What convicts the operator of a log, and what never does.
contract OperatorFaultsTest is FaultScenario {
    LeafFork private nothing;
    TreeRef private noTree;

    function setUp() public {
        setUpFaults();
        appendOthers(5);
    }

    function test_Fork_TwoCheckpointsOfOneSize() public {
        TreeClaim memory a = _signed(5, Leaves.root(leaves));
        TreeClaim memory b = _signed(5, "another history");
        bytes32 faultKey = showProof(address(operatorFaults), _forks(a, b, nothing));
        assertEq(faultKey, keccak256(abi.encode(logId, bytes32(0), 12)), "once a log");
        assertEq(operatorBondLeft(), 0, "all of it");
        (address rewarded,,, uint256 reward) = prover.rewardOf(faultKey);
        assertEq(rewarded, stranger, "prover");
        assertEq(reward, BOND / 5, "a fifth");
        expectNothing(address(operatorFaults), _forks(_signed(4, "c"), _signed(4, "d"), nothing), "a log forks once");
    }

    function test_Fork_CheckpointAgainstAnchor() public {
        anchorAll();
        TreeClaim memory told = _signed(5, "another history");
        showProof(address(operatorFaults), _forks(_anchored(0), told, nothing));
        assertEq(operatorBondLeft(), 0, "all of it");
    }

    function test_Fork_OfTwoSizesByOneLeaf() public {
        anchorAll();
        bytes32[] memory told = new bytes32[](3);
        for (uint256 i; i < 3; ++i) {
            told[i] = keccak256(abi.encode("told", i));
        }
        told[0] = leaves[0];
        TreeClaim memory a = _signed(3, Leaves.root(told));
        LeafFork memory fork = LeafFork(0, told[0], Leaves.path(told, 0, 3), leaves[0], Leaves.path(leaves, 0, 5));
        vm.expectRevert();
        operatorFaults.checkForkedCheckpoints(logId, a, _anchored(0), fork);
        fork = LeafFork(1, told[1], Leaves.path(told, 1, 3), leaves[1], Leaves.path(leaves, 1, 5));
        showProof(address(operatorFaults), _forks(a, _anchored(0), fork));
    }

    function test_RevertWhen_TheOperatorDidNotStateIt() public {
        anchorAll();
        TreeClaim memory forged = _signed(5, "another history");
        forged.signature = signDigest(0x123, "anything");
        vm.expectRevert(
            abi.encodeWithSelector(
                IOperatorFaults.OperatorFaults_NotStated.selector, logId, 5, bytes32("another history")
            )
        );
        operatorFaults.checkForkedCheckpoints(logId, _anchored(0), forged, nothing);
        TreeClaim memory invented = _anchored(0);
        invented.root = "never anchored";
        vm.expectRevert(
            abi.encodeWithSelector(
                IOperatorFaults.OperatorFaults_NotStated.selector, logId, 5, bytes32("never anchored")
            )
        );
        operatorFaults.checkForkedCheckpoints(logId, invented, _anchored(0), nothing);
        TreeClaim memory same = _signed(5, Leaves.root(leaves));
        vm.expectRevert(
            abi.encodeWithSelector(IFaultErrors.FaultProver_NoContradiction.selector, same.root, same.root)
        );
        operatorFaults.checkForkedCheckpoints(logId, _anchored(0), same, nothing);
    }

    /// @dev A signature that nobody can have made is nobody's.
    function test_RevertWhen_ASignatureRecoversNobody() public {
        anchorAll();
        TreeClaim memory forged = _signed(5, "another history");
        bytes[3] memory empty = [new bytes(65), new bytes(64), bytes("short")];
        for (uint256 i; i < 3; ++i) {
            forged.signature = empty[i];
            vm.expectRevert(
                abi.encodeWithSelector(
                    IOperatorFaults.OperatorFaults_NotStated.selector, logId, 5, bytes32("another history")
                )
            );
            operatorFaults.checkForkedCheckpoints(logId, _anchored(0), forged, nothing);
        }
    }

    /// @dev Checkpoints of one growing tree never convict; one other leaf always does.
    function testFuzz_Fork_NeverOfOneTree(uint8 m, uint8 n, uint8 index, bytes32 other) public {
        appendOthers(20);
        uint64 a = uint64(bound(m, 1, 25));
        uint64 b = uint64(bound(n, a, 25));
        uint64 i = uint64(bound(index, 0, a - 1));
        TreeClaim memory first = _signed(a, Leaves.range(leaves, 0, a));
        TreeClaim memory second = _signed(b, Leaves.range(leaves, 0, b));
        LeafFork memory fork =
            LeafFork(i, leaves[i], Leaves.path(leaves, i, a), leaves[i], Leaves.path(leaves, i, b));
        expectNothing(address(operatorFaults), _forks(first, second, fork), "one tree");
        fork.leafB = other;
        expectNothing(address(operatorFaults), _forks(first, second, fork), "a leaf that is not there");
        if (other == leaves[i]) return;
        bytes32[] memory changed = Leaves.first(leaves, a);
        changed[i] = other;
        first = _signed(a, Leaves.root(changed));
        fork = LeafFork(i, other, Leaves.path(changed, i, a), leaves[i], Leaves.path(leaves, i, b));
        showProof(address(operatorFaults), _forks(first, second, fork));
    }

    function test_Forgery_OfAStrangersKeyOrNoSignature() public {
        Segment memory segment = honest(8);
        bytes memory forged = signSegment(0x123, segment);
        uint64 leaf = append(segment, forged);
        uint64 empty = append(segment, new bytes(65));
        anchorAll();
        showProof(
            address(operatorFaults),
            abi.encodeCall(operatorFaults.checkForgedEntry, (segment, forged, placed(leaf, 0)))
        );
        assertEq(operatorBondLeft(), BOND / 2, "half");
        assertEq(bondLeft(), BOND, "the agent did nothing");
        operatorFaults.checkForgedEntry(segment, new bytes(65), placed(empty, 0));
    }

    function test_Forgery_OfAnotherAgentsKeyOrEpoch() public {
        uint256 other = registerAgent(buyer);
        openEpochWith(other, buyer, 0xE, 0xF);
        Segment memory segment = honest(8);
        uint64 leaf = append(segment, signSegment(0xE, segment));
        Segment memory later = honest(12);
        later.epoch = 1;
        uint64 second = append(later, signSegment(KEY_A, later));
        anchorAll();
        operatorFaults.checkForgedEntry(segment, signSegment(0xE, segment), placed(leaf, 0));
        operatorFaults.checkForgedEntry(later, signSegment(KEY_A, later), placed(second, 0));
    }

    function test_RevertWhen_TheAgentSigned() public {
        Segment memory segment = honest(8);
        bytes memory signature = signSegment(KEY_A, segment);
        uint64 leaf = append(segment, signature);
        anchorAll();
        LogRef memory at = placed(leaf, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorFaults.OperatorFaults_Signed.selector, leaves[leaf], vm.addr(KEY_A))
        );
        operatorFaults.checkForgedEntry(segment, signature, at);
        // A leaf that is not in the log convicts nobody.
        bytes memory forged = signSegment(0x123, segment);
        bytes32 absent = MerkleLog.leafHash(Statements.entryOf(segment, forged));
        vm.expectRevert(abi.encodeWithSelector(IFaultErrors.FaultProver_NotInLog.selector, absent, leaf));
        operatorFaults.checkForgedEntry(segment, forged, at);
    }

    function test_Void_WhatCameAfterCloseAndGrace() public {
        anchorAll();
        vm.prank(owner);
        keyRing.closeEpoch(agentId, noHeads());
        pass(keyRing.GRACE() + 1);
        Segment memory segment = honest(8);
        uint64 leaf = append(segment, signSegment(KEY_A, segment));
        anchorAll();
        pass(1 days);
        appendOthers(1);
        anchorAll();
        // Only the first anchor that holds it tells when it came.
        expectNothing(address(operatorFaults), _void(segment, placed(leaf, 2), _tree(1)), "it came before");
        expectNothing(address(operatorFaults), _void(segment, placed(leaf, 1), noTree), "nothing before is shown");
        showProof(address(operatorFaults), _void(segment, placed(leaf, 1), _tree(0)));
        assertEq(operatorBondLeft(), BOND * 9 / 10, "a tenth");
        assertEq(bondLeft(), BOND, "a thief of an old key harms no agent");
    }

    /// @dev Any of the entries that the anchor added, not its first alone.
    function test_Void_BehindOtherEntries() public {
        anchorAll();
        vm.prank(owner);
        keyRing.closeEpoch(agentId, noHeads());
        pass(keyRing.GRACE() + 1);
        appendOthers(2);
        Segment memory segment = honest(8);
        uint64 leaf = append(segment, signSegment(KEY_A, segment));
        anchorAll();
        showProof(address(operatorFaults), _void(segment, placed(leaf, 1), _tree(0)));
        assertEq(operatorBondLeft(), BOND * 9 / 10, "a tenth");
    }

    function test_RevertWhen_AVoidEntryIsForgedOrNotTheFirst() public {
        anchorAll();
        vm.prank(owner);
        keyRing.closeEpoch(agentId, noHeads());
        pass(keyRing.GRACE() + 1);
        Segment memory segment = honest(8);
        uint64 leaf = append(segment, signSegment(KEY_A, segment));
        bytes memory forged = signSegment(0x123, segment);
        uint64 second = append(segment, forged);
        anchorAll();
        appendOthers(1);
        anchorAll();
        expectNothing(address(operatorFaults), _void(segment, placed(leaf, 2), _tree(0)), "not the anchor before");
        TreeRef memory other = _tree(0);
        other.root = "another";
        expectNothing(address(operatorFaults), _void(segment, placed(leaf, 1), other), "a tree that never was");
        LogRef memory at = placed(second, 1);
        TreeRef memory before = _tree(0);
        bytes32 entry = MerkleLog.leafHash(Statements.entryOf(segment, forged));
        vm.expectRevert(
            abi.encodeWithSelector(
                IOperatorFaults.OperatorFaults_NotVoid.selector, entry, uint64(vm.getBlockTimestamp())
            )
        );
        operatorFaults.checkVoidEntry(segment, forged, at, before);
    }

    /// @dev Whatever the order of anchoring, closing and asking: what was anchored by close plus grace is not void.
    function testFuzz_Void_ExactlyAfterTheGrace(uint32 closedAfter, uint32 anchoredAfter, bool revoked) public {
        uint256 closed = bound(closedAfter, 0, 30 days);
        uint256 at = bound(anchoredAfter, 0, 60 days);
        Segment memory segment = honest(8);
        uint64 leaf = append(segment, signSegment(KEY_A, segment));
        if (at < closed) _anchorAt(at);
        vm.warp(START + closed);
        if (revoked) {
            vm.prank(owner);
            keyRing.revokeKey(agentId, vm.addr(KEY_A));
        } else {
            vm.prank(owner);
            keyRing.closeEpoch(agentId, noHeads());
        }
        if (at >= closed) _anchorAt(at);
        vm.warp(START + 200 days);
        bytes memory proof = _void(segment, placed(leaf, 0), noTree);
        if (at <= closed + keyRing.GRACE()) expectNothing(address(operatorFaults), proof, "in time");
        else showProof(address(operatorFaults), proof);
    }

    function _void(Segment memory segment, LogRef memory at, TreeRef memory before)
        private
        view
        returns (bytes memory)
    {
        return abi.encodeCall(operatorFaults.checkVoidEntry, (segment, signSegment(KEY_A, segment), at, before));
    }

    function _anchorAt(uint256 time) private {
        vm.warp(START + time);
        anchorAll();
    }

    function _signed(uint64 size, bytes32 root) private view returns (TreeClaim memory) {
        bytes32 said = Statements.checkpointHash(block.chainid, logId, size, root);
        return TreeClaim(size, root, signDigest(OPERATOR_KEY, Statements.digest(said)), 0, 0);
    }

    function _anchored(uint64 index) private view returns (TreeClaim memory) {
        Anchored memory at = anchors[index];
        return TreeClaim(at.size, at.root, "", at.index, at.blockNumber);
    }

    function _tree(uint64 index) private view returns (TreeRef memory) {
        Anchored memory at = anchors[index];
        return TreeRef(logId, at.index, at.size, at.root, at.blockNumber);
    }

    function _forks(TreeClaim memory a, TreeClaim memory b, LeafFork memory fork) private view returns (bytes memory) {
        return abi.encodeCall(operatorFaults.checkForkedCheckpoints, (logId, a, b, fork));
    }
}
