"""A tally that sees every record once says what features of the whole history say, to the bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecaster.features import History
from forecaster.history import AgentHistory, Dispute, Grant, Verdict
from forecaster.tally import Tally
from tests.unit.forecaster.test_features import histories


def blocks_of(history: AgentHistory) -> list[int]:
    return sorted({item.block for name in ("records", "ratings", "grants") for item in getattr(history, name)})


def followed(history: AgentHistory, blocks: list[int], *, cut: bool) -> np.ndarray:
    """Features after each block; with `cut`, nothing later is in what is handed over."""
    tally, rows = Tally(), []
    for block in blocks:
        tally.advance(history.until(block) if cut else history, block)
        rows.append(tally.now())
    return np.array(rows)


@settings(max_examples=15, deadline=None)
@given(histories(), st.data(), st.booleans())
def test_features_followed_block_by_block_are_those_of_the_whole_history(history, data, cut):
    disputes = (Dispute(history.as_of_block // 2, responded=history.as_of_block),)
    verdicts = (Verdict(history.as_of_block, upheld=data.draw(st.booleans())),)
    whole = replace(history, disputes=disputes, verdicts=verdicts)
    every = range(whole.as_of_block + 1)
    blocks = sorted(data.draw(st.sets(st.sampled_from(every), min_size=1)))
    np.testing.assert_array_equal(followed(whole, blocks, cut=cut), History(whole).at(blocks))


def test_simulated_lives_are_followed_to_the_bit(world):
    for ready in world.ready[:5]:
        blocks = blocks_of(ready.history)[::5]
        np.testing.assert_array_equal(followed(ready.history, blocks, cut=False), ready.at(blocks))


def test_a_record_is_marked_once_however_often_blocks_come(world, monkeypatch):
    history, seen = world.histories[0], []
    tally = Tally()
    see = tally._marker.see
    monkeypatch.setattr(tally._marker, "see", lambda action: seen.append(action.record_id) or see(action))
    for block in range(history.records[0].block, history.records[-1].block + 300, 40):
        tally.advance(history, block)
    assert seen == [item.record_id for item in history.records]
    assert tally.acts == history.acts


@pytest.mark.parametrize(
    "change",
    [
        lambda h: replace(h, records=h.records[1:]),
        lambda h: replace(h, records=tuple(replace(item, mandate="9" * 64) for item in h.records)),
        lambda h: replace(h, ratings=h.ratings[1:]),
        lambda h: replace(h, grants=(Grant(0, "9" * 64, 5, 1), *h.grants)),
    ],
)
def test_a_past_that_changed_is_noticed_and_a_longer_one_is_not(world, change):
    whole = next(item for item in world.histories if item.ratings and item.grants)
    tally, half = Tally(), whole.records[len(whole.records) // 2].block
    early = whole.until(max(half, whole.ratings[0].block))
    tally.advance(early, early.as_of_block)
    tally.keep(early)
    assert tally.continues(replace(whole, owner="another"))
    assert not tally.continues(change(whole))
