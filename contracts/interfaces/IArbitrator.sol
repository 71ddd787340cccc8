// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable} from "./IArbitrable.sol";

/// @title A contract that rules on disputes of others (ERC-792)
interface IArbitrator {
    /// @notice How far a dispute is.
    enum DisputeStatus {
        Waiting,
        Appealable,
        Solved
    }

    /// @notice Emitted when a dispute is created.
    /// @param _disputeID The arbitrator's number of it.
    /// @param _arbitrable Contract to rule on.
    event DisputeCreation(uint256 indexed _disputeID, IArbitrable indexed _arbitrable);

    /// @notice Emitted when a ruling can be appealed.
    event AppealPossible(uint256 indexed _disputeID, IArbitrable indexed _arbitrable);

    /// @notice Emitted when a ruling is appealed.
    event AppealDecision(uint256 indexed _disputeID, IArbitrable indexed _arbitrable);

    /// @notice Creates a dispute of the calling contract; pays at least `arbitrationCost(_extraData)`.
    /// @param _choices Rulings there are, besides 0.
    /// @param _extraData What the arbitrator needs to know.
    /// @return disputeID The arbitrator's number of the dispute.
    function createDispute(uint256 _choices, bytes calldata _extraData) external payable returns (uint256 disputeID);

    /// @notice Appeals a ruling; pays at least `appealCost(_disputeID, _extraData)`.
    function appeal(uint256 _disputeID, bytes calldata _extraData) external payable;

    /// @notice What a dispute costs, wei.
    function arbitrationCost(bytes calldata _extraData) external view returns (uint256 cost);

    /// @notice What an appeal costs, wei.
    function appealCost(uint256 _disputeID, bytes calldata _extraData) external view returns (uint256 cost);

    /// @notice When a ruling can be appealed, Unix seconds; zeros when it cannot.
    function appealPeriod(uint256 _disputeID) external view returns (uint256 start, uint256 end);

    /// @notice How far a dispute is.
    function disputeStatus(uint256 _disputeID) external view returns (DisputeStatus status);

    /// @notice What the ruling would be now.
    function currentRuling(uint256 _disputeID) external view returns (uint256 ruling);
}
