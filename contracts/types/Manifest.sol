// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What an agent's owner says that it may do, from one time to another.
struct Manifest {
    // slot 0
    bytes32 document; // SHA-256 of agent-permissions.json
    // slot 1
    bytes32 tools; // hash of the list of allowed tools
    // slot 2
    uint64 since; // Unix seconds
    uint64 until; // Unix seconds; 0 while it is in force
}
