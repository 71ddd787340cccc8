// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDisputeCourt} from "../interfaces/IDisputeCourt.sol";
import {Basis, Case, State} from "../types/Dispute.sol";

/// @title Reading what a court found
/// @notice Courts keep 192 bits of a case's hash, so callers bring the case along. Reading only: whoever uses this has
/// no say in any dispute.
library CourtCases {
    /// @notice Thrown when a case shown is not that of its dispute.
    error CourtCases_WrongCase(uint256 disputeId);

    uint8 internal constant UPHELD = 1;

    /// @notice Where the dispute of a case stands; reverts for another case.
    function standingOf(IDisputeCourt court, Case calldata case_)
        internal
        view
        returns (State state, uint8 ruling, Basis basis)
    {
        bytes24 tag;
        (tag, state, ruling, basis,,,,,,) = court.docketOf(case_.disputeId);
        if (state == State.None || tag != bytes24(keccak256(abi.encode(case_)))) {
            revert CourtCases_WrongCase(case_.disputeId);
        }
    }

    /// @notice Whether a state is the end of a dispute.
    function isOver(State state) internal pure returns (bool) {
        return state == State.Final || state == State.Executed;
    }
}
