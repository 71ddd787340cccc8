// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AgentKey} from "../types/AgentKey.sol";
import {LogId} from "../types/LogId.sol";
import {Statements} from "./Statements.sol";

/// @title A receipt and the other record at its place in a log, without padding or repetition
/// @notice What both statements share is written once, and what can be computed is left out: the agent, the index of the
/// record in its segment, both roots, and words that are usually zero. From the lowest byte, big endian:
///
///     0   receipt   epoch 4, stream 4, seq 8, recordHash 32, counterparty 32, chain 8, log 32, anchorBy 8, signature 65
///     193 segment   firstSeq 8, count 4, prevHeader 32, ts 8, signature 65; epoch and stream are the receipt's
///     310 record    id 32
///     342 anchor    index 8, size 8, block 8, position of the segment 8
///     374 marks     0x80: the anchor is of another log than the receipt's; 0x40: the receipt has terms; how many siblings
///                   the record has, up to 63
///     375 log       32, of the anchor, if it is another
///         terms     amount 32, tool 32, mandate 32, runningTotal 32, if there are any
///         siblings  of the record, then of the segment, 32 each
///
/// @dev Fields are read where they are: a copy into structs would cost more than the statements' hashes.
library PackedContradiction {
    uint256 internal constant PROMISED = 16;
    uint256 internal constant PROMISED_LOG = 88;
    uint256 internal constant RECEIPT_SIGNATURE = 128;
    uint256 internal constant SEGMENT = 193;
    uint256 internal constant SEGMENT_SIGNATURE = 245;
    uint256 internal constant RECORD = 310;
    uint256 internal constant ANCHOR = 342;
    uint256 internal constant MARKS = 374;
    uint256 internal constant WORDS = 375;

    /// @notice Whether the bytes have all fields, whole words after them, and as many of these as they say.
    function isWhole(bytes calldata packed) internal pure returns (bool) {
        if (packed.length < WORDS) return false;
        unchecked {
            uint256 rest = packed.length - WORDS;
            uint256 marks = uint256(wordAt(packed, MARKS)) >> 248;
            return rest & 31 == 0 && (marks >> 7) + (marks >> 4 & 4) + (marks & 63) <= rest >> 5;
        }
    }

    /// @notice Place of the promised record.
    function place(bytes calldata packed) internal pure returns (uint32 epoch, uint32 stream, uint64 seq) {
        uint256 word = uint256(wordAt(packed, 0));
        return (uint32(word >> 224), uint32(word >> 192), uint64(word >> 128));
    }

    /// @notice Id of the promised record.
    function promised(bytes calldata packed) internal pure returns (bytes32) {
        return wordAt(packed, PROMISED);
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

    /// @notice Log of the anchor.
    function logOf(bytes calldata packed) internal pure returns (LogId) {
        bool another = uint256(wordAt(packed, MARKS)) >> 255 != 0;
        return LogId.wrap(wordAt(packed, another ? WORDS : PROMISED_LOG));
    }

    /// @notice Struct hash of the receipt.
    /// @dev Call data is zero beyond its end, as the terms are where there are none.
    function receiptHash(bytes calldata packed, AgentKey agent) internal pure returns (bytes32 hash) {
        bytes32 typeHash = Statements.RECEIPT_TYPEHASH;
        assembly ("memory-safe") {
            let start := mload(0x40)
            let from := packed.offset
            let small := calldataload(from)
            let marks := byte(0, calldataload(add(from, 374)))
            let terms := calldatasize()
            if and(marks, 0x40) { terms := add(add(from, 375), shl(5, shr(7, marks))) }
            mstore(start, typeHash)
            mstore(add(start, 0x20), agent)
            mstore(add(start, 0x40), shr(224, small))
            mstore(add(start, 0x60), and(shr(192, small), 0xffffffff))
            mstore(add(start, 0x80), and(shr(128, small), 0xffffffffffffffff))
            calldatacopy(add(start, 0xa0), add(from, 16), 0x40) // record, counterparty
            mstore(add(start, 0xe0), shr(192, calldataload(add(from, 80)))) // chain
            mstore(add(start, 0x100), calldataload(add(from, 88))) // log
            mstore(add(start, 0x120), shr(192, calldataload(add(from, 120)))) // time
            calldatacopy(add(start, 0x140), terms, 0x80)
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
            let segment := calldataload(add(from, 193))
            mstore(start, typeHash)
            mstore(add(start, 0x20), agent)
            mstore(add(start, 0x40), shr(224, small))
            mstore(add(start, 0x60), and(shr(192, small), 0xffffffff))
            mstore(add(start, 0x80), shr(192, segment))
            mstore(add(start, 0xa0), and(shr(160, segment), 0xffffffff))
            mstore(add(start, 0xc0), calldataload(add(from, 205)))
            mstore(add(start, 0xe0), recordsRoot)
            mstore(add(start, 0x100), shr(192, calldataload(add(from, 237))))
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
            calldatacopy(add(start, 54), add(from, 193), 44) // range, header before
            mstore(add(start, 98), recordsRoot)
            calldatacopy(add(start, 130), add(from, 237), 73) // time, signature
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
            let marks := byte(0, calldataload(add(packed.offset, 374)))
            let words := add(shr(7, marks), and(shr(4, marks), 4)) // log, terms
            ofRecord.offset := add(add(packed.offset, 375), shl(5, words))
            ofRecord.length := and(marks, 63)
            ofSegment.offset := add(ofRecord.offset, shl(5, ofRecord.length))
            ofSegment.length := sub(shr(5, sub(packed.length, 375)), add(words, ofRecord.length))
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
