// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrableV2} from "./IArbitrableV2.sol";

/// @title A court of the second arbitration standard, as far as an adapter needs it
/// @notice Appeals are the court's own affair there: it rules once, when its last round is over.
interface IArbitratorV2 {
    /// @notice Emitted when a dispute is created.
    event DisputeCreation(uint256 indexed _disputeID, IArbitrableV2 indexed _arbitrable);

    /// @notice Emitted when a ruling is given.
    event Ruling(IArbitrableV2 indexed _arbitrable, uint256 indexed _disputeID, uint256 _ruling);

    /// @notice Creates a dispute of the calling contract; pays at least `arbitrationCost(_extraData)` in coins.
    /// @param _numberOfChoices Rulings there are, besides 0.
    /// @param _extraData Court, least number of jurors and kit, a word each.
    function createDispute(uint256 _numberOfChoices, bytes calldata _extraData)
        external
        payable
        returns (uint256 disputeID);

    /// @notice What a dispute costs, wei.
    function arbitrationCost(bytes calldata _extraData) external view returns (uint256 cost);

    /// @notice What the ruling would be now.
    /// @return ruling The ruling.
    /// @return tied Whether two choices are level.
    /// @return overridden Whether it is the side that alone paid for an appeal.
    function currentRuling(uint256 _disputeID) external view returns (uint256 ruling, bool tied, bool overridden);
}
