// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Decay of evidence by whole periods
/// @notice Evidence halves every H periods: H = 13 for positives, 26 for negatives. The factor for 2^j periods is
/// F[j] = floor(2^64 * 2^(-(2^j)/H)), j = 0..11, exactly: F[j] is the integer H-th root, rounded down, of
/// 2^(64H - 2^j), and 0 where 2^j > 64H. `k` periods apply the factors of the set bits of min(k, 4095), smallest first;
/// positives round down at each step and negatives up, so that rounding never favours the agent.
/// @dev Four factors of 64 bits a word, F[0] in the lowest bits of the first word.
library DecayMath {
    /// @dev Beyond these a factor of 0 is among those that apply, so nothing is left.
    uint256 private constant POSITIVE_PERIODS = 1023;
    uint256 private constant NEGATIVE_PERIODS = 2047;

    uint256 private constant POSITIVE_0 = 0xa71b01df1ac2cf4cced4b3a9a8ce9e30e61b18edda45a128f2b5353e28e2eafb;
    uint256 private constant POSITIVE_4 = 0x004733b73866b899087029325b59ec052e7a3f7f5f2a83956d143f4a79fd5033;
    uint256 private constant POSITIVE_8 = 0x000000000000000000000000000000000000000001882ef2000013cdba13cc95;
    uint256 private constant NEGATIVE_0 = 0xced4b3a9a8ce9e30e61b18edda45a128f2b5353e28e2eafbf943ed17bfad8c5a;
    uint256 private constant NEGATIVE_4 = 0x087029325b59ec052e7a3f7f5f2a83956d143f4a79fd5033a71b01df1ac2cf4c;
    uint256 private constant NEGATIVE_8 = 0x00000000000000000000000001882ef2000013cdba13cc95004733b73866b899;

    /// @notice What is left of positive evidence, rounded down at each step.
    /// @param value Milli-units of evidence.
    /// @param periods Whole periods passed; more than 4095 count as 4095.
    function decayPositive(uint80 value, uint256 periods) internal pure returns (uint80) {
        if (value == 0 || periods > POSITIVE_PERIODS) return 0;
        uint256 left = _applied(value, periods & 15, POSITIVE_0, 0);
        left = _applied(left, periods >> 4 & 15, POSITIVE_4, 0);
        return uint80(_applied(left, periods >> 8, POSITIVE_8, 0));
    }

    /// @notice What is left of negative evidence, rounded up at each step.
    /// @param value Milli-units of evidence.
    /// @param periods Whole periods passed; more than 4095 count as 4095.
    function decayNegative(uint80 value, uint256 periods) internal pure returns (uint80) {
        if (value == 0 || periods > NEGATIVE_PERIODS) return 0;
        uint256 left = _applied(value, periods & 15, NEGATIVE_0, type(uint64).max);
        left = _applied(left, periods >> 4 & 15, NEGATIVE_4, type(uint64).max);
        return uint80(_applied(left, periods >> 8, NEGATIVE_8, type(uint64).max));
    }

    /// @dev Applies the factors of a word whose bits are set. Values of 80 bits and factors of 64 cannot overflow.
    function _applied(uint256 left, uint256 bits, uint256 word, uint256 bias) private pure returns (uint256) {
        unchecked {
            while (bits != 0) {
                if (bits & 1 == 1) left = (left * (word & type(uint64).max) + bias) >> 64;
                bits >>= 1;
                word >>= 64;
            }
        }
        return left;
    }
}
