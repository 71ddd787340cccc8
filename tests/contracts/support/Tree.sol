// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleLog} from "../../../contracts/libraries/MerkleLog.sol";

/// @notice The recursive definitions of RFC 9162, sections 2.1.1, 2.1.3.1 and 2.1.4.1, over leaves that are hashes of
/// their own numbers: a second, independent way to what MerkleLog verifies.
library Tree {
    /// @notice Hash of leaf number `i`.
    function leaf(uint256 i) internal pure returns (bytes32) {
        return MerkleLog.leafHash(abi.encode(i));
    }

    /// @notice Root over leaves [from, to).
    function root(uint256 from, uint256 to) internal pure returns (bytes32) {
        if (from == to) return MerkleLog.EMPTY_ROOT;
        if (to - from == 1) return leaf(from);
        uint256 k = split(to - from);
        return MerkleLog.nodeHash(root(from, from + k), root(from + k, to));
    }

    /// @notice Consistency proof from the first m to the first n leaves, 0 < m <= n.
    function consistency(uint256 m, uint256 n) internal pure returns (bytes32[] memory) {
        return _subproof(m, 0, n, true);
    }

    /// @notice The same over the leaves from number `from` on: the proof of another history.
    function consistencyFrom(uint256 from, uint256 m, uint256 n) internal pure returns (bytes32[] memory) {
        return _subproof(m, from, from + n, true);
    }

    /// @notice Inclusion proof of leaf `index` among the first n leaves.
    function inclusion(uint256 index, uint256 n) internal pure returns (bytes32[] memory) {
        return _path(index, 0, n);
    }

    /// @notice Largest power of two below n, n > 1.
    function split(uint256 n) internal pure returns (uint256 k) {
        k = 1;
        while (k * 2 < n) k *= 2;
    }

    function _subproof(uint256 m, uint256 from, uint256 to, bool whole) private pure returns (bytes32[] memory) {
        uint256 n = to - from;
        if (m == n) return whole ? new bytes32[](0) : _append(new bytes32[](0), root(from, to));
        uint256 k = split(n);
        if (m <= k) return _append(_subproof(m, from, from + k, whole), root(from + k, to));
        return _append(_subproof(m - k, from + k, to, false), root(from, from + k));
    }

    function _path(uint256 index, uint256 from, uint256 to) private pure returns (bytes32[] memory) {
        if (to - from == 1) return new bytes32[](0);
        uint256 k = split(to - from);
        if (index < k) return _append(_path(index, from, from + k), root(from + k, to));
        return _append(_path(index - k, from + k, to), root(from, from + k));
    }

    function _append(bytes32[] memory list, bytes32 last) private pure returns (bytes32[] memory longer) {
        longer = new bytes32[](list.length + 1);
        for (uint256 i; i < list.length; ++i) {
            longer[i] = list[i];
        }
        longer[list.length] = last;
    }
}
