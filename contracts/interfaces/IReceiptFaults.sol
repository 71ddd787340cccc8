// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LogRef, RecordRef, SegmentRef} from "../types/ActionRefs.sol";
import {Finding} from "../types/Finding.sol";
import {Receipt} from "../types/Receipt.sol";

/// @title Receipts that promise another record than there is
/// @notice Every function answers what it found, or reverts when nothing is proved. An agent that gives one record to
/// each sequence number is never found at fault.
/// @dev Whoever proves a fault hands the prover an encoded call of one of these functions.
interface IReceiptFaults {
    /// @notice Thrown when the receipt and what is shown are of two places.
    error ReceiptFaults_OtherPlace(uint32 epoch, uint32 stream, uint64 seq);

    /// @notice Thrown when a packed proof lacks bytes, or has some that belong to nothing.
    error ReceiptFaults_NotWhole(uint256 length);

    /// @notice A receipt, and an anchored segment that holds another record at its place. The segment's signature
    /// counts if it did when it was anchored.
    /// @param agentId Agent at fault.
    /// @param receipt What the agent signed for a counterparty.
    /// @param signature Of the receipt, by a session key.
    /// @param shown The other record within its segment.
    /// @param anchored The segment within its log.
    function checkReceiptAgainstLog(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        SegmentRef calldata shown,
        LogRef calldata anchored
    ) external view returns (Finding memory);

    /// @notice The same as `checkReceiptAgainstLog`, in half of the bytes; of receipts whose chain has a number of 64 bits.
    /// @param agentId Agent at fault.
    /// @param packed Both statements and their places, as `PackedContradiction` lays them out.
    function checkPackedReceiptAgainstLog(uint256 agentId, bytes calldata packed)
        external
        view
        returns (Finding memory);

    /// @notice A receipt, and a signed segment that holds another record at its place, anchored or not.
    function checkReceiptAgainstSegment(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        SegmentRef calldata shown
    ) external view returns (Finding memory);

    /// @notice A receipt, and another record made directly on chain at its place.
    function checkReceiptAgainstRecord(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        RecordRef calldata shown
    ) external view returns (Finding memory);

    /// @notice Two receipts that promise different records at one place.
    function checkReceiptAgainstReceipt(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        Receipt calldata other,
        bytes calldata otherSignature
    ) external view returns (Finding memory);
}
