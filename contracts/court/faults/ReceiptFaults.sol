// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionLog} from "../../interfaces/IActionLog.sol";
import {IActionWitness} from "../../interfaces/IActionWitness.sol";
import {IKeyRing} from "../../interfaces/IKeyRing.sol";
import {IReceiptFaults} from "../../interfaces/IReceiptFaults.sol";
import {Penalties} from "../../libraries/Penalties.sol";
import {Statements} from "../../libraries/Statements.sol";
import {LogRef, RecordRef, SegmentRef} from "../../types/ActionRefs.sol";
import {AgentKey} from "../../types/AgentKey.sol";
import {FaultKind, Finding} from "../../types/Finding.sol";
import {Receipt} from "../../types/Receipt.sol";
import {Segment} from "../../types/Segment.sol";
import {FaultReader} from "./FaultReader.sol";

/// @title Receipts that promise another record than there is
contract ReceiptFaults is IReceiptFaults, FaultReader {
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
        (uint32 epoch, uint32 stream, uint64 seq) = (receipt.epoch, receipt.stream, receipt.seq);
        found = _against(FaultKind.ReceiptContradicted, agentId, agent, epoch, stream, seq);
        (found.statementA, found.statementB) = (receiptHash, contradictedBy);
        found.action = keccak256(abi.encode(agent, epoch, stream, seq, receipt.recordHash));
        found.faultKey = Penalties.keyOf(found);
    }
}
