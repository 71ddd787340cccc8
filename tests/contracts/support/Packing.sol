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
            abi.encodePacked(r.epoch, r.stream, r.seq, r.recordHash),
            abi.encodePacked(r.counterparty, uint64(r.chain), r.log.unwrap()),
            abi.encodePacked(r.anchorBy, signature)
        );
    }

    function _segment(SegmentRef memory shown) private pure returns (bytes memory) {
        return bytes.concat(
            abi.encodePacked(shown.segment.firstSeq, shown.segment.count, shown.segment.prevHeader),
            abi.encodePacked(shown.segment.ts, shown.signature, shown.recordId)
        );
    }

    function _anchor(Receipt memory r, SegmentRef memory shown, LogRef memory at) private pure returns (bytes memory) {
        bytes memory log;
        bytes memory terms;
        uint8 marks = uint8(shown.recordProof.length);
        if (r.log.unwrap() != at.log.unwrap()) (marks, log) = (marks | 0x80, abi.encode(at.log));
        if (r.amount != 0 || r.tool != 0 || r.mandate != 0 || r.runningTotal != 0) {
            (marks, terms) = (marks | 0x40, abi.encode(r.amount, r.tool, r.mandate, r.runningTotal));
        }
        return bytes.concat(
            abi.encodePacked(at.anchorIndex, at.size, uint64(at.blockNumber), at.leafIndex, marks),
            abi.encodePacked(log, terms, shown.recordProof, at.proof)
        );
    }
}
