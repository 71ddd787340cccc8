// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Manifest} from "../types/Manifest.sol";

/// @title What owners say that their agents may do
/// @notice A public list of tools for each agent, with its whole history: what was in force at a time stays known.
interface IManifests {
    /// @notice Thrown when the caller is neither owner nor approved operator of the agent.
    error Manifests_NotAuthorized(uint256 agentId, address caller);

    /// @notice Thrown when a manifest is the one in force already.
    error Manifests_Unchanged(uint256 agentId, bytes32 document);

    /// @notice Thrown when there is no such manifest.
    error Manifests_Unknown(uint256 agentId, uint256 index);

    /// @notice Emitted when a manifest comes into force.
    /// @param agentId Agent that it binds.
    /// @param index Number of the manifest, counted from 0 for each agent.
    /// @param document SHA-256 of agent-permissions.json.
    /// @param tools keccak256 of the listed tools (keccak256 of each name), in strictly ascending order, packed.
    event ManifestDeclared(
        uint256 indexed agentId, uint256 indexed index, bytes32 indexed document, bytes32 tools
    );

    /// @notice Puts a manifest into force; the one before ends. Owner or approved operator.
    /// @return index Number of the manifest.
    function declare(uint256 agentId, bytes32 document, bytes32 tools) external returns (uint256 index);

    /// @notice One manifest of an agent.
    function manifestAt(uint256 agentId, uint256 index) external view returns (Manifest memory);

    /// @notice How many manifests an agent has had.
    function count(uint256 agentId) external view returns (uint256);
}
