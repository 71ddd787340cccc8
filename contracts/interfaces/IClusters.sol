// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Who acts as one, by a posted root
/// @notice A cluster is a set of accounts that somebody staked money on being one hand.
interface IClusters {
    /// @notice Whether the root in force puts an account into a cluster.
    /// @param account Account asked about.
    /// @param cluster Name of the cluster.
    /// @param proof What shows it under the root.
    function isMember(address account, bytes32 cluster, bytes32[] calldata proof) external view returns (bool);
}
