// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AgentKey} from "../types/AgentKey.sol";

/// @title Why a proof proves nothing
/// @notice Refusals that several kinds of fault share.
interface IFaultErrors {
    /// @notice Thrown when a statement does not speak of the agent that the fault is proved on.
    error FaultProver_WrongAgent(AgentKey named, AgentKey expected);

    /// @notice Thrown when the headers are of two epochs.
    error FaultProver_EpochsDiffer(uint32 a, uint32 b);

    /// @notice Thrown when the headers are of two streams.
    error FaultProver_StreamsDiffer(uint32 a, uint32 b);

    /// @notice Thrown when a header covers no record.
    error FaultProver_EmptyRange(bytes32 header);

    /// @notice Thrown when the headers have no sequence number in common.
    error FaultProver_RangesApart(uint64 firstSeqA, uint32 countA, uint64 firstSeqB, uint32 countB);

    /// @notice Thrown when both headers are the same statement.
    error FaultProver_SameHeader(bytes32 header);

    /// @notice Thrown when a signature is not of the one valid form.
    error FaultProver_BadSignature(bytes32 statement);

    /// @notice Thrown when the signer could not state anything in that epoch, or its word no longer counts.
    error FaultProver_MayNotState(address signer, uint256 agentId, uint32 epoch);

    /// @notice Thrown when a segment does not hold the record at that place.
    error FaultProver_NotInSegment(bytes32 recordId, uint32 recordIndex);

    /// @notice Thrown when an anchor is not what someone says it is.
    error FaultProver_NotAnchored(bytes32 log, uint64 anchorIndex);

    /// @notice Thrown when an anchored log does not hold the entry at that place.
    error FaultProver_NotInLog(bytes32 leaf, uint64 leafIndex);

    /// @notice Thrown when what is shown contradicts nothing.
    error FaultProver_NoContradiction(bytes32 a, bytes32 b);
}
