// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionLog} from "../../interfaces/IActionLog.sol";
import {IHeaderFaults} from "../../interfaces/IHeaderFaults.sol";
import {IKeyRing} from "../../interfaces/IKeyRing.sol";
import {Penalties} from "../../libraries/Penalties.sol";
import {Statements} from "../../libraries/Statements.sol";
import {LogRef} from "../../types/ActionRefs.sol";
import {AgentKey} from "../../types/AgentKey.sol";
import {FaultKind, Finding} from "../../types/Finding.sol";
import {Segment} from "../../types/Segment.sol";
import {FaultReader} from "./FaultReader.sol";

/// @title Faults that an agent's headers show
contract HeaderFaults is IHeaderFaults, FaultReader {
    /// @inheritdoc IHeaderFaults
    uint64 public constant CLOCK_SKEW = 15 minutes;

    /// @param registry Identity registry, part of every agent's name.
    /// @param keyRing Who may state what.
    /// @param actionLog Direct records and anchors.
    constructor(address registry, IKeyRing keyRing, IActionLog actionLog) FaultReader(registry, keyRing, actionLog) {}

    /// @inheritdoc IHeaderFaults
    function checkEquivocation(
        uint256 agentId,
        Segment calldata a,
        bytes calldata sigA,
        Segment calldata b,
        bytes calldata sigB
    ) external view returns (Finding memory found) {
        (AgentKey agent, bytes32 headerA, bytes32 headerB) = _pair(agentId, a, b);
        // Ranges may end beyond uint64, so ends are taken in 256 bits.
        if (_endOf(b) <= a.firstSeq || _endOf(a) <= b.firstSeq) {
            revert FaultProver_RangesApart(a.firstSeq, a.count, b.firstSeq, b.count);
        }
        if (headerA == headerB) revert FaultProver_SameHeader(headerA);
        _checkBoth(agentId, a.epoch, headerA, sigA, headerB, sigB);
        uint64 seq = a.firstSeq > b.firstSeq ? a.firstSeq : b.firstSeq;
        found = _against(FaultKind.Equivocation, agentId, agent, a.epoch, a.stream, seq);
        (found.statementA, found.statementB) = (headerA, headerB);
        found.faultKey = Penalties.epochKeyOf(found);
    }

    /// @inheritdoc IHeaderFaults
    function checkBrokenChain(
        uint256 agentId,
        Segment calldata a,
        bytes calldata sigA,
        Segment calldata b,
        bytes calldata sigB
    ) external view returns (Finding memory found) {
        (AgentKey agent, bytes32 headerA, bytes32 headerB) = _pair(agentId, a, b);
        if (_endOf(a) != b.firstSeq) revert HeaderFaults_NotAdjacent(a.firstSeq, a.count, b.firstSeq);
        if (b.prevHeader == headerA) revert FaultProver_NoContradiction(headerA, headerB);
        _checkBoth(agentId, a.epoch, headerA, sigA, headerB, sigB);
        found = _against(FaultKind.BrokenChain, agentId, agent, a.epoch, a.stream, b.firstSeq);
        (found.statementA, found.statementB) = (headerA, headerB);
        found.faultKey = Penalties.keyOf(found);
    }

    /// @inheritdoc IHeaderFaults
    function checkAgainstClosing(uint256 agentId, Segment calldata segment, bytes calldata signature)
        external
        view
        returns (Finding memory found)
    {
        AgentKey agent = _mustBe(segment.agent, agentId);
        bytes32 header = Statements.headerOf(segment);
        if (segment.count == 0) revert FaultProver_EmptyRange(header);
        (uint64 seq, bytes32 contradicted) = _contradicted(agentId, segment, header);
        _checkSigner(header, signature, agentId, segment.epoch);
        found = _against(FaultKind.BrokenChain, agentId, agent, segment.epoch, segment.stream, seq);
        (found.statementA, found.statementB) = (header, contradicted);
        found.faultKey = Penalties.keyOf(found);
    }

    /// @inheritdoc IHeaderFaults
    function checkTimeOfAnchor(
        uint256 agentId,
        Segment calldata segment,
        bytes calldata signature,
        LogRef calldata anchored
    ) external view returns (Finding memory found) {
        AgentKey agent = _mustBe(segment.agent, agentId);
        bytes32 header = Statements.headerOf(segment);
        uint64 time = _anchoredAt(segment, signature, anchored);
        if (segment.ts / 1000 <= uint256(time) + CLOCK_SKEW) revert HeaderFaults_TimesAgree(segment.ts, time);
        _checkSignerAt(header, signature, agentId, segment.epoch, time);
        found = _against(FaultKind.WrongTime, agentId, agent, segment.epoch, segment.stream, segment.firstSeq);
        (found.statementA, found.statementB) = (header, anchored.root);
        found.faultKey = Penalties.keyOf(found);
    }

    /// @inheritdoc IHeaderFaults
    function checkTimeOrder(
        uint256 agentId,
        Segment calldata a,
        bytes calldata sigA,
        Segment calldata b,
        bytes calldata sigB
    ) external view returns (Finding memory found) {
        (AgentKey agent, bytes32 headerA, bytes32 headerB) = _pair(agentId, a, b);
        // Only neighbours: one wrong clock is one fault, however many headers come before or after.
        if (_endOf(a) != b.firstSeq) revert HeaderFaults_NotAdjacent(a.firstSeq, a.count, b.firstSeq);
        if (uint256(b.ts) + CLOCK_SKEW * 1000 >= a.ts) revert HeaderFaults_TimesAgree(b.ts, a.ts);
        _checkBoth(agentId, a.epoch, headerA, sigA, headerB, sigB);
        found = _against(FaultKind.WrongTime, agentId, agent, a.epoch, a.stream, b.firstSeq);
        (found.statementA, found.statementB) = (headerA, headerB);
        found.faultKey = Penalties.keyOf(found);
    }

    /// @dev The committed end that a header contradicts, and where it is: one end is contradicted once, however much was
    /// signed beyond it.
    function _contradicted(uint256 agentId, Segment calldata segment, bytes32 header)
        private
        view
        returns (uint64 seq, bytes32 head)
    {
        bool committed;
        (committed, seq, head) = _keyRing.closingOf(agentId, segment.epoch, segment.stream);
        uint256 end = _endOf(segment);
        if (committed && (end > seq || (end == seq && header != head))) return (seq, head);
        if (segment.firstSeq != 0) revert FaultProver_NoContradiction(header, head);
        return (0, _expectedStart(agentId, segment));
    }

    /// @dev What the first header of an epoch should have followed, when it did not; reverts when it did, or when
    /// nobody said where the stream ended before.
    function _expectedStart(uint256 agentId, Segment calldata segment) private view returns (bytes32 head) {
        if (segment.epoch != 0) {
            bool committed;
            (committed,, head) = _keyRing.closingOf(agentId, segment.epoch - 1, segment.stream);
            if (!committed) revert HeaderFaults_NoClosing(agentId, segment.epoch - 1, segment.stream);
        }
        if (segment.prevHeader == head) revert FaultProver_NoContradiction(segment.prevHeader, head);
    }

    function _endOf(Segment calldata segment) private pure returns (uint256) {
        return uint256(segment.firstSeq) + segment.count;
    }

    /// @dev Checks that two headers are of one stream of the agent, and returns what they are called.
    function _pair(uint256 agentId, Segment calldata a, Segment calldata b)
        private
        view
        returns (AgentKey agent, bytes32 headerA, bytes32 headerB)
    {
        agent = _mustBe(a.agent, agentId);
        if (b.agent != agent) revert FaultProver_WrongAgent(b.agent, agent);
        if (a.epoch != b.epoch) revert FaultProver_EpochsDiffer(a.epoch, b.epoch);
        if (a.stream != b.stream) revert FaultProver_StreamsDiffer(a.stream, b.stream);
        (headerA, headerB) = (Statements.headerOf(a), Statements.headerOf(b));
        if (a.count == 0) revert FaultProver_EmptyRange(headerA);
        if (b.count == 0) revert FaultProver_EmptyRange(headerB);
    }

    /// @dev Checks both signatures before the ring is asked.
    function _checkBoth(
        uint256 agentId,
        uint32 epoch,
        bytes32 headerA,
        bytes calldata sigA,
        bytes32 headerB,
        bytes calldata sigB
    ) private view {
        address signerA = _signerOf(headerA, sigA);
        address signerB = _signerOf(headerB, sigB);
        _expectBoth(signerA, signerB, agentId, epoch, uint64(block.timestamp));
    }
}
