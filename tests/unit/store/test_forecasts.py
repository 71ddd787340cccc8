"""Forecasters' statements: whole runs, written once, beside the mirror and never part of its digest."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import pytest

from ledger.errors import ConflictError, StaleMirrorError
from ledger.store.forecasts import ForecastRow, Forecasts, ModelRow, ReasonRow, RunRow, inputs_digest

ONE, TWO = b"\x01" * 32, b"\x02" * 32
MODEL = ModelRow("s/1", "f/1", "Blend", "platt", 30, 0.1, 0.04, 0.5, 0, "made up", "advice")
REASON = ReasonRow("open_intents", "acts were begun and never ended", 0.5, 0.1, 0.2, (b"\x07" * 32,))
QUIET = ForecastRow(20, 0.1, 0.2, "", None, None, True, b"q" * 32)  # noqa: FBT003 - rows are positional
FIRING = ForecastRow(20, 0.9, 0.8, "firing", 7, 7, True, b"f" * 32, (REASON,))  # noqa: FBT003
SHORT = ForecastRow(2, None, None, "", None, None, False, b"s" * 32)  # noqa: FBT003
ROWS = {0: QUIET, 3: FIRING, 10: SHORT}


def run_at(block: int, rows=ROWS, *, branch: int = 0, stated: int = 100) -> RunRow:
    digest = inputs_digest(rows)
    return RunRow(block, bytes([branch]) + block.to_bytes(31, "big"), 5, digest, len(rows), stated, 1_700_000_000)


@pytest.fixture
def store(mirror):
    return Forecasts(mirror.connection, mirror.space)


def test_what_was_written_is_read_back_whole(store):
    assert store.write(ONE, MODEL, run_at(9), ROWS)
    run = store.newest(50)
    assert (run.digest, run.model, run.row) == (ONE, MODEL, run_at(9))
    assert store.of(run, [10, 3, 4, 0]) == [SHORT, FIRING, None, QUIET]
    assert store.alerted(run) == {"pending": [], "firing": [3], "resolved": []}


def test_nothing_is_there_before_the_first_run(store):
    assert store.newest(99) is None
    store.write(ONE, MODEL, run_at(9), ROWS)
    assert store.newest(8) is None
    assert store.run(TWO, 9) is None
    assert store.run(ONE, 8) is None


def test_the_same_statement_twice_is_one_and_keeps_when_it_was_first_made(store):
    store.write(ONE, MODEL, run_at(9, stated=9), ROWS)
    assert not store.write(ONE, MODEL, run_at(9, stated=70), ROWS)
    assert store.newest(9).row.stated_block == 9


def test_other_inputs_or_another_block_of_that_number_replace_the_statement_whole(store):
    store.write(ONE, MODEL, run_at(9), ROWS)
    fewer = {0: msgspec.structs.replace(QUIET, inputs=b"z" * 32)}
    assert store.write(ONE, MODEL, run_at(9, fewer, stated=80), fewer)
    run = store.newest(9)
    assert store.of(run, [0, 3]) == [fewer[0], None]
    assert (run.row.stated_block, run.row.agents) == (80, 1)
    assert store.write(ONE, MODEL, run_at(9, fewer, branch=1), fewer)
    assert store.newest(9).row.hash[0] == 1


def test_the_newest_block_speaks_and_of_one_block_who_wrote_last(store):
    store.write(ONE, MODEL, run_at(9), ROWS)
    store.write(TWO, MODEL, run_at(9), ROWS)
    assert store.newest(9).digest == TWO
    store.write(ONE, MODEL, run_at(9, branch=1), ROWS)
    assert store.newest(9).digest == ONE
    store.write(TWO, MODEL, run_at(4), ROWS)
    assert (store.newest(9).digest, store.newest(8).digest) == (ONE, TWO)


def test_a_run_that_was_replaced_while_it_was_read_is_not_half_read(store):
    store.write(ONE, MODEL, run_at(9), ROWS)
    run = store.newest(9)
    store.write(ONE, MODEL, run_at(9, branch=1), ROWS)
    with pytest.raises(StaleMirrorError, match="replaced"):
        store.of(run, [0])
    with pytest.raises(StaleMirrorError, match="replaced"):
        store.alerted(run)


@dataclass
class Racing:
    """A connection on which somebody else always writes first."""

    inner: object

    def call(self, *command):
        return self.inner.call(*command)

    def script(self, name, key, args):
        return self.inner.script(name, key, [*args[:6], b"something else", *args[7:]])


def test_a_writer_that_is_always_too_late_changes_nothing_and_says_so(mirror):
    with pytest.raises(ConflictError, match="keep writing"):
        Forecasts(Racing(mirror.connection), mirror.space).write(ONE, MODEL, run_at(9), ROWS)
    assert Forecasts(mirror.connection, mirror.space).newest(9) is None


def test_statements_are_no_part_of_the_digest_and_outlive_a_generation(store, mirror):
    before = mirror.digest()[0]
    store.write(ONE, MODEL, run_at(9), ROWS)
    assert mirror.digest()[0] == before
    mirror.drop(0)
    assert store.newest(9) is not None


def test_the_newest_run_that_was_stated_before_a_block_is_found_behind_any_number_of_later_ones(store):
    assert store.newest_stated_before(50) is None
    store.write(ONE, MODEL, run_at(4, stated=5), ROWS)
    for block in range(10, 45):
        store.write(TWO, MODEL, run_at(block, stated=60), ROWS)
    assert store.newest_stated_before(50).row.block == 4
    assert store.newest_stated_before(5) is None
    assert store.newest_stated_before(61).row.block == 44
