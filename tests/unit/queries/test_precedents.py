"""Precedents: the earlier rulings most alike by rule and behaviour, and rulings on like facts that differ."""

from __future__ import annotations

import pytest

from ledger.domain.dispute import FaultClass
from ledger.domain.record import record_id
from ledger.errors import NotFoundError
from ledger.queries.precedents import SHOWN, precedents
from ledger.store.court_view import CourtView
from tests.fakes.asked import sources_of
from tests.fakes.court import FakeCourt
from tests.unit.queries.test_case_bundles import shown_by_receipt

UPHOLD, DISMISS = (1, 1, 1), (2, 2, 2)


class Docks:
    """A court whose disputes are each about a record with a tool of its own."""

    def __init__(self, world, mirror, catch_up):
        self.world, self.mirror, self.catch_up = world, mirror, catch_up
        self.court = FakeCourt(world)
        self.court.found()
        self.log = world.new_log()
        self.agent = world.new_agent({0: bytes(32), 1: self.log})
        self.court.bond(self.agent, 10**18)
        self.shown = {}

    def dispute(self, tool, votes=None, fault=FaultClass.HARM):
        """Dispute a new record; let the panel rule, if it is to."""
        segment = self.agent.segment(1, tool=tool, op="execute_tool")
        self.world.logs[self.log].append(segment)
        self.world.anchor(self.log)
        data, seq = segment.records[0], segment.entry.segment.first_seq
        number = self.court.open(self.agent, fault_class=fault, seq=seq, record=record_id(data))
        self.shown[number] = shown_by_receipt(self.agent, record_id(data), seq)
        if votes is not None:
            self.court.respond(number)
            self.court.judge(number, *votes)
            self.court.finalize(number)
        return number

    def sources(self):
        self.catch_up()
        view = CourtView(self.mirror.view(self.mirror.books()))
        histories = view.histories(list(self.shown))
        by_tx = {history[0].row.tx: self.shown[number] for number, history in zip(self.shown, histories, strict=True)}
        return sources_of(self.world, self.mirror, sent=lambda tx: by_tx[tx](tx))


@pytest.fixture
def docks(world, mirror, catch_up):
    return Docks(world, mirror, catch_up)


def test_the_most_alike_come_first_and_say_what_they_share(docks):
    pays = [docks.dispute("pay", UPHOLD) for _ in range(3)]
    mails = [docks.dispute("mail", DISMISS) for _ in range(4)]
    other = docks.dispute("pay", UPHOLD, fault=FaultClass.DECEPTION)
    new = docks.dispute("pay")
    found = precedents(docks.sources(), new).data
    assert len(found.items) == SHOWN
    assert [item.dispute_id for item in found.items[:3]] == pays[::-1]
    assert {item.dispute_id for item in found.items[3:]} <= set(mails)
    assert other not in {item.dispute_id for item in found.items}
    first = found.items[0]
    assert {"fault_class", "policy", "tool", "op"} <= {one.feature for one in first.shared}
    assert (first.ruling, first.on_merits, first.like_facts) == ("upheld", True, True)
    assert "tool" not in {one.feature for one in found.items[3].shared}
    assert first.likeness > found.items[3].likeness
    assert (found.looked_at, found.of) == (7, 7)
    assert found.inconsistencies == []


def test_rulings_on_like_facts_that_differ_are_reported(docks):
    upheld, dismissed = docks.dispute("pay", UPHOLD), docks.dispute("pay", DISMISS)
    docks.dispute("mail", DISMISS)
    new = docks.dispute("pay")
    found = precedents(docks.sources(), new).data
    (told,) = found.inconsistencies
    assert (told.upheld, told.dismissed) == ([upheld], [dismissed])
    assert not any(item.inconsistent for item in found.items)  # the new one is not ruled on
    late = precedents(docks.sources(), dismissed).data
    assert [item.dispute_id for item in late.items if item.inconsistent] == [upheld]


def test_facts_of_which_no_behaviour_is_known_are_never_called_alike(docks):
    docks.dispute("pay", UPHOLD)
    docks.dispute("pay", DISMISS)
    new = docks.dispute("pay")
    docks.sources()
    found = precedents(sources_of(docks.world, docks.mirror), new).data
    assert found.inconsistencies == []
    assert [item.like_facts for item in found.items] == [False, False]


def test_precedents_are_as_of_any_block_and_of_earlier_disputes_alone(docks):
    first = docks.dispute("pay")
    block = len(docks.world.chain.chain) - 1
    docks.dispute("pay", UPHOLD)
    sources = docks.sources()
    assert precedents(sources, first).data.items == []
    assert precedents(sources, first, as_of=block).data.of == 0
    with pytest.raises(NotFoundError):
        precedents(sources, 99)
