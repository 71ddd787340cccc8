// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Validation} from "../types/Validation.sol";
import {IERC8004Validation} from "./IERC8004Validation.sol";

/// @title Validation registry of agents
/// @notice The ERC-8004 face plus what its readers miss: an explicit state, who asked under which owner, and every
/// answer instead of the last one.
interface IValidationRegistry is IERC8004Validation {
    /// @notice Thrown when a request has no answer of this number.
    error ValidationRegistry_NoAnswer(bytes32 requestHash, uint32 number);

    /// @notice A request; all zeros and Unknown for one that was never made.
    /// @param requestHash Name of the request.
    function validationOf(bytes32 requestHash) external view returns (Validation memory);

    /// @notice One answer to a request; answers are never changed.
    /// @param requestHash Name of the request.
    /// @param number Number of the answer, counted from 0.
    /// @return response 0 to 100.
    /// @return responseHash Hash of the reasons.
    /// @return tag What was validated.
    /// @return answeredAt Unix seconds.
    function answerOf(bytes32 requestHash, uint32 number)
        external
        view
        returns (uint8 response, bytes32 responseHash, string memory tag, uint64 answeredAt);

    /// @notice Requests about an agent that one account made, a page at a time. Whoever took a hash that was meant for
    /// another request is not among them.
    /// @param requester Who asked.
    /// @param agentId Agent asked about.
    /// @param from Place among all requests about the agent to begin at, counted from 0.
    /// @param limit How many places to look at.
    /// @return requestHashes Names of the requests found on the page, in order.
    /// @return next Where the next page begins; the number of requests about the agent when this was the last.
    function requestsOf(address requester, uint256 agentId, uint256 from, uint256 limit)
        external
        view
        returns (bytes32[] memory requestHashes, uint256 next);
}
