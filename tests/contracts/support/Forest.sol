// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Small trees of RFC 6962 shape with the proofs of their leaves, by its recursive definition.
contract Forest {
    bytes32[] private _leaves;

    function plant(bytes32[] memory leaves) external returns (bytes32) {
        delete _leaves;
        for (uint256 i; i < leaves.length; ++i) {
            _leaves.push(leaves[i]);
        }
        return _root(0, leaves.length);
    }

    function proofOf(uint256 index) external view returns (bytes32[] memory proof) {
        bytes32[] memory found = new bytes32[](64);
        uint256 length = _path(found, 0, index, 0, _leaves.length);
        proof = new bytes32[](length);
        for (uint256 i; i < length; ++i) {
            proof[i] = found[i];
        }
    }

    function _path(bytes32[] memory found, uint256 length, uint256 index, uint256 begin, uint256 end)
        private
        view
        returns (uint256)
    {
        if (end - begin == 1) return length;
        uint256 middle = begin + _split(end - begin);
        if (index < middle) {
            length = _path(found, length, index, begin, middle);
            found[length] = _root(middle, end);
        } else {
            length = _path(found, length, index, middle, end);
            found[length] = _root(begin, middle);
        }
        return length + 1;
    }

    function _root(uint256 begin, uint256 end) private view returns (bytes32) {
        if (end - begin == 1) return _leaves[begin];
        uint256 middle = begin + _split(end - begin);
        return sha256(abi.encodePacked(bytes1(0x01), _root(begin, middle), _root(middle, end)));
    }

    /// @dev Largest power of two below n.
    function _split(uint256 n) private pure returns (uint256 k) {
        k = 1;
        while (k * 2 < n) k *= 2;
    }
}
