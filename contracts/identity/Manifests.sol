// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IManifests} from "../interfaces/IManifests.sol";
import {Manifest} from "../types/Manifest.sol";

/// @title What owners say that their agents may do
contract Manifests is IManifests {
    IAgentRegistry private immutable _registry;

    mapping(uint256 agentId => Manifest[]) private _manifests;

    /// @param registry Identity registry whose tokens are the agents.
    constructor(IAgentRegistry registry) {
        _registry = registry;
    }

    /// @inheritdoc IManifests
    function declare(uint256 agentId, bytes32 document, bytes32 tools) external returns (uint256 index) {
        if (!_registry.isAuthorizedOrOwner(msg.sender, agentId)) revert Manifests_NotAuthorized(agentId, msg.sender);
        Manifest[] storage all = _manifests[agentId];
        index = all.length;
        if (index != 0) {
            Manifest storage last = all[index - 1];
            if (last.document == document && last.tools == tools) revert Manifests_Unchanged(agentId, document);
            last.until = uint64(block.timestamp);
        }
        all.push(Manifest(document, tools, uint64(block.timestamp), 0));
        emit ManifestDeclared(agentId, index, document, tools);
    }

    /// @inheritdoc IManifests
    function manifestAt(uint256 agentId, uint256 index) external view returns (Manifest memory) {
        Manifest[] storage all = _manifests[agentId];
        if (index >= all.length) revert Manifests_Unknown(agentId, index);
        return all[index];
    }

    /// @inheritdoc IManifests
    function count(uint256 agentId) external view returns (uint256) {
        return _manifests[agentId].length;
    }
}
