// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What an agent passes on of a mandate that it holds. The field order is the order of the EIP-712 type.
struct Delegation {
    bytes32 parent; // mandate that it is passed on from
    uint256 agentId; // who may act
    uint256 cap; // most that may be spent, in all and at once; taken from what the parent has left
    uint64 expiry; // Unix seconds from which it may not be used; not after the parent's
    bytes32 tools; // hash of the list of allowed tools, each of them on the parent's list
    bytes32 context; // hash of what it is for; never empty
    uint8 hops; // how often it may be passed on; fewer than the parent's
    bytes32 salt; // tells equal delegations apart
}
