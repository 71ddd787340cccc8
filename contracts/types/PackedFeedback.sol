// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice One feedback in one word: value (int128), decimals (8 bits), whether it is revoked (8), owner epoch (32) and
/// the numbers of both tags (40 each), from the lowest bits up. Packed by hand, so that a read over many costs little
/// more than their slots.
type PackedFeedback is uint256;

/// @notice What a read looks for: feedback passes when its bits under `mask` are those of `wanted`.
struct FeedbackFilter {
    uint256 mask;
    uint256 wanted;
}

using {value, decimals, isRevoked, ownerEpoch, tag1, tag2, revoked, passes} for PackedFeedback global;

uint256 constant REVOKED = 1 << 136;
uint256 constant TAG = type(uint40).max;

/// @notice Feedback that is not revoked.
function packFeedback(int128 value_, uint8 decimals_, uint32 ownerEpoch_, uint40 tag1_, uint40 tag2_)
    pure
    returns (PackedFeedback)
{
    return PackedFeedback.wrap(
        uint256(uint128(value_)) | uint256(decimals_) << 128 | uint256(ownerEpoch_) << 144 | uint256(tag1_) << 176
            | uint256(tag2_) << 216
    );
}

/// @notice A filter for tags by their numbers; `any` lets every tag pass.
function feedbackFilter(bool any1, uint40 tag1_, bool any2, uint40 tag2_, bool includeRevoked)
    pure
    returns (FeedbackFilter memory filter)
{
    if (!includeRevoked) filter.mask = REVOKED;
    if (!any1) (filter.mask, filter.wanted) = (filter.mask | TAG << 176, uint256(tag1_) << 176);
    if (!any2) (filter.mask, filter.wanted) = (filter.mask | TAG << 216, filter.wanted | uint256(tag2_) << 216);
}

function value(PackedFeedback self) pure returns (int128) {
    return int128(uint128(PackedFeedback.unwrap(self)));
}

function decimals(PackedFeedback self) pure returns (uint8) {
    return uint8(PackedFeedback.unwrap(self) >> 128);
}

function isRevoked(PackedFeedback self) pure returns (bool) {
    return PackedFeedback.unwrap(self) & REVOKED != 0;
}

function ownerEpoch(PackedFeedback self) pure returns (uint32) {
    return uint32(PackedFeedback.unwrap(self) >> 144);
}

function tag1(PackedFeedback self) pure returns (uint40) {
    return uint40(PackedFeedback.unwrap(self) >> 176);
}

function tag2(PackedFeedback self) pure returns (uint40) {
    return uint40(PackedFeedback.unwrap(self) >> 216);
}

function revoked(PackedFeedback self) pure returns (PackedFeedback) {
    return PackedFeedback.wrap(PackedFeedback.unwrap(self) | REVOKED);
}

function passes(PackedFeedback self, FeedbackFilter memory filter) pure returns (bool) {
    return PackedFeedback.unwrap(self) & filter.mask == filter.wanted;
}
