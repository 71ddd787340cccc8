// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {IERC8004Identity} from "./IERC8004Identity.sol";

/// @title Identity registry of agents
/// @notice The ERC-8004 face plus one addition: who owned an agent when. Each transfer of the token starts the next
/// owner epoch, a transfer to oneself included; owner epochs count from 0, the mint.
interface IAgentRegistry is IERC8004Identity, IERC721Metadata {
    /// @notice The owner epoch that is running; reverts for an agent that does not exist.
    /// @param agentId Agent asked about.
    /// @return owner Account that owns the token.
    /// @return ownerEpoch Number of the running owner epoch.
    /// @return since Unix seconds of the mint or transfer that started it.
    function ownership(uint256 agentId) external view returns (address owner, uint32 ownerEpoch, uint64 since);

    /// @notice An owner epoch of the past or the running one; zeros for one that has not begun.
    /// @param agentId Agent asked about.
    /// @param ownerEpoch Owner epoch asked about.
    /// @return owner Account that owned the token in it.
    /// @return since Unix seconds of the mint or transfer that started it.
    function ownershipByEpoch(uint256 agentId, uint32 ownerEpoch) external view returns (address owner, uint64 since);
}
