// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC8004Reputation} from "./IERC8004Reputation.sol";

/// @title Reputation registry of agents
/// @notice The ERC-8004 face plus one addition: under which owner an agent was when feedback was given.
interface IReputationRegistry is IERC8004Reputation {
    /// @notice Owner epoch that ran when feedback was given; reverts "index must be > 0" or "index out of bounds".
    /// @param agentId Agent the feedback is about.
    /// @param clientAddress Who gave it.
    /// @param feedbackIndex Number among this client's feedback about this agent.
    function ownerEpochOf(uint256 agentId, address clientAddress, uint64 feedbackIndex) external view returns (uint32);
}
