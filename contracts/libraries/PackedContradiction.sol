// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AgentKey} from "../types/AgentKey.sol";
import {Statements} from "./Statements.sol";

/// @title A receipt and the other record at its place in a log, without padding or repetition
/// @notice What both statements share is written once, and what can be computed is left out: the agent, the index of the
/// record in its segment, and both roots. From the lowest byte, big endian:
///
///     0   receipt   epoch 4, stream 4, seq 8, recordHash 32, counterparty 32, chain 32, log 32, anchorBy 8,
///                   amount 32, tool 32, mandate 32, runningTotal 32, signature 65
///     345 segment   firstSeq 8, count 4, prevHeader 32, ts 8, signature 65; epoch and stream are the receipt's
///     462 record    id 32
///     494 anchor    log 32 (zero for the receipt's), index 8, size 8, block 8, position of the segment 8
///     558 siblings  of the record, their number 1; then those of the record and those of the segment, 32 each
///
/// @dev Fields are read where they are: a copy into structs would cost more than the statements' hashes.
library PackedContradiction {
    uint256 internal constant RECEIPT_SIGNATURE = 280;
    uint256 internal constant SEGMENT = 345;
    uint256 internal constant SEGMENT_SIGNATURE = 397;
    uint256 internal constant RECORD = 462;
    uint256 internal constant LOG = 494;
    uint256 internal constant ANCHOR = 526;
    uint256 internal constant RECORD_SIBLINGS = 558;
    uint256 internal constant SIBLINGS = 559;

    /// @notice Whether the bytes have all fields, whole siblings, and as many of the record as they say.
    function isWhole(bytes calldata packed) internal pure returns (bool) {
        if (packed.length < SIBLINGS) return false;
        uint256 rest = packed.length - SIBLINGS;
        return rest % 32 == 0 && uint8(packed[RECORD_SIBLINGS]) <= rest / 32;
    }

    /// @notice Place of the promised record.
    function place(bytes calldata packed) internal pure returns (uint32 epoch, uint32 stream, uint64 seq) {
        uint256 word = uint256(wordAt(packed, 0));
        return (uint32(word >> 224), uint32(word >> 192), uint64(word >> 128));
    }

    /// @notice First sequence number and count of the segment.
    function range(bytes calldata packed) internal pure returns (uint64 firstSeq, uint32 count) {
        uint256 word = uint256(wordAt(packed, SEGMENT));
        return (uint64(word >> 192), uint32(word >> 160));
    }

    /// @notice Number of the anchor, leaves and block of its tree, and the segment's position in it.
    function anchor(bytes calldata packed)
        internal
        pure
        returns (uint64 index, uint64 size, uint64 blockNumber, uint64 position)
    {
        uint256 word = uint256(wordAt(packed, ANCHOR));
        return (uint64(word >> 192), uint64(word >> 128), uint64(word >> 64), uint64(word));
    }

    /// @notice Struct hash of the receipt.
    function receiptHash(bytes calldata packed, AgentKey agent) internal pure returns (bytes32 hash) {
        bytes32 typeHash = Statements.RECEIPT_TYPEHASH;
        assembly ("memory-safe") {
            let start := mload(0x40)
            let from := packed.offset
            let small := calldataload(from)
            mstore(start, typeHash)
            mstore(add(start, 0x20), agent)
            mstore(add(start, 0x40), shr(224, small))
            mstore(add(start, 0x60), and(shr(192, small), 0xffffffff))
            mstore(add(start, 0x80), and(shr(128, small), 0xffffffffffffffff))
            calldatacopy(add(start, 0xa0), add(from, 16), 0x80) // record, counterparty, chain, log
            mstore(add(start, 0x120), shr(192, calldataload(add(from, 144))))
            calldatacopy(add(start, 0x140), add(from, 152), 0x80) // amount, tool, mandate, total
            hash := keccak256(start, 0x1c0)
        }
    }

    /// @notice Struct hash of the segment.
    function headerOf(bytes calldata packed, AgentKey agent, bytes32 recordsRoot) internal pure returns (bytes32 hash) {
        bytes32 typeHash = Statements.SEGMENT_TYPEHASH;
        assembly ("memory-safe") {
            let start := mload(0x40)
            let from := packed.offset
            let small := calldataload(from)
            let segment := calldataload(add(from, 345))
            mstore(start, typeHash)
            mstore(add(start, 0x20), agent)
            mstore(add(start, 0x40), shr(224, small))
            mstore(add(start, 0x60), and(shr(192, small), 0xffffffff))
            mstore(add(start, 0x80), shr(192, segment))
            mstore(add(start, 0xa0), and(shr(160, segment), 0xffffffff))
            mstore(add(start, 0xc0), calldataload(add(from, 357)))
            mstore(add(start, 0xe0), recordsRoot)
            mstore(add(start, 0x100), shr(192, calldataload(add(from, 389))))
            hash := keccak256(start, 0x120)
        }
    }

    /// @notice Leaf of the signed segment in a log: SHA-256(0x00 || entry).
    function leafOf(bytes calldata packed, AgentKey agent, bytes32 recordsRoot) internal view returns (bytes32 leaf) {
        assembly ("memory-safe") {
            let start := mload(0x40)
            let from := packed.offset
            mstore(start, 0x006f6d6275642f656e7472792f31000000000000000000000000000000000000) // 0, "ombud/entry/1"
            mstore(add(start, 14), agent)
            calldatacopy(add(start, 46), from, 8) // epoch, stream
            calldatacopy(add(start, 54), add(from, 345), 44) // range, header before
            mstore(add(start, 98), recordsRoot)
            calldatacopy(add(start, 130), add(from, 389), 73) // time, signature
            if iszero(staticcall(gas(), 2, start, 203, 0, 32)) { revert(0, 0) }
            leaf := mload(0)
        }
    }

    /// @notice Siblings of the record in its segment, and of the segment in the log.
    function paths(bytes calldata packed)
        internal
        pure
        returns (bytes32[] calldata ofRecord, bytes32[] calldata ofSegment)
    {
        assembly ("memory-safe") {
            let from := add(packed.offset, 559)
            ofRecord.offset := from
            ofRecord.length := byte(0, calldataload(sub(from, 1)))
            ofSegment.offset := add(from, shl(5, ofRecord.length))
            ofSegment.length := sub(shr(5, sub(packed.length, 559)), ofRecord.length)
        }
    }

    /// @notice The word that begins at a byte.
    function wordAt(bytes calldata packed, uint256 at) internal pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := calldataload(add(packed.offset, at))
        }
    }

    /// @notice The 65 bytes of a signature that begin at a byte.
    function signatureAt(bytes calldata packed, uint256 at) internal pure returns (bytes calldata signature) {
        assembly ("memory-safe") {
            signature.offset := add(packed.offset, at)
            signature.length := 65
        }
    }
}
