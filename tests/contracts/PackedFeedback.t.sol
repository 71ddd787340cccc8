// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedbackFilter, PackedFeedback, feedbackFilter, packFeedback} from "../../contracts/types/PackedFeedback.sol";
import {Test} from "./support/Test.sol";

contract PackedFeedbackTest is Test {
    function testFuzz_EveryPartComesBack(int128 value, uint8 decimals, uint32 ownerEpoch, uint40 tag1, uint40 tag2)
        public
        pure
    {
        PackedFeedback packed = packFeedback(value, decimals, ownerEpoch, tag1, tag2);
        _expectParts(packed, value, decimals, ownerEpoch, tag1, tag2);
        assertFalse(packed.isRevoked(), "fresh");
        PackedFeedback revoked = packed.revoked();
        _expectParts(revoked, value, decimals, ownerEpoch, tag1, tag2);
        assertTrue(revoked.isRevoked(), "revoked");
        assertTrue(revoked.revoked().isRevoked(), "again");
    }

    function testFuzz_FiltersLookAtWhatTheyName(int128 value, uint8 decimals, uint32 epoch, uint40 tag1, uint40 tag2)
        public
        pure
    {
        PackedFeedback packed = packFeedback(value, decimals, epoch, tag1, tag2);
        uint40 other1 = tag1 ^ 1;
        uint40 other2 = tag2 ^ (1 << 39);
        assertTrue(packed.passes(feedbackFilter(true, other1, true, other2, false)), "any tags");
        assertTrue(packed.passes(feedbackFilter(false, tag1, true, other2, false)), "its first tag");
        assertTrue(packed.passes(feedbackFilter(true, other1, false, tag2, false)), "its second tag");
        assertTrue(packed.passes(feedbackFilter(false, tag1, false, tag2, false)), "both tags");
        assertFalse(packed.passes(feedbackFilter(false, other1, false, tag2, true)), "another first tag");
        assertFalse(packed.passes(feedbackFilter(false, tag1, false, other2, true)), "another second tag");
        FeedbackFilter memory standing = feedbackFilter(false, tag1, false, tag2, false);
        assertFalse(packed.revoked().passes(standing), "revoked");
        assertTrue(packed.revoked().passes(feedbackFilter(false, tag1, false, tag2, true)), "revoked, and wanted");
    }

    function _expectParts(
        PackedFeedback packed,
        int128 value,
        uint8 decimals,
        uint32 ownerEpoch,
        uint40 tag1,
        uint40 tag2
    ) private pure {
        assertEq(bytes32(uint256(int256(packed.value()))), bytes32(uint256(int256(value))), "value");
        assertEq(packed.decimals(), decimals, "decimals");
        assertEq(packed.ownerEpoch(), ownerEpoch, "owner epoch");
        assertEq(packed.tag1(), tag1, "first tag");
        assertEq(packed.tag2(), tag2, "second tag");
    }
}
