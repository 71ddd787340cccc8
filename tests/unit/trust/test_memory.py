"""A worker that remembers finds the board that one without a memory finds, bit for bit, whatever happened since."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.reputation import PERIOD_SECONDS
from ledger.errors import InvalidInputError
from ledger.trust import running
from ledger.trust.board import board
from ledger.trust.configuration import DEFENCES
from ledger.trust.memory import Memory
from ledger.trust.ratings import Ruling
from ledger.trust.terms import Terms
from tests.unit.trust.test_board import DIMENSION, account, row
from tests.unit.trust.worlds import LONG_AGO, NOW

AGENTS = 9
OWNERS = {number: account(number + 1) for number in range(AGENTS)}
TERMS = Terms.of([account(1), account(2)], DIMENSION, "", DEFENCES.version)
SAID = st.lists(
    st.tuples(st.integers(1, AGENTS + 3), st.integers(0, AGENTS - 1), st.integers(0, 1000), st.integers(0, 900)),
    max_size=12,
)


@pytest.fixture(autouse=True)
def always_goes_on(monkeypatch):
    """Small histories would else begin from nothing."""
    monkeypatch.setattr(running, "_MANY", 0)


def rows_of(said):
    return [row(rater, ratee, value, time=LONG_AGO + day * 86_400) for rater, ratee, value, day in said]


def ask(memory, rows, as_of=NOW, terms=TERMS, owners=OWNERS, **more):
    """Ask somebody who remembers and somebody who does not; both say the same."""
    found = board(rows, owners, terms, as_of=as_of, memory=memory, **more)
    assert found == board(rows, owners, terms, as_of=as_of, **more)
    return memory.went_on


@settings(max_examples=20)
@given(st.lists(SAID, min_size=2, max_size=4), st.lists(st.integers(0, AGENTS - 1), max_size=2))
def test_block_after_block_the_boards_are_those_from_nothing(batches, ruled):
    memory, rows = Memory(), []
    for number, said in enumerate(batches):
        rows = [*rows, *rows_of(said)]
        went_on = ask(memory, rows, rulings=[Ruling(agent, NOW) for agent in ruled[:number]])
        assert went_on is (number > 0)


def test_whatever_takes_something_back_begins_from_nothing_and_is_right():
    dice = random.Random(5)  # noqa: S311 - the same village every time
    rows = rows_of(
        (dice.randint(1, 12), dice.randrange(AGENTS), dice.choice((0, 900, 1000)), dice.randrange(900))
        for _ in range(80)
    )
    memory = Memory()
    assert not ask(memory, rows)
    assert ask(memory, rows)
    assert not ask(memory, [*rows[:20], *rows[21:]])  # one was taken back
    assert ask(memory, [*rows[:20], *rows[21:], *rows_of([(1, 3, 1000, 900)])])
    assert not ask(memory, rows, owners=OWNERS | {3: account(40)})  # one was sold
    assert not ask(memory, rows, in_order={"bb" * 32})  # an audit voids what was said
    assert not ask(memory, rows, admitted={account(4)})
    assert not ask(memory, rows, terms=Terms.of([account(3)], DIMENSION, "", DEFENCES.version))
    assert not ask(memory, rows[:50])  # a past block
    assert ask(memory, rows, NOW + PERIOD_SECONDS)  # every rating aged
    assert ask(memory, [*rows, *rows_of([(50, 3, 1000, 900)])], NOW + PERIOD_SECONDS)  # somebody new


def test_a_worker_that_failed_forgets():
    memory, rows = Memory(), rows_of([(1, 3, 1000, 5)])
    ask(memory, rows)
    with pytest.raises(InvalidInputError):
        memory.epoch(TERMS, [*memory._heard, memory._heard[0]._replace(value=5000)], [], NOW)
    assert not ask(memory, rows)
