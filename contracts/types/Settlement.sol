// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What a court takes from a bond, and for whom.
struct Settlement {
    bytes32 subject; // agent key or log id
    address beneficiary; // liable account
    bytes32 cause; // what it is for
    uint256 locked; // lock of the court that is lifted first, wei
    uint256 fee; // taken first, and credited to the claimant whole, wei
    uint256 slice; // taken next, and split, wei
    address claimant;
    uint16 claimantBps; // part of the slice for the claimant, rounded down
    address injured; // zero for nobody
    uint16 injuredBps; // part of the slice for the injured, rounded down
}
