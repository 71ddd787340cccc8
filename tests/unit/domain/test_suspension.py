"""For how long evidence suspends, by the numbers that `Standing.sol` uses."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.suspension import suspended_until

DAY = 24 * 3600


@pytest.mark.parametrize(
    ("added", "seconds"),
    [(1, 60), (1_000, 60_000), (8_000, 480_000), (10_079, 604_740), (10_080, 7 * DAY), (10_081, 7 * DAY)],
)
def test_evidence_against_suspends_for_a_minute_a_milli_unit_and_seven_days_at_most(added, seconds):
    assert suspended_until(5, ZERO32, 1, added) == 5 + seconds


@pytest.mark.parametrize(("context", "dimension", "added"), [(ZERO32, 1, 0), (keccak(b"a task"), 1, 1), (ZERO32, 2, 1)])
def test_nothing_else_suspends(context, dimension, added):
    assert suspended_until(5, context, dimension, added) is None
