"""Clocks that jump: nothing is signed that the log would not take, nothing is lost, and the remedy is named."""

from __future__ import annotations

import time

import pytest

from ledger.errors import UnavailableError
from tests.unit.logserver import scene

DAY_MS = 86_400_000


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def test_a_clock_that_is_a_day_ahead_signs_nothing_until_it_is_set(make_ledger, client, log):
    ahead = [DAY_MS]
    ledger = make_ledger(to=client, bound=True, clock=lambda: now_ms() + ahead[0])
    ledger.write("chat")
    with pytest.raises(UnavailableError, match="ahead of the log server's") as caught:
        ledger.flush(1)
    assert "set the clock" in caught.value.hint
    assert list(ledger._spool.streams()[0][0].headers()) == []
    ahead[0] = 0
    ledger.flush(20)
    assert log.registry.head((scene.AGENT.key, 0, 1))[0] == 1


def test_a_clock_that_jumps_ahead_after_the_greeting_waits_for_its_time_and_forks_nothing(make_ledger, client, log):
    ahead = [0]
    ledger = make_ledger(to=client, bound=True, clock=lambda: now_ms() + ahead[0])
    ledger.write("chat")
    ledger.flush(20)
    ahead[0] = DAY_MS
    ledger.write("chat")
    with pytest.raises(UnavailableError):
        ledger.flush(1)
    assert log.registry.head((scene.AGENT.key, 0, 1))[0] == 1
    log._reception._wall = lambda: time.time() + 86_400  # the time has come
    ahead[0] = 0
    ledger.write("chat")
    ledger.flush(20)
    assert log.registry.head((scene.AGENT.key, 0, 1))[0] == 3
    assert log.conflicts.count == 0


def test_a_clock_that_jumps_back_changes_no_order(make_ledger, client, log):
    back = [0]
    ledger = make_ledger(to=client, bound=True, clock=lambda: now_ms() - back[0])
    for _ in range(3):
        ledger.write("chat")
        ledger.flush(20)
        back[0] += DAY_MS
    assert log.registry.head((scene.AGENT.key, 0, 1))[0] == 3
    assert ledger.state().acknowledged == 3
