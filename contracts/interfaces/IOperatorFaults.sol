// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LogRef} from "../types/ActionRefs.sol";
import {LeafFork, TreeClaim, TreeRef} from "../types/Challenge.sol";
import {Finding} from "../types/Finding.sol";
import {LogId} from "../types/LogId.sol";
import {Segment} from "../types/Segment.sol";

/// @title Faults of a log's operator
/// @notice Every function answers what it found, or reverts when nothing is proved. An operator that states one tree
/// of each size, each the beginning of the next, and takes only entries that a key of the agent signed while it might,
/// is never found at fault.
/// @dev Whoever proves a fault hands the prover an encoded call of one of these functions.
interface IOperatorFaults {
    /// @notice Thrown when the operator did not state a tree: its signature is another's, or it was not anchored.
    error OperatorFaults_NotStated(bytes32 log, uint64 size, bytes32 root);

    /// @notice Thrown when the agent's key signed the entry.
    error OperatorFaults_Signed(bytes32 leaf, address signer);

    /// @notice Thrown when an entry was anchored while its key had its say, or before the anchor shown.
    error OperatorFaults_NotVoid(bytes32 leaf, uint64 anchoredAt);

    /// @notice Two trees that contradict each other: of one size, or with different leaves at one place. Punished once a
    /// log, by all of its bond: nothing that the log says can be relied on.
    /// @param log Log that the operator runs.
    /// @param a One tree.
    /// @param b Another one.
    /// @param fork Two leaves at one place; ignored for trees of one size.
    function checkForkedCheckpoints(
        LogId log,
        TreeClaim calldata a,
        TreeClaim calldata b,
        LeafFork calldata fork
    ) external view returns (Finding memory);

    /// @notice An anchored entry whose signature is not one of the agent's keys of that epoch.
    function checkForgedEntry(Segment calldata segment, bytes calldata signature, LogRef calldata anchored)
        external
        view
        returns (Finding memory);

    /// @notice An entry that was first anchored when its key had been revoked, or its epoch closed, for longer than the
    /// grace.
    /// @param anchored The first anchor that holds it.
    /// @param before The anchor before that; ignored when the first anchor of the log holds it.
    function checkVoidEntry(
        Segment calldata segment,
        bytes calldata signature,
        LogRef calldata anchored,
        TreeRef calldata before
    ) external view returns (Finding memory);
}
