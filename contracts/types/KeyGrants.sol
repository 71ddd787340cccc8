// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A session key with the proof that its holder agreed to be bound.
struct KeyGrant {
    address key; // address of the session key
    bytes proof; // 65-byte signature of KeyBinding by the key itself
}

/// @notice A stream that an epoch may write.
struct StreamGrant {
    uint32 stream;
    bytes32 homeLog; // LogId that may hold the stream; zero for records made directly on chain
}

/// @notice Where a stream ended.
struct StreamHead {
    uint32 stream;
    uint64 nextSeq; // one past the last sequence number
    bytes32 head; // last header of the stream
}

/// @notice One period of one set of keys under one owner.
struct Epoch {
    // slot 0
    uint64 openedAt; // Unix seconds
    uint64 closedAt; // Unix seconds; 0 while open
    uint32 ownerEpoch; // owner epoch of the registry in which it was opened
    // slot 1
    address owner; // liable for everything stated in the epoch
}
