"""The public report: each period once, each agent clamped, no more epsilon than there is."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from ledger.access.reads import PERIOD_S, ReadBook
from ledger.access.report import CLAMP, Report
from ledger.errors import ConflictError, SetupError


class Clock:
    def __init__(self):
        self.now = 700 * PERIOD_S

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def book(tmp_path, clock):
    return ReadBook(tmp_path, clock)


def read(book, *agents):
    book.write("key:1", "r", "t", ground="g", agents=agents)


def report_of(book, folder, clock, seed=1):
    return Report(book, folder, clock, random.Random(seed).randrange)  # noqa: S311 - dice of a test


def test_a_period_is_reported_once_it_is_over_and_never_anew(book, tmp_path, clock):
    read(book, 1)
    assert report_of(book, tmp_path, clock).periods() == []
    clock.now += PERIOD_S
    (first,) = report_of(book, tmp_path, clock).periods()
    for seed in range(5):
        assert report_of(book, tmp_path, clock, seed).periods() == [first]
    assert (first.begin, first.end, first.epsilon, first.clamp) == (700 * PERIOD_S, clock.now, 1.0, CLAMP)


def test_a_silent_period_is_reported_like_any_other(book, tmp_path, clock):
    read(book, 1)
    clock.now += 3 * PERIOD_S
    found = report_of(book, tmp_path, clock).periods()
    assert [one.begin // PERIOD_S for one in found] == [700, 701, 702]
    assert len({one.reads for one in found}) > 1


def test_one_agent_changes_the_sum_by_the_clamp_at_most(book, tmp_path, clock):
    report = report_of(book, tmp_path, clock)
    for _ in range(3 * CLAMP):
        read(book, 1)
    assert report._sums() == {700: CLAMP}
    read(book, 1, 2)
    read(book)
    assert report._sums() == {700: CLAMP + 2}


def test_no_more_is_spent_than_there_is(book, tmp_path, clock):
    report = report_of(book, tmp_path, clock)
    report._release(1, 10, Fraction(1, 2))
    report._release(1, 10, Fraction(1, 2))
    with pytest.raises(ConflictError, match="budget"):
        report._release(1, 10, Fraction(1, 100))
    report._release(2, 10, Fraction(1))


def test_a_damaged_report_is_not_made_anew(book, tmp_path, clock):
    read(book, 1)
    clock.now += PERIOD_S
    report_of(book, tmp_path, clock).periods()
    (tmp_path / "report.json").write_text("{")
    with pytest.raises(SetupError, match="damaged"):
        report_of(book, tmp_path, clock, 2).periods()
