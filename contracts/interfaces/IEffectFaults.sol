// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SegmentRef} from "../types/ActionRefs.sol";
import {Finding} from "../types/Finding.sol";

/// @notice A record with what opens its output.
struct EffectRef {
    SegmentRef shown; // the record within a signed segment
    bytes text; // of the record, canonical
    bytes32 salt; // of its output
    bytes value; // its output
}

/// @title One call that had two effects
/// @notice An agent that records one successful outcome for each call is never found at fault.
/// @dev Whoever proves a fault hands the prover an encoded call of this function.
interface IEffectFaults {
    /// @notice Thrown when a text is not that of the record shown.
    error EffectFaults_OtherRecord(bytes32 named, bytes32 shown);

    /// @notice Thrown when a record is no successful outcome of a call.
    error EffectFaults_NoSuccess(bytes32 recordId);

    /// @notice Thrown when the records are of two calls.
    error EffectFaults_OtherCall(bytes32 a, bytes32 b);

    /// @notice Thrown when salt and value do not open a record's output.
    error EffectFaults_NotItsOutput(bytes32 recordId);

    /// @notice Two successful outcomes of one call (the same session, operation, tool and call id) with different
    /// outputs, opened. Punished once a call.
    /// @param agentId Agent at fault.
    /// @param a One record.
    /// @param b Another one.
    function checkTwoEffects(uint256 agentId, EffectRef calldata a, EffectRef calldata b)
        external
        view
        returns (Finding memory);
}
