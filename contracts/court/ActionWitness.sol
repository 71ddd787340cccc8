// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionLog} from "../interfaces/IActionLog.sol";
import {IActionWitness} from "../interfaces/IActionWitness.sol";
import {IKeyRing} from "../interfaces/IKeyRing.sol";
import {Acks} from "../libraries/Acks.sol";
import {MerkleLog} from "../libraries/MerkleLog.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {Statements} from "../libraries/Statements.sol";
import {AckRef, LogRef, ReceiptRef, RecordRef, SegmentRef} from "../types/ActionRefs.sol";
import {AgentKey, toAgentKey} from "../types/AgentKey.sol";
import {RefKind, Witnessed} from "../types/Dispute.sol";
import {Segment} from "../types/Segment.sol";

/// @title Whether an action is an agent's, who answers for it, and since when the chain knows
contract ActionWitness is IActionWitness {
    address private immutable _registry;
    IKeyRing private immutable _keyRing;
    IActionLog private immutable _actionLog;

    /// @param registry Identity registry, part of every agent's name.
    /// @param keyRing Who may state what, and who is liable.
    /// @param actionLog Direct records and anchors.
    constructor(address registry, IKeyRing keyRing, IActionLog actionLog) {
        (_registry, _keyRing, _actionLog) = (registry, keyRing, actionLog);
    }

    /// @inheritdoc IActionWitness
    function onRecord(uint256 agentId, RecordRef calldata ref) external view returns (Witnessed memory found) {
        AgentKey agent = _agentKey(agentId);
        (uint64 nextSeq, bytes24 headTag) = _actionLog.streamHead(agentId, ref.epoch, ref.stream);
        uint64 seq = ref.seq;
        bytes32 header =
            Statements.headerOfRecord(agent, ref.epoch, ref.stream, seq, ref.prevHeader, ref.recordId, ref.ts);
        for (uint256 i; i < ref.later.length; ++i) {
            header = Statements.headerOfRecord(
                agent, ref.epoch, ref.stream, ++seq, header, ref.later[i].recordId, ref.later[i].ts
            );
        }
        if (uint256(seq) + 1 != nextSeq || bytes24(header) != headTag) {
            revert ActionWitness_NotRecorded(agentId, ref.epoch, ref.stream, ref.seq);
        }
        found = _found(RefKind.Record, agentId, ref.epoch, agent);
        found.action = _actionOf(agent, ref.epoch, ref.stream, ref.seq, ref.recordId);
        found.witness = ref.ts / 1000;
    }

    /// @inheritdoc IActionWitness
    function onLog(uint256 agentId, SegmentRef calldata ref, LogRef calldata anchored)
        external
        view
        returns (Witnessed memory found)
    {
        uint64 time = _actionLog.anchoredAt(
            anchored.log, anchored.anchorIndex, anchored.size, anchored.root, anchored.blockNumber
        );
        if (time == 0) revert ActionWitness_NotAnchored(anchored.log.unwrap(), anchored.anchorIndex);
        bytes32 header;
        (found, header) = _inSegment(RefKind.Logged, agentId, ref, time);
        bytes32 leaf = MerkleLog.leafHash(Statements.entryOf(ref.segment, ref.signature));
        if (!MerkleLog.includes(leaf, anchored.leafIndex, anchored.size, anchored.root, anchored.proof)) {
            revert ActionWitness_NotInLog(header, anchored.leafIndex);
        }
        (found.anchorBlock, found.witness) = (anchored.blockNumber, time);
    }

    /// @inheritdoc IActionWitness
    function onReceipt(uint256 agentId, ReceiptRef calldata ref) external view returns (Witnessed memory found) {
        AgentKey agent = _agentKey(agentId);
        (uint32 epoch, bytes32 named) = (ref.receipt.epoch, ref.receipt.counterparty);
        if (ref.receipt.agent != agent) revert ActionWitness_WrongAgent(ref.receipt.agent, agent);
        _checkSigner(
            Statements.receiptHash(ref.receipt), ref.signature, agentId, epoch, uint64(block.timestamp)
        );
        found = _found(RefKind.Receipt, agentId, epoch, agent);
        found.action = _actionOf(agent, epoch, ref.receipt.stream, ref.receipt.seq, ref.receipt.recordHash);
        if (ref.counterparty == address(0)) return found;
        bytes32 expected = ref.salt == 0
            ? bytes32(uint256(uint160(ref.counterparty)))
            : keccak256(abi.encode(ref.counterparty, ref.salt));
        if (named != expected) revert ActionWitness_WrongCounterparty(ref.counterparty);
        found.injured = ref.counterparty;
    }

    /// @inheritdoc IActionWitness
    function onAck(uint256 agentId, SegmentRef calldata ref, AckRef calldata ack)
        external
        view
        returns (Witnessed memory found)
    {
        bytes32 header;
        (found, header) = _inSegment(RefKind.Acknowledged, agentId, ref, uint64(block.timestamp));
        (address operator,,,,) = _actionLog.logOf(ack.log);
        if (Acks.promisedBy(ack.log, header, ack.anchorBy, ack.signature) != operator) {
            revert ActionWitness_NotAcknowledged(ack.log.unwrap(), header);
        }
    }

    function _inSegment(RefKind kind, uint256 agentId, SegmentRef calldata ref, uint64 witnessedAt)
        private
        view
        returns (Witnessed memory found, bytes32 header)
    {
        AgentKey agent = _agentKey(agentId);
        Segment memory segment = ref.segment;
        if (segment.agent != agent) revert ActionWitness_WrongAgent(segment.agent, agent);
        header = Statements.headerOf(segment);
        _checkSigner(header, ref.signature, agentId, segment.epoch, witnessedAt);
        if (
            !MerkleLog.includes(
                ref.recordId, ref.recordIndex, segment.count, segment.recordsRoot, ref.recordProof
            )
        ) revert ActionWitness_NotInSegment(ref.recordId, ref.recordIndex);
        found = _found(kind, agentId, segment.epoch, agent);
        uint64 seq = segment.firstSeq + ref.recordIndex;
        found.action = _actionOf(agent, segment.epoch, segment.stream, seq, ref.recordId);
    }

    function _found(RefKind kind, uint256 agentId, uint32 epoch, AgentKey agent)
        private
        view
        returns (Witnessed memory found)
    {
        (found.kind, found.agentId, found.agent) = (kind, agentId, agent);
        found.liable = _keyRing.epochOf(agentId, epoch).owner;
        found.witness = uint64(block.timestamp);
    }

    function _checkSigner(
        bytes32 structHash,
        bytes calldata signature,
        uint256 agentId,
        uint32 epoch,
        uint64 witnessedAt
    ) private view {
        address signer = Signatures.recover(Statements.digest(structHash), signature);
        if (signer == address(0) || !_keyRing.mayStateAt(signer, agentId, epoch, witnessedAt)) {
            revert ActionWitness_MayNotState(signer, agentId, epoch);
        }
    }

    function _agentKey(uint256 agentId) private view returns (AgentKey) {
        return toAgentKey(block.chainid, _registry, agentId);
    }

    /// @dev Name of an action, the same however it is shown.
    function _actionOf(AgentKey agent, uint32 epoch, uint32 stream, uint64 seq, bytes32 recordId)
        private
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(agent, epoch, stream, seq, recordId));
    }
}
