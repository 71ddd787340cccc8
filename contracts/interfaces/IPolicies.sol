// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Policy} from "../types/Policy.sol";

/// @title Terms that bond owners choose from
/// @notice Policies are numbered from 1 and never change. Anyone may queue one within the bounds below; owners may
/// choose it after it was visible for a while. Who never chose has the first. What was chosen when is kept, since the
/// policy of an action is the one in force at its first witness.
interface IPolicies {
    /// @notice Thrown when an arbitrator was neither named at deployment nor proposed.
    error Policies_ArbitratorUnknown(address arbitrator);

    /// @notice Thrown when a policy names an arbitrator before its time; Unix seconds.
    error Policies_ArbitratorQueued(address arbitrator, uint64 readyAt);

    /// @notice Thrown when an arbitrator is proposed that is known already.
    error Policies_ArbitratorKnown(address arbitrator);

    /// @notice Thrown when someone else than the proposer proposes an arbitrator.
    error Policies_NotProposer(address caller);

    /// @notice Thrown when a policy is out of bounds; `field` is its position, counted from 0.
    error Policies_OutOfBounds(uint8 field, uint256 value, uint256 least, uint256 most);

    /// @notice Thrown when a policy does not exist.
    error Policies_Unknown(uint32 policyId);

    /// @notice Thrown when a policy is chosen before its time; Unix seconds.
    error Policies_StillQueued(uint32 policyId, uint64 readyAt);

    /// @notice Emitted when a policy joins the queue; it never changes.
    /// @param policyId Number of the policy.
    /// @param policyHash keccak256 of the encoded policy.
    /// @param proposer Who queued it.
    /// @param readyAt Unix seconds from which it may be chosen.
    /// @param policy The encoded policy: abi.encode of the struct.
    event PolicyQueued(
        uint32 indexed policyId, bytes32 indexed policyHash, address indexed proposer, uint64 readyAt, bytes policy
    );

    /// @notice Emitted when an arbitrator joins the queue; it never leaves.
    /// @param arbitrator ERC-792 arbitrator.
    /// @param proposer Who proposed it.
    /// @param readyAt Unix seconds from which policies may name it.
    event ArbitratorQueued(address indexed arbitrator, address indexed proposer, uint64 readyAt);

    /// @notice Emitted when the owner of a bond chooses a policy.
    /// @param subject Agent key or log id.
    /// @param beneficiary Liable account.
    /// @param policyId Policy in force from now on.
    event PolicyAdopted(bytes32 indexed subject, address indexed beneficiary, uint32 indexed policyId);

    /// @notice Queues a policy.
    /// @return policyId Its number.
    function queue(Policy calldata policy) external returns (uint32 policyId);

    /// @notice Proposes an arbitrator. Only the proposer; it is visible for longer than any bond takes to leave.
    function queueArbitrator(address arbitrator) external;

    /// @notice Chooses a policy for the caller's bond, from now on.
    /// @param subject Agent key or log id.
    /// @param policyId Policy that is ready.
    function adopt(bytes32 subject, uint32 policyId) external;

    /// @notice The policy in force for a bond at a time.
    /// @param subject Agent key or log id.
    /// @param beneficiary Liable account.
    /// @param time Unix seconds.
    /// @return policyId Its number.
    /// @return policyHash keccak256 of the encoded policy.
    function inForce(bytes32 subject, address beneficiary, uint64 time)
        external
        view
        returns (uint32 policyId, bytes32 policyHash);

    /// @notice A policy; reverts for one that does not exist.
    function policyOf(uint32 policyId) external view returns (Policy memory policy);

    /// @notice When a policy may be chosen, Unix seconds; 0 for those of the deployment.
    function readyAt(uint32 policyId) external view returns (uint64);

    /// @notice From when policies may name an arbitrator, Unix seconds; 0 for never.
    function arbitratorReadyAt(address arbitrator) external view returns (uint64);

    /// @notice How many policies there are.
    function count() external view returns (uint32);

    /// @notice Seconds that a policy is visible before it can be chosen.
    function QUEUE_TIME() external view returns (uint64);

    /// @notice Seconds that an arbitrator is visible before policies can name it.
    function ARBITRATOR_QUEUE_TIME() external view returns (uint64);

    /// @notice Who may propose arbitrators, and nothing else; zero for nobody.
    function proposer() external view returns (address);

    /// @notice Longest dispute that a policy may make: response, late answer, two arbitrations, appeal; seconds.
    function LONGEST_DISPUTE() external view returns (uint64);
}
