"""A panel as a pure state machine: the phases, guards and counts of `PanelArbitrator.sol`.

    Armed ──drawn──► Voting ──commit, reveal──► Voting ──conclude──► Concluded
      ├─rearmed (3 times at most), then Concluded   └─undecided──► Armed: as many others once, then seven

Three seats, or seven that review a ruling; nobody sits twice. Whoever stays away pays the next seats. A seat is lost by
a receipt between it and a party, and a vote by being shown too soon. A contract that leaves appeals to the panel finds
it Appealable first.

A transition that the contract refuses raises an error whose detail `name` is the custom error. Times are
Unix seconds. Votes: 0 refuses, 1 upholds, 2 dismisses.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Final

from ledger.domain.dispute import DISMISSED, REFUSED, UPHELD
from ledger.domain.hashing import ZERO32, keccak, word
from ledger.domain.ids import Address
from ledger.errors import ConflictError, LedgerError, NotAuthorisedError

SEATS: Final = 3
QUORUM: Final = 2
MANY: Final = 7  # seats of a review, and of a last draw
QUORUM_OF_MANY: Final = 4
MOST_ARMS: Final = 3
MOST_ATTEMPTS: Final = 32  # for a seat
DRAW_DELAY: Final = 2  # blocks
ABSENCE_DIVISOR: Final = 10  # of the least stake, for staying away
LEAK_DIVISOR: Final = 5  # of the least stake, for a vote shown too soon; half of it is the reporter's
_RESERVED: Final = 6  # ballots on chain: 0 no seat, 1 nothing yet, 2 revealed, 3 absent, 4 leaked, 5 recused


class Phase(IntEnum):
    """How far a panel is."""

    NONE = 0
    ARMED = 1
    VOTING = 2
    CONCLUDED = 3
    APPEALABLE = 4


class Ballot(IntEnum):
    """What a seat did."""

    SEATED = 1
    COMMITTED = 2
    REVEALED = 3
    ABSENT = 4
    LEAKED = 5
    RECUSED = 6


def _refusal(error: type[LedgerError], name: str, message: str, hint: str) -> LedgerError:
    return error(message, hint=hint, name=f"PanelArbitrator_{name}")


def _no_cluster(_: Address) -> bytes:
    return b""


def draw_seats(
    seed: bytes,
    dispute_id: int,
    roster: Sequence[Address],
    may_sit: Callable[[Address], bool],
    wanted: int = SEATS,
    *,
    kept: Sequence[Address] = (),
    cluster_of: Callable[[Address], bytes] = _no_cluster,
    near: Collection[bytes] = (),
    is_human: Callable[[Address], bool] | None = None,
) -> list[Address]:
    """Return who is drawn, in order; fewer than wanted when too few are found within the attempts.

    Args:
        seed: Hash of the block that draws.
        dispute_id: The panel's number of the dispute.
        roster: Arbitrators by number, those that existed when the dispute came in.
        may_sit: Whether an arbitrator is listed, accredited, staked, in no conflict, and never had a seat.
        wanted: Seats, those kept included.
        kept: Seats that stay, when one is drawn for another.
        cluster_of: Name of an arbitrator's cluster; empty for none.
        near: Clusters of the parties.
        is_human: Who is an attested human, where one must sit: the last seat waits for one.
    """
    seats = list(kept)
    if len(roster) < wanted:
        return seats
    clusters = {name for name in (*near, *map(cluster_of, kept)) if name}
    for attempt in range(MOST_ATTEMPTS * wanted):
        if len(seats) == wanted:
            break
        drawn = int.from_bytes(keccak(seed + word(dispute_id) + word(attempt)), "big") % len(roster)
        candidate = roster[drawn]
        if candidate in seats or not may_sit(candidate):
            continue
        cluster = cluster_of(candidate)
        if cluster in clusters:
            continue
        last = len(seats) + 1 == wanted
        if is_human is not None and last and not any(map(is_human, [*seats, candidate])):
            continue
        seats.append(candidate)
        if cluster:
            clusters.add(cluster)
    return seats


def decision(refused: int, upheld: int, dismissed: int, quorum: int = QUORUM) -> int | None:
    """Return the vote with the most voices; None when two are level or too few voted."""
    votes = {REFUSED: refused, UPHELD: upheld, DISMISSED: dismissed}
    most = max(votes, key=lambda vote: votes[vote])
    level = sum(count == votes[most] for count in votes.values()) > 1
    return None if level or sum(votes.values()) < quorum else most


def outcome(refused: int, upheld: int, dismissed: int) -> int:
    """Return what three seats say; refused when two votes are level or too few voted."""
    return decision(refused, upheld, dismissed) or REFUSED


def next_pay(seats: int, *, unspent: int, fined: int, seat_fee: int) -> tuple[int, int]:
    """Return what each of the next seats earns, and what is burned of the pot beyond that, in wei.

    Args:
        seats: Seats of the next draw.
        unspent: Pay of those who did not reveal.
        fined: What absentees paid to the panel: at most what `unspent` leaves of the cost.
        seat_fee: What a seat earns usually.
    """
    pay = min((unspent + fined) // seats, seat_fee)
    return pay, unspent + fined - pay * seats


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel at one moment. `ballots` tells what each seat of any draw did, `votes` what was revealed in this one.

    `prior` is the ruling under review, if any; `appeal_time` is for contracts that leave appeals to the panel.
    """

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
    seats: int = SEATS
    many: bool = False
    round: int = 1
    redrawn: bool = False
    reviews: bool = False
    prior: int = REFUSED
    appeal_time: int = 0

    @classmethod
    def review(cls, dispute_id: int, commit_time: int, reveal_time: int, draw_block: int, prior: int) -> Panel:
        """Begin a review of a ruling by seven."""
        return cls(dispute_id, commit_time, reveal_time, draw_block, seats=MANY, many=True, reviews=True, prior=prior)

    @property
    def quorum(self) -> int:
        """Least number of votes."""
        return QUORUM_OF_MANY if self.many else QUORUM

    @property
    def commits(self) -> int:
        """How many have committed."""
        return len(self.commitments)

    @property
    def absent(self) -> list[Address]:
        """Seats that have not revealed."""
        missing = {Ballot.SEATED, Ballot.COMMITTED, Ballot.LEAKED}
        return [seat for seat, ballot in self.ballots.items() if ballot in missing]

    def drawn(self, seats: Sequence[Address], *, now: int, block: int) -> Panel:
        """Draw, with what `draw_seats` found; arm again, or give up, when they are too few.

        Raises:
            ConflictError: in another phase, or before the block that draws is over.
        """
        self._expect(Phase.ARMED)
        if block <= self.draw_block:
            raise _too_early(block, self.draw_block + 1)
        if len(seats) == self.seats:
            until = now + self.commit_time
            return replace(
                self,
                phase=Phase.VOTING,
                commit_until=until,
                reveal_until=until + self.reveal_time,
                ballots={**self.ballots, **dict.fromkeys(seats, Ballot.SEATED)},
            )
        if self.arms < MOST_ARMS:
            return replace(self, arms=self.arms + 1, draw_block=block + DRAW_DELAY)
        return replace(self, phase=Phase.CONCLUDED, ruling=self.prior)

    def recuse(self, seat: Address, replacement: Address | None, *, now: int, last_human: bool = False) -> Panel:
        """Take a seat from whom a receipt shows to have dealt with a party; `replacement` is whom the seed names next.

        `last_human` says that one must sit, and that none of the other seats is one.

        Raises:
            ConflictError: in another phase, after half of the time to commit, after a commitment, or when nobody can
                sit instead of the last human.
        """
        self._expect(Phase.VOTING)
        due = self.commit_until - self.commit_time // 2
        if now >= due:
            raise _too_late(now, due)
        if self.ballots.get(seat) is not Ballot.SEATED:
            raise _refusal(ConflictError, "NoDealings", f"{seat} has no seat to lose", "show it before it commits")
        ballots = {**self.ballots, seat: Ballot.RECUSED}
        if replacement is None and last_human:
            raise _refusal(ConflictError, "LastHuman", f"{seat} is the only human", "appeal: others sit then")
        if replacement is None:
            return replace(self, ballots=ballots, seats=self.seats - 1)
        return replace(self, ballots={**ballots, replacement: Ballot.SEATED})

    def leak(self, seat: Address, commitment: bytes, *, now: int) -> Panel:
        """Void a vote that was shown while none may be; `commitment` is what it hashes to.

        Raises:
            ConflictError: in another phase, once votes may be revealed, or when it is another vote.
        """
        self._expect(Phase.VOTING)
        due = 0 if self.commits == self.seats else self.commit_until
        if now >= due:
            raise _too_late(now, due)
        if self.commitments.get(seat) != commitment:
            raise _wrong_reveal(seat)
        kept = {voter: vote for voter, vote in self.commitments.items() if voter != seat}
        return replace(self, ballots={**self.ballots, seat: Ballot.LEAKED}, commitments=kept)

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
        if self.commits < self.seats and now < self.commit_until:
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
            raise _wrong_reveal(seat)
        return replace(self, ballots={**self.ballots, seat: Ballot.REVEALED}, votes=(*self.votes, vote))

    def conclude(self, absent: Sequence[Address], *, now: int, block: int = 0) -> Panel:
        """Count, with exactly the seats that did not reveal; arm for others when nothing is decided.

        Args:
            absent: Seats that did not reveal.
            now: Unix seconds.
            block: Present block, from which the next draw counts, if there is one.

        Raises:
            ConflictError: in another phase, too early, or with too many or too few absentees.
            NotAuthorisedError: naming someone who was not absent, or twice.
        """
        self._expect(Phase.VOTING)
        revealed = len(self.votes)
        due = 0 if revealed == self.seats else self.commit_until if revealed == self.commits else self.reveal_until
        if now < due:
            raise _too_early(now, due)
        if len(absent) != self.seats - revealed:
            raise _refusal(
                ConflictError,
                "WrongAbsentees",
                f"{len(absent)} of {self.seats - revealed} absentees named",
                "name all who did not reveal",
            )
        for place, seat in enumerate(absent):
            if seat not in self.absent or seat in absent[:place]:
                raise _not_seated(seat)
        counted = replace(self, ballots={**self.ballots, **dict.fromkeys(absent, Ballot.ABSENT)})
        refused, upheld, dismissed = (self.votes.count(vote) for vote in (REFUSED, UPHELD, DISMISSED))
        ruling = decision(refused, upheld, dismissed, self.quorum)
        wanted = self.next_seats if ruling is None and absent else 0
        if wanted:
            few = revealed < self.quorum
            return _armed(counted, wanted, block, redrawn=self.redrawn or few, many=self.many or wanted == MANY)
        said = self.prior if ruling is None else ruling
        if self.appeal_time and not self.reviews:
            until = now + self.appeal_time
            return replace(counted, phase=Phase.APPEALABLE, ruling=said, commit_until=now, reveal_until=until)
        return replace(counted, phase=Phase.CONCLUDED, ruling=said)

    @property
    def next_seats(self) -> int:
        """How many others decide if nobody did: as many once for want of a quorum, then seven, then none."""
        again = len(self.votes) < self.quorum and not self.redrawn
        if self.many:
            return MANY if again else 0
        return SEATS if again else MANY

    def appeal(self, *, now: int, block: int) -> Panel:
        """Bring a ruling before seven, for a contract that leaves appeals to the panel.

        Raises:
            ConflictError: when there is no ruling to appeal, or no time left.
        """
        if self.phase is not Phase.APPEALABLE or now >= self.reveal_until:
            raise _refusal(ConflictError, "NoAppeal", "it cannot be appealed here", "nothing is left to do")
        return replace(_armed(self, MANY, block, redrawn=self.redrawn, many=True), reviews=True, prior=self.ruling)

    def execute_ruling(self, *, now: int) -> Panel:
        """Give a ruling that nobody appealed.

        Raises:
            ConflictError: in another phase, or while it can be appealed.
        """
        self._expect(Phase.APPEALABLE)
        if now < self.reveal_until:
            raise _too_early(now, self.reveal_until)
        return replace(self, phase=Phase.CONCLUDED)

    def _expect(self, phase: Phase) -> None:
        if self.phase is not phase:
            raise _refusal(
                ConflictError,
                "WrongPhase",
                f"the panel is {self.phase.name.lower()}",
                "the case file tells what can follow",
            )


def _armed(panel: Panel, seats: int, block: int, *, redrawn: bool, many: bool) -> Panel:
    return replace(
        panel,
        phase=Phase.ARMED,
        round=panel.round + 1,
        seats=seats,
        arms=1,
        draw_block=block + DRAW_DELAY,
        commitments={},
        votes=(),
        redrawn=redrawn,
        many=many,
    )


def _too_early(now: int, due: int) -> LedgerError:
    return _refusal(ConflictError, "TooEarly", f"it is {now}, and {due} must come first", "wait until then")


def _too_late(now: int, due: int) -> LedgerError:
    return _refusal(
        ConflictError, "TooLate", f"it is {now}, and the time was over at {due}", "a seat must vote in time"
    )


def _wrong_reveal(seat: Address) -> LedgerError:
    return _refusal(
        ConflictError,
        "WrongReveal",
        f"{seat} committed to something else",
        "show vote, reasons and salt as committed",
    )


def _not_seated(seat: Address) -> LedgerError:
    return _refusal(NotAuthorisedError, "NotSeated", f"{seat} has no seat, or has used it", "only a seat votes, once")
