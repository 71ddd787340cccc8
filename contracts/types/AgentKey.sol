// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The chain-wide name of an agent: keccak256(abi.encode(chainId, registry, agentId)). It is what statements
/// name and what the vault keeps a bond under, so it is never mixed up with the small token number `agentId`.
type AgentKey is bytes32;

using {unwrap, equals as ==, differs as !=} for AgentKey global;

/// @notice Derives the key of a token of an identity registry.
/// @param chainId Chain the registry lives on.
/// @param registry Identity registry that minted the token.
/// @param agentId ERC-721 token number, counted from 0.
/// @dev In free memory that is not kept: every direct record derives a key.
function toAgentKey(uint256 chainId, address registry, uint256 agentId) pure returns (AgentKey key) {
    assembly ("memory-safe") {
        let start := mload(0x40)
        mstore(start, chainId)
        mstore(add(start, 0x20), shr(96, shl(96, registry)))
        mstore(add(start, 0x40), agentId)
        key := keccak256(start, 0x60)
    }
}

/// @notice The key as a plain word, for places that hold agents and logs side by side (the vault).
function unwrap(AgentKey self) pure returns (bytes32) {
    return AgentKey.unwrap(self);
}

function equals(AgentKey a, AgentKey b) pure returns (bool) {
    return AgentKey.unwrap(a) == AgentKey.unwrap(b);
}

function differs(AgentKey a, AgentKey b) pure returns (bool) {
    return AgentKey.unwrap(a) != AgentKey.unwrap(b);
}
