// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionLog} from "../../interfaces/IActionLog.sol";
import {IActionWitness} from "../../interfaces/IActionWitness.sol";
import {IKeyRing} from "../../interfaces/IKeyRing.sol";
import {IReceiptFaults} from "../../interfaces/IReceiptFaults.sol";
import {MerkleLog} from "../../libraries/MerkleLog.sol";
import {PackedContradiction} from "../../libraries/PackedContradiction.sol";
import {Penalties} from "../../libraries/Penalties.sol";
import {Statements} from "../../libraries/Statements.sol";
import {LogRef, RecordRef, SegmentRef} from "../../types/ActionRefs.sol";
import {AgentKey} from "../../types/AgentKey.sol";
import {FaultKind, Finding} from "../../types/Finding.sol";
import {LogId} from "../../types/LogId.sol";
import {Receipt} from "../../types/Receipt.sol";
import {Segment} from "../../types/Segment.sol";
import {FaultReader} from "./FaultReader.sol";

/// @title Receipts that promise another record than there is
contract ReceiptFaults is IReceiptFaults, FaultReader {
    using PackedContradiction for bytes;

    IActionWitness private immutable _witness;

    /// @param registry Identity registry, part of every agent's name.
    /// @param keyRing Who may state what.
    /// @param actionLog Direct records and anchors.
    /// @param witness Knows direct records by what followed them.
    constructor(address registry, IKeyRing keyRing, IActionLog actionLog, IActionWitness witness)
        FaultReader(registry, keyRing, actionLog)
    {
        _witness = witness;
    }

    /// @inheritdoc IReceiptFaults
    function checkReceiptAgainstLog(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        SegmentRef calldata shown,
        LogRef calldata anchored
    ) external view returns (Finding memory) {
        (AgentKey agent, bytes32 receiptHash) = _checkReceipt(agentId, receipt, signature);
        bytes32 header = _headerAtPlace(receipt, shown);
        uint64 time = _anchoredAt(shown.segment, shown.signature, anchored);
        _checkSignerAt(header, shown.signature, agentId, receipt.epoch, time);
        return _found(agentId, agent, receipt, receiptHash, header);
    }

    /// @inheritdoc IReceiptFaults
    function checkPackedReceiptAgainstLog(uint256 agentId, bytes calldata packed)
        external
        view
        returns (Finding memory found)
    {
        if (!packed.isWhole()) revert ReceiptFaults_NotWhole(packed.length);
        AgentKey agent = _agentKey(agentId);
        (found.kind, found.subject, found.agentId) = (FaultKind.ReceiptContradicted, agent.unwrap(), agentId);
        (found.epoch, found.stream, found.seq) = packed.place();
        found.statementA = packed.receiptHash(agent);
        address signer = _signerOf(found.statementA, packed.signatureAt(PackedContradiction.RECEIPT_SIGNATURE));
        (bytes32[] calldata ofRecord, bytes32[] calldata ofSegment) = packed.paths();
        bytes32 recordsRoot = _packedRoot(packed, found, ofRecord);
        uint64 time = _packedTime(packed, packed.leafOf(agent, recordsRoot), ofSegment);
        found.statementB = packed.headerOf(agent, recordsRoot);
        address sealer = _signerOf(found.statementB, packed.signatureAt(PackedContradiction.SEGMENT_SIGNATURE));
        _expectBoth(signer, sealer, agentId, found.epoch, time);
        _name(found, packed.promised());
        // A struct of value types lies in memory as its ABI encoding does, one clean word a field, twelve in all.
        assembly ("memory-safe") {
            return(found, 0x180)
        }
    }

    /// @inheritdoc IReceiptFaults
    function checkReceiptAgainstSegment(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        SegmentRef calldata shown
    ) external view returns (Finding memory) {
        (AgentKey agent, bytes32 receiptHash) = _checkReceipt(agentId, receipt, signature);
        bytes32 header = _headerAtPlace(receipt, shown);
        _checkSigner(header, shown.signature, agentId, receipt.epoch);
        return _found(agentId, agent, receipt, receiptHash, header);
    }

    /// @inheritdoc IReceiptFaults
    function checkReceiptAgainstRecord(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        RecordRef calldata shown
    ) external view returns (Finding memory) {
        (AgentKey agent, bytes32 receiptHash) = _checkReceipt(agentId, receipt, signature);
        _checkPlace(receipt, shown.epoch, shown.stream, shown.seq, shown.recordId);
        _witness.onRecord(agentId, shown); // reverts unless it was recorded
        return _found(agentId, agent, receipt, receiptHash, shown.recordId);
    }

    /// @inheritdoc IReceiptFaults
    function checkReceiptAgainstReceipt(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        Receipt calldata other,
        bytes calldata otherSignature
    ) external view returns (Finding memory) {
        (AgentKey agent, bytes32 receiptHash) = _checkReceipt(agentId, receipt, signature);
        (, bytes32 otherHash) = _checkReceipt(agentId, other, otherSignature);
        _checkPlace(receipt, other.epoch, other.stream, other.seq, other.recordHash);
        return _found(agentId, agent, receipt, receiptHash, otherHash);
    }

    /// @dev Root of the segment's records, by the one that it holds at the receipt's place.
    function _packedRoot(bytes calldata packed, Finding memory at, bytes32[] calldata path)
        private
        view
        returns (bytes32 root)
    {
        (uint64 firstSeq, uint32 count) = packed.range();
        (bytes32 promised, bytes32 recordId) = (packed.promised(), packed.wordAt(PackedContradiction.RECORD));
        if (at.seq < firstSeq) revert ReceiptFaults_OtherPlace(at.epoch, at.stream, firstSeq);
        if (promised == recordId) revert FaultProver_NoContradiction(promised, recordId);
        uint64 index;
        unchecked {
            index = at.seq - firstSeq; // as compared above
        }
        root = MerkleLog.rootOfPath(recordId, index, count, path);
        if (root == 0) revert FaultProver_NotInSegment(recordId, uint32(index));
    }

    /// @dev When a tree was anchored that holds a leaf at the place shown, Unix seconds.
    function _packedTime(bytes calldata packed, bytes32 leaf, bytes32[] calldata path)
        private
        view
        returns (uint64 time)
    {
        (uint64 index, uint64 size, uint64 blockNumber, uint64 position) = packed.anchor();
        bytes32 root = MerkleLog.rootOfPath(leaf, position, size, path);
        if (root == 0) revert FaultProver_NotInLog(leaf, position);
        LogId log = packed.logOf();
        time = _actionLog.anchoredAt(log, index, size, root, blockNumber);
        if (time == 0) revert FaultProver_NotAnchored(log.unwrap(), index);
    }

    /// @dev Checks that a segment holds another record at the receipt's place, and returns its header.
    function _headerAtPlace(Receipt calldata receipt, SegmentRef calldata shown)
        private
        view
        returns (bytes32 header)
    {
        Segment calldata segment = shown.segment;
        if (segment.agent != receipt.agent) revert FaultProver_WrongAgent(segment.agent, receipt.agent);
        header = Statements.headerOf(segment);
        _checkPlace(receipt, segment.epoch, segment.stream, _seqOf(shown), shown.recordId);
    }

    function _checkPlace(Receipt calldata receipt, uint32 epoch, uint32 stream, uint64 seq, bytes32 recordId)
        private
        pure
    {
        if (receipt.epoch != epoch || receipt.stream != stream || receipt.seq != seq) {
            revert ReceiptFaults_OtherPlace(epoch, stream, seq);
        }
        if (receipt.recordHash == recordId) revert FaultProver_NoContradiction(receipt.recordHash, recordId);
    }

    function _found(
        uint256 agentId,
        AgentKey agent,
        Receipt calldata receipt,
        bytes32 receiptHash,
        bytes32 contradictedBy
    ) private pure returns (Finding memory found) {
        found =
            _against(FaultKind.ReceiptContradicted, agentId, agent, receipt.epoch, receipt.stream, receipt.seq);
        (found.statementA, found.statementB) = (receiptHash, contradictedBy);
        _name(found, receipt.recordHash);
    }

    /// @dev Names the fault, and the action that a court may have judged too.
    function _name(Finding memory found, bytes32 promised) private pure {
        found.action = Penalties.placed(found, promised);
        found.faultKey = Penalties.keyOf(found);
    }
}
