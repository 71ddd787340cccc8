// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice How far a request came. Answered counts as the verdict that was asked for; a revised one has more answers
/// after the first, all of them kept.
enum ValidationState {
    Unknown,
    Requested,
    Answered,
    Revised
}

/// @notice A request for validation and how far it came.
struct Validation {
    ValidationState state;
    address requester; // owner or operator of the agent that asked
    address validator;
    uint256 agentId;
    uint32 ownerEpoch; // that ran when it was asked
    uint64 requestedAt; // Unix seconds
    uint32 answers;
}
