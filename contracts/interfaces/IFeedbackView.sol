// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedbackState} from "../types/Feedback.sol";

/// @title What feedback says, once what weighs nothing is left out
/// @notice Reads of the reputation registry that leave out the agent's own side, revoked feedback and feedback that
/// stands on nothing, and never mix units or owners. They are asked a page at a time.
interface IFeedbackView {
    /// @notice What a feedback is worth as of now: own side goes before the rest, since a client may have bought the
    /// agent since.
    /// @param agentId Agent the feedback is about.
    /// @param client Who gave it.
    /// @param feedbackIndex Number among this client's feedback about this agent.
    function stateOf(uint256 agentId, address client, uint64 feedbackIndex) external view returns (FeedbackState);

    /// @notice Clients of an agent that are not of its own side: whom to ask the reputation registry about.
    /// @param agentId Agent asked about.
    /// @param from Place among all its clients to begin at, counted from 0.
    /// @param limit How many places to look at.
    /// @return clients Those found on the page, in order.
    /// @return next Where the next page begins; the number of clients when this was the last.
    function independentClients(uint256 agentId, uint256 from, uint256 limit)
        external
        view
        returns (address[] memory clients, uint256 next);

    /// @notice Sum over the backed feedback of one dimension and one owner epoch. Sums of pages add up.
    /// @param agentId Agent asked about.
    /// @param dimension What is measured.
    /// @param ownerEpoch Under which owner.
    /// @param namedOnly Whether only clients count that the agent's receipt names.
    /// @param from Place among all linked feedback to begin at, counted from 0.
    /// @param limit How many places to look at.
    /// @return count How many count.
    /// @return sum Sum of their values, with the digits of the dimension.
    /// @return next Where the next page begins; the number of links when this was the last.
    function tally(
        uint256 agentId,
        bytes32 dimension,
        uint32 ownerEpoch,
        bool namedOnly,
        uint256 from,
        uint256 limit
    ) external view returns (uint64 count, int256 sum, uint256 next);
}
