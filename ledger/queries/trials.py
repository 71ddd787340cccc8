"""A dispute as its events made it: replayed, one by one, through the machine that the contracts are tested against.

The chain has the last word. Where the machine refuses an event, or makes something else of it, the trial goes on as
the event says and keeps the difference as a doubt: then mirror, machine or contract is wrong, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from ledger.domain.dispute import (
    DISMISSED,
    MOST_REOPENINGS,
    REFUSED,
    SECOND,
    UPHELD,
    Basis,
    Case,
    Dispute,
    FaultClass,
    Join,
    JoinPayout,
    Matter,
    Payout,
    State,
    matter_of,
)
from ledger.domain.ids import Address
from ledger.domain.policy import Policy
from ledger.errors import LedgerError
from ledger.store import case_rows as rows
from ledger.store.rows import Placed
from ledger.store.view import lost

Row = Placed[rows.CaseRow]
R = TypeVar("R", bound=rows.CaseRow)


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of a dispute, and how the dispute stood after it."""

    placed: Row
    dispute: Dispute


@dataclass(slots=True)
class Trial:
    """A dispute and how it came there. `doubts` are differences between chain and machine, in words."""

    opened: Placed[rows.Opened]
    dispute: Dispute
    moments: list[Moment]
    doubts: list[str] = field(default_factory=list)
    payout: Payout | None = None
    settled: list[JoinPayout] = field(default_factory=list)

    @property
    def case(self) -> Case:
        """What never changes."""
        return self.dispute.case

    @property
    def arbitration(self) -> rows.ArbitrationStarted | None:
        """The last time an arbitrator took the dispute on."""
        started = self.arbitrations
        return started[-1] if started else None

    @property
    def arbitrations(self) -> list[rows.ArbitrationStarted]:
        """Every time an arbitrator took the dispute on, oldest first: once, and once more for an appeal."""
        return [moment.placed.row for moment in self.moments if isinstance(moment.placed.row, rows.ArbitrationStarted)]

    def last(self, kind: type[R]) -> Placed[R] | None:
        """Return the last event of a kind."""
        for moment in reversed(self.moments):
            placed = moment.placed
            if isinstance(placed.row, kind):
                return Placed(placed.block, placed.log_index, placed.row)
        return None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a dispute depends on beside its own events.

    `matter` says what was known of the matter before an event, None where it was not looked up; `bonded` what the
    bond was then, in wei, active and unbonding, None likewise. What was not looked up is taken as the event says.
    """

    matter: Callable[[Row], Matter | None] = lambda _: None
    bonded: Callable[[Row], int | None] = lambda _: None


def case_of(dispute_id: int, row: rows.Opened) -> Case:
    """Return the case that an opening tells."""
    return Case(
        dispute_id=dispute_id,
        agent_id=row.agent_id,
        subject=row.subject,
        liable=Address(row.liable),
        claimant=Address(row.claimant),
        injured=Address(row.injured),
        action=row.action,
        fault_class=FaultClass(row.fault_class),
        evidence_hash=row.evidence,
        policy_id=row.policy_id,
        policy_hash=row.policy_hash,
        deposit=int(row.deposit),
        fee=int(row.fee),
        slice=int(row.slice),
        locked=int(row.locked),
        opened_at=row.opened_at,
        opened_block=row.opened_block,
    )


def opening(history: Sequence[Row]) -> Placed[rows.Opened]:
    """Return the opening of a dispute, its first event.

    Raises:
        StaleMirrorError: if the mirror has lost it.
    """
    first = history[0]
    if not isinstance(first.row, rows.Opened):
        raise lost("the opening of a dispute")
    return Placed(first.block, first.log_index, first.row)


def fold(dispute_id: int, history: Sequence[Row], policy: Policy, around: Surroundings | None = None) -> Trial:
    """Replay a dispute.

    Args:
        dispute_id: Its number.
        history: Its events in chain order; the first is its opening.
        policy: The one that the case names.
        around: What it depends on beside them.

    Raises:
        InvalidInputError: if the policy is not the one that the case froze.
        StaleMirrorError: if the first event is not its opening.
    """
    opened = opening(history)
    dispute = Dispute.opened(case_of(dispute_id, opened.row), policy)
    trial = Trial(opened, dispute, [Moment(history[0], dispute)])
    replay = _Replay(trial, around or Surroundings())
    for placed in history[1:]:
        replay.take(placed)
    return trial


class _Replay:
    """One trial while it is replayed."""

    def __init__(self, trial: Trial, around: Surroundings) -> None:
        self._trial = trial
        self._around = around

    def take(self, placed: Row) -> None:
        """Take one event: ask the machine, compare, and go on as the chain says."""
        before = self._trial.dispute
        told = _told(before, placed.row)
        try:
            made = self._made(before, placed)
        except LedgerError as error:
            self._doubt(placed, f"the model refuses it: {error.message}")
        else:
            if made != told:
                self._doubt(placed, f"the model makes {_difference(told, made)} of it")
        self._trial.dispute = told
        self._trial.moments.append(Moment(placed, told))

    def _doubt(self, placed: Row, what: str) -> None:
        where = f"log {placed.log_index} of block {placed.block}"
        self._trial.doubts.append(f"{type(placed.row).__name__} at {where}: {what}")

    def _expect(self, placed: Row, what: str, said: object, expected: object) -> None:
        if said != expected:
            self._doubt(placed, f"{what} is said to be {said}, and should be {expected}")

    def _made(self, dispute: Dispute, placed: Row) -> Dispute:
        """Return what the machine makes of an event.

        Raises:
            LedgerError: if it refuses.
        """
        row, now = placed.row, placed.row.time
        policy, case, made = dispute.policy, dispute.case, dispute
        match row:
            case rows.Notified():
                self._expect(placed, "the time to respond", row.respond_by, case.opened_at + policy.response_time)
                self._expect(placed, "the last block", row.respond_by_block, case.opened_block + policy.response_blocks)
            case rows.EvidenceAdded():
                made = dispute.add_evidence(row.evidence)
            case rows.Responded():
                self._expect(placed, "whether it is late", row.late, dispute.is_default)
                self._expect(placed, "the time to arbitrate", row.arbitrate_by, now + policy.arbitration_time)
                bonded = self._around.bonded(placed)
                made = dispute.respond(
                    Address(row.respondent), row.evidence, now=now, bonded=case.fee if bonded is None else bonded
                )
            case rows.ArbitrationStarted():
                # A ruling given while the arbitrator was being asked comes first, and means that it was. An appeal asks
                # by itself.
                asks = dispute.pending or (dispute.state is State.ARBITRATION and dispute.round != SECOND)
                made = dispute.asked() if asks else dispute
            case rows.Defaulted():
                self._expect(placed, "the time to appeal", row.until, now + policy.appeal_time)
                made = dispute.default_judgment(now=now, block=placed.block)
            case rows.Ruled():
                made = (dispute.asked() if dispute.pending else dispute).rule(row.ruling, now=now)
            case rows.Finalized():
                made = self._final(dispute, placed, row)
            case rows.Executed():
                made = self._execution(dispute, placed, row)
            case rows.Conceded():
                self._expect(placed, "the time to appeal", row.until, now + policy.appeal_time)
                made = dispute.concede(Address(row.liable), now=now)
            case rows.Withdrawn():
                # The claim is withdrawn and dismissed in one transaction; the final ruling, which follows, is compared.
                dispute.withdraw(Address(row.claimant), Matter(), now=now)
            case _:
                made = self._made_later(dispute, placed)
        return made

    def _made_later(self, dispute: Dispute, placed: Row) -> Dispute:
        """Return what the machine makes of joining, appealing, and ending by a proof.

        Raises:
            LedgerError: if it refuses.
        """
        row, made = placed.row, dispute
        match row:
            case rows.Joined():
                # What is least depends on the fees of the block, which no event tells.
                least, matter = dispute.policy.deposit, self._around.matter(placed) or Matter()
                made = dispute.join(
                    Address(row.claimant), row.evidence, deposit=int(row.deposit), least=least, matter=matter
                )
            case rows.Appealed():
                due = row.time + dispute.policy.arbitration_time
                self._expect(placed, "the time to arbitrate", row.arbitrate_by, due)
                self._expect(placed, "the round", row.round, SECOND)
                made = dispute.appeal(Address(row.appellant), row.evidence, now=row.time)
            case rows.Proved():
                # It is ended and upheld in one transaction; the final ruling, which follows, is compared.
                dispute.end_by_proof(Matter(proved=True), now=row.time)
            case rows.JoinSettled():
                said = JoinPayout(Address(row.claimant), int(row.to_claimant), int(row.to_liable), int(row.burned))
                self._trial.settled.append(said)
                if said not in dispute.join_payouts():
                    self._doubt(placed, "the model makes another payout of it")
        return made

    def _final(self, dispute: Dispute, placed: Row, row: rows.Finalized) -> Dispute:
        self._expect(
            placed, "the matter", row.matter.hex(), matter_of(dispute.case.action, dispute.case.fault_class).hex()
        )
        before = self._around.matter(placed)
        before = _matter_before(row) if before is None else before
        if row.basis == Basis.TIMEOUT:
            made, after = dispute.arbitrator_timeout(before, now=row.time, told=row.ruling)
        elif row.basis == Basis.WITHDRAWAL:
            made, after = dispute.withdraw(dispute.case.claimant, before, now=row.time)
        elif row.basis == Basis.PROOF:
            made, after = dispute.end_by_proof(before, now=row.time)
        else:
            made, after = dispute.finalize(before, now=row.time)
        self._expect(placed, "the number of reopenings", row.reopenings, after.reopenings)
        self._expect(placed, "the time to reopen", row.open_until, after.open_until)
        return made

    def _execution(self, dispute: Dispute, placed: Row, row: rows.Executed) -> Dispute:
        said = Payout(
            dispute.escrow - sum(join.deposit for join in dispute.joins),
            *(int(amount) for amount in (row.slashed, row.to_claimant, row.to_injured, row.to_liable, row.burned)),
        )
        self._trial.payout = said
        self._expect(placed, "the ruling", row.ruling, dispute.ruling)
        bonded = self._around.bonded(placed)
        made, payout = dispute.execute(now=row.time, bonded=said.slashed if bonded is None else bonded)
        self._expect(placed, "the payout", said, payout)
        return made


def _told(dispute: Dispute, row: rows.CaseRow) -> Dispute:
    """Return how the dispute stands after an event, by what the event itself says."""
    after = dispute
    match row:
        case rows.Responded():
            after = replace(
                dispute, state=State.ARBITRATION, ruling=REFUSED, basis=Basis.NONE, since=row.time, pending=True,
                fee_repaid=dispute.fee_repaid or row.late,
            )  # fmt: skip
        case rows.ArbitrationStarted():
            after = replace(dispute, pending=False, fee_spent=True, round=row.round)
        case rows.Defaulted():
            after = replace(dispute, state=State.PROVISIONAL, ruling=UPHELD, basis=Basis.DEFAULT, since=row.time)
        case rows.Conceded():
            after = replace(dispute, state=State.PROVISIONAL, ruling=UPHELD, basis=Basis.CONCESSION, since=row.time)
        case rows.Ruled():
            after = replace(
                dispute, state=State.PROVISIONAL, ruling=row.ruling, basis=Basis.MERITS, since=row.time, pending=False,
                fee_spent=True, round=row.round,
            )  # fmt: skip
        case rows.Joined():
            after = replace(
                dispute, joins=(*dispute.joins, Join(Address(row.claimant), int(row.deposit), row.evidence))
            )
        case rows.Appealed():
            after = replace(
                dispute, state=State.ARBITRATION, ruling=REFUSED, basis=Basis.NONE, since=row.time, round=row.round,
                appealed_ruling=dispute.ruling, appellant=Address(row.appellant),
            )  # fmt: skip
        case rows.Finalized():
            after = replace(
                dispute, state=State.FINAL, ruling=row.ruling, basis=Basis(row.basis), since=row.time,
                punishes=row.punishes,
            )  # fmt: skip
        case rows.Executed():
            after = replace(dispute, state=State.EXECUTED, since=row.time)
    return after


def _matter_before(row: rows.Finalized) -> Matter:
    """Return a matter that, if it was so before, is after the ruling what the event says."""
    if row.basis == Basis.WITHDRAWAL:
        return Matter(reopenings=row.reopenings, open_until=row.open_until)
    if row.basis == Basis.CONCESSION:
        return Matter(reopenings=row.reopenings, open_until=row.open_until, conceded=not row.punishes)
    if row.basis == Basis.PROOF:
        return Matter(proved=True, reopenings=row.reopenings)
    if row.ruling == UPHELD:
        return Matter(upheld=not row.punishes, reopenings=row.reopenings)
    if row.open_until == 0:
        return Matter(upheld=True, reopenings=row.reopenings)
    return Matter(reopenings=row.reopenings if row.reopenings == MOST_REOPENINGS else row.reopenings - 1)


def matter_after(history: Iterable[Placed[rows.MatterRow]]) -> Matter:
    """Return what is known of a matter after some final rulings on it, and the proof that punished it, in order."""
    matter = Matter()
    for placed in history:
        if placed.row.is_proof:
            matter = replace(matter, proved=True)
        else:
            matter = matter.after(placed.row.ruling, placed.row.time, Basis(placed.row.basis))
    return matter


def _difference(told: Dispute, made: Dispute) -> str:
    names = [name for name in Dispute.__dataclass_fields__ if getattr(told, name) != getattr(made, name)]
    return ", ".join(f"{name} {getattr(made, name)!s} instead of {getattr(told, name)!s}" for name in names)


RULINGS: Final = {REFUSED: "refused", UPHELD: "upheld", DISMISSED: "dismissed"}
"""What rulings are called."""
