"""An epoch from the previous one is the epoch from nothing, bit for bit."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.trust import listening, running
from ledger.trust.epoch import epoch
from ledger.trust.ratings import Rating, Ruling, ratings_of
from ledger.trust.running import Running
from tests.unit.trust.worlds import AGENTS, ANCHORS, DAY, LONG_AGO, NOW, histories, village

AGENT = st.integers(0, AGENTS - 1)
NEW = st.lists(st.builds(Rating, AGENT, AGENT, st.integers(-1000, 1000), st.just(NOW)), max_size=8)


@pytest.fixture(autouse=True)
def always_goes_on(monkeypatch):
    """Small histories would else begin from nothing."""
    monkeypatch.setattr(running, "_MANY", 0)


def same(left, right):
    assert np.array_equal(left.credibility, right.credibility)
    assert np.array_equal(left.weight, right.weight)
    for field in dataclasses.fields(left.scores):
        assert np.array_equal(getattr(left.scores, field.name), getattr(right.scores, field.name)), field.name


@settings(max_examples=40)  # each compares up to four epochs
@given(histories(), st.lists(NEW, max_size=4), st.booleans(), st.sampled_from([1, 4, 10**9]))
def test_whatever_comes_bit_by_bit_ends_as_if_it_had_come_at_once(rows, batches, owned, few):
    owner = np.arange(AGENTS) // 2 if owned else None
    one = Running(ANCHORS)
    one.take(ratings_of(rows, AGENTS, owner), NOW)
    before, listening._FEW = listening._FEW, few  # how much is heard anew changes no bit either
    try:
        for batch in batches:
            rows = [*rows, *batch]
            left = one.take(ratings_of(batch, AGENTS, owner), NOW, [Ruling(3, NOW)])
            same(left, epoch(ratings_of(rows, AGENTS, owner), ANCHORS, NOW, [Ruling(3, NOW)]))
    finally:
        listening._FEW = before


def test_agents_may_join_and_periods_pass():
    rows, agents = village(), 60
    one = Running(ANCHORS)
    one.take(ratings_of(rows, agents), NOW)
    for week, grown in enumerate((61, 64, 65, 200)):  # past a power of two, too
        now = NOW + (week // 2) * 7 * DAY
        batch = [Rating(0, grown - 1, 900, LONG_AGO), Rating(grown - 1, 5, -1000, now), Rating(5, 0, 400, now)]
        rows = [*rows, *batch]
        same(one.take(ratings_of(batch, grown), now), epoch(ratings_of(rows, grown), ANCHORS, now))


def test_an_agent_that_changes_hands_is_heard_as_its_new_owners():
    rows = village()
    owner = np.arange(60)
    sold = np.where(owner == 7, 30, owner)
    one = Running(ANCHORS)
    one.take(ratings_of(rows, 60, owner), NOW)
    batch = [Rating(3, 40, 700, NOW)]
    same(one.take(ratings_of(batch, 60, sold), NOW), epoch(ratings_of([*rows, *batch], 60, sold), ANCHORS, NOW))


def test_batches_are_joined_and_nothing_is_lost(monkeypatch):
    monkeypatch.setattr(running, "_PARTS", 3)
    rows = village()
    one = Running(ANCHORS)
    one.take(ratings_of(rows, 60), NOW)
    for n in range(7):
        rows = [*rows, Rating(n % 4, 20, 1000 - 300 * n, NOW)]
        found = one.take(ratings_of(rows[-1:], 60), NOW)
    same(found, epoch(ratings_of(rows, 60), ANCHORS, NOW))
