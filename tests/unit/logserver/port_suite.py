"""What every key directory and every anchor port must do: the fakes and the chain's own pass the same suite."""

from __future__ import annotations

from typing import Protocol

import pytest

from ledger.domain import tree
from ledger.domain.hashing import ZERO32, sha256
from ledger.domain.ids import Address, AgentKey, LogId
from ledger.domain.signing import SessionKey
from ledger.errors import ChainRevertError
from ledger.logserver.ports import AnchorPort, KeyDirectory

LEAVES = [sha256(bytes([number])) for number in range(20)]


class Registered(Protocol):
    """A world with one agent: a key of its epoch 0, stream 1 at home in `log`, and a way to end the epoch."""

    directory: KeyDirectory
    agent: AgentKey
    key: Address
    log: LogId

    def next_epoch(self, head: bytes) -> Address:
        """Close epoch 0 with stream 1 at `head`, open epoch 1 with a new key; returns the key."""


class KeyDirectorySuite:
    """Give it a fixture `world`."""

    def test_a_registered_key_is_known_with_its_agent_and_epoch(self, world: Registered) -> None:
        info = world.directory.lookup(world.key)
        assert (info.agent, info.epoch, info.may_state) == (world.agent, 0, True)

    def test_an_unknown_key_is_none(self, world: Registered) -> None:
        stranger = SessionKey(bytes([77]) * 32).address
        assert world.directory.lookup(stranger) is None
        assert world.directory.stream(stranger, 1) is None

    def test_a_stream_has_its_home_and_begins_at_zero(self, world: Registered) -> None:
        stream = world.directory.stream(world.key, 1)
        assert (stream.home_log, stream.opening_head) == (world.log, ZERO32)
        assert world.directory.stream(world.key, 9) is None

    def test_the_next_epoch_begins_at_the_closing_head(self, world: Registered) -> None:
        head = bytes([6]) * 32
        key = world.next_epoch(head)
        assert world.directory.lookup(key).epoch == 1
        assert world.directory.stream(key, 1).opening_head == head


class AnchorSuite:
    """Give it a fixture `port`, new for each test."""

    def test_a_new_log_is_anchored_at_nothing(self, port: AnchorPort) -> None:
        assert port.anchored() == (0, tree.EMPTY_ROOT)

    def test_anchors_follow_each_other_with_their_proofs(self, port: AnchorPort) -> None:
        before = 0
        for size in (1, 2, 7, 8, 20):
            port.anchor(size, tree.root(LEAVES[:size]), proof_between(before, size))
            assert port.anchored() == (size, tree.root(LEAVES[:size]))
            before = size

    def test_an_anchor_without_its_proof_is_refused_and_changes_nothing(self, port: AnchorPort) -> None:
        port.anchor(3, tree.root(LEAVES[:3]), [])
        for size, root, proof in (
            (7, tree.root(LEAVES[:7]), []),
            (7, tree.root(LEAVES[1:8]), proof_between(3, 7)),
            (2, tree.root(LEAVES[:2]), []),
        ):
            with pytest.raises(ChainRevertError):
                port.anchor(size, root, proof)
        assert port.anchored() == (3, tree.root(LEAVES[:3]))


def proof_between(old: int, new: int) -> list[bytes]:
    return [tree.root(LEAVES[begin:end]) for begin, end in tree.consistency_ranges(old, new)]
