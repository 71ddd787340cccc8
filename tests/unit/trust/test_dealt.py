"""An epoch dealt out over shares, parts and machines is the epoch of one machine, bit for bit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger.trust.dealt import OneHand, dealt_epoch, share_of
from ledger.trust.epoch import epoch
from ledger.trust.ratings import Ruling, ratings_of
from tests.unit.trust.test_running import same
from tests.unit.trust.worlds import AGENTS, ANCHORS, NOW, histories

RULED = [Ruling(3, NOW), Ruling(3, NOW)]


def dealt(hands, ratings, shares, parts, anchors=ANCHORS):
    dealt_out = [hands.submit(share_of, ratings, number, shares) for number in range(shares)]
    return dealt_epoch(hands, dealt_out, ratings.agents, anchors, NOW, RULED, parts=parts)


@given(histories(), st.integers(1, 5), st.integers(1, AGENTS))
def test_however_many_shares_and_parts(rows, shares, parts):
    ratings = ratings_of(rows, AGENTS)
    same(dealt(OneHand(), ratings, shares, parts), epoch(ratings, ANCHORS, NOW, RULED))


@given(histories(), st.integers(1, 5))
def test_every_rating_is_in_one_share_with_its_pair(rows, shares):
    ratings = ratings_of(rows, AGENTS)
    found = [share_of(ratings, number, shares) for number in range(shares)]
    assert sum(map(len, found)) == len(ratings)
    pairs = [{frozenset(pair) for pair in zip(one.rater.tolist(), one.ratee.tolist(), strict=True)} for one in found]
    assert sum(map(len, pairs)) == len(set().union(*pairs))
