// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitratorV2} from "./IArbitratorV2.sol";

/// @title A contract that a court of the second arbitration standard rules on
interface IArbitrableV2 {
    /// @notice Emitted when a court is asked.
    /// @param _arbitrator Court asked.
    /// @param _arbitratorDisputeID The court's number of the dispute.
    /// @param _externalDisputeID The contract's own number.
    /// @param _templateId Template of the question; 0 when the next tells where it is.
    /// @param _templateUri Where the question is.
    event DisputeRequest(
        IArbitratorV2 indexed _arbitrator,
        uint256 indexed _arbitratorDisputeID,
        uint256 _externalDisputeID,
        uint256 _templateId,
        string _templateUri
    );

    /// @notice Emitted when a ruling is given.
    event Ruling(IArbitratorV2 indexed _arbitrator, uint256 indexed _disputeID, uint256 _ruling);

    /// @notice Gives a ruling. Only the court of the dispute.
    function rule(uint256 _disputeID, uint256 _ruling) external;
}
