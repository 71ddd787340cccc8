// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleLog} from "../../contracts/libraries/MerkleLog.sol";
import {Test} from "./support/Test.sol";
import {Tree} from "./support/Tree.sol";

contract MerkleLogTest is Test {
    uint256 private constant SMALL = 33;

    function extendsFrom(uint64 m, bytes32 oldRoot, uint64 n, bytes32 newRoot, bytes32[] calldata proof)
        external
        view
        returns (bool)
    {
        return MerkleLog.extends(m, oldRoot, n, newRoot, proof);
    }

    function includesIn(bytes32 leaf, uint64 index, uint64 size, bytes32 root, bytes32[] calldata proof)
        external
        view
        returns (bool)
    {
        return MerkleLog.includes(leaf, index, size, root, proof);
    }

    function test_extends_AcceptsAnyTreeAfterTheEmptyOne() public view {
        assertTrue(this.extendsFrom(0, MerkleLog.EMPTY_ROOT, 5, Tree.root(0, 5), _none()), "from nothing");
        assertTrue(this.extendsFrom(0, MerkleLog.EMPTY_ROOT, 0, MerkleLog.EMPTY_ROOT, _none()), "nothing again");
        assertEq(MerkleLog.EMPTY_ROOT, sha256(""), "root of nothing");
    }

    function test_extends_RefusesAnotherRootOfNothing() public view {
        assertFalse(this.extendsFrom(0, bytes32(uint256(1)), 5, Tree.root(0, 5), _none()), "other old root");
    }

    function test_extends_RefusesNodesAfterTheEmptyTree() public view {
        assertFalse(this.extendsFrom(0, MerkleLog.EMPTY_ROOT, 5, Tree.root(0, 5), _one(Tree.leaf(0))), "extra node");
    }

    function test_extends_AcceptsTheSameTree() public view {
        assertTrue(this.extendsFrom(7, Tree.root(0, 7), 7, Tree.root(0, 7), _none()), "same tree");
    }

    function test_extends_RefusesAnotherTreeOfTheSameSize() public view {
        assertFalse(this.extendsFrom(7, Tree.root(0, 7), 7, Tree.root(1, 8), _none()), "fork at one size");
        assertFalse(this.extendsFrom(7, Tree.root(0, 7), 7, Tree.root(0, 7), _one(Tree.root(0, 7))), "extra node");
    }

    function test_extends_RefusesASmallerTree() public view {
        for (uint64 m = 1; m <= 9; ++m) {
            for (uint64 n; n < m; ++n) {
                bytes32[] memory proof = n == 0 ? _none() : Tree.consistency(n, m);
                assertFalse(this.extendsFrom(m, Tree.root(0, m), n, Tree.root(0, n), proof), "shrinks");
            }
        }
    }

    function test_extends_AcceptsEverySmallPair() public view {
        bytes32[] memory roots = new bytes32[](SMALL + 1);
        for (uint256 n; n <= SMALL; ++n) {
            roots[n] = Tree.root(0, n);
        }
        for (uint64 n = 1; n <= SMALL; ++n) {
            for (uint64 m = 1; m <= n; ++m) {
                assertTrue(
                    this.extendsFrom(m, roots[m], n, roots[n], Tree.consistency(m, n)), "proof of a small pair"
                );
            }
        }
    }

    function testFuzz_extends_AcceptsLargerTrees(uint256 m, uint256 n) public view {
        n = bound(n, 2, 320);
        m = bound(m, 1, n);
        assertTrue(
            this.extendsFrom(uint64(m), Tree.root(0, m), uint64(n), Tree.root(0, n), Tree.consistency(m, n)),
            "proof of a larger pair"
        );
    }

    function testFuzz_extends_RefusesChangedProofs(uint256 m, uint256 n, uint256 place, uint256 change) public view {
        n = bound(n, 3, 120);
        m = bound(m, 1, n - 1);
        change = bound(change, 1, type(uint256).max);
        bytes32[] memory proof = Tree.consistency(m, n);
        (bytes32 oldRoot, bytes32 newRoot) = (Tree.root(0, m), Tree.root(0, n));
        place = place % proof.length;

        bytes32 kept = proof[place];
        proof[place] = bytes32(uint256(kept) ^ change);
        assertFalse(this.extendsFrom(uint64(m), oldRoot, uint64(n), newRoot, proof), "changed node");
        proof[place] = kept;
        assertFalse(this.extendsFrom(uint64(m), oldRoot, uint64(n), newRoot, _without(proof, place)), "missing node");
        assertFalse(this.extendsFrom(uint64(m), oldRoot, uint64(n), newRoot, _with(proof, place, kept)), "added node");
        assertFalse(
            this.extendsFrom(uint64(m), bytes32(uint256(oldRoot) ^ change), uint64(n), newRoot, proof),
            "changed older root"
        );
        assertFalse(
            this.extendsFrom(uint64(m), oldRoot, uint64(n), bytes32(uint256(newRoot) ^ change), proof),
            "changed newer root"
        );
        if (proof.length > 1) {
            uint256 other = (place + 1) % proof.length;
            (proof[place], proof[other]) = (proof[other], proof[place]);
            assertFalse(this.extendsFrom(uint64(m), oldRoot, uint64(n), newRoot, proof), "swapped nodes");
        }
    }

    /// @dev Neighbouring sizes can share a proof shape; the old root must still tell them apart.
    function testFuzz_extends_RefusesProofsOfOtherSizes(uint256 m, uint256 n, uint256 other) public view {
        n = bound(n, 3, 120);
        m = bound(m, 1, n - 1);
        other = bound(other, 1, n - 1);
        vm.assume(other != m);
        assertFalse(
            this.extendsFrom(uint64(other), Tree.root(0, m), uint64(n), Tree.root(0, n), Tree.consistency(m, n))
                && this.extendsFrom(
                    uint64(other), Tree.root(0, other), uint64(n), Tree.root(0, n), Tree.consistency(m, n)
                ),
            "proof of another pair"
        );
    }

    function testFuzz_extends_TakesAnySizes(uint64 m, uint64 n, bytes32 oldRoot, bytes32 newRoot, bytes32[] memory proof)
        public
        view
    {
        bool accepted = this.extendsFrom(m, oldRoot, n, newRoot, proof);
        bool trivial = proof.length == 0 && ((m == n && oldRoot == newRoot) || (m == 0 && oldRoot == sha256("")));
        assertEq(accepted, m <= n && trivial, "random proofs only hold where nothing is to prove");
    }

    function test_extends_HoldsAtTheEndOfUint64() public view {
        uint64 last = type(uint64).max;
        // Of 2^63 leaves, the right half appears: one node joins two subtrees of 2^63 - k leaves.
        bytes32 old = Tree.leaf(1);
        bytes32 added = Tree.leaf(2);
        assertTrue(
            this.extendsFrom(1 << 63, old, (1 << 63) + 1, MerkleLog.nodeHash(old, added), _one(added)),
            "a leaf after 2^63"
        );
        assertFalse(this.extendsFrom(last - 1, old, last, MerkleLog.nodeHash(old, added), _one(added)), "too short");
        assertFalse(this.extendsFrom(last, old, last - 1, old, _none()), "shrinks");
    }

    function test_includes_RefusesAnIndexBeyondTheSize() public view {
        assertFalse(this.includesIn(Tree.leaf(0), 1, 1, Tree.leaf(0), _none()), "index is size");
        assertFalse(this.includesIn(MerkleLog.EMPTY_ROOT, 0, 0, MerkleLog.EMPTY_ROOT, _none()), "empty tree");
        assertFalse(
            this.includesIn(Tree.leaf(0), type(uint64).max, type(uint64).max, Tree.leaf(0), _none()), "largest"
        );
    }

    function test_includes_AcceptsEverySmallLeaf() public view {
        for (uint64 n = 1; n <= SMALL; ++n) {
            bytes32 root = Tree.root(0, n);
            for (uint64 i; i < n; ++i) {
                assertTrue(this.includesIn(Tree.leaf(i), i, n, root, Tree.inclusion(i, n)), "leaf of a small tree");
            }
        }
    }

    function testFuzz_includes_AcceptsLeavesOfLargerTrees(uint256 index, uint256 n) public view {
        n = bound(n, 1, 320);
        index = index % n;
        assertTrue(
            this.includesIn(Tree.leaf(index), uint64(index), uint64(n), Tree.root(0, n), Tree.inclusion(index, n)),
            "leaf of a larger tree"
        );
    }

    function testFuzz_includes_RefusesChangedProofs(uint256 index, uint256 n, uint256 place, uint256 change)
        public
        view
    {
        n = bound(n, 2, 120);
        index = index % n;
        change = bound(change, 1, type(uint256).max);
        bytes32[] memory proof = Tree.inclusion(index, n);
        bytes32 root = Tree.root(0, n);
        bytes32 leaf = Tree.leaf(index);
        (uint64 i, uint64 size) = (uint64(index), uint64(n));
        place = place % proof.length;

        assertFalse(this.includesIn(leaf, i, size, root, _without(proof, place)), "missing node");
        assertFalse(this.includesIn(leaf, i, size, root, _with(proof, place, proof[place])), "added node");
        assertFalse(this.includesIn(leaf, i, size, bytes32(uint256(root) ^ change), proof), "changed root");
        assertFalse(this.includesIn(bytes32(uint256(leaf) ^ change), i, size, root, proof), "changed leaf");
        assertFalse(this.includesIn(leaf, uint64((index + 1) % n), size, root, proof), "other index");
        proof[place] = bytes32(uint256(proof[place]) ^ change);
        assertFalse(this.includesIn(leaf, i, size, root, proof), "changed node");
    }

    /// @dev An entry that spells out two hashes is tagged as a leaf, so it cannot pass for the node above them.
    /// @dev Whatever is shown, at the length that the place asks for, one off, or any: the root of RFC 9162, or none.
    function testFuzz_rootOfPath_IsThatOfTheRfc(bytes32 leaf, uint64 index, uint64 size, uint8 bits, uint8 other)
        public
        view
    {
        (index, size) = (index >> (bits % 64), size >> (bits % 64));
        if (bits > 127 && size != 0) index %= size;
        uint256 exact = _rfcLength(index, size);
        uint256 length = other < 200 ? exact : other < 225 ? exact + 1 : other < 250 && exact != 0 ? exact - 1 : other - 200;
        bytes32[] memory proof = new bytes32[](length);
        for (uint256 i; i < length; ++i) {
            proof[i] = keccak256(abi.encode(leaf, i));
        }
        assertEq(this.rootOf(leaf, index, size, proof), _rfcRoot(leaf, index, size, proof), "as the RFC walks");
    }

    function test_rootOfPath_IsThatOfTheRfcAtEveryHeight() public view {
        bytes32[] memory proof = _one("sibling");
        assertEq(this.rootOf("leaf", 0, 1, proof), 0, "a tree of one has no siblings");
        for (uint256 height = 1; height < 64; ++height) {
            proof = new bytes32[](height);
            uint64 size = uint64(1 << height);
            assertEq(this.rootOf("leaf", 0, size, proof), _rfcRoot("leaf", 0, size, proof), "first");
            assertEq(this.rootOf("leaf", size - 1, size, proof), _rfcRoot("leaf", size - 1, size, proof), "last");
            assertTrue(this.rootOf("leaf", 0, size, proof) != 0, "of that length");
        }
    }

    function rootOf(bytes32 leaf, uint64 index, uint64 size, bytes32[] calldata proof)
        external
        view
        returns (bytes32 root)
    {
        bytes memory before = abi.encodePacked(leaf, index);
        root = MerkleLog.rootOfPath(leaf, index, size, proof);
        bytes memory later = abi.encodePacked(root);
        assertEq(keccak256(before), keccak256(abi.encodePacked(leaf, index)), "memory before is kept");
        assertEq(keccak256(later), keccak256(abi.encodePacked(root)), "memory after is free");
    }

    function test_includes_RefusesALeafShownAsANode() public view {
        bytes memory entry = abi.encodePacked(Tree.leaf(0), Tree.leaf(1));
        assertFalse(this.includesIn(MerkleLog.leafHash(entry), 0, 1, Tree.root(0, 2), _none()), "leaf as node");
        assertTrue(MerkleLog.leafHash(entry) != MerkleLog.nodeHash(Tree.leaf(0), Tree.leaf(1)), "tags differ");
    }

    function _none() private pure returns (bytes32[] memory) {
        return new bytes32[](0);
    }

    function _one(bytes32 node) private pure returns (bytes32[] memory proof) {
        proof = new bytes32[](1);
        proof[0] = node;
    }

    function _without(bytes32[] memory proof, uint256 place) private pure returns (bytes32[] memory shorter) {
        shorter = new bytes32[](proof.length - 1);
        for (uint256 i; i < shorter.length; ++i) {
            shorter[i] = proof[i < place ? i : i + 1];
        }
    }

    function _with(bytes32[] memory proof, uint256 place, bytes32 node) private pure returns (bytes32[] memory longer) {
        longer = new bytes32[](proof.length + 1);
        for (uint256 i; i < longer.length; ++i) {
            longer[i] = i == place ? node : proof[i < place ? i : i - 1];
        }
    }

    /// @dev RFC 9162, section 2.1.3.2, to the letter.
    function _rfcRoot(bytes32 leaf, uint64 index, uint64 size, bytes32[] memory proof) private pure returns (bytes32 r) {
        if (index >= size) return 0;
        (uint256 fn, uint256 sn) = (index, size - 1);
        r = leaf;
        for (uint256 i; i < proof.length; ++i) {
            if (sn == 0) return 0;
            if (fn & 1 == 1 || fn == sn) {
                r = MerkleLog.nodeHash(proof[i], r);
                while (fn & 1 == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            } else {
                r = MerkleLog.nodeHash(r, proof[i]);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        if (sn != 0) return 0;
    }

    /// @dev How many siblings that walk takes.
    function _rfcLength(uint64 index, uint64 size) private pure returns (uint256 length) {
        if (index >= size) return 0;
        (uint256 fn, uint256 sn) = (index, size - 1);
        while (sn != 0) {
            if (fn & 1 == 1 || fn == sn) {
                while (fn & 1 == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
            ++length;
        }
    }
}
