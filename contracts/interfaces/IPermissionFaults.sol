// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Finding} from "../types/Finding.sol";
import {Receipt} from "../types/Receipt.sol";

/// @title Actions beyond what an agent may do
/// @notice Every function answers what it found, or reverts when nothing is proved.
/// @dev Whoever proves a fault hands the prover an encoded call of one of these functions.
interface IPermissionFaults {
    /// @notice Thrown when the mandate that a receipt names binds another agent.
    error FaultProver_WrongMandate(bytes32 mandateId, uint256 agentId);

    /// @notice Thrown when the principal never granted the mandate.
    error FaultProver_MandateUnknown(bytes32 mandateId);

    /// @notice Thrown when the tools shown are not those listed.
    error FaultProver_WrongTools(bytes32 shown, bytes32 listed);

    /// @notice Thrown when amount, running total and tool are within the mandate.
    error FaultProver_WithinMandate(bytes32 mandateId, bytes32 receiptHash);

    /// @notice Thrown when a text is not that of the record that the receipt promises.
    error PermissionFaults_OtherRecord(bytes32 promised, bytes32 shown);

    /// @notice Thrown when a manifest was not in force when the record says that it was made, Unix seconds, or only
    /// just.
    error PermissionFaults_NotInForce(uint256 index, uint64 at);

    /// @notice Thrown when the tool is on the manifest's list, or the receipt opens none.
    error PermissionFaults_WithinManifest(uint256 index, bytes32 tool);

    /// @notice A receipt beyond its mandate: the amount or the running total exceeds the cap, or the tool is not
    /// listed. The mandate is the one that the receipt names, granted by a principal or passed on by an agent.
    /// @param agentId Agent at fault.
    /// @param receipt What the agent signed.
    /// @param signature Of the receipt, by a session key.
    /// @param tools The mandate's list of tools, when the tool is at fault; empty to prove an excess.
    function checkMandateBreach(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        bytes32[] calldata tools
    ) external view returns (Finding memory);

    /// @notice A receipt that opens a tool which the manifest in force does not list.
    /// @param agentId Agent at fault.
    /// @param receipt What the agent signed.
    /// @param signature Of the receipt, by a session key.
    /// @param record Text of the record that it promises, which says when it was made.
    /// @param index Number of the manifest.
    /// @param tools The manifest's whole list.
    function checkManifestBreach(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        bytes calldata record,
        uint256 index,
        bytes32[] calldata tools
    ) external view returns (Finding memory);
}
