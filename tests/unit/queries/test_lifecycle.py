"""An agent is folded from its rows by the rules of the contracts."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.verify import GRACE_SECONDS
from ledger.errors import StaleMirrorError
from ledger.queries.lifecycle import fold
from ledger.store import rows
from ledger.store.rows import Placed

TX = bytes(32)
LIFE = (
    rows.Minted(10, TX, "A"),
    rows.UriUpdated(10, TX, "u"),
    rows.MetadataSet(10, TX, "k", b"v"),
    rows.EpochOpened(20, TX, 0, "A", 0),
    rows.KeyRegistered(20, TX, 0, "K"),
    rows.StreamRegistered(20, TX, 0, 0, ZERO32),
    rows.StreamRegistered(20, TX, 0, 1, bytes([1] * 32)),
)


def folded(*life):
    return fold(7, [Placed(number, 0, row) for number, row in enumerate((*LIFE, *life), 1)])


def test_nothing_is_no_agent():
    assert fold(7, []) is None


def test_transfer_ends_the_running_epoch_at_its_own_time():
    agent = folded(rows.Transferred(50, TX, "B"))
    assert (agent.owner.owner, agent.owner.owner_epoch, agent.owner.accepted) == ("B", 1, False)
    assert (agent.epochs[0].closed.time, agent.epochs[0].ended_by) == (50, "transfer")
    agent = folded(rows.Transferred(50, TX, "B"), rows.Accepted(60, TX, "B", 1), rows.EpochOpened(61, TX, 1, "B", 1))
    assert agent.owner.accepted
    assert agent.epochs[0].closed.time == 50


@pytest.mark.parametrize(
    ("cause", "by"), [(ZERO32, "owner"), (bytes([5] * 32), "fault"), (keccak(b"ombud/unbonded"), "unbonding")]
)
def test_closed_epoch_says_by_what(cause, by):
    agent = folded(rows.StreamClosed(40, TX, 0, 1, 9, bytes([2] * 32)), rows.EpochClosed(40, TX, 0, cause))
    assert (agent.epochs[0].ended_by, agent.epochs[0].cause) == (by, cause)
    assert agent.stream(0, 1).closing == (9, bytes([2] * 32))


@pytest.mark.parametrize("end", [rows.KeyRevoked(50, TX, 0, "K"), rows.EpochClosed(50, TX, 0, ZERO32)])
def test_key_may_state_until_the_grace_after_its_end(end):
    agent = folded(end)
    assert agent.key_state("K", 0, 50 + GRACE_SECONDS) == ""
    assert agent.key_state("K", 0, 51 + GRACE_SECONDS) == "too_late"


def test_stranger_and_other_epoch_may_not():
    agent = folded()
    assert agent.key_state("L", 0, 30) == "unknown_key"
    assert agent.key_state("K", 1, 30) == "unknown_key"
    assert agent.stream(3, 0) is None
    assert agent.homes() == [bytes([1] * 32)]
    assert agent.direct_streams() == [(0, 0)]


def test_row_about_what_is_not_there_is_a_damaged_mirror():
    with pytest.raises(StaleMirrorError):
        folded(rows.KeyRevoked(50, TX, 3, "K"))
    with pytest.raises(StaleMirrorError):
        fold(7, [Placed(1, 0, rows.UriUpdated(1, TX, "u"))])
