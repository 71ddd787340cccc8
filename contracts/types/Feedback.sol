// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What the values of one dimension mean and may be. Its name is the hash of all of it.
struct Scale {
    string name; // the first tag of feedback in it
    string unit;
    uint8 decimals; // digits after the point, of `least` and `most` and at most of a value
    bool lessIsBetter;
    int128 least;
    int128 most;
}

/// @notice What a feedback stands on.
struct FeedbackLink {
    bytes32 action; // as ActionWitness names it; zero: the feedback is not linked
    bytes32 dimension;
    int128 value; // with the digits of its dimension
    bool named; // whether the agent's receipt names the client as its counterparty
    uint64 linkedAt; // Unix seconds
}

/// @notice What a feedback is worth. Only backed feedback weighs anything.
enum FeedbackState {
    Unknown,
    Revoked,
    OwnSide,
    Unverified,
    Backed
}
