// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionLog} from "../interfaces/IActionLog.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {IKeyRing} from "../interfaces/IKeyRing.sol";
import {MerkleLog} from "../libraries/MerkleLog.sol";
import {Statements} from "../libraries/Statements.sol";
import {AgentKey, toAgentKey} from "../types/AgentKey.sol";
import {LogId, toLogId} from "../types/LogId.sol";

/// @title Direct records and anchors of logs
contract ActionLog is IActionLog {
    /// @dev Where a direct stream stands. 192 bits of a header name it; forging another needs a second preimage.
    struct StreamTip {
        // slot 0
        uint64 nextSeq;
        bytes24 headTag;
    }

    /// @dev Who anchors a log, and how far it is.
    struct Progress {
        // slot 0
        address operator;
        uint64 size;
        uint32 anchors;
    }

    /// @dev An anchor. 192 bits of a hash name the tree; showing another needs a second preimage.
    struct Anchor {
        // slot 0
        bytes24 tag; // of size, root and block
        uint64 time; // Unix seconds
    }

    /// @dev A log as last anchored.
    struct Log {
        // slot 0
        Progress progress;
        // slot 1
        bytes32 root;
        // slot 2
        bytes32 checkpointKey;
    }

    IKeyRing private immutable _keyRing;
    address private immutable _registry;
    IBondVault private immutable _vault;
    uint256 private immutable _minOperatorBond;

    mapping(bytes32 place => StreamTip) private _tips; // by keccak256(abi.encode(agentId, epoch, stream))
    mapping(LogId => Log) private _logs;
    mapping(LogId => mapping(uint64 index => Anchor)) private _anchors;

    /// @param keyRing Who may record for whom.
    /// @param registry Identity registry, part of every agent's name.
    /// @param vault Holds the operators' bonds.
    /// @param minOperatorBond Least bond of a log, wei.
    constructor(IKeyRing keyRing, address registry, IBondVault vault, uint256 minOperatorBond) {
        _keyRing = keyRing;
        _registry = registry;
        _vault = vault;
        _minOperatorBond = minOperatorBond;
    }

    /// @inheritdoc IActionLog
    function record(
        uint256 agentId,
        uint32 stream,
        uint64 seq,
        bytes32 prevHeader,
        uint8 kind,
        bytes32 task,
        bytes32 contentHash,
        bytes32[] calldata parents
    ) external {
        uint32 epoch = _epochOfCaller(agentId);
        bytes32 header = _advance(agentId, epoch, stream, seq, prevHeader, contentHash);
        emit ActionRecorded(agentId, header, task, epoch, stream, seq, kind, contentHash, prevHeader, parents);
    }

    /// @inheritdoc IActionLog
    function registerLog(string calldata origin, address operator, bytes32 checkpointKey, string calldata url)
        external
        payable
        returns (LogId logId)
    {
        if (bytes(origin).length == 0) revert ActionLog_EmptyOrigin();
        if (operator == address(0)) revert ActionLog_ZeroOperator();
        if (msg.value < _minOperatorBond) revert ActionLog_BondTooSmall(msg.value, _minOperatorBond);
        logId = toLogId(block.chainid, address(this), origin);
        if (_logs[logId].progress.operator != address(0)) revert ActionLog_LogExists(logId);
        _logs[logId] = Log(Progress(operator, 0, 0), MerkleLog.EMPTY_ROOT, checkpointKey);
        emit LogRegistered(logId, operator, origin, checkpointKey, url);
        if (msg.value != 0) _vault.deposit{value: msg.value}(logId.unwrap(), operator);
    }

    /// @inheritdoc IActionLog
    function setLogUrl(LogId logId, string calldata url) external {
        if (msg.sender != _known(logId).progress.operator) revert ActionLog_NotOperator(logId, msg.sender);
        emit LogUrlSet(logId, url);
    }

    /// @inheritdoc IActionLog
    function anchor(LogId logId, uint64 size, bytes32 root, bytes32[] calldata proof) external {
        Log storage log = _known(logId);
        Progress memory progress = log.progress;
        (uint64 oldSize, uint32 index) = (progress.size, progress.anchors);
        if (msg.sender != progress.operator) revert ActionLog_NotOperator(logId, msg.sender);
        if (!MerkleLog.extends(oldSize, log.root, size, root, proof)) {
            revert ActionLog_NotExtending(logId, oldSize, size);
        }
        if (size == oldSize) return;
        (progress.size, progress.anchors) = (size, index + 1);
        log.progress = progress;
        log.root = root;
        _anchors[logId][index] = Anchor(_anchorTag(size, root, block.number), uint64(block.timestamp));
        emit Anchored(logId, index, size, root);
    }

    /// @inheritdoc IActionLog
    function logOf(LogId logId)
        external
        view
        returns (address operator, uint64 size, bytes32 root, uint64 anchors, bytes32 checkpointKey)
    {
        Log storage log = _known(logId);
        Progress memory progress = log.progress;
        return (progress.operator, progress.size, log.root, progress.anchors, log.checkpointKey);
    }

    /// @inheritdoc IActionLog
    function anchorAt(LogId logId, uint64 index) external view returns (bytes24 tag, uint64 time) {
        Anchor storage kept = _anchors[logId][index];
        return (kept.tag, kept.time);
    }

    /// @inheritdoc IActionLog
    function isAnchored(LogId logId, uint64 index, uint64 size, bytes32 root, uint256 blockNumber)
        external
        view
        returns (bool)
    {
        return _anchors[logId][index].tag == _anchorTag(size, root, blockNumber);
    }

    /// @inheritdoc IActionLog
    function anchoredAt(LogId logId, uint64 index, uint64 size, bytes32 root, uint256 blockNumber)
        external
        view
        returns (uint64 time)
    {
        Anchor storage kept = _anchors[logId][index];
        if (kept.tag == _anchorTag(size, root, blockNumber)) time = kept.time;
    }

    /// @inheritdoc IActionLog
    function streamHead(uint256 agentId, uint32 epoch, uint32 stream)
        external
        view
        returns (uint64 nextSeq, bytes24 headTag)
    {
        StreamTip storage tip = _tipOf(agentId, epoch, stream);
        return (tip.nextSeq, tip.headTag);
    }

    /// @dev Moves a stream on by one record and returns the record's header.
    function _advance(
        uint256 agentId,
        uint32 epoch,
        uint32 stream,
        uint64 seq,
        bytes32 prevHeader,
        bytes32 contentHash
    ) private returns (bytes32 header) {
        StreamTip storage tip = _tipOf(agentId, epoch, stream);
        (uint64 expected, bytes24 tag) = (tip.nextSeq, tip.headTag);
        // Streams are never taken away within an epoch, so only the first record needs to ask.
        if (expected == 0) tag = _openingTag(agentId, epoch, stream);
        if (seq != expected) revert ActionLog_WrongSeq(seq, expected);
        if (bytes24(prevHeader) != tag) revert ActionLog_WrongPrevHeader(prevHeader, tag);
        AgentKey agent = toAgentKey(block.chainid, _registry, agentId);
        unchecked {
            // Neither 2^64 records nor 2^64 milliseconds since 1970 are ever reached.
            uint64 ts = uint64(block.timestamp * 1000);
            header = Statements.headerOfRecord(agent, epoch, stream, seq, prevHeader, contentHash, ts);
            (tip.nextSeq, tip.headTag) = (seq + 1, bytes24(header));
        }
    }

    function _epochOfCaller(uint256 agentId) private view returns (uint32) {
        (uint256 served, uint32 epoch, bool live) = _keyRing.sessionOf(msg.sender);
        if (!live || served != agentId) revert ActionLog_NotSessionKey(agentId, msg.sender);
        return epoch;
    }

    /// @dev What the first record of an epoch must follow. What was recorded here is known better than what the owner
    /// said when closing; a stream that was never written here may come from elsewhere.
    function _openingTag(uint256 agentId, uint32 epoch, uint32 stream) private view returns (bytes24) {
        (bool known, bytes32 homeLog) = _keyRing.streamOf(agentId, epoch, stream);
        if (!known || homeLog != 0) revert ActionLog_NotDirectStream(agentId, epoch, stream);
        if (epoch == 0) return 0;
        StreamTip storage before = _tipOf(agentId, epoch - 1, stream);
        if (before.nextSeq != 0) return before.headTag;
        (, bytes32 head) = _keyRing.closingHead(agentId, epoch - 1, stream);
        return bytes24(head);
    }

    function _tipOf(uint256 agentId, uint32 epoch, uint32 stream) private view returns (StreamTip storage) {
        bytes32 place;
        assembly ("memory-safe") {
            let start := mload(0x40)
            mstore(start, agentId)
            mstore(add(start, 0x20), and(epoch, 0xffffffff))
            mstore(add(start, 0x40), and(stream, 0xffffffff))
            place := keccak256(start, 0x60)
        }
        return _tips[place];
    }

    function _known(LogId logId) private view returns (Log storage log) {
        log = _logs[logId];
        if (log.progress.operator == address(0)) revert ActionLog_LogUnknown(logId);
    }

    /// @dev Of keccak256(abi.encode(size, root, blockNumber)), in free memory that is not kept.
    function _anchorTag(uint64 size, bytes32 root, uint256 blockNumber) private pure returns (bytes24) {
        bytes32 tree;
        assembly ("memory-safe") {
            let start := mload(0x40)
            mstore(start, and(size, 0xffffffffffffffff))
            mstore(add(start, 0x20), root)
            mstore(add(start, 0x40), blockNumber)
            tree := keccak256(start, 0x60)
        }
        return bytes24(tree);
    }
}
