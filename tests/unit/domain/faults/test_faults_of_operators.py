"""Operators: one growing tree of entries that agents signed never convicts; anything else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain import tree
from ledger.domain.faults import entries, forked_checkpoints, tiles
from ledger.domain.faults.entries import GRACE, Served
from ledger.domain.faults.finding import FaultKind, key_about
from ledger.domain.faults.forked_checkpoints import LeafFork, Stated
from ledger.domain.hashing import ZERO32, keccak, word
from ledger.domain.statements import Checkpoint, digest
from ledger.errors import InvalidInputError
from tests.fakes.histories import AGENT, CHAIN, KEY, LOG, OPERATOR, STRANGER, WORDS, changed, histories, sign

LEAVES = [keccak(b"leaf%d" % i) for i in range(25)]


def state(leaves, key=OPERATOR, log=LOG):
    checkpoint = Checkpoint(CHAIN, log, len(leaves), tree.root(leaves))
    return Stated(checkpoint, key.sign(digest(checkpoint.hash)))


def path(leaves, index):
    return tree.inclusion_path(tree.levels(leaves), index)


@given(st.integers(1, 25), st.integers(1, 25), st.integers(0, 24), WORDS)
def test_checkpoints_of_one_growing_tree_are_no_fork_and_another_leaf_always_is(m, n, index, other):
    small, large = sorted((m, n))
    index %= small
    a, b = LEAVES[:small], LEAVES[:large]
    same = LeafFork(index, a[index], path(a, index), b[index], path(b, index))
    assert forked_checkpoints.find(state(a), state(b), OPERATOR.address, same) is None
    told = [*a]
    told[index] = other
    fork = LeafFork(index, other, path(told, index), b[index], path(b, index))
    found = forked_checkpoints.find(state(told), state(b), OPERATOR.address, fork)
    assert found is not None
    assert found.fault_key == key_about(LOG, ZERO32, FaultKind.FORKED_CHECKPOINTS)
    anchored = Stated(state(b).checkpoint)
    assert forked_checkpoints.find(state(told), anchored, OPERATOR.address, fork) is not None
    assert forked_checkpoints.find(state(told, STRANGER), anchored, OPERATOR.address, fork) is None
    assert forked_checkpoints.find(state(told), state(b, log=keccak(b"x")), OPERATOR.address, fork) is None
    if small != large:
        assert forked_checkpoints.find(state(told), state(b), OPERATOR.address) is None
        lie = LeafFork(index, keccak(other), fork.path_a, fork.leaf_b, fork.path_b)
        assert forked_checkpoints.find(state(told), state(b), OPERATOR.address, lie) is None


@given(histories(), st.integers(0, 10**6), st.integers(0, 10**7))
def test_an_entry_is_void_exactly_after_the_grace(history, ended_at, anchored_at):
    entry = sign(history.entries[0].segment)
    keys = {KEY.address: Served(AGENT, 0, ended_at)}
    assert entries.forged(LOG, entry, keys) is None
    assert (entries.void(LOG, entry, anchored_at, keys) is None) == (anchored_at <= ended_at + GRACE)
    assert entries.void(LOG, entry, anchored_at, {KEY.address: Served(AGENT, 0)}) is None


@given(histories())
def test_an_entry_that_no_key_of_its_agent_and_epoch_signed_is_forged(history):
    honest = sign(history.entries[0].segment)
    keys = {KEY.address: Served(AGENT, 0, 0)}
    for entry in (
        sign(honest.segment, STRANGER),
        changed(honest, epoch=1),
        changed(honest, agent=keccak(b"another agent")),
        type(honest)(honest.segment, bytes(65)),
    ):
        found = entries.forged(LOG, entry, keys)
        assert found is not None
        assert found.statement_a == entry.leaf
        assert entries.void(LOG, entry, 10**9, keys) is None


@given(st.integers(1, 1100), st.integers(0, 10))
def test_every_tile_of_every_tree_can_be_shown_and_no_other_passes(size, tile):
    leaves = [word(i) for i in range(size)]
    tile %= tiles.tiles_of(size)
    hashes = leaves[tile * tiles.TILE : (tile + 1) * tiles.TILE]
    over, root = tiles.path_over(leaves, tile), tree.root(leaves)
    assert tiles.is_shown(size, root, tile, hashes, over)
    assert not tiles.is_shown(size, root, tile, [*hashes[:-1], keccak(hashes[-1])], over)
    assert not tiles.is_shown(size, root, tile, [*hashes, ZERO32], over)


def test_a_tree_has_no_tile_beyond_its_end():
    with pytest.raises(InvalidInputError, match="no tile 1"):
        tiles.path_over([ZERO32] * 256, 1)


def test_a_hidden_tile_is_one_fault_a_tree():
    assert tiles.hidden(LOG, b"r" * 32, 1).fault_key == tiles.hidden(LOG, b"r" * 32, 2).fault_key
