// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AgentKey} from "./AgentKey.sol";
import {LogId} from "./LogId.sol";

/// @notice A signed promise to a counterparty that one record will be anchored in time. The field order is the order
/// of the EIP-712 type.
struct Receipt {
    AgentKey agent;
    uint32 epoch;
    uint32 stream;
    uint64 seq; // sequence number of the promised record
    bytes32 recordHash; // id of the promised record
    bytes32 counterparty; // commitment to whom the promise is made
    uint256 chain; // chain of the log's anchors
    LogId log;
    uint64 anchorBy; // Unix seconds
    uint256 amount;
    bytes32 tool; // commitment to the tool used
    bytes32 mandate; // commitment to the mandate acted under
    uint256 runningTotal; // spent under the mandate so far, this action included
}
