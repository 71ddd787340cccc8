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
    /// @dev `fn`, `sn` and `r` are the RFC's; scratch and `ok` are those of `_walk`.
    function rootOfPath(bytes32 leaf, uint64 index, uint64 size, bytes32[] calldata proof)
        internal
        view
        returns (bytes32 r)
    {
        if (index >= size) return 0;
        uint256 fn = index;
        uint256 sn = size - 1;
        assembly ("memory-safe") {
            let scratch := mload(0x40)
            let left := add(scratch, 1)
            let right := add(scratch, 33)
            mstore8(scratch, 1)
            let ok := 1
            let cursor := proof.offset
            let end := add(cursor, shl(5, proof.length))
            r := leaf
            for {} lt(cursor, end) { cursor := add(cursor, 32) } {
                if iszero(sn) {
                    ok := 0
                    break
                }
                switch or(and(fn, 1), eq(fn, sn))
                case 0 {
                    mstore(left, r)
                    calldatacopy(right, cursor, 32)
                }
                default {
                    calldatacopy(left, cursor, 32)
                    mstore(right, r)
                    for {} iszero(or(and(fn, 1), iszero(fn))) {} {
                        fn := shr(1, fn)
                        sn := shr(1, sn)
                    }
                }
                ok := and(ok, staticcall(gas(), 2, scratch, 65, 0, 32))
                r := mload(0)
                fn := shr(1, fn)
                sn := shr(1, sn)
            }
            if or(iszero(ok), sn) { r := 0 }
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
