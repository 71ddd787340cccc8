// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LogId} from "../types/LogId.sol";

/// @title Direct records and anchors of logs
/// @notice High-stakes actions are recorded here one by one; all others live in logs whose growth this contract
/// enforces: an anchor is taken only with a proof that the new tree extends the last one anchored.
/// @dev This does not see entries that were never anchored, hidden leaves or split views; acknowledgements and
/// witnesses do.
interface IActionLog {
    /// @notice Thrown when a log is named that was never registered.
    error ActionLog_LogUnknown(LogId logId);

    /// @notice Thrown when an origin is registered twice.
    error ActionLog_LogExists(LogId logId);

    /// @notice Thrown when a log is registered with an empty origin.
    error ActionLog_EmptyOrigin();

    /// @notice Thrown when a log is registered without an operator.
    error ActionLog_ZeroOperator();

    /// @notice Thrown when a log is registered with too small a bond; wei.
    error ActionLog_BondTooSmall(uint256 value, uint256 minimum);

    /// @notice Thrown when the caller does not operate the log.
    error ActionLog_NotOperator(LogId logId, address caller);

    /// @notice Thrown when an anchor is not shown to extend the last one: it shrinks, contradicts, or its proof is
    /// wrong or of the wrong length.
    error ActionLog_NotExtending(LogId logId, uint64 anchoredSize, uint64 size);

    /// @notice Thrown when the caller is no live session key of the agent.
    error ActionLog_NotSessionKey(uint256 agentId, address caller);

    /// @notice Thrown when the stream is not one the running epoch writes directly on chain.
    error ActionLog_NotDirectStream(uint256 agentId, uint32 epoch, uint32 stream);

    /// @notice Thrown when a record is not the next of its stream.
    error ActionLog_WrongSeq(uint64 seq, uint64 expected);

    /// @notice Thrown when a record does not follow the last header of its stream.
    error ActionLog_WrongPrevHeader(bytes32 prevHeader, bytes24 expectedTag);

    /// @notice Emitted when an agent records an action directly.
    /// @param agentId Agent that acts.
    /// @param header Struct hash of the segment of one that the record is; the next record names it.
    /// @param task Commitment to the task acted for.
    /// @param epoch Epoch of the agent.
    /// @param stream Stream of the epoch.
    /// @param seq Sequence number, counted from 0.
    /// @param kind What the record states, as the record schema numbers it.
    /// @param contentHash Id of the record.
    /// @param prevHeader Header before this one in the stream.
    /// @param parents Headers or record ids that this action follows from.
    event ActionRecorded(
        uint256 indexed agentId,
        bytes32 indexed header,
        bytes32 indexed task,
        uint32 epoch,
        uint32 stream,
        uint64 seq,
        uint8 kind,
        bytes32 contentHash,
        bytes32 prevHeader,
        bytes32[] parents
    );

    /// @notice Emitted when a log is registered.
    /// @param logId Name of the log.
    /// @param operator Account that anchors it and signs its acknowledgements.
    /// @param origin First line of its checkpoints.
    /// @param checkpointKey Ed25519 key that signs its checkpoints.
    /// @param url Where it is served.
    event LogRegistered(
        LogId indexed logId, address indexed operator, string origin, bytes32 checkpointKey, string url
    );

    /// @notice Emitted when a log moves.
    /// @param logId Name of the log.
    /// @param url Where it is served now.
    event LogUrlSet(LogId indexed logId, string url);

    /// @notice Emitted when a larger tree of a log is anchored.
    /// @param logId Name of the log.
    /// @param index Number of the anchor, counted from 0.
    /// @param size Leaves of the tree.
    /// @param root Root of the tree.
    event Anchored(LogId indexed logId, uint64 indexed index, uint64 size, bytes32 root);

    /// @notice Records one action. The caller is a live session key of the agent.
    /// @dev The header is the struct hash of a segment with count 1, the content hash as its root and the block's time.
    /// The first record of an epoch follows the stream's last header here in the epoch before, else the head that
    /// the epoch before was closed with, else zero.
    /// @param agentId Agent that acts.
    /// @param stream Stream of the running epoch that is kept directly on chain.
    /// @param seq Next sequence number of the stream, counted from 0 in each epoch.
    /// @param prevHeader Last header of the stream.
    /// @param kind What the record states, as the record schema numbers it.
    /// @param task Commitment to the task acted for.
    /// @param contentHash Id of the record.
    /// @param parents Headers or record ids that this action follows from.
    function record(
        uint256 agentId,
        uint32 stream,
        uint64 seq,
        bytes32 prevHeader,
        uint8 kind,
        bytes32 task,
        bytes32 contentHash,
        bytes32[] calldata parents
    ) external;

    /// @notice Registers a log; the value sent becomes the operator's bond.
    /// @param origin First line of the log's checkpoints.
    /// @param operator Account that will anchor it.
    /// @param checkpointKey Ed25519 key that signs its checkpoints.
    /// @param url Where it is served.
    /// @return logId Name of the log.
    function registerLog(string calldata origin, address operator, bytes32 checkpointKey, string calldata url)
        external
        payable
        returns (LogId logId);

    /// @notice Says where a log is served now. Only its operator.
    function setLogUrl(LogId logId, string calldata url) external;

    /// @notice Anchors a tree of a log. Only its operator. The same tree again changes and emits nothing.
    /// @param logId Name of the log.
    /// @param size Leaves of the tree.
    /// @param root Root of the tree.
    /// @param proof Consistency proof from the last anchored tree (RFC 9162, section 2.1.4); empty from the empty tree.
    function anchor(LogId logId, uint64 size, bytes32 root, bytes32[] calldata proof) external;

    /// @notice A log as last anchored; reverts for one never registered.
    /// @return operator Account that anchors it.
    /// @return size Leaves of the last anchored tree.
    /// @return root Root of the last anchored tree; SHA-256 of nothing before the first anchor.
    /// @return anchors How many anchors there are.
    /// @return checkpointKey Ed25519 key that signs its checkpoints.
    function logOf(LogId logId)
        external
        view
        returns (address operator, uint64 size, bytes32 root, uint64 anchors, bytes32 checkpointKey);

    /// @notice What is stored of an anchor.
    /// @return tag First 24 bytes of keccak256(abi.encode(size, root, blockNumber)); zero when there is none.
    /// @return time Unix seconds of the anchor; zero when there is none.
    function anchorAt(LogId logId, uint64 index) external view returns (bytes24 tag, uint64 time);

    /// @notice Whether an anchor is what someone says it is.
    function isAnchored(LogId logId, uint64 index, uint64 size, bytes32 root, uint256 blockNumber)
        external
        view
        returns (bool);

    /// @notice When a tree was anchored: the first witness of whatever it holds and the anchor before does not.
    /// @return time Unix seconds; 0 when the anchor is not what someone says it is.
    function anchoredAt(LogId logId, uint64 index, uint64 size, bytes32 root, uint256 blockNumber)
        external
        view
        returns (uint64 time);

    /// @notice Where a direct stream stands.
    /// @return nextSeq Sequence number of its next record.
    /// @return headTag First 24 bytes of its last header; zero while it has no record.
    function streamHead(uint256 agentId, uint32 epoch, uint32 stream)
        external
        view
        returns (uint64 nextSeq, bytes24 headTag);
}
