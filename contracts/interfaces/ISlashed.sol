// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FaultClass} from "../types/Dispute.sol";

/// @title What rulings took already
/// @notice The part of a court that proofs ask, so that one fault is punished once, whatever the order.
interface ISlashed {
    /// @notice What an executed ruling took from the bond, wei.
    /// @param matter keccak256(abi.encode(action, faultClass)).
    function slashedFor(bytes32 matter) external view returns (uint256);

    /// @notice What is known of a matter.
    /// @return upheld Whether a claim was upheld.
    /// @return reopenings How often it ended otherwise.
    /// @return openUntil Unix seconds until which it can be disputed.
    /// @return conceded Whether a claim was conceded.
    function matterOf(bytes32 action, FaultClass faultClass)
        external
        view
        returns (bool upheld, uint8 reopenings, uint64 openUntil, bool conceded);
}
