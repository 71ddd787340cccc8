// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AgentKey} from "../types/AgentKey.sol";
import {LogId} from "../types/LogId.sol";
import {Receipt} from "../types/Receipt.sol";
import {Segment} from "../types/Segment.sol";

/// @title What keys sign
/// @notice EIP-712 struct hashes and digests of every statement. The domain of statements names neither chain nor
/// contract, so that two contradicting statements contradict each other wherever they were meant to be anchored; only
/// a key binding belongs to one contract on one chain.
library Statements {
    bytes32 internal constant SEGMENT_TYPEHASH = keccak256(
        "Segment(bytes32 agent,uint32 epoch,uint32 stream,uint64 firstSeq,uint32 count,bytes32 prevHeader,bytes32 recordsRoot,uint64 ts)"
    );
    bytes32 internal constant ACK_TYPEHASH = keccak256("Ack(uint256 chain,bytes32 log,bytes32 header,uint64 anchorBy)");
    bytes32 internal constant ACK_BATCH_TYPEHASH =
        keccak256("AckBatch(uint256 chain,bytes32 log,bytes32 headers,uint64 anchorBy)");
    bytes32 internal constant CHECKPOINT_TYPEHASH =
        keccak256("Checkpoint(uint256 chain,bytes32 log,uint64 size,bytes32 root)");
    bytes32 internal constant RECEIPT_TYPEHASH = keccak256(
        "Receipt(bytes32 agent,uint32 epoch,uint32 stream,uint64 seq,bytes32 recordHash,bytes32 counterparty,uint256 chain,bytes32 log,uint64 anchorBy,uint256 amount,bytes32 tool,bytes32 mandate,uint256 runningTotal)"
    );
    bytes32 internal constant KEY_BINDING_TYPEHASH = keccak256("KeyBinding(uint256 agentId,uint32 epoch,address key)");

    bytes32 internal constant NAME_HASH = keccak256("Ombud");
    bytes32 internal constant VERSION_HASH = keccak256("1");
    bytes32 internal constant DOMAIN_TYPEHASH = keccak256("EIP712Domain(string name,string version)");
    bytes32 internal constant BOUND_DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    /// @notice keccak256(abi.encode(DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH)), written out.
    bytes32 internal constant DOMAIN_SEPARATOR = 0x6348cf2754b5268629f4a4cebe5f1bbdeeafcee55dc033c01646c923810b88c2;

    bytes internal constant ENTRY_TAG = "ombud/entry/1";
    bytes internal constant ACK_TAG = "ombud/ack/1";

    /// @notice Struct hash of a segment: the `header` that acknowledgements, events and the next header name.
    /// @dev A struct of value types lies in memory as its ABI encoding does, one clean word a field, eight in all.
    function headerOf(Segment memory segment) internal pure returns (bytes32 header) {
        bytes32 typeHash = SEGMENT_TYPEHASH;
        assembly ("memory-safe") {
            let start := mload(0x40)
            mstore(start, typeHash)
            mcopy(add(start, 0x20), segment, 0x100)
            header := keccak256(start, 0x120)
        }
    }

    /// @notice Struct hash of the segment of one that a direct record is.
    /// @dev The same words as `headerOf` hashes, in free memory that is not kept: every direct record pays for this.
    function headerOfRecord(
        AgentKey agent,
        uint32 epoch,
        uint32 stream,
        uint64 seq,
        bytes32 prevHeader,
        bytes32 recordId,
        uint64 ts
    ) internal pure returns (bytes32 header) {
        bytes32 typeHash = SEGMENT_TYPEHASH;
        assembly ("memory-safe") {
            let start := mload(0x40)
            mstore(start, typeHash)
            mstore(add(start, 0x20), agent)
            mstore(add(start, 0x40), and(epoch, 0xffffffff))
            mstore(add(start, 0x60), and(stream, 0xffffffff))
            mstore(add(start, 0x80), and(seq, 0xffffffffffffffff))
            mstore(add(start, 0xa0), 1)
            mstore(add(start, 0xc0), prevHeader)
            mstore(add(start, 0xe0), recordId)
            mstore(add(start, 0x100), and(ts, 0xffffffffffffffff))
            header := keccak256(start, 0x120)
        }
    }

    /// @notice Struct hash of an operator's promise to anchor a header by a time.
    /// @param anchorBy Unix seconds.
    function ackHash(uint256 chain, LogId log, bytes32 header, uint64 anchorBy) internal pure returns (bytes32) {
        return keccak256(abi.encode(ACK_TYPEHASH, chain, log, header, anchorBy));
    }

    /// @notice Struct hash of an operator's promise to anchor all headers under a root by a time.
    /// @dev A type of its own, so that no root is ever taken for a header that was promised and not anchored.
    /// @param anchorBy Unix seconds.
    function ackBatchHash(uint256 chain, LogId log, bytes32 headers, uint64 anchorBy)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(ACK_BATCH_TYPEHASH, chain, log, headers, anchorBy));
    }

    /// @notice Leaf of a header in a batch of promises.
    function ackLeaf(bytes32 header) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(bytes1(0x00), ACK_TAG, header));
    }

    /// @notice Struct hash of an operator's statement of its tree.
    function checkpointHash(uint256 chain, LogId log, uint64 size, bytes32 root) internal pure returns (bytes32) {
        return keccak256(abi.encode(CHECKPOINT_TYPEHASH, chain, log, size, root));
    }

    /// @notice Struct hash of an agent's promise to a counterparty.
    function receiptHash(Receipt memory receipt) internal pure returns (bytes32) {
        return keccak256(abi.encode(RECEIPT_TYPEHASH, receipt));
    }

    /// @notice Struct hash of a session key's consent to serve an agent for one epoch.
    function keyBindingHash(uint256 agentId, uint32 epoch, address key) internal pure returns (bytes32) {
        return keccak256(abi.encode(KEY_BINDING_TYPEHASH, agentId, epoch, key));
    }

    /// @notice Digest that is signed for a statement.
    /// @param structHash Hash of the statement.
    function digest(bytes32 structHash) internal pure returns (bytes32) {
        return digest(DOMAIN_SEPARATOR, structHash);
    }

    /// @notice Digest that is signed under a domain.
    /// @param separator Domain separator.
    /// @param structHash Hash of the statement.
    function digest(bytes32 separator, bytes32 structHash) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            let start := mload(0x40)
            mstore(start, hex"1901")
            mstore(add(start, 2), separator)
            mstore(add(start, 34), structHash)
            result := keccak256(start, 66)
        }
    }

    /// @notice Domain separator of key bindings.
    /// @param chain Chain of the contract.
    /// @param keyRing Contract that the keys are bound in.
    function boundDomain(uint256 chain, address keyRing) internal pure returns (bytes32) {
        return keccak256(abi.encode(BOUND_DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, chain, keyRing));
    }

    /// @notice Bytes of the log entry of a signed segment, 202 of them.
    function entryOf(Segment memory segment, bytes memory signature) internal pure returns (bytes memory) {
        return abi.encodePacked(
            ENTRY_TAG,
            AgentKey.unwrap(segment.agent),
            segment.epoch,
            segment.stream,
            segment.firstSeq,
            segment.count,
            segment.prevHeader,
            segment.recordsRoot,
            segment.ts,
            signature
        );
    }
}
