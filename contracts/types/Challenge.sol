// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LogId} from "./LogId.sol";

/// @notice Where a challenge stands.
enum ChallengeState {
    None,
    Open,
    Late, // shown, but after its time; something earlier may still be shown
    Answered
}

/// @notice A question that someone must answer in time, and the deposit behind it.
struct Challenge {
    // slot 0
    address challenger;
    uint40 answerBy; // Unix seconds
    ChallengeState state;
    bool closed; // the deposit went back to the challenger
}

/// @notice An operator's promise, without its signature.
struct Promise {
    LogId log;
    bytes32 header;
    uint64 anchorBy; // Unix seconds
}

/// @notice An anchored tree of a log.
struct TreeRef {
    LogId log;
    uint64 anchorIndex;
    uint64 size; // leaves
    bytes32 root;
    uint256 blockNumber; // of the anchor
}

/// @notice A tree that an operator stated: signed, or anchored where the signature is empty.
struct TreeClaim {
    uint64 size; // leaves
    bytes32 root;
    bytes signature; // of the Checkpoint, by the operator
    uint64 anchorIndex;
    uint256 blockNumber; // of the anchor
}

/// @notice Two leaves at one place of two trees.
struct LeafFork {
    uint64 index;
    bytes32 leafA;
    bytes32[] proofA;
    bytes32 leafB;
    bytes32[] proofB;
}
