"""What must hold of scores whatever is said: laws, not examples."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import InvalidInputError
from ledger.trust.configuration import DEFENCES, MASS, WEIGHT
from ledger.trust.epoch import epoch
from ledger.trust.ratings import Rating, Ratings, Ruling, ratings_of
from tests.unit.trust.worlds import AGENTS, ANCHORS, DAY, LONG_AGO, NOW, found, histories, village

AGENT = st.integers(2, AGENTS - 1)


def same(left, right, at=slice(None), to=slice(None)):
    for field in dataclasses.fields(left.scores):
        assert np.array_equal(getattr(left.scores, field.name)[at], getattr(right.scores, field.name)[to]), field.name
    assert np.array_equal(left.credibility[at], right.credibility[to])


@given(histories())
def test_a_replay_gives_the_same_bits(rows):
    same(found(rows), found(list(rows)))


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_within_a_block_changes_nothing(rows, dice):
    last = {(row.rater, row.ratee): row for row in rows}
    block = [row._replace(time=LONG_AGO) for row in last.values()]
    mixed = list(block)
    dice.shuffle(mixed)
    same(found(block), found(mixed))


@given(histories(), st.permutations(range(AGENTS)))
def test_names_mean_nothing(rows, names):
    renamed = [row._replace(rater=names[row.rater], ratee=names[row.ratee]) for row in rows]
    left = found(rows)
    right = found(renamed, anchors=[names[one] for one in ANCHORS])
    same(left, right, to=np.array(names))


@given(histories(), AGENT, st.integers(1, 1000))
def test_an_accusation_by_an_anchor_never_lifts_the_accused(rows, agent, value):
    kept = [row for row in rows if (row.rater, row.ratee) != (0, agent) and row.ratee not in ANCHORS]
    kept = [row for row in kept if row.rater in ANCHORS]  # one step deep: the accused's own word changes nobody's
    worse = [*kept, Rating(0, agent, -value, LONG_AGO + 901 * DAY)]
    assert found(worse).scores.ppb[agent] <= found(kept).scores.ppb[agent]


@given(histories(), AGENT, st.integers(1, 1000))
def test_praise_by_an_anchor_never_lowers_the_praised(rows, agent, value):
    kept = [row for row in rows if row.rater in ANCHORS and row.ratee not in ANCHORS and row.ratee != agent]
    better = [*kept, Rating(0, agent, value, LONG_AGO)]
    assert found(better).scores.ppb[agent] >= found(kept).scores.ppb[agent]


@given(histories(), AGENT, st.integers(0, 400))
def test_a_ruling_never_lifts_an_agent(rows, agent, day):
    ruled = found(rows, rulings=[Ruling(agent, NOW - day * DAY)])
    plain = found(rows)
    assert ruled.scores.ppb[agent] < plain.scores.ppb[agent]
    others = np.arange(AGENTS) != agent
    assert np.array_equal(ruled.scores.ppb[others], plain.scores.ppb[others])


@given(histories(), AGENT, st.integers(1, 1000))
def test_what_an_agent_says_of_itself_changes_nothing(rows, agent, value):
    same(found(rows), found([*rows, Rating(agent, agent, value, NOW)]))


@given(histories(), st.integers(1, 30), st.booleans())
def test_names_that_nobody_vouches_for_move_nobody(rows, count, praise):
    """Sybils: whatever their number, and however they praise each other, they carry no credibility at all."""
    names = range(AGENTS, AGENTS + count)
    flood = [Rating(one, target, 1000 if praise else -1000, LONG_AGO) for one in names for target in range(2, AGENTS)]
    ring = [Rating(one, other, 1000, LONG_AGO) for one in names for other in names if one != other]
    before = found(rows, agents=AGENTS + count)
    after = found([*rows, *ring, *flood], agents=AGENTS + count)
    assert not after.weight[AGENTS:].any()
    untouched = [agent for agent in range(AGENTS) if not any(row.rater == agent for row in rows)]
    if praise:  # who answers a flood of accusations with nothing is not moved by it
        same(before, after, at=untouched, to=untouched)
    assert np.array_equal(before.scores.settled[:AGENTS], after.scores.settled[:AGENTS])


@given(st.integers(1, 40), st.integers(1, 4))
def test_the_credibility_behind_a_ring_is_bounded_by_what_leads_into_it(size, bought):
    rows = village()
    names = range(60, 60 + size)
    ring = [Rating(one, other, 1000, LONG_AGO) for one in names for other in names if one != other]
    edges = [Rating(12 + n, 60 + n % size, 1000, LONG_AGO + 500 * DAY) for n in range(bought)]
    after = found([*rows, *edges, *ring], agents=60 + size)
    entering = sum(int(after.credibility[12 + n]) for n in range(bought))
    amplified = entering * DEFENCES.iterations
    assert int(after.credibility[60:].sum()) <= amplified
    assert int(after.credibility.sum()) <= MASS * (DEFENCES.iterations + 1)


@given(histories())
def test_all_voices_together_are_bounded_whatever_their_number(rows):
    assert int(found(rows).weight.sum()) <= WEIGHT * DEFENCES.slope * (DEFENCES.iterations + 1)


def test_dealing_with_oneself_under_many_names_gains_nothing():
    rows = village()
    names = range(60, 90)
    own = [Rating(one, 12, 1000, LONG_AGO) for one in names] + [Rating(12, one, 1000, LONG_AGO) for one in names]
    before, after = found(rows, agents=90), found([*rows, *own], agents=90)
    assert after.scores.ppb[12] <= before.scores.ppb[12]
    assert after.credibility[12] <= before.credibility[12]


def test_a_hundred_new_raters_move_a_score_less_than_one_established_rater():
    def moved(raters):
        rows = [*village(), *(Rating(one, 12, 1000, LONG_AGO + 500 * DAY) for one in raters)]
        return int(found(rows, agents=160).scores.ppb[12])

    still = moved(())
    heard = {row.rater for row in village() if row.ratee == 12}
    established = next(one for one in range(2, 12) if one not in heard)
    assert abs(moved(range(60, 160)) - still) < abs(moved([established]) - still)


def test_one_friend_alone_lifts_nobody():
    rows = [*village(), Rating(5, 60, 1000, LONG_AGO)]
    scores = found(rows, agents=61).scores
    assert scores.positive[60] == 0
    assert not scores.enough[60]


def test_an_owner_who_praises_his_own_agents_is_not_heard():
    rows = [*village(), *(Rating(one, 60, 1000, LONG_AGO) for one in (2, 3, 4))]
    owners = np.arange(61)
    heard = found(rows, agents=61).scores
    owners[[2, 3, 4]] = owners[60]
    ratings = ratings_of(rows, 61, owners)
    from ledger.trust.epoch import epoch  # noqa: PLC0415 - the only test that sets owners

    silent = epoch(ratings, ANCHORS, NOW).scores
    assert heard.positive[60] > 0
    assert silent.positive[60] == 0


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Rating(0, 99, 10, NOW), "unknown_agent"),
        (Rating(-1, 2, 10, NOW), "unknown_agent"),
        (Rating(0, 2, 1001, NOW), "outside_scale"),
    ],
)
def test_what_is_out_of_range_is_refused(row, code):
    with pytest.raises(InvalidInputError) as caught:
        found([row])
    assert caught.value.code == code


@pytest.mark.parametrize(("anchors", "code"), [((), "no_anchor"), ((99,), "unknown_agent")])
def test_a_walk_needs_known_anchors(anchors, code):
    with pytest.raises(InvalidInputError) as caught:
        found([], anchors=anchors)
    assert caught.value.code == code


def test_without_ratings_everyone_is_a_newcomer():
    scores = found([]).scores
    assert set(scores.ppb.tolist()) == {1_000_000_000 // 3}
    assert not scores.enough.any()


def test_a_rating_that_is_replaced_or_taken_back_counts_no_more():
    rows = [Rating(0, 2, 900, LONG_AGO), Rating(1, 2, 900, LONG_AGO), Rating(0, 2, 0, LONG_AGO + DAY)]
    assert np.array_equal(found(rows).scores.ppb, found(rows[1:2]).scores.ppb)


def test_praise_vests_and_accusations_settle():
    early = found([Rating(one, 2, 1000, NOW - 13 * 7 * DAY) for one in ANCHORS]).scores
    late = found([Rating(one, 2, 1000, LONG_AGO) for one in ANCHORS]).scores
    assert 2 * int(early.positive[2]) <= int(late.positive[2]) + 2
    praise = [Rating(one, 2, 1000, LONG_AGO) for one in (3, 4, 5, 6)] + [
        Rating(0, n, 1000, LONG_AGO) for n in (3, 4, 5, 6)
    ]
    praise += [Rating(1, n, 1000, LONG_AGO) for n in (3, 4, 5, 6)]
    fresh = found([*praise, Rating(0, 2, -1000, NOW - DAY)]).scores
    settled = found([*praise, Rating(0, 2, -1000, LONG_AGO + DAY)]).scores
    assert 0 < fresh.unsettled[2] <= fresh.positive[2]
    assert settled.settled[2] > fresh.unsettled[2]


def test_contexts_do_not_leak():
    """An epoch is of one context; whatever is said in another is in no column of it."""
    here, there = village(1), [Rating(row.rater, row.ratee, -row.value, row.time) for row in village(2)]
    alone = found(here, agents=60)
    beside = found(here, agents=60)
    assert found(there, agents=60).scores.ppb.tolist() != alone.scores.ppb.tolist()
    same(alone, beside)


def test_two_rulings_in_half_a_year_are_a_change_of_character():
    rows = [Rating(one, 2, 1000, LONG_AGO) for one in ANCHORS]
    rules = dataclasses.replace(DEFENCES, carried=100_000)
    once = found(rows, rulings=[Ruling(2, NOW)], rules=rules).scores
    twice = found(rows, rulings=[Ruling(2, NOW - DAY), Ruling(2, NOW)], rules=rules).scores
    assert once.positive[2] > 100_000
    assert twice.positive[2] == 100_000


def test_intervals_hold_the_score_and_narrow_with_evidence():
    scores = found(village(), agents=60).scores
    assert (scores.low <= scores.ppm).all()
    assert (scores.ppm <= scores.high).all()
    width = scores.high - scores.low
    strong = int(np.argmax(scores.positive))
    assert width[strong] < width[np.argmin(scores.positive + scores.settled)]


def test_a_walk_of_ten_thousand_agents_stands_still_long_before_fifty_steps():
    dice = np.random.default_rng(4)
    rater, ratee = ((10_000 * dice.random(100_000) ** 2).astype(np.int32) for _ in range(2))
    value, time = dice.integers(100, 1001, 100_000), np.sort(dice.integers(LONG_AGO, NOW - 200 * DAY, 100_000))
    many = Ratings(10_000, rater, ratee, value, time)

    def ppm(steps):
        return epoch(many, range(20), NOW, rules=dataclasses.replace(DEFENCES, iterations=steps)).scores.ppm

    still = ppm(49)
    assert np.abs(ppm(48) - still).max() <= 1000  # a thousandth of the scale
    assert np.abs(ppm(DEFENCES.iterations) - still).mean() <= 10_000
