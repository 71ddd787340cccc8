// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrator} from "./IArbitrator.sol";

/// @title A contract that an arbitrator rules on (ERC-792)
interface IArbitrable {
    /// @notice Emitted when a ruling is given.
    /// @param _arbitrator Arbitrator that gave it.
    /// @param _disputeID The arbitrator's number of the dispute.
    /// @param _ruling What it said.
    event Ruling(IArbitrator indexed _arbitrator, uint256 indexed _disputeID, uint256 _ruling);

    /// @notice Gives a ruling. Only the arbitrator of the dispute.
    /// @param _disputeID The arbitrator's number of the dispute.
    /// @param _ruling 0 refuses to rule.
    function rule(uint256 _disputeID, uint256 _ruling) external;
}
