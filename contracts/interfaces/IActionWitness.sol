// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AckRef, LogRef, ReceiptRef, RecordRef, SegmentRef} from "../types/ActionRefs.sol";
import {AgentKey} from "../types/AgentKey.sol";
import {Witnessed} from "../types/Dispute.sol";

/// @title Whether an action is an agent's, who answers for it, and since when the chain knows
/// @notice Four ways to show it. Time means the first witness on chain: a direct record carries its own, a logged one
/// that of its anchor, anything else is witnessed when it is shown; it counts if its signer might state things then.
/// @dev A claimant hands the court an encoded call of one of these functions; they all answer alike, and there are no
/// others.
interface IActionWitness {
    /// @notice Thrown when a direct record is not in the chain of headers that ends at its stream's head.
    error ActionWitness_NotRecorded(uint256 agentId, uint32 epoch, uint32 stream, uint64 seq);

    /// @notice Thrown when a statement speaks of another agent.
    error ActionWitness_WrongAgent(AgentKey named, AgentKey expected);

    /// @notice Thrown when a segment does not hold the record at that place.
    error ActionWitness_NotInSegment(bytes32 recordId, uint32 recordIndex);

    /// @notice Thrown when an anchor is not what someone says it is.
    error ActionWitness_NotAnchored(bytes32 log, uint64 anchorIndex);

    /// @notice Thrown when an anchored log does not hold the segment at that place.
    error ActionWitness_NotInLog(bytes32 header, uint64 leafIndex);

    /// @notice Thrown when the operator did not sign the acknowledgement.
    error ActionWitness_NotAcknowledged(bytes32 log, bytes32 header);

    /// @notice Thrown when the account named is not the receipt's counterparty.
    error ActionWitness_WrongCounterparty(address counterparty);

    /// @notice Thrown when the signer could not state anything in that epoch, or its word no longer counts.
    error ActionWitness_MayNotState(address signer, uint256 agentId, uint32 epoch);

    /// @notice A direct record: the chain of headers from it ends at the head that the log keeps.
    function onRecord(uint256 agentId, RecordRef calldata ref) external view returns (Witnessed memory);

    /// @notice A record of a signed segment under an anchor.
    function onLog(uint256 agentId, SegmentRef calldata ref, LogRef calldata anchored)
        external
        view
        returns (Witnessed memory);

    /// @notice An action that the agent signed a receipt for, anchored or not.
    function onReceipt(uint256 agentId, ReceiptRef calldata ref) external view returns (Witnessed memory);

    /// @notice A record of a signed segment that the operator of a log promised to anchor, anchored or not.
    function onAck(uint256 agentId, SegmentRef calldata ref, AckRef calldata ack)
        external
        view
        returns (Witnessed memory);
}
