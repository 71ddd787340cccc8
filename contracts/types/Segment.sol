// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AgentKey} from "./AgentKey.sol";

/// @notice Header of a segment: a contiguous run of one agent's records under one signature. The field order is the
/// order of the EIP-712 type, so the struct's ABI encoding is the encoded data of its hash.
struct Segment {
    AgentKey agent; // who acted
    uint32 epoch; // key epoch of the agent, counted from 0
    uint32 stream; // numbered sequence inside the epoch
    uint64 firstSeq; // sequence number of the first record, counted from 0
    uint32 count; // number of records, at least 1
    bytes32 prevHeader; // header before this one in the stream
    bytes32 recordsRoot; // RFC 6962 root over the records
    uint64 ts; // Unix milliseconds, as the agent claims
}
