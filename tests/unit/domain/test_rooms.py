"""Recovery by audits, what owners took over, books of forecasts, bounties: the arithmetic that contracts share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.bounty import BPS, MOST_ASSETS, split
from ledger.domain.credibility import Credibility, Membership, pair
from ledger.domain.forecast_book import PPM, WORST, Book, Round
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import checksum
from ledger.domain.recovery import MOST_GAIN, RECOVERY_PERIODS, SEVERE, Owned, Record, Recovery, below_ceiling
from ledger.domain.reputation import MAX_EVIDENCE, Standing
from ledger.errors import ConflictError, InvalidInputError

ACCOUNT = checksum(bytes(19) + b"\x05")
START = 2900
EVIDENCE = st.integers(0, 10**9)


def test_audits_add_slowly():
    record, gained = Record().audited(START, 600)
    assert gained == 600
    record, gained = record.audited(START, 600)
    assert gained == MOST_GAIN - 600
    assert record.audited(START, 600) == (record, 0)
    assert record.audited(START + 1, 5_000)[1] == MOST_GAIN


@given(st.integers(0, 5), st.integers(2 * SEVERE, 10**12), st.integers(0, RECOVERY_PERIODS))
def test_no_audit_lifts_above_what_was_before_a_grave_breach(good, breach, waited):
    record, period = Record(), START
    for period in range(START, START + good):
        record, _ = record.audited(period, MOST_GAIN)
    before = record.standing.at(period).score_ppm
    record = record.found(period, 0, breach)
    period += waited
    for late in range(period, period + RECOVERY_PERIODS):
        record, gained = record.audited(late, MOST_GAIN)
        if gained:
            assert record.standing.score_ppm <= before


def test_a_ceiling_ends_and_the_lower_of_two_holds():
    record = Record().found(START, 0, 10_000)
    recovery = record.recovery.judged(record.standing)
    assert (recovery.ceiling, recovery.until) == (333_333, START + RECOVERY_PERIODS)
    later = Recovery(0, START, 0, 200_000, START + 5).judged(Standing(0, SEVERE, 1, START + 1))
    assert later.ceiling == 200_000
    over = Recovery(0, START, 0, 200_000, START + 1).judged(Standing(0, SEVERE, 1, START + 1))
    assert over.ceiling == 333_333
    record, _ = Record().found(START, 0, SEVERE - 1).audited(START, 1)
    assert record.recovery.until == 0


@given(EVIDENCE, EVIDENCE, st.integers(0, PPM - 2))
def test_below_a_ceiling_is_as_much_as_there_is_room_and_no_more(positive, negative, ceiling):
    now = Standing(positive, negative)
    room = below_ceiling(ceiling, now)
    if room:
        assert Standing(positive + room, negative).score_ppm <= ceiling
        assert Standing(positive + room + 1, negative).score_ppm > ceiling
    else:
        assert Standing(positive + 1, negative).score_ppm > ceiling


def test_a_ceiling_of_everything_is_none():
    assert below_ceiling(PPM - 1, Standing()) == MAX_EVIDENCE


def test_one_severe_breach_outweighs_four_units_of_good_acts():
    record = Record()
    for period in range(START, START + 4):
        record, _ = record.audited(period, MOST_GAIN)
    assert record.standing.score_ppm > Standing().score_ppm > record.found(START + 4, 0, 10_000).standing.score_ppm


def test_what_an_owner_took_over_stays_apart_once_noted():
    owned = Owned().add(100, START, 0, 1_000)
    assert owned.inherited(START) == Standing(period=START)
    sold = owned.sold(200)
    assert sold.inherited(START).negative == 1_000
    sold = sold.noted(START).add(300, START, 0, 500).add(400, START, 0, 500)
    assert (sold.inherited(START).negative, sold.standing.negative) == (1_000, 2_000)
    again = sold.sold(500)
    assert again.inherited(START).negative == 2_000
    assert again.inherited(START + 26).negative == Standing(0, 2_000, 3, START).at(START + 26).negative


def test_what_nobody_noted_counts_as_the_present_owners():
    owned = Owned().add(100, START, 0, 1_000).sold(200).add(300, START, 0, 500)
    assert owned.inherited(START) == Standing(period=START)
    for other in (owned, Owned().sold(100), Owned().add(100, START, 0, 1)):
        with pytest.raises(ConflictError, match="nothing to note"):
            other.noted(START)


def test_a_round_scores_as_told():
    done = Round(5)
    for agent_id, ppm in enumerate((900_000, 0, 50_000, PPM, 10_000)):
        done = done.reveal(agent_id, ppm)
    assert done.squares == 810 * 10**9 + 2_500 * 10**6 + WORST + 100 * 10**6
    assert done.score().skill is None
    score = done.uphold(0).score()
    assert score.reference == 160_000
    assert score.skill < 0
    assert Round(5).score().brier == PPM


def test_whoever_says_the_base_rate_has_no_skill_and_who_knows_has_all():
    base = Round(4, tuple((number, 250_000) for number in range(4)), frozenset({1}))
    assert base.score().skill == 0
    knows = Round(4, tuple((number, PPM * (number == 1)) for number in range(4)), frozenset({1}))
    assert knows.score().skill == PPM
    zeros = Round(100, tuple((number, 0) for number in range(100)), frozenset({7}))
    assert zeros.score().brier == 10_000
    assert zeros.score().skill < 0


def test_a_round_takes_everything_once():
    done = Round(2).reveal(0, 1).uphold(1)
    for step in (lambda: done.reveal(0, 1), lambda: done.reveal(2, 1), lambda: done.uphold(1), lambda: done.uphold(-1)):
        with pytest.raises(ConflictError):
            step()


def test_leaves_are_bound_to_everything_that_they_say():
    book = Book(1, ACCOUNT)
    leaves = {
        book.leaf(ACCOUNT, 1, 2, 3, ZERO32),
        book.leaf(ACCOUNT, 2, 2, 3, ZERO32),
        book.leaf(ACCOUNT, 1, 3, 3, ZERO32),
        book.leaf(ACCOUNT, 1, 2, 4, ZERO32),
        book.leaf(ACCOUNT, 1, 2, 3, keccak(b"salt")),
        Book(2, ACCOUNT).leaf(ACCOUNT, 1, 2, 3, ZERO32),
        Credibility(ACCOUNT, 3).leaf,
        Membership(ACCOUNT, ZERO32).leaf,
    }
    assert len(leaves) == 8
    for ppm, salt in ((PPM + 1, ZERO32), (-1, ZERO32), (1, b"short")):
        with pytest.raises(InvalidInputError):
            book.leaf(ACCOUNT, 1, 2, ppm, salt)


def test_pairs_are_sorted():
    assert pair(b"a" * 32, b"b" * 32) == pair(b"b" * 32, b"a" * 32) == keccak(b"a" * 32 + b"b" * 32)


@given(st.integers(1, 1 << 96), st.lists(st.integers(1, BPS // (2 * MOST_ASSETS)), max_size=MOST_ASSETS))
def test_a_split_sums_to_the_bounty(amount, assets):
    left, shares = split(amount, assets)
    assert left + sum(shares) == amount
    assert left >= amount // 2


def test_too_many_or_too_dear_assets_are_refused():
    for assets in ([1] * (MOST_ASSETS + 1), [5_001]):
        with pytest.raises(InvalidInputError, match="basis points"):
            split(1, assets)
