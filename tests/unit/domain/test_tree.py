"""The tree against a second, literal reading of RFC 9162, and its proofs against tampering."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain import tree
from ledger.domain.hashing import sha256
from ledger.errors import InvalidInputError, ProofError

LEAVES = [sha256(bytes([0]) + index.to_bytes(2, "big")) for index in range(300)]
SIZES = st.integers(min_value=1, max_value=len(LEAVES))


def mth(leaves):
    """RFC 9162 §2.1.1, word for word."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:]))


def by_range(begin, end):
    return mth(LEAVES[begin:end])


@given(SIZES)
def test_root_is_the_merkle_tree_hash_of_the_rfc(size):
    assert tree.root(LEAVES[:size]) == mth(LEAVES[:size])


def test_empty_tree_has_the_hash_of_nothing():
    assert tree.root([]) == tree.EMPTY_ROOT == mth([])


@given(st.data())
def test_every_leaf_is_included_and_the_two_ways_to_a_path_agree(data):
    size = data.draw(SIZES)
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion_path(tree.levels(LEAVES[:size]), index)
    assert path == [by_range(*bounds) for bounds in tree.inclusion_ranges(index, size)]
    tree.verify_inclusion(LEAVES[index], index, size, path, mth(LEAVES[:size]))


@given(st.data())
def test_a_path_with_any_change_is_refused(data):
    size = data.draw(st.integers(2, len(LEAVES)))
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion_path(tree.levels(LEAVES[:size]), index)
    expected = mth(LEAVES[:size])
    position = data.draw(st.integers(0, len(path) - 1))
    flipped = [*path[:position], bytes([path[position][0] ^ 1]) + path[position][1:], *path[position + 1 :]]
    for bad in (flipped, path[:-1], [*path, path[0]]):
        with pytest.raises(ProofError):
            tree.verify_inclusion(LEAVES[index], index, size, bad, expected)
    with pytest.raises(ProofError):
        tree.verify_inclusion(LEAVES[index], (index + 1) % size, size, path, expected)


@given(st.data())
def test_consistency_holds_for_every_growth_and_for_no_other_root(data):
    new = data.draw(SIZES)
    old = data.draw(st.integers(0, new))
    proof = [by_range(*bounds) for bounds in tree.consistency_ranges(old, new)]
    old_root, new_root = mth(LEAVES[:old]), mth(LEAVES[:new])
    tree.verify_consistency(old, new, old_root, new_root, proof)
    with pytest.raises(ProofError):
        tree.verify_consistency(old, new, sha256(old_root), new_root, proof)
    with pytest.raises(ProofError):
        tree.verify_consistency(old, new, old_root, new_root, [*proof, old_root])
    if proof:
        with pytest.raises(ProofError):
            tree.verify_consistency(old, new, old_root, sha256(new_root), proof)
        with pytest.raises(ProofError):
            tree.verify_consistency(old, new, old_root, new_root, proof[:-1])


def test_a_log_never_shrinks():
    with pytest.raises(ProofError, match="cannot become"):
        tree.verify_consistency(3, 2, mth(LEAVES[:3]), mth(LEAVES[:2]), [])


def test_equal_sizes_need_equal_roots():
    tree.verify_consistency(2, 2, mth(LEAVES[:2]), mth(LEAVES[:2]), [])
    with pytest.raises(ProofError, match="matching roots"):
        tree.verify_consistency(2, 2, mth(LEAVES[:2]), mth(LEAVES[1:3]), [])
    tree.verify_consistency(0, 0, tree.EMPTY_ROOT, tree.EMPTY_ROOT, [])
    with pytest.raises(ProofError, match="matching roots"):
        tree.verify_consistency(0, 0, tree.EMPTY_ROOT, mth(LEAVES[:2]), [])


@given(SIZES)
def test_frontier_grows_to_the_same_root(size):
    frontier = tree.Frontier()
    for leaf in LEAVES[:size]:
        frontier.append(leaf)
    assert (frontier.size, frontier.root()) == (size, mth(LEAVES[:size]))
    again = tree.Frontier(frontier.size, frontier.peaks)
    again.append(LEAVES[0])
    assert frontier.size == size
    assert again.root() == mth([*LEAVES[:size], LEAVES[0]])


def test_frontier_of_nothing_has_the_empty_root_and_checks_its_peaks():
    assert tree.Frontier().root() == tree.EMPTY_ROOT
    with pytest.raises(InvalidInputError, match="peaks"):
        tree.Frontier(3, [LEAVES[0]])


@given(SIZES, SIZES)
def test_subtree_ranges_tile_the_leaves_in_order(one, other):
    begin, end = sorted((one, other))
    leaves = [index for level, at in tree.subtree_ranges(begin, end) for index in range(at << level, (at + 1) << level)]
    assert leaves == list(range(begin, end))


@pytest.mark.parametrize("call", [lambda: tree.inclusion_ranges(3, 3), lambda: tree.consistency_ranges(4, 3)])
def test_places_outside_the_tree_are_refused(call):
    with pytest.raises(InvalidInputError):
        call()


def test_an_index_outside_the_levels_is_refused():
    with pytest.raises(InvalidInputError):
        tree.inclusion_path(tree.levels(LEAVES[:3]), 3)
    with pytest.raises(ProofError):
        tree.verify_inclusion(LEAVES[0], 3, 3, [], LEAVES[0])


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 9, 31, 33])
def test_paths_written_together_are_those_written_one_by_one(size):
    levels = tree.levels([sha256(bytes([number])) for number in range(size)])
    written = tree.inclusion_paths(levels, bytes.hex, ",")
    assert written == [",".join(node.hex() for node in tree.inclusion_path(levels, at)) for at in range(size)]
