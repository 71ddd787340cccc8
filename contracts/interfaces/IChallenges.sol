// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AckRef, LogRef, RecordRef, SegmentRef} from "../types/ActionRefs.sol";
import {Promise} from "../types/Challenge.sol";
import {Finding} from "../types/Finding.sol";
import {Receipt} from "../types/Receipt.sol";
import {Segment} from "../types/Segment.sol";
import {IChallengeBook} from "./IChallengeBook.sol";

/// @title What was promised and is not to be seen
/// @notice A counterparty holds a receipt, an agent an acknowledgement; if what they promise is not anchored, they ask
/// here. A promise can be asked about before it is due, so that nobody outlives it by closing an epoch.
interface IChallenges is IChallengeBook {
    /// @notice Thrown when what is shown is not what was promised.
    error Challenges_NotPromised(bytes32 promised, bytes32 shown);

    /// @notice Thrown when the operator did not sign the acknowledgement, or promised for much later than the agent.
    error Challenges_NotAcknowledged(bytes32 log, bytes32 header);

    /// @notice Thrown when a header was posted before.
    error Challenges_AlreadyPosted(bytes32 header);

    /// @notice Emitted when a signed header is posted on chain: its first witness, when no anchor was earlier.
    event HeaderPosted(bytes32 indexed agent, bytes32 indexed header, uint32 epoch, uint32 stream, uint64 firstSeq, uint32 count);

    /// @notice Asks for the record that a receipt promises.
    /// @return id Name of the challenge.
    function challengeReceipt(uint256 agentId, Receipt calldata receipt, bytes calldata signature)
        external
        payable
        returns (bytes32 id);

    /// @notice Asks for the anchor that an operator promised.
    /// @return id Name of the challenge.
    function challengeAck(Promise calldata promised, bytes calldata signature) external payable returns (bytes32 id);

    /// @notice Posts a signed header, so that a log that withholds entries harms nobody.
    function postHeader(uint256 agentId, Segment calldata segment, bytes calldata signature) external;

    /// @notice Shows the promised record in an anchored log.
    function answerReceipt(
        uint256 agentId,
        Receipt calldata receipt,
        SegmentRef calldata shown,
        LogRef calldata anchored
    ) external;

    /// @notice Shows the promised record in a signed segment, which is posted now if it was not before.
    function answerReceiptByHeader(uint256 agentId, Receipt calldata receipt, SegmentRef calldata shown) external;

    /// @notice Shows the promised record in a signed segment that an operator promised to anchor: from then on it is the
    /// operator's fault.
    function answerReceiptByAck(
        uint256 agentId,
        Receipt calldata receipt,
        SegmentRef calldata shown,
        AckRef calldata ack
    ) external;

    /// @notice Shows that the promised record was made directly on chain.
    function answerReceiptByRecord(uint256 agentId, Receipt calldata receipt, RecordRef calldata shown) external;

    /// @notice Shows the promised header in the operator's anchored log.
    function answerAck(
        Promise calldata promised,
        Segment calldata segment,
        bytes calldata signature,
        LogRef calldata anchored
    ) external;

    /// @notice A receipt whose record was not shown (hidden), or shown to be late.
    function checkReceipt(uint256 agentId, Receipt calldata receipt) external view returns (Finding memory);

    /// @notice An acknowledged header that was not shown under an anchor, or shown under a late one.
    function checkAck(Promise calldata promised) external view returns (Finding memory);

    /// @notice When a header was posted, Unix seconds; 0 for never.
    function postedAt(bytes32 header) external view returns (uint64);
}
