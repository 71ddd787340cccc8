// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LogId} from "./LogId.sol";
import {Receipt} from "./Receipt.sol";
import {Segment} from "./Segment.sol";

/// @notice A direct record that came after the disputed one, in order up to the last of the stream.
struct LaterRecord {
    bytes32 recordId;
    uint64 ts; // Unix milliseconds
}

/// @notice A direct record. The chain of headers from it to the stream's head shows that it was made, and when.
struct RecordRef {
    uint32 epoch;
    uint32 stream;
    uint64 seq;
    bytes32 prevHeader;
    bytes32 recordId;
    uint64 ts; // Unix milliseconds, as the chain recorded them
    LaterRecord[] later;
}

/// @notice A record within a signed segment.
struct SegmentRef {
    Segment segment;
    bytes signature; // by a session key
    bytes32 recordId; // its leaf
    uint32 recordIndex; // position in the segment, counted from 0
    bytes32[] recordProof; // siblings from the leaf upwards
}

/// @notice Where a signed segment stands in an anchored log.
struct LogRef {
    LogId log;
    uint64 anchorIndex;
    uint64 size; // leaves of the anchored tree
    bytes32 root; // of the anchored tree
    uint256 blockNumber; // of the anchor
    uint64 leafIndex;
    bytes32[] proof; // siblings from the leaf upwards
}

/// @notice A signed receipt, and whom it was given to.
struct ReceiptRef {
    Receipt receipt;
    bytes signature; // by a session key
    address counterparty; // zero not to say
    bytes32 salt; // opens the commitment to the counterparty; zero where the receipt names it plainly
}

/// @notice An operator's promise to anchor a segment.
struct AckRef {
    LogId log;
    uint64 anchorBy; // Unix seconds
    bytes signature; // by the operator; with the segment's place in the batch, where it signed many at once
}
