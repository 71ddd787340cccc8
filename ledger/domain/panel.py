"""A panel of three arbitrators as a pure state machine: the phases, guards and counts of `PanelArbitrator.sol`.

    Armed ──drawn──► Voting ──commit, reveal──► Voting ──conclude──► Concluded
      └─rearmed (3 times at most), then Concluded without a ruling

A transition that the contract refuses raises an error whose detail `name` is the custom error. Times are
Unix seconds. Votes: 0 refuses, 1 upholds, 2 dismisses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Final

from ledger.domain.dispute import DISMISSED, REFUSED, UPHELD
from ledger.domain.hashing import ZERO32, keccak, word
from ledger.domain.ids import Address
from ledger.errors import ConflictError, LedgerError, NotAuthorisedError

SEATS: Final = 3
QUORUM: Final = 2
MOST_ARMS: Final = 3
MOST_ATTEMPTS: Final = 48
DRAW_DELAY: Final = 2  # blocks
_RESERVED: Final = 4  # ballots on chain: 0 no seat, 1 nothing yet, 2 revealed, 3 absent


class Phase(IntEnum):
    """How far a panel is."""

    NONE = 0
    ARMED = 1
    VOTING = 2
    CONCLUDED = 3


class Ballot(IntEnum):
    """What a seat did."""

    SEATED = 1
    COMMITTED = 2
    REVEALED = 3
    ABSENT = 4


def _refusal(error: type[LedgerError], name: str, message: str, hint: str) -> LedgerError:
    return error(message, hint=hint, name=f"PanelArbitrator_{name}")


def draw_seats(
    seed: bytes, dispute_id: int, roster: Sequence[Address], may_sit: Callable[[Address], bool]
) -> list[Address]:
    """Return who is drawn, in order; fewer than three when too few are found within the attempts.

    Args:
        seed: Hash of the block that draws.
        dispute_id: The panel's number of the dispute.
        roster: Arbitrators by number, those that existed when the dispute came in.
        may_sit: Whether an arbitrator is listed, accredited, staked and in no conflict.
    """
    seats: list[Address] = []
    if len(roster) < SEATS:
        return seats
    for attempt in range(MOST_ATTEMPTS):
        drawn = int.from_bytes(keccak(seed + word(dispute_id) + word(attempt)), "big") % len(roster)
        candidate = roster[drawn]
        if candidate not in seats and may_sit(candidate):
            seats.append(candidate)
            if len(seats) == SEATS:
                break
    return seats


def outcome(refused: int, upheld: int, dismissed: int) -> int:
    """Return the vote with the most voices; refused when two are level or too few voted."""
    if refused + upheld + dismissed < QUORUM:
        return REFUSED
    if upheld > max(refused, dismissed):
        return UPHELD
    if dismissed > max(refused, upheld):
        return DISMISSED
    return REFUSED


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel at one moment. `ballots` tells what each seat did, `votes` what was revealed."""

    dispute_id: int
    commit_time: int
    reveal_time: int
    draw_block: int
    phase: Phase = Phase.ARMED
    arms: int = 1
    commit_until: int = 0
    reveal_until: int = 0
    ruling: int = REFUSED
    ballots: Mapping[Address, Ballot] = field(default_factory=dict)
    commitments: Mapping[Address, bytes] = field(default_factory=dict)
    votes: tuple[int, ...] = ()

    @property
    def commits(self) -> int:
        """How many have committed."""
        return len(self.commitments)

    @property
    def absent(self) -> list[Address]:
        """Seats that have not revealed."""
        return [seat for seat, ballot in self.ballots.items() if ballot in {Ballot.SEATED, Ballot.COMMITTED}]

    def drawn(self, seats: Sequence[Address], *, now: int, block: int) -> Panel:
        """Draw, with what `draw_seats` found; arm again, or give up, when they are too few.

        Raises:
            ConflictError: in another phase, or before the block that draws is over.
        """
        self._expect(Phase.ARMED)
        if block <= self.draw_block:
            raise _too_early(block, self.draw_block + 1)
        if len(seats) == SEATS:
            until = now + self.commit_time
            return replace(
                self,
                phase=Phase.VOTING,
                commit_until=until,
                reveal_until=until + self.reveal_time,
                ballots=dict.fromkeys(seats, Ballot.SEATED),
            )
        if self.arms < MOST_ARMS:
            return replace(self, arms=self.arms + 1, draw_block=block + DRAW_DELAY)
        return replace(self, phase=Phase.CONCLUDED)

    def commit(self, seat: Address, commitment: bytes, *, now: int) -> Panel:
        """Take a commitment.

        Raises:
            ConflictError: in another phase, too late, or empty.
            NotAuthorisedError: without a seat, or twice.
        """
        self._expect(Phase.VOTING)
        if now >= self.commit_until:
            raise _too_late(now, self.commit_until)
        if self.ballots.get(seat) is not Ballot.SEATED:
            raise _not_seated(seat)
        if int.from_bytes(commitment, "big") < _RESERVED:
            raise _refusal(ConflictError, "BadCommitment", "the commitment is empty", "commit to a hash")
        return replace(
            self,
            ballots={**self.ballots, seat: Ballot.COMMITTED},
            commitments={**self.commitments, seat: commitment},
        )

    def reveal(self, seat: Address, vote: int, reasons_hash: bytes, commitment: bytes, *, now: int) -> Panel:
        """Take a vote; `commitment` is what it hashes to.

        Raises:
            ConflictError: in another phase, too early or late, without reasons, or not as committed.
            NotAuthorisedError: for a seat that did not commit, or revealed before.
        """
        self._expect(Phase.VOTING)
        if self.commits < SEATS and now < self.commit_until:
            raise _too_early(now, self.commit_until)
        if now >= self.reveal_until:
            raise _too_late(now, self.reveal_until)
        if reasons_hash == ZERO32:
            raise _refusal(ConflictError, "NoReasons", "the vote has no reasons", "name the hash of the reasons")
        if vote > DISMISSED:
            raise _refusal(ConflictError, "BadVote", f"{vote} is no vote", "vote 0, 1 or 2")
        if self.ballots.get(seat) is not Ballot.COMMITTED:
            raise _not_seated(seat)
        if self.commitments[seat] != commitment:
            raise _refusal(
                ConflictError,
                "WrongReveal",
                f"{seat} committed to something else",
                "reveal vote, reasons and salt as committed",
            )
        return replace(self, ballots={**self.ballots, seat: Ballot.REVEALED}, votes=(*self.votes, vote))

    def conclude(self, absent: Sequence[Address], *, now: int) -> Panel:
        """Count, with exactly the seats that did not reveal.

        Raises:
            ConflictError: in another phase, too early, or with too many or too few absentees.
            NotAuthorisedError: naming someone who was not absent, or twice.
        """
        self._expect(Phase.VOTING)
        revealed = len(self.votes)
        due = 0 if revealed == SEATS else self.commit_until if revealed == self.commits else self.reveal_until
        if now < due:
            raise _too_early(now, due)
        if len(absent) != SEATS - revealed:
            raise _refusal(
                ConflictError,
                "WrongAbsentees",
                f"{len(absent)} of {SEATS - revealed} absentees named",
                "name all who did not reveal",
            )
        for place, seat in enumerate(absent):
            if seat not in self.absent or seat in absent[:place]:
                raise _not_seated(seat)
        return replace(
            self,
            phase=Phase.CONCLUDED,
            ruling=outcome(*(self.votes.count(vote) for vote in (REFUSED, UPHELD, DISMISSED))),
            ballots={**self.ballots, **dict.fromkeys(absent, Ballot.ABSENT)},
        )

    def _expect(self, phase: Phase) -> None:
        if self.phase is not phase:
            raise _refusal(
                ConflictError,
                "WrongPhase",
                f"the panel is {self.phase.name.lower()}",
                "the case file tells what can follow",
            )


def _too_early(now: int, due: int) -> LedgerError:
    return _refusal(ConflictError, "TooEarly", f"it is {now}, and {due} must come first", "wait until then")


def _too_late(now: int, due: int) -> LedgerError:
    return _refusal(
        ConflictError, "TooLate", f"it is {now}, and the time was over at {due}", "a seat must vote in time"
    )


def _not_seated(seat: Address) -> LedgerError:
    return _refusal(NotAuthorisedError, "NotSeated", f"{seat} has no seat, or has used it", "only a seat votes, once")
