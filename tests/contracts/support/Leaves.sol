// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleLog} from "../../../contracts/libraries/MerkleLog.sol";
import {Tree} from "./Tree.sol";

/// @notice The recursive definitions of RFC 9162, sections 2.1.1, 2.1.3.1 and 2.1.4.1, over leaves that are given.
library Leaves {
    function root(bytes32[] memory leaves) internal pure returns (bytes32) {
        return leaves.length == 0 ? MerkleLog.EMPTY_ROOT : range(leaves, 0, leaves.length);
    }

    function range(bytes32[] memory leaves, uint256 from, uint256 to) internal pure returns (bytes32) {
        if (to - from == 1) return leaves[from];
        uint256 k = Tree.split(to - from);
        return MerkleLog.nodeHash(range(leaves, from, from + k), range(leaves, from + k, to));
    }

    /// @notice Inclusion proof of leaf `index` among the first n leaves.
    function path(bytes32[] memory leaves, uint256 index, uint256 n) internal pure returns (bytes32[] memory) {
        return _path(leaves, index, 0, n);
    }

    /// @notice Consistency proof from the first m to the first n leaves, 0 < m < n.
    function consistency(bytes32[] memory leaves, uint256 m, uint256 n) internal pure returns (bytes32[] memory) {
        return _subproof(leaves, m, 0, n, true);
    }

    /// @notice The first n of them.
    function first(bytes32[] memory leaves, uint256 n) internal pure returns (bytes32[] memory some) {
        some = new bytes32[](n);
        for (uint256 i; i < n; ++i) {
            some[i] = leaves[i];
        }
    }

    function _path(bytes32[] memory leaves, uint256 index, uint256 from, uint256 to)
        private
        pure
        returns (bytes32[] memory)
    {
        if (to - from == 1) return new bytes32[](0);
        uint256 k = Tree.split(to - from);
        if (index < k) return _append(_path(leaves, index, from, from + k), range(leaves, from + k, to));
        return _append(_path(leaves, index - k, from + k, to), range(leaves, from, from + k));
    }

    function _subproof(bytes32[] memory leaves, uint256 m, uint256 from, uint256 to, bool whole)
        private
        pure
        returns (bytes32[] memory)
    {
        uint256 n = to - from;
        if (m == n) return whole ? new bytes32[](0) : _append(new bytes32[](0), range(leaves, from, to));
        uint256 k = Tree.split(n);
        if (m <= k) return _append(_subproof(leaves, m, from, from + k, whole), range(leaves, from + k, to));
        return _append(_subproof(leaves, m - k, from + k, to, false), range(leaves, from, from + k));
    }

    function _append(bytes32[] memory list, bytes32 last) private pure returns (bytes32[] memory longer) {
        longer = new bytes32[](list.length + 1);
        for (uint256 i; i < list.length; ++i) {
            longer[i] = list[i];
        }
        longer[list.length] = last;
    }
}
