"""What is kept of running disputes between questions answers as folding all of them does, whatever happened."""

from __future__ import annotations

import random

import pytest

from ledger.queries.disputes import deadlines
from ledger.queries.due_index import DueIndex
from tests.fakes.asked import index, sources_of
from tests.fakes.court import FakeCourt

DEPTH = 6


def pages(sources) -> list[tuple[int, int]]:
    """Read all pages: (dispute, due) in order."""
    found, cursor = [], None
    while True:
        page = deadlines(sources, cursor=cursor, limit=3).data
        found += [(item.dispute_id, item.deadline.due) for item in page.items]
        if not page.more:
            return found
        cursor = page.next_cursor


@pytest.mark.parametrize("seed", range(4))
def test_kept_and_fresh_answers_are_one(world, mirror, seed):
    dice = random.Random(seed)  # noqa: S311 - the same moves in every run
    court = FakeCourt(world)
    court.found()
    agent = world.new_agent({})
    court.bond(agent, 10**18)
    kept = sources_of(world, mirror)
    for turn in range(25):
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
                court.move(dice.randrange(100))
        if dice.random() < 0.1:
            mirror.connection.call("FLUSHALL")
        if dice.random() < 0.6:
            index(world, mirror, finality_depth=DEPTH)
            fresh = sources_of(world, mirror, dues=DueIndex())
            assert deadlines(kept, limit=500) == deadlines(fresh, limit=500)
            assert pages(kept) == pages(fresh)


def test_only_disputes_that_moved_are_folded_again(world, mirror):
    court = FakeCourt(world)
    court.found()
    agent = world.new_agent({})
    court.bond(agent, 10**18)
    for seq in range(5):
        court.open(agent, seq=seq)
    index(world, mirror)
    sources = sources_of(world, mirror)
    deadlines(sources)
    court.respond(3)
    index(world, mirror)
    folded = []

    def fold(numbers):
        folded.extend(numbers)
        return []

    sources.dues.running(mirror.view(mirror.books()), fold, lambda _docket: None)
    assert folded == [3]
