"""A promise against what is held."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.omission import GRACE_SECONDS, Held, Omission, due, judge
from tests.unit.domain.test_signed_receipt import PLAIN

BY = 10_000
LAST = BY + GRACE_SECONDS
RECEIPT = replace(PLAIN, anchor_by=BY)
OTHER = bytes([7]) * 32


@pytest.mark.parametrize(
    ("held", "now", "found"),
    [
        (None, LAST, None),
        (None, LAST + 1, Omission("hidden", LAST)),
        (Held(RECEIPT.record_hash, LAST), LAST + 99, None),
        (Held(RECEIPT.record_hash, LAST + 1), LAST + 99, Omission("late", LAST)),
        (Held(OTHER, 50), 60, Omission("contradicted", 50)),
        (Held(OTHER, LAST + 50), LAST + 60, Omission("contradicted", LAST)),
    ],
)
def test_what_is_held_decides(held, now, found):
    assert due(RECEIPT) == LAST
    assert judge(RECEIPT, 5, held, now) == found


def test_nothing_is_known_before_the_receipt_is_shown():
    assert judge(RECEIPT, LAST + 500, None, LAST + 500) == Omission("hidden", LAST + 500)
    assert judge(RECEIPT, 70, Held(OTHER, 50), 80) == Omission("contradicted", 70)


@given(st.integers(0, 30_000), st.integers(0, 30_000), st.sampled_from([RECEIPT.record_hash, OTHER]))
def test_since_when_it_is_known_never_changes_whatever_comes(shown, came, record):
    """As time passes a record may come, the promised one or another: what was listed stays at its place."""
    seen = []
    for now in range(shown, 40_000, 500):
        found = judge(RECEIPT, shown, Held(record, came) if came <= now else None, now)
        if found is not None:
            assert found.since <= now
            seen.append(found.since)
    assert len(set(seen)) <= 1
