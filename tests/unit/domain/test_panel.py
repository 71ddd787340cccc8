"""The panel as a state machine: every transition, every refusal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import checksum
from ledger.domain.panel import (
    DRAW_DELAY,
    MANY,
    QUORUM_OF_MANY,
    Ballot,
    Panel,
    Phase,
    decision,
    draw_seats,
    next_pay,
    outcome,
)
from ledger.errors import LedgerError

SEATS = [checksum(bytes(19) + bytes([i])) for i in range(1, 4)]
STRANGER = checksum(bytes(19) + b"\x99")
COMMITMENTS = [keccak(bytes([i])) for i in range(3)]
REASONS = keccak(b"reasons")
START, BLOCK, COMMIT, REVEAL = 1_000, 10, 100, 200
ARMED = Panel(1, COMMIT, REVEAL, BLOCK + DRAW_DELAY)
VOTING = ARMED.drawn(SEATS, now=START, block=BLOCK + DRAW_DELAY + 1)


def refusal(call):
    with pytest.raises(LedgerError) as caught:
        call()
    assert caught.value.hint
    return caught.value.details["name"].removeprefix("PanelArbitrator_")


def committed(count=3):
    panel = VOTING
    for seat, commitment in zip(SEATS[:count], COMMITMENTS, strict=False):
        panel = panel.commit(seat, commitment, now=START)
    return panel


def revealed(votes, now=START, count=3):
    panel = committed(count)
    for seat, vote, commitment in zip(SEATS, votes, COMMITMENTS, strict=False):
        panel = panel.reveal(seat, vote, REASONS, commitment, now=now)
    return panel


def test_seats_are_drawn_after_their_block():
    assert refusal(lambda: ARMED.drawn(SEATS, now=START, block=BLOCK + DRAW_DELAY)) == "TooEarly"
    assert (VOTING.phase, VOTING.commit_until, VOTING.reveal_until) == (Phase.VOTING, START + COMMIT, START + 300)
    assert VOTING.absent == SEATS
    assert refusal(lambda: VOTING.drawn(SEATS, now=START, block=99)) == "WrongPhase"


def test_a_panel_without_seats_arms_three_times_and_gives_up():
    panel, block = ARMED, 50
    for arms in (2, 3):
        panel = panel.drawn(SEATS[:2], now=START, block=block)
        assert (panel.phase, panel.arms, panel.draw_block) == (Phase.ARMED, arms, block + DRAW_DELAY)
        block += 50
    panel = panel.drawn([], now=START, block=block)
    assert (panel.phase, panel.ruling) == (Phase.CONCLUDED, 0)


def test_each_seat_commits_once_in_time():
    assert refusal(lambda: VOTING.commit(STRANGER, COMMITMENTS[0], now=START)) == "NotSeated"
    assert refusal(lambda: committed().commit(SEATS[0], COMMITMENTS[0], now=START)) == "NotSeated"
    assert refusal(lambda: VOTING.commit(SEATS[0], COMMITMENTS[0], now=START + COMMIT)) == "TooLate"
    assert refusal(lambda: VOTING.commit(SEATS[0], ZERO32, now=START)) == "BadCommitment"
    assert refusal(lambda: ARMED.commit(SEATS[0], COMMITMENTS[0], now=START)) == "WrongPhase"


def test_a_vote_is_revealed_as_committed_in_its_time():
    panel = committed(1)
    reveal = panel.reveal
    assert refusal(lambda: reveal(SEATS[0], 1, REASONS, COMMITMENTS[0], now=START)) == "TooEarly"
    after = START + COMMIT
    assert refusal(lambda: reveal(SEATS[0], 1, REASONS, COMMITMENTS[1], now=after)) == "WrongReveal"
    assert refusal(lambda: reveal(SEATS[0], 1, ZERO32, COMMITMENTS[0], now=after)) == "NoReasons"
    assert refusal(lambda: reveal(SEATS[0], 3, REASONS, COMMITMENTS[0], now=after)) == "BadVote"
    assert refusal(lambda: reveal(SEATS[1], 1, REASONS, COMMITMENTS[1], now=after)) == "NotSeated"
    assert refusal(lambda: reveal(SEATS[0], 1, REASONS, COMMITMENTS[0], now=after + REVEAL)) == "TooLate"
    assert reveal(SEATS[0], 1, REASONS, COMMITMENTS[0], now=after).votes == (1,)
    assert refusal(lambda: revealed([1, 1, 1]).reveal(SEATS[0], 1, REASONS, COMMITMENTS[0], now=START)) == "NotSeated"


def test_a_whole_panel_is_counted_at_once():
    done = revealed([1, 2, 1]).conclude([], now=START)
    assert (done.phase, done.ruling, done.absent) == (Phase.CONCLUDED, 1, [])
    assert refusal(lambda: done.conclude([], now=START)) == "WrongPhase"


def test_absent_seats_are_waited_for_and_named():
    two = revealed([2, 2], now=START + COMMIT, count=2)
    assert refusal(lambda: two.conclude(SEATS[2:], now=START)) == "TooEarly"
    assert refusal(lambda: two.conclude([], now=START + COMMIT)) == "WrongAbsentees"
    assert refusal(lambda: two.conclude(SEATS[:1], now=START + COMMIT)) == "NotSeated"
    assert refusal(lambda: committed(0).conclude([SEATS[0]] * 3, now=START + COMMIT)) == "NotSeated"
    done = two.conclude(two.absent, now=START + COMMIT)
    assert (done.ruling, done.ballots[SEATS[2]]) == (2, Ballot.ABSENT)
    one_of_two = revealed([2], now=START + COMMIT, count=2)
    assert refusal(lambda: one_of_two.conclude(SEATS[1:], now=START + COMMIT)) == "TooEarly"
    others = one_of_two.conclude(SEATS[1:], now=one_of_two.reveal_until, block=BLOCK)
    assert (others.phase, others.round, others.seats, others.redrawn) == (Phase.ARMED, 2, 3, True)


@given(st.lists(st.integers(0, 2), max_size=3))
def test_two_of_three_decide_and_nothing_else(votes):
    ruling = outcome(*(votes.count(vote) for vote in range(3)))
    assert (ruling != 0) == any(votes.count(vote) >= 2 for vote in (1, 2))
    assert ruling == 0 or votes.count(ruling) >= 2


@given(st.binary(min_size=32, max_size=32), st.integers(0, 20), st.sets(st.integers(0, 19)))
def test_draws_are_the_same_for_everybody_and_seat_only_who_may(seed, size, barred):
    roster = [checksum(bytes(19) + bytes([i + 1])) for i in range(size)]
    out = {roster[i] for i in barred if i < size}
    seats = draw_seats(seed, 5, roster, lambda who: who not in out)
    assert seats == draw_seats(seed, 5, roster, lambda who: who not in out)
    assert len(seats) == len(set(seats)) <= 3
    assert not out & set(seats)
    assert size >= 3 or not seats


@given(st.binary(min_size=32, max_size=32), st.integers(3, 12), st.sets(st.integers(0, 11)), st.sampled_from([3, 7]))
def test_where_a_human_must_sit_the_last_seat_waits_for_one(seed, size, humans, wanted):
    roster = [checksum(bytes(19) + bytes([i + 1])) for i in range(size)]
    known = {roster[i] for i in humans if i < size}
    free = draw_seats(seed, 5, roster, lambda _: True, wanted)
    seats = draw_seats(seed, 5, roster, lambda _: True, wanted, is_human=known.__contains__)
    if len(seats) == wanted:
        assert known & set(seats)
    if known & set(free):
        assert seats == free
    assert seats[: wanted - 1] == free[: wanted - 1]
    assert known or len(seats) < wanted


def test_the_last_human_keeps_its_seat_when_nobody_can_sit_instead():
    with pytest.raises(LedgerError) as refused:
        VOTING.recuse(SEATS[0], None, now=START, last_human=True)
    assert refused.value.details["name"] == "PanelArbitrator_LastHuman"
    assert VOTING.recuse(SEATS[0], STRANGER, now=START, last_human=True).ballots[STRANGER] is Ballot.SEATED


def seats_from(first, count):
    return [checksum(bytes(18) + bytes([1, first + i])) for i in range(count)]


def heard(panel, seats, votes):
    """Draw the seats; the first ones vote as told, the others stay away."""
    panel = panel.drawn(seats, now=START, block=panel.draw_block + 1)
    for place, _ in enumerate(votes):
        panel = panel.commit(seats[place], keccak(bytes([place])), now=START)
    now = panel.commit_until
    for place, vote in enumerate(votes):
        panel = panel.reveal(seats[place], vote, REASONS, keccak(bytes([place])), now=now)
    return panel.conclude(panel.absent, now=now, block=BLOCK)


def test_others_are_drawn_once_and_then_seven():
    second = heard(ARMED, SEATS, [1])
    assert (second.phase, second.round, second.seats, second.arms, second.votes) == (Phase.ARMED, 2, 3, 1, ())
    assert second.draw_block == BLOCK + DRAW_DELAY
    third = heard(second, seats_from(0, 3), [])
    assert (third.phase, third.round, third.seats, third.many) == (Phase.ARMED, 3, MANY, True)
    assert third.quorum == QUORUM_OF_MANY
    done = heard(third, seats_from(10, 7), [2, 2, 2, 1])
    assert (done.phase, done.ruling) == (Phase.CONCLUDED, 2)
    assert len(done.ballots) == 13
    assert heard(third, seats_from(10, 7), [1, 1, 1]).phase is Phase.CONCLUDED
    assert heard(third, seats_from(10, 7), [1, 1, 1]).ruling == 0


def test_a_tie_goes_to_seven_if_anybody_stayed_away():
    tied = heard(ARMED, SEATS, [1, 2])
    assert (tied.phase, tied.seats, tied.redrawn) == (Phase.ARMED, MANY, False)
    assert heard(tied, seats_from(0, 7), [1]).seats == MANY
    assert heard(ARMED, SEATS, [0, 1, 2]).phase is Phase.CONCLUDED


def test_a_review_that_decides_nothing_leaves_the_ruling():
    review = Panel.review(2, COMMIT, REVEAL, BLOCK + DRAW_DELAY, 1)
    assert heard(review, seats_from(0, 7), [2] * 7).ruling == 2
    assert heard(review, seats_from(0, 7), [0, 1, 2, 1, 2, 0, 0]).ruling == 0
    assert heard(review, seats_from(0, 7), [1, 1, 1, 2, 2, 2, 0]).ruling == 1
    for block in (50, 100):
        review = review.drawn([], now=START, block=block)
    assert review.drawn(seats_from(0, 6), now=START, block=150).ruling == 1


def test_a_seat_is_lost_to_a_receipt_before_it_commits():
    half = START + COMMIT - COMMIT // 2
    assert refusal(lambda: VOTING.recuse(SEATS[0], None, now=half)) == "TooLate"
    assert refusal(lambda: committed(1).recuse(SEATS[0], None, now=START)) == "NoDealings"
    assert refusal(lambda: ARMED.recuse(SEATS[0], None, now=START)) == "WrongPhase"
    replaced = VOTING.recuse(SEATS[0], STRANGER, now=half - 1)
    assert (replaced.ballots[SEATS[0]], replaced.ballots[STRANGER]) == (Ballot.RECUSED, Ballot.SEATED)
    assert replaced.absent == [*SEATS[1:], STRANGER]
    fewer = VOTING.recuse(SEATS[0], None, now=START)
    assert (fewer.seats, fewer.quorum) == (2, 2)


def test_a_vote_shown_too_soon_does_not_count():
    assert refusal(lambda: committed(1).leak(SEATS[0], COMMITMENTS[1], now=START)) == "WrongReveal"
    assert refusal(lambda: committed(1).leak(SEATS[1], COMMITMENTS[1], now=START)) == "WrongReveal"
    assert refusal(lambda: committed(1).leak(SEATS[0], COMMITMENTS[0], now=START + COMMIT)) == "TooLate"
    assert refusal(lambda: committed(3).leak(SEATS[0], COMMITMENTS[0], now=START)) == "TooLate"
    leaked = committed(2).leak(SEATS[0], COMMITMENTS[0], now=START)
    assert (leaked.ballots[SEATS[0]], leaked.commits) == (Ballot.LEAKED, 1)
    assert leaked.absent == SEATS
    now = START + COMMIT
    assert refusal(lambda: leaked.reveal(SEATS[0], 1, REASONS, COMMITMENTS[0], now=now)) == "NotSeated"


def test_a_contract_that_leaves_appeals_to_the_panel_finds_it_appealable():
    armed = Panel(1, COMMIT, REVEAL, BLOCK + DRAW_DELAY, appeal_time=50)
    ruled = heard(armed, SEATS, [1, 1, 1])
    assert (ruled.phase, ruled.ruling) == (Phase.APPEALABLE, 1)
    assert refusal(lambda: ruled.execute_ruling(now=ruled.reveal_until - 1)) == "TooEarly"
    assert ruled.execute_ruling(now=ruled.reveal_until).phase is Phase.CONCLUDED
    assert refusal(lambda: ruled.appeal(now=ruled.reveal_until, block=BLOCK)) == "NoAppeal"
    second = ruled.appeal(now=ruled.reveal_until - 1, block=BLOCK)
    assert (second.seats, second.prior, second.reviews) == (MANY, 1, True)
    overturned = heard(second, seats_from(0, 7), [2] * 7)
    assert (overturned.phase, overturned.ruling) == (Phase.CONCLUDED, 2)
    assert refusal(lambda: overturned.appeal(now=START, block=BLOCK)) == "NoAppeal"
    assert refusal(lambda: overturned.execute_ruling(now=START)) == "WrongPhase"


@given(st.lists(st.integers(0, 2), max_size=7))
def test_seven_decide_by_most_votes_of_four_at_least(votes):
    counts = [votes.count(vote) for vote in range(3)]
    ruling = decision(*counts, QUORUM_OF_MANY)
    if ruling is None:
        assert len(votes) < QUORUM_OF_MANY or max(counts) == sorted(counts)[-2]
    else:
        assert len(votes) >= QUORUM_OF_MANY
        assert all(counts[ruling] > counts[other] for other in range(3) if other != ruling)


@given(st.integers(1, 7), st.integers(0, 1_000), st.integers(0, 1_000), st.integers(0, 100))
def test_the_pot_pays_the_next_seats_and_no_more(seats, unspent, fined, fee):
    pay, burned = next_pay(seats, unspent=unspent, fined=fined, seat_fee=fee)
    assert pay * seats + burned == unspent + fined
    assert 0 <= pay <= fee
    assert burned >= 0


def test_no_two_of_one_cluster_and_none_of_a_partys_sit_in_ten_thousand_draws():
    """D4: owner, declared conflict, and cluster, over 10,000 seeds."""
    roster = seats_from(0, 24)
    party, conflicted = roster[0], set(roster[1:4])
    clusters = {who: bytes([1 + place % 10]) for place, who in enumerate(roster)}
    near = {clusters[party]}
    for seed in range(10_000):
        wanted = MANY if seed % 10 == 0 else 3
        drawn = draw_seats(
            keccak(seed.to_bytes(4, "big")),
            1,
            roster,
            lambda who: who != party and who not in conflicted,
            wanted,
            cluster_of=clusters.__getitem__,
            near=near,
        )
        assert len(drawn) == wanted
        assert not conflicted & set(drawn)
        assert party not in drawn
        assert len({clusters[who] for who in drawn} - near) == wanted


def test_a_replacement_is_drawn_beside_the_seats_that_stay():
    roster = seats_from(0, 12)
    seats = draw_seats(keccak(b"seed"), 1, roster, lambda _: True)
    kept = seats[1:]
    again = draw_seats(keccak(b"seed"), 1, roster, lambda who: who not in seats, kept=kept)
    assert again[:2] == kept
    assert again[2] not in seats
