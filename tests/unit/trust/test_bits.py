"""An epoch is made of bits: on any machine, and however edges are dealt out, these."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pytest

from ledger.trust import columns, cores, edges, graph, voices
from ledger.trust.epoch import epoch
from ledger.trust.ratings import Rating, Ruling, ratings_of
from tests.unit.trust.worlds import DAY, NOW

AGENTS, COUNT = 500, 6000
DIGEST = "39cd0e6c2a99fe07a845309b8cea533faa3b536ab43ba3b40111ddbe18bee485"


def number(seed, most):
    """A number below `most` by Knuth's multiplicative hashing: no library's dice."""
    return (seed * 2_654_435_761 % (1 << 32)) * most >> 32


def digest():
    rows = [
        Rating(
            number(5 * n, AGENTS),
            number(5 * n + 1, AGENTS),
            number(5 * n + 2, 2001) - 1000,
            NOW - (COUNT - n) * DAY // 4,
        )
        for n in range(1, COUNT)
    ]
    found = epoch(ratings_of(rows, AGENTS), range(10), NOW, [Ruling(7, NOW), Ruling(7, NOW - DAY)])
    scores = found.scores
    columns = (
        found.credibility,
        found.weight,
        scores.ppb,
        scores.positive,
        scores.settled,
        scores.unsettled,
        scores.ruled,
    )
    parts = (*columns, scores.low, scores.high, scores.voices)
    return sha256(b"".join(part.astype("<i8").tobytes() for part in parts)).hexdigest()


def test_an_epoch_is_these_bits():
    assert digest() == DIGEST


@pytest.mark.parametrize(("rows", "count"), [(1, 1), (7, 3), (1 << 20, 3)])
def test_however_edges_are_dealt_out_and_on_how_many_cores(monkeypatch, rows, count):
    for module in (cores, columns, edges, voices):
        monkeypatch.setattr(module, "BLOCK", rows)
    monkeypatch.setattr(cores, "cores", lambda: count)
    assert digest() == DIGEST


def test_more_agents_than_a_word_holds_are_sorted_the_long_way():
    few, many = 12, 1 << 27
    rows = [Rating(2, 3, 500, NOW - DAY), Rating(3, 2, 500, NOW), Rating(2, 3, -500, NOW), Rating(0, 2, 900, NOW)]
    left, right = (graph.standing_of(ratings_of(rows, agents)) for agents in (few, many))
    assert all(np.array_equal(one, other) for one, other in zip(left, right, strict=True))
