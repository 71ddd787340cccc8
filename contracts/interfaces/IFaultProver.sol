// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AgentKey} from "../types/AgentKey.sol";
import {Segment} from "../types/Segment.sol";

/// @title Faults that a proof decides
/// @notice No juror is asked: whoever shows the proof has the epoch closed, the bond slashed and the standing lowered
/// in the same transaction, and is credited with a fifth of the slash.
interface IFaultProver {
    /// @notice Thrown when a header does not speak of the agent that the fault is proved on.
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
    error FaultProver_BadSignature(bytes32 header);

    /// @notice Thrown when the signer could not state anything in that epoch, or its word no longer counts.
    error FaultProver_MayNotState(address signer, uint256 agentId, uint32 epoch);

    /// @notice Thrown when the fault was punished before.
    error FaultProver_AlreadyProved(bytes32 faultKey);

    /// @notice Emitted when a fault is proved and punished.
    /// @param faultKey Name of the fault: keccak256(abi.encode(agentKey, epoch, kind)).
    /// @param agentId Agent at fault.
    /// @param kind 1 is equivocation.
    /// @param epoch Epoch of the fault.
    /// @param stream Stream of the fault.
    /// @param seq First sequence number that both headers cover.
    /// @param prover Who showed the proof.
    /// @param headerA First header.
    /// @param headerB Second header.
    /// @param slashed Wei taken from the bond.
    event FaultProved(
        bytes32 indexed faultKey,
        uint256 indexed agentId,
        uint8 indexed kind,
        uint32 epoch,
        uint32 stream,
        uint64 seq,
        address prover,
        bytes32 headerA,
        bytes32 headerB,
        uint256 slashed
    );

    /// @notice Proves that an agent signed two different headers for one sequence number, whichever of its keys
    /// signed, and punishes it; once an epoch.
    /// @param agentId Agent at fault.
    /// @param a First header.
    /// @param sigA Signature of the first header.
    /// @param b Second header.
    /// @param sigB Signature of the second header.
    /// @return faultKey Name of the fault.
    function proveEquivocation(
        uint256 agentId,
        Segment calldata a,
        bytes calldata sigA,
        Segment calldata b,
        bytes calldata sigB
    ) external returns (bytes32 faultKey);

    /// @notice The same proof without the punishment; reverts as `proveEquivocation` does, save for a fault that was
    /// punished before.
    /// @return faultKey Name of the fault.
    /// @return seq First sequence number that both headers cover.
    /// @return headerA Struct hash of the first header.
    /// @return headerB Struct hash of the second header.
    function checkEquivocation(
        uint256 agentId,
        Segment calldata a,
        bytes calldata sigA,
        Segment calldata b,
        bytes calldata sigB
    ) external view returns (bytes32 faultKey, uint64 seq, bytes32 headerA, bytes32 headerB);

    /// @notice Whether a fault was proved and punished.
    function isProved(bytes32 faultKey) external view returns (bool);
}
