// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LogRef, SegmentRef} from "../../../contracts/types/ActionRefs.sol";
import {Receipt} from "../../../contracts/types/Receipt.sol";

/// @notice Packs what convicts an agent by a receipt and a log, written beside `PackedContradiction` from its layout.
library Packing {
    function pack(Receipt memory receipt, bytes memory signature, SegmentRef memory shown, LogRef memory at)
        internal
        pure
        returns (bytes memory)
    {
        return bytes.concat(_receipt(receipt, signature), _segment(shown), _anchor(receipt, shown, at));
    }

    function _receipt(Receipt memory r, bytes memory signature) private pure returns (bytes memory) {
        return bytes.concat(
            abi.encodePacked(r.epoch, r.stream, r.seq),
            abi.encodePacked(r.recordHash, r.counterparty, r.chain, r.log.unwrap()),
            abi.encodePacked(r.anchorBy, r.amount, r.tool),
            abi.encodePacked(r.mandate, r.runningTotal, signature)
        );
    }

    function _segment(SegmentRef memory shown) private pure returns (bytes memory) {
        return bytes.concat(
            abi.encodePacked(shown.segment.firstSeq, shown.segment.count, shown.segment.prevHeader),
            abi.encodePacked(shown.segment.ts, shown.signature, shown.recordId)
        );
    }

    function _anchor(Receipt memory r, SegmentRef memory shown, LogRef memory at) private pure returns (bytes memory) {
        bytes32 log = r.log.unwrap() == at.log.unwrap() ? bytes32(0) : at.log.unwrap();
        return bytes.concat(
            abi.encodePacked(log, at.anchorIndex, at.size),
            abi.encodePacked(uint64(at.blockNumber), at.leafIndex),
            abi.encodePacked(uint8(shown.recordProof.length), shown.recordProof, at.proof)
        );
    }
}
