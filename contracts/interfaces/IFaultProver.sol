// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AgentKey} from "../types/AgentKey.sol";
import {Mandate} from "../types/Mandate.sol";
import {Receipt} from "../types/Receipt.sol";
import {Segment} from "../types/Segment.sol";

/// @title Faults that a proof decides
/// @notice No juror is asked: whoever shows the proof has the bond slashed and the standing lowered in the same
/// transaction, and is credited with a fifth of the slash. Equivocation also closes the epoch.
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

    /// @notice Thrown when a receipt does not act under the mandate shown, or the mandate is for another agent.
    error FaultProver_WrongMandate(bytes32 named, bytes32 shown);

    /// @notice Thrown when the principal never granted the mandate.
    error FaultProver_MandateUnknown(bytes32 mandateId);

    /// @notice Thrown when the tools shown are not the mandate's.
    error FaultProver_WrongTools(bytes32 shown, bytes32 listed);

    /// @notice Thrown when amount, running total and tool are within the mandate.
    error FaultProver_WithinMandate(bytes32 mandateId, bytes32 receiptHash);

    /// @notice Thrown when the fault was punished before.
    error FaultProver_AlreadyProved(bytes32 faultKey);

    /// @notice Emitted when a fault is proved and punished.
    /// @param faultKey Name of the fault: keccak256(abi.encode(agentKey, epoch, kind)) for equivocation, and
    /// keccak256(abi.encode(agentKey, epoch, stream, seq, kind)) for a breach.
    /// @param agentId Agent at fault.
    /// @param kind 1 is equivocation, 2 is the breach of a mandate.
    /// @param epoch Epoch of the fault.
    /// @param stream Stream of the fault.
    /// @param seq First sequence number that both headers cover; of a breach, that of the receipt.
    /// @param prover Who showed the proof.
    /// @param headerA First header; of a breach, the hash of the receipt.
    /// @param headerB Second header; of a breach, the mandate.
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

    /// @notice Proves by a signed receipt that an agent went beyond a mandate: the amount or the running total exceeds
    /// the cap, or the tool is not listed. Once a sequence number.
    /// @param agentId Agent at fault.
    /// @param receipt What the agent signed.
    /// @param signature Of the receipt, by a session key.
    /// @param mandate What the receipt acts under.
    /// @param tools The mandate's list of tools, when the tool is at fault; empty to prove an excess.
    /// @return faultKey Name of the fault.
    function proveMandateBreach(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        Mandate calldata mandate,
        bytes32[] calldata tools
    ) external returns (bytes32 faultKey);

    /// @notice The same proof without the punishment; reverts as `proveMandateBreach` does, save for a fault that was
    /// punished before.
    /// @return faultKey Name of the fault.
    /// @return receiptHash Struct hash of the receipt.
    function checkMandateBreach(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        Mandate calldata mandate,
        bytes32[] calldata tools
    ) external view returns (bytes32 faultKey, bytes32 receiptHash);

    /// @notice Whether a fault was proved and punished.
    function isProved(bytes32 faultKey) external view returns (bool);
}
