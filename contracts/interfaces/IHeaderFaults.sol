// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LogRef} from "../types/ActionRefs.sol";
import {Finding} from "../types/Finding.sol";
import {Segment} from "../types/Segment.sol";

/// @title Faults that an agent's headers show
/// @notice Every function answers what it found, or reverts when nothing is proved. An agent that signs each range
/// once, each header after the last, with a clock that is right within `CLOCK_SKEW`, is never found at fault.
/// @dev Whoever proves a fault hands the prover an encoded call of one of these functions.
interface IHeaderFaults {
    /// @notice Thrown when the second header does not begin where the first ends.
    error HeaderFaults_NotAdjacent(uint64 firstSeqA, uint32 countA, uint64 firstSeqB);

    /// @notice Thrown when the times are in order, or apart by no more than clocks may be.
    error HeaderFaults_TimesAgree(uint64 stated, uint64 witnessed);

    /// @notice Thrown when nobody stated where the stream ended in the epoch before.
    error HeaderFaults_NoClosing(uint256 agentId, uint32 epoch, uint32 stream);

    /// @notice Two different headers for one sequence number, whichever of the agent's keys signed.
    /// @param agentId Agent at fault.
    /// @param a First header.
    /// @param sigA Signature of the first header.
    /// @param b Second header.
    /// @param sigB Signature of the second header.
    function checkEquivocation(
        uint256 agentId,
        Segment calldata a,
        bytes calldata sigA,
        Segment calldata b,
        bytes calldata sigB
    ) external view returns (Finding memory);

    /// @notice A header that begins where another ends, and does not name it.
    /// @param a The header before.
    /// @param b The header after.
    function checkBrokenChain(
        uint256 agentId,
        Segment calldata a,
        bytes calldata sigA,
        Segment calldata b,
        bytes calldata sigB
    ) external view returns (Finding memory);

    /// @notice A header that contradicts how its epoch was closed (it ends later, or ends there and is another), or a
    /// first header that does not follow how the epoch before was closed.
    function checkAgainstClosing(uint256 agentId, Segment calldata segment, bytes calldata signature)
        external
        view
        returns (Finding memory);

    /// @notice A header that says it was made after it was anchored.
    function checkTimeOfAnchor(
        uint256 agentId,
        Segment calldata segment,
        bytes calldata signature,
        LogRef calldata anchored
    ) external view returns (Finding memory);

    /// @notice A header that says it was made before the one that comes right before it in the stream.
    /// @param a The header that comes before.
    /// @param b The header that comes after.
    function checkTimeOrder(
        uint256 agentId,
        Segment calldata a,
        bytes calldata sigA,
        Segment calldata b,
        bytes calldata sigB
    ) external view returns (Finding memory);

    /// @notice Seconds by which an honest clock may be wrong.
    function CLOCK_SKEW() external view returns (uint64);
}
