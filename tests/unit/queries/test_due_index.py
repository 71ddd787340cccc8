"""Deadlines by the index are those that folding all disputes gives, whatever happened and whatever is kept."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from ledger.errors import ConflictError
from ledger.queries import due_index
from ledger.queries.disputes import deadlines
from ledger.queries.dockets import dockets
from ledger.queries.due_index import DueIndex
from ledger.store.court_view import CourtView
from tests.fakes.asked import index, sources_of
from tests.fakes.blocks import CONTRACTS
from tests.fakes.court import FakeCourt

DEPTH = 6


@pytest.fixture
def court(world):
    found = FakeCourt(world)
    found.found()
    return found


@pytest.fixture
def agent(world, court):
    found = world.new_agent({})
    court.bond(found, 10**18)
    return found


def pages(sources) -> list[tuple[int, int]]:
    """Read all pages: (dispute, due) in order."""
    found, cursor = [], None
    while True:
        page = deadlines(sources, cursor=cursor, limit=3).data
        found += [(item.dispute_id, item.deadline.due) for item in page.items]
        if not page.more:
            return found
        cursor = page.next_cursor


def by_folding_all(world, mirror):
    """Return (dispute, due) of what runs, by folding all of it as of the newest block."""
    block = world.chain.head().number
    return [
        (item.dispute_id, item.deadline.due)
        for item in deadlines(sources_of(world, mirror), limit=500, as_of=block).data.items
    ]


def move(world, court, agent, dice, turn):
    match dice.randrange(6):
        case 0 | 1:
            court.open(agent, seq=turn, policy=1 + turn % 2)
        case 2:
            depth = min(dice.randint(1, DEPTH - 1), len(world.chain.chain) - 5)
            if depth > 0:
                world.chain.fork(depth)
                court.forked()
                world.chain.mine(blocks=depth + 1)
        case _:
            with suppress(ConflictError):  # who has joined joins again
                court.move(dice.randrange(100))


@pytest.mark.parametrize("seed", range(6))
def test_the_index_finds_what_folding_all_disputes_finds_in_that_order(world, mirror, court, agent, seed, monkeypatch):
    monkeypatch.setattr(due_index, "_AT_ONCE", 2)
    dice = random.Random(seed)  # noqa: S311 - the same moves in every run
    kept = sources_of(world, mirror)
    for turn in range(40):
        move(world, court, agent, dice, turn)
        if dice.random() < 0.04:
            mirror.connection.call("FLUSHALL")
        if dice.random() < 0.5:
            index(world, mirror, finality_depth=DEPTH)
            wanted = by_folding_all(world, mirror)
            assert pages(kept) == wanted
            assert pages(sources_of(world, mirror, dues=DueIndex())) == wanted
            assert pages(sources_of(world, mirror, dues=DueIndex(1))) == wanted


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_due_before_the_time_at_which_it_stands_in_the_index(world, mirror, court, agent, seed):
    dice = random.Random(seed)  # noqa: S311 - the same moves in every run
    for turn in range(40):
        move(world, court, agent, dice, turn)
        index(world, mirror, finality_depth=DEPTH)
        view = mirror.view(mirror.books())
        first = {}
        for at, number in CourtView(view).due(CONTRACTS["PanelArbitrator"], 0, 1000):
            first.setdefault(number, at)
        due = dict(by_folding_all(world, mirror))
        assert set(due) <= set(first)
        assert all(first[number] <= due[number] for number in due)


def test_what_moves_while_the_index_is_read_is_not_missed(world, mirror, court, agent, monkeypatch):
    monkeypatch.setattr(due_index, "_AT_ONCE", 2)
    for seq in range(6):
        court.open(agent, seq=seq)
    index(world, mirror)
    books = mirror.books()
    view = mirror.view(books)
    sources = sources_of(world, mirror)
    found = sources.dues.running(
        view,
        CONTRACTS["PanelArbitrator"],
        lambda numbers: dockets(sources, mirror.view(books, books.cursor.number), numbers),
    )
    got = [next(found)[1].number for _ in range(2)]
    court.respond(1)
    court.respond(3)
    court.respond(4)
    index(world, mirror)
    got += [docket.number for _, docket in found]
    assert sorted(got) == [1, 2, 3, 4, 5, 6]


def test_only_the_most_urgent_are_folded_and_only_those_that_moved_again(world, mirror, court, agent):
    for seq in range(50):
        court.open(agent, seq=seq)
    index(world, mirror)
    sources = sources_of(world, mirror)
    folded = []

    def first(count):
        folded.clear()

        def fold(numbers):
            folded.extend(numbers)
            return dockets(sources, mirror.view(mirror.books()), numbers)

        found = sources.dues.running(mirror.view(mirror.books()), CONTRACTS["PanelArbitrator"], fold)
        return [next(found)[1].number for _ in range(count)]

    assert first(10) == list(range(1, 11))
    assert len(folded) == 16
    first(10)
    assert folded == []
    court.respond(3)
    index(world, mirror)
    first(10)
    assert set(folded) <= {3, 17}
