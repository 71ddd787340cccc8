"""The panel as a state machine: every transition, every refusal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import checksum
from ledger.domain.panel import DRAW_DELAY, Ballot, Panel, Phase, draw_seats, outcome
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
    assert one_of_two.conclude(SEATS[1:], now=one_of_two.reveal_until).ruling == 0


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
