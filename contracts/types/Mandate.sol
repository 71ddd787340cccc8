// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What a principal lets an agent do. The field order is the order of the EIP-712 type.
struct Mandate {
    address principal; // who delegates
    uint256 agentId; // who may act
    uint256 cap; // most that may be spent, in all and at once, in the unit of receipts
    uint64 expiry; // Unix seconds from which it may not be used
    bytes32 tools; // hash of the list of allowed tools
    bytes32 salt; // tells equal mandates apart
}
