"""Knowing what an agent saw names the cause of a harmful act more often, and never by believing a false context."""

from __future__ import annotations

from random import Random

import pytest

from bench import attribution
from bench.options import Options
from ledger.sdk.payload import commit


def figures():
    return attribution.run(Options(quick=True, seed=1, say=lambda _: None))


def test_attribution_with_what_was_seen_beats_outputs_alone_by_a_printed_margin():
    found = figures()
    for in_view in ("3", "6"):
        low, high = found["by_in_view"][in_view]["margin_95"]
        assert 0 < low < found["by_in_view"][in_view]["margin"] < high
    assert found["margin"] > 0.1
    assert found["margin"] == pytest.approx(found["with_context"] - found["outputs_only"])


def test_where_everything_was_in_view_it_helps_nothing_against_the_same_rule():
    rng = Random(1)  # noqa: S311 - planted, not secret
    for copies in range(attribution.MOST_COPIES + 1):
        case = attribution.plant(rng, attribution.DOCUMENTS, copies)
        named = attribution.by_context(case, case.seen, case.shown)
        assert named == attribution.by_outputs(case, attribution.rarest)


def test_a_context_that_was_not_committed_to_is_believed_nothing():
    assert figures()["false_contexts_believed"] == 0
    case = attribution.plant(Random(2), 3, 1)  # noqa: S311 - planted, not secret
    other = tuple(number for number in range(attribution.DOCUMENTS) if number not in case.seen)
    made = commit("ctx", attribution.context_of(case.documents, other))
    assert attribution.by_context(case, other, made) == attribution.by_outputs(case, attribution.rarest)
    assert attribution.in_context(case, case.seen, case.shown)
