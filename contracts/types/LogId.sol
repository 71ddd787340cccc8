// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The chain-wide name of a log: keccak256(abi.encode(chainId, actionLog, origin)), where `origin` is the
/// first line of the log's signed checkpoints.
type LogId is bytes32;

using {unwrap} for LogId global;

/// @notice Derives the name of a log.
/// @param chainId Chain the anchoring contract lives on.
/// @param actionLog Contract that checks the log's anchors.
/// @param origin Origin line of the log's checkpoints.
function toLogId(uint256 chainId, address actionLog, string memory origin) pure returns (LogId) {
    return LogId.wrap(keccak256(abi.encode(chainId, actionLog, origin)));
}

/// @notice The name as a plain word, for places that hold agents and logs side by side (the vault).
function unwrap(LogId self) pure returns (bytes32) {
    return LogId.unwrap(self);
}
