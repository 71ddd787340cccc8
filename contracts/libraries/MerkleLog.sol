// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Proofs over SHA-256 Merkle logs
/// @notice Trees of RFC 6962 shape; verification as in RFC 9162, sections 2.1.3.2 and 2.1.4.2. A proof is accepted
/// only at its exact length.
library MerkleLog {
    /// @notice SHA-256 of nothing: the root of the empty tree.
    bytes32 internal constant EMPTY_ROOT = 0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855;

    /// @notice Hash of a leaf.
    /// @param entry Bytes of the log entry.
    function leafHash(bytes memory entry) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(bytes1(0x00), entry));
    }

    /// @notice Hash of an inner node.
    function nodeHash(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(bytes1(0x01), left, right));
    }

    /// @notice The same in a view, without growing memory.
    function joined(bytes32 left, bytes32 right) internal view returns (bytes32) {
        return _node(left, right);
    }

    /// @notice Whether a leaf is in a tree.
    /// @param leaf Hash of the leaf.
    /// @param index Position of the leaf, counted from 0.
    /// @param size Number of leaves of the tree.
    /// @param root Root of the tree.
    /// @param proof Siblings from the leaf upwards.
    function includes(bytes32 leaf, uint64 index, uint64 size, bytes32 root, bytes32[] calldata proof)
        internal
        view
        returns (bool)
    {
        bytes32 found = rootOfPath(leaf, index, size, proof);
        return found != 0 && found == root;
    }

    /// @notice The root that a path leads to from a leaf; zero when the path does not belong to that place.
    /// @param leaf Hash of the leaf.
    /// @param index Position of the leaf, counted from 0.
    /// @param size Number of leaves of the tree.
    /// @param proof Siblings from the leaf upwards.
    /// @dev The RFC's walk in two parts. As long as the place is apart from the last leaf, its bits say on which side the
    /// sibling is; above, on the tree's right border, there is one sibling for each bit that is set, always on the left.
    /// A hash is written where the next level needs it, so what is hashed lies at constants, from 0 on: the free memory
    /// pointer, which the last word overlaps, is put back. A path too short is read beyond its end, and then refused.
    function rootOfPath(bytes32 leaf, uint64 index, uint64 size, bytes32[] calldata proof)
        internal
        view
        returns (bytes32 r)
    {
        if (index >= size) return 0;
        if (size == 1) return proof.length == 0 ? leaf : bytes32(0);
        uint256 place = index;
        uint256 apart;
        unchecked {
            apart = place ^ (size - 1); // `size` is greater than a number
        }
        assembly ("memory-safe") {
            let free := mload(0x40)
            // All bits below the highest one by which the place and the last leaf differ, one bit a level.
            apart := or(apart, shr(1, apart))
            apart := or(apart, shr(2, apart))
            apart := or(apart, shr(4, apart))
            apart := or(apart, shr(8, apart))
            apart := or(apart, shr(16, apart))
            apart := or(apart, shr(32, apart))
            // The place's bits in there, under a bit that stands for the end; the lowest that is left is worth 32.
            let sides := shl(5, or(and(place, apart), add(apart, 1)))
            let cursor := proof.offset
            let here := add(1, and(sides, 32))
            let ok := 1
            mstore8(0, 1)
            mstore(here, leaf)
            for {} gt(sides, 63) {} {
                mstore(sub(34, here), calldataload(cursor))
                sides := shr(1, sides)
                here := add(1, and(sides, 32))
                ok := and(ok, staticcall(gas(), 2, 0, 65, here, 32))
                cursor := add(cursor, 32)
            }
            r := mload(here)
            for { let border := and(place, not(apart)) } border { border := and(border, sub(border, 1)) } {
                mstore(1, calldataload(cursor))
                mstore(33, r)
                ok := and(ok, staticcall(gas(), 2, 0, 65, 33, 32))
                r := mload(33)
                cursor := add(cursor, 32)
            }
            if iszero(and(ok, eq(cursor, add(proof.offset, shl(5, proof.length))))) { r := 0 }
            mstore(0x40, free)
        }
    }

    /// @notice Whether a tree extends an older one.
    /// @dev The empty tree is extended by every tree, with an empty proof; trees of one size must have one root, with
    /// an empty proof; a smaller tree never extends a larger one.
    /// @param oldSize Number of leaves of the older tree.
    /// @param oldRoot Root of the older tree.
    /// @param newSize Number of leaves of the newer tree.
    /// @param newRoot Root of the newer tree.
    /// @param proof Nodes in the order of RFC 9162, section 2.1.4.1.
    function extends(uint64 oldSize, bytes32 oldRoot, uint64 newSize, bytes32 newRoot, bytes32[] calldata proof)
        internal
        view
        returns (bool)
    {
        if (oldSize > newSize) return false;
        if (oldSize == newSize) return proof.length == 0 && oldRoot == newRoot;
        if (oldSize == 0) return proof.length == 0 && oldRoot == EMPTY_ROOT;
        return _walk(oldSize, oldRoot, newSize, newRoot, proof);
    }

    /// @dev RFC 9162 section 2.1.4.2 for 0 < oldSize < newSize. `fn` and `sn` are the RFC's, `was` and `now_` its fr
    /// and sr. The scratch layout is 0x01 || left || right in 65 bytes of free memory, hashed by the SHA-256
    /// precompile. `ok` stays 1 while every precompile call succeeds.
    function _walk(uint256 oldSize, bytes32 oldRoot, uint256 newSize, bytes32 newRoot, bytes32[] calldata proof)
        private
        view
        returns (bool valid)
    {
        assembly ("memory-safe") {
            let scratch := mload(0x40)
            let left := add(scratch, 1)
            let right := add(scratch, 33)
            mstore8(scratch, 1)

            let fn := sub(oldSize, 1)
            let sn := sub(newSize, 1)
            let cursor := proof.offset
            let end := add(cursor, shl(5, proof.length))
            let was := oldRoot
            // A complete older subtree is its own first node; otherwise the proof begins with it.
            let started := 1
            if and(oldSize, fn) {
                started := lt(cursor, end)
                was := calldataload(cursor)
                cursor := add(cursor, 32)
            }
            if started {
                for {} and(fn, 1) {} {
                    fn := shr(1, fn)
                    sn := shr(1, sn)
                }
                let now_ := was
                let ok := 1
                for {} lt(cursor, end) { cursor := add(cursor, 32) } {
                    if iszero(sn) {
                        ok := 0
                        break
                    }
                    switch or(and(fn, 1), eq(fn, sn))
                    case 0 {
                        mstore(left, now_)
                        calldatacopy(right, cursor, 32)
                        ok := and(ok, staticcall(gas(), 2, scratch, 65, 0, 32))
                        now_ := mload(0)
                    }
                    default {
                        calldatacopy(left, cursor, 32)
                        mstore(right, was)
                        ok := and(ok, staticcall(gas(), 2, scratch, 65, 0, 32))
                        was := mload(0)
                        mstore(right, now_)
                        ok := and(ok, staticcall(gas(), 2, scratch, 65, 0, 32))
                        now_ := mload(0)
                        for {} iszero(or(and(fn, 1), iszero(fn))) {} {
                            fn := shr(1, fn)
                            sn := shr(1, sn)
                        }
                    }
                    fn := shr(1, fn)
                    sn := shr(1, sn)
                }
                valid := and(and(ok, iszero(sn)), and(eq(was, oldRoot), eq(now_, newRoot)))
            }
        }
    }

    /// @dev SHA-256(0x01 || left || right) without growing memory.
    function _node(bytes32 left, bytes32 right) private view returns (bytes32 hash) {
        assembly ("memory-safe") {
            let scratch := mload(0x40)
            mstore8(scratch, 1)
            mstore(add(scratch, 1), left)
            mstore(add(scratch, 33), right)
            if iszero(staticcall(gas(), 2, scratch, 65, 0, 32)) { revert(0, 0) }
            hash := mload(0)
        }
    }
}
