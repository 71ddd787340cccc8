// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleLog} from "../../../contracts/libraries/MerkleLog.sol";
import {Statements} from "../../../contracts/libraries/Statements.sol";
import {LogRef, SegmentRef} from "../../../contracts/types/ActionRefs.sol";
import {LogId} from "../../../contracts/types/LogId.sol";
import {Receipt} from "../../../contracts/types/Receipt.sol";
import {Segment} from "../../../contracts/types/Segment.sol";
import {Leaves} from "./Leaves.sol";
import {Scenario} from "./Scenario.sol";

/// @notice An agent with a bond, and a log whose operator anchors what is appended.
abstract contract FaultScenario is Scenario {
    /// @dev An anchor as proofs name it.
    struct Anchored {
        uint64 index;
        uint64 size;
        bytes32 root;
        uint256 blockNumber;
    }

    uint256 internal constant OPERATOR_KEY = 0x0FE1;
    uint256 internal constant BOND = 10 ether;
    uint32 internal constant SIZE = 4; // records of a segment

    uint256 internal agentId;
    bytes32 internal subject;
    LogId internal logId;
    address internal logOperator;
    bytes32[] internal leaves;
    Anchored[] internal anchors;

    function setUpFaults() internal {
        deployAll();
        agentId = openAgent();
        subject = keyRing.agentKey(agentId).unwrap();
        vm.prank(owner);
        vault.deposit{value: BOND}(subject, owner);
        logOperator = vm.addr(OPERATOR_KEY);
        vm.deal(logOperator, 100 ether);
        vm.prank(logOperator);
        logId = actionLog.registerLog{value: BOND}("log.example/ombud", logOperator, "key", "");
    }

    /// @notice Id of the record at a sequence number of the honest history.
    function recordAt(uint64 seq) internal pure returns (bytes32) {
        return keccak256(abi.encode("record", seq));
    }

    function idsOf(uint64 firstSeq) internal pure returns (bytes32[] memory ids) {
        ids = new bytes32[](SIZE);
        for (uint64 i; i < SIZE; ++i) {
            ids[i] = recordAt(firstSeq + i);
        }
    }

    /// @notice The honest segment that begins at a sequence number.
    function honest(uint64 firstSeq) internal view returns (Segment memory) {
        return segmentOf(agentId, 0, firstSeq, SIZE, Leaves.root(idsOf(firstSeq)));
    }

    /// @notice A record of an honest segment, as proofs show it.
    function shownAt(uint64 firstSeq, uint32 index) internal view returns (SegmentRef memory) {
        bytes32[] memory ids = idsOf(firstSeq);
        Segment memory segment = honest(firstSeq);
        return SegmentRef(segment, signSegment(KEY_A, segment), ids[index], index, Leaves.path(ids, index, SIZE));
    }

    function receiptFor(uint64 seq) internal view returns (Receipt memory) {
        return Receipt({
            agent: keyRing.agentKey(agentId),
            epoch: 0,
            stream: LOGGED_STREAM,
            seq: seq,
            recordHash: recordAt(seq),
            counterparty: bytes32(uint256(uint160(buyer))),
            chain: block.chainid,
            log: logId,
            anchorBy: uint64(vm.getBlockTimestamp() + 1 hours),
            amount: 5,
            tool: keccak256("pay"),
            mandate: 0,
            runningTotal: 5
        });
    }

    function sign(uint256 key, Receipt memory receipt) internal pure returns (bytes memory) {
        return signDigest(key, Statements.digest(Statements.receiptHash(receipt)));
    }

    function signAck(bytes32 header, uint64 anchorBy) internal view returns (bytes memory) {
        return
            signDigest(OPERATOR_KEY, Statements.digest(Statements.ackHash(block.chainid, logId, header, anchorBy)));
    }

    /// @notice Appends a signed segment to the log, and returns its place.
    function append(Segment memory segment, bytes memory signature) internal returns (uint64 index) {
        index = uint64(leaves.length);
        leaves.push(MerkleLog.leafHash(Statements.entryOf(segment, signature)));
    }

    function appendHonest(uint64 firstSeq) internal returns (uint64) {
        Segment memory segment = honest(firstSeq);
        return append(segment, signSegment(KEY_A, segment));
    }

    /// @notice Leaves of other agents.
    function appendOthers(uint256 n) internal {
        for (uint256 i; i < n; ++i) {
            leaves.push(keccak256(abi.encode("other", leaves.length)));
        }
    }

    /// @notice Anchors the log as it stands, and returns the number of the anchor.
    function anchorAll() internal returns (uint64 index) {
        bytes32[] memory all = leaves;
        bytes32[] memory proof;
        index = uint64(anchors.length);
        if (index != 0) proof = Leaves.consistency(all, anchors[index - 1].size, all.length);
        bytes32 root = Leaves.root(all);
        vm.prank(logOperator);
        actionLog.anchor(logId, uint64(all.length), root, proof);
        anchors.push(Anchored(index, uint64(all.length), root, vm.getBlockNumber()));
    }

    /// @notice A leaf under an anchor, as proofs show it.
    function placed(uint64 leafIndex, uint64 anchorIndex) internal view returns (LogRef memory) {
        Anchored memory at = anchors[anchorIndex];
        return LogRef(
            logId, at.index, at.size, at.root, at.blockNumber, leafIndex, Leaves.path(leaves, leafIndex, at.size)
        );
    }

    function pass(uint256 time) internal {
        vm.warp(vm.getBlockTimestamp() + time);
        vm.roll(vm.getBlockNumber() + time / 12);
    }

    function bondLeft() internal view returns (uint256 active) {
        (active,,,) = vault.bondOf(subject, owner);
    }

    function operatorBondLeft() internal view returns (uint256 active) {
        (active,,,) = vault.bondOf(logId.unwrap(), logOperator);
    }

    function showProof(address checker, bytes memory proof) internal returns (bytes32) {
        vm.prank(stranger);
        return prover.prove(checker, proof, 0);
    }

    function expectNothing(address checker, bytes memory proof, string memory what) internal {
        (bool proved,) = address(prover).call(abi.encodeCall(prover.prove, (checker, proof, 0)));
        assertFalse(proved, what);
    }
}
