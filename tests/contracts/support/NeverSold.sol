// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A registry of agents that all exist, and were never sold.
contract NeverSold {
    function ownership(uint256) external pure returns (address, uint32, uint64) {
        return (address(1), 0, 1);
    }
}
