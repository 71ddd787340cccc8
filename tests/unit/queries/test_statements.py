"""A statement is handed on only if it holds under the key that the log registered, and is about the right record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.domain import tree
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import log_id
from ledger.errors import NotFoundError, UnavailableError
from ledger.interop.statements import Place, check_statement, make_statement
from ledger.queries.statements import record_statement
from tests.fakes.blocks import CONTRACTS
from tests.fakes.log_source import FakeLog
from tests.fakes.world import CHAIN_ID, account

KEY, STRANGER = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (3, 4))
ORIGIN = "signing/log"
LOG = log_id(CHAIN_ID, CONTRACTS["ActionLog"], ORIGIN)


class Signing(FakeLog):
    """A log in memory that signs statements: of what it is told, with the key that it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.key, self.origin, self.says = KEY, ORIGIN, None

    def statement(self, leaf: int, position: int) -> bytes:
        self._reach(leaf)
        leaf, position = self.says or (leaf, position)
        _, segment = next(self.segments(leaf, leaf + 1))
        size = len(self.leaves)
        place = Place(leaf, size, self.inclusion_path(leaf, size), position)
        return make_statement(self.key, self.origin, LOG, segment, place, at=1)


@pytest.fixture
def log(world, catch_up):
    """A log of two segments by one agent, anchored and in the mirror; with it, the records' ids."""
    named = {"logId": LOG, "operator": account("log"), "origin": ORIGIN, "url": "http://signing.test"}
    world.logs[LOG] = found = Signing()
    world.chain.mine(("ActionLog", "LogRegistered", {**named, "checkpointKey": KEY.public_key().public_bytes_raw()}))
    agent = world.new_agent({1: LOG})
    first = agent.sign([agent.record(0), agent.record(1)], 0, ZERO32)
    second = agent.sign([agent.record(2)], 2, first.entry.segment.header)
    found.append(first, second)
    world.anchor(LOG)
    catch_up()
    assert found.root(2) == tree.root([first.entry.leaf, second.entry.leaf])
    return found, [identity.hex() for segment in (first, second) for identity in segment.record_ids()]


def test_each_record_has_its_statement(sources, log):
    _, records = log
    for record in records:
        found = check_statement(record_statement(sources, record, as_of=None), KEY.public_key().public_bytes_raw())
        assert found.record_id == record


@pytest.mark.parametrize(
    "lie",
    [
        lambda log: setattr(log, "key", STRANGER),
        lambda log: setattr(log, "origin", "other/log"),
        lambda log: setattr(log, "says", (1, 0)),
        lambda log: setattr(log, "says", (0, 1)),
        lambda log: setattr(log, "down", True),
    ],
)
def test_a_statement_that_does_not_hold_is_not_handed_on(sources, log, lie):
    found, records = log
    lie(found)
    with pytest.raises(UnavailableError) as refused:
        record_statement(sources, records[0], as_of=None)
    assert refused.value.code in ("no_statement", "log_down")


def test_a_log_that_signs_nothing_is_named(sources, log):
    _, records = log
    mute = replace(sources, open_log=lambda *_: FakeLog())
    with pytest.raises(UnavailableError, match="signs no statements"):
        record_statement(mute, records[0], as_of=None)


def test_what_no_log_holds_has_no_statement(sources, log):
    with pytest.raises(NotFoundError):
        record_statement(sources, "00" * 32, as_of=None)
