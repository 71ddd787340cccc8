// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FaultReader} from "../court/faults/FaultReader.sol";
import {IActionLog} from "../interfaces/IActionLog.sol";
import {IActionWitness} from "../interfaces/IActionWitness.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {IChallenges} from "../interfaces/IChallenges.sol";
import {IKeyRing} from "../interfaces/IKeyRing.sol";
import {Acks} from "../libraries/Acks.sol";
import {Penalties} from "../libraries/Penalties.sol";
import {Statements} from "../libraries/Statements.sol";
import {AckRef, LogRef, RecordRef, SegmentRef} from "../types/ActionRefs.sol";
import {AgentKey} from "../types/AgentKey.sol";
import {Promise} from "../types/Challenge.sol";
import {FaultKind, Finding} from "../types/Finding.sol";
import {LogId} from "../types/LogId.sol";
import {Receipt} from "../types/Receipt.sol";
import {Segment} from "../types/Segment.sol";
import {ChallengeBook} from "./ChallengeBook.sol";

/// @title What was promised and is not to be seen
contract Challenges is IChallenges, ChallengeBook, FaultReader {
    IActionWitness private immutable _witness;

    mapping(bytes32 header => uint64 time) private _posted;

    /// @param registry Identity registry, part of every agent's name.
    /// @param keyRing Who may state what.
    /// @param actionLog Direct records and anchors.
    /// @param witness Knows direct records by what followed them.
    /// @param vault Pays deposits out.
    /// @param deposit What asking costs, wei.
    constructor(
        address registry,
        IKeyRing keyRing,
        IActionLog actionLog,
        IActionWitness witness,
        IBondVault vault,
        uint256 deposit
    ) ChallengeBook(vault, deposit) FaultReader(registry, keyRing, actionLog) {
        _witness = witness;
    }

    /// @inheritdoc IChallenges
    function challengeReceipt(uint256 agentId, Receipt calldata receipt, bytes calldata signature)
        external
        payable
        returns (bytes32 id)
    {
        (AgentKey agent, bytes32 receiptHash) = _checkReceipt(agentId, receipt, signature);
        id = receiptHash;
        _ask(id, FaultKind.HiddenRecord, agent.unwrap(), receiptHash, receipt.anchorBy);
    }

    /// @inheritdoc IChallenges
    function challengeAck(Promise calldata promised, bytes calldata signature) external payable returns (bytes32 id) {
        id = _checkAck(promised.log, promised.header, promised.anchorBy, signature);
        _ask(id, FaultKind.UnanchoredEntry, promised.log.unwrap(), promised.header, promised.anchorBy);
    }

    /// @inheritdoc IChallenges
    function postHeader(uint256 agentId, Segment calldata segment, bytes calldata signature) external {
        _mustBe(segment.agent, agentId);
        bytes32 header = Statements.headerOf(segment);
        _checkSigner(header, signature, agentId, segment.epoch);
        if (_posted[header] != 0) revert Challenges_AlreadyPosted(header);
        _post(header, segment);
    }

    /// @inheritdoc IChallenges
    function answerReceipt(
        uint256 agentId,
        Receipt calldata receipt,
        SegmentRef calldata shown,
        LogRef calldata anchored
    ) external {
        bytes32 header = _headerHolding(agentId, receipt, shown);
        bytes32 log = receipt.log.unwrap();
        if (log != 0 && log != anchored.log.unwrap()) revert Challenges_NotPromised(log, anchored.log.unwrap());
        uint64 time = _anchoredAt(shown.segment, shown.signature, anchored);
        _checkSignerAt(header, shown.signature, agentId, receipt.epoch, time);
        _answer(Statements.receiptHash(receipt), time <= receipt.anchorBy);
    }

    /// @inheritdoc IChallenges
    function answerReceiptByHeader(uint256 agentId, Receipt calldata receipt, SegmentRef calldata shown) external {
        bytes32 header = _headerHolding(agentId, receipt, shown);
        uint64 time = _posted[header];
        if (time == 0) {
            _checkSigner(header, shown.signature, agentId, receipt.epoch);
            time = _post(header, shown.segment);
        }
        _answer(Statements.receiptHash(receipt), time <= receipt.anchorBy);
    }

    /// @inheritdoc IChallenges
    function answerReceiptByAck(
        uint256 agentId,
        Receipt calldata receipt,
        SegmentRef calldata shown,
        AckRef calldata ack
    ) external {
        bytes32 header = _headerHolding(agentId, receipt, shown);
        _checkAck(ack.log, header, ack.anchorBy, ack.signature);
        // A promise for much later is no excuse for the agent's own.
        if (ack.anchorBy > uint256(receipt.anchorBy) + ANSWER_TIME) {
            revert Challenges_NotAcknowledged(ack.log.unwrap(), header);
        }
        if (_posted[header] == 0) {
            _checkSigner(header, shown.signature, agentId, receipt.epoch);
            _post(header, shown.segment);
        }
        _answer(Statements.receiptHash(receipt), true);
    }

    /// @inheritdoc IChallenges
    function answerReceiptByRecord(uint256 agentId, Receipt calldata receipt, RecordRef calldata shown) external {
        _mustBe(receipt.agent, agentId);
        _checkPlace(receipt, shown.epoch, shown.stream, shown.seq, shown.recordId);
        uint64 time = _witness.onRecord(agentId, shown).witness;
        _answer(Statements.receiptHash(receipt), time <= receipt.anchorBy);
    }

    /// @inheritdoc IChallenges
    function answerAck(
        Promise calldata promised,
        Segment calldata segment,
        bytes calldata signature,
        LogRef calldata anchored
    ) external {
        bytes32 header = Statements.headerOf(segment);
        if (header != promised.header) revert Challenges_NotPromised(promised.header, header);
        if (anchored.log.unwrap() != promised.log.unwrap()) {
            revert Challenges_NotPromised(promised.log.unwrap(), anchored.log.unwrap());
        }
        uint64 time = _anchoredAt(segment, signature, anchored);
        _answer(_ackId(promised.log, header, promised.anchorBy), time <= promised.anchorBy);
    }

    /// @inheritdoc IChallenges
    function checkReceipt(uint256 agentId, Receipt calldata receipt) external view returns (Finding memory found) {
        AgentKey agent = _mustBe(receipt.agent, agentId);
        bytes32 receiptHash = Statements.receiptHash(receipt);
        (address challenger, bool late) = _failed(receiptHash);
        FaultKind kind = late ? FaultKind.LateRecord : FaultKind.HiddenRecord;
        found = _against(kind, agentId, agent, receipt.epoch, receipt.stream, receipt.seq);
        (found.statementA, found.statementB) = (receiptHash, receipt.recordHash);
        found.prover = challenger;
        found.faultKey = Penalties.keyOf(found);
    }

    /// @inheritdoc IChallenges
    function checkAck(Promise calldata promised) external view returns (Finding memory found) {
        bytes32 id = _ackId(promised.log, promised.header, promised.anchorBy);
        bool late;
        (found.prover, late) = _failed(id);
        found.kind = late ? FaultKind.LateAnchor : FaultKind.UnanchoredEntry;
        found.subject = promised.log.unwrap();
        (found.liable,,,,) = _actionLog.logOf(promised.log);
        (found.statementA, found.statementB) = (promised.header, id);
        found.faultKey = Penalties.keyAbout(found, promised.header);
    }

    /// @inheritdoc IChallenges
    function postedAt(bytes32 header) external view returns (uint64) {
        return _posted[header];
    }

    function _post(bytes32 header, Segment calldata segment) private returns (uint64 time) {
        time = uint64(block.timestamp);
        _posted[header] = time;
        emit HeaderPosted(
            segment.agent.unwrap(), header, segment.epoch, segment.stream, segment.firstSeq, segment.count
        );
    }

    /// @dev Checks that a segment holds the record that a receipt promises, and returns its header.
    function _headerHolding(uint256 agentId, Receipt calldata receipt, SegmentRef calldata shown)
        private
        view
        returns (bytes32)
    {
        Segment calldata segment = shown.segment;
        _mustBe(receipt.agent, agentId);
        _mustBe(segment.agent, agentId);
        _checkPlace(receipt, segment.epoch, segment.stream, _seqOf(shown), shown.recordId);
        return Statements.headerOf(segment);
    }

    /// @dev Checks that a record is the promised one, at the promised place.
    function _checkPlace(Receipt calldata receipt, uint32 epoch, uint32 stream, uint64 seq, bytes32 recordId)
        private
        pure
    {
        bool there = receipt.epoch == epoch && receipt.stream == stream && receipt.seq == seq;
        if (!there || receipt.recordHash != recordId) revert Challenges_NotPromised(receipt.recordHash, recordId);
    }

    /// @dev Checks that a log's operator promised to anchor a header by a time, and returns the promise's hash.
    function _checkAck(LogId log, bytes32 header, uint64 anchorBy, bytes calldata signature)
        private
        view
        returns (bytes32 id)
    {
        id = _ackId(log, header, anchorBy);
        (address operator,,,,) = _actionLog.logOf(log);
        if (Acks.promisedBy(log, header, anchorBy, signature) != operator) {
            revert Challenges_NotAcknowledged(log.unwrap(), header);
        }
    }

    function _ackId(LogId log, bytes32 header, uint64 anchorBy) private view returns (bytes32) {
        return Statements.ackHash(block.chainid, log, header, anchorBy);
    }
}
