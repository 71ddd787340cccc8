"""A dispute as a pure state machine: the states, guards, deadlines and sums of `DisputeCourt.sol`.

    Open ──respond──► Arbitration ──rule──► Provisional ──finalize──► Final ──execute──► Executed
     │                    │                    │ ▲
     │                    └─arbitrator_timeout─┼─┼──────────────────► Final
     ├─default_judgment, concede───────────────┘ └─ a response to a default, and an appeal, go back to Arbitration
     └─withdraw──────────────────────────────────────────────────────► Final

Others may join while it is open. A ruling on the merits is appealed once; what the second round says is final at
once. A proof of the same fault ends a dispute that is not final.

Nothing here reads a clock or a chain: time, block, caller and bond are arguments. A transition that the
contract refuses raises `ConflictError` or `NotAuthorisedError`, whose detail `name` is the custom error.
Rulings: 0 refused, 1 upheld, 2 dismissed. Amounts are wei, times Unix seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from ledger.domain.dispute.case import Case
from ledger.domain.dispute.matter import Matter
from ledger.domain.dispute.refusal import refusal
from ledger.domain.dispute.stakes import (
    CLAIMANT_BPS,
    CONCEDED_BPS,
    INJURED_BPS,
    MOST_JOINS,
    Join,
    JoinPayout,
    Payout,
)
from ledger.domain.dispute.terms import DISMISSED, NOBODY, PROVABLE, REFUSED, UPHELD, Basis, State, in_range
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address
from ledger.domain.policy import BPS, Policy
from ledger.errors import ConflictError, InvalidInputError, LedgerError, NotAuthorisedError

SECOND: Final = 2  # round of an appeal


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute at one moment. Transitions return the next one and change nothing."""

    case: Case
    policy: Policy
    state: State = State.OPEN
    ruling: int = REFUSED
    basis: Basis = Basis.NONE
    since: int = 0
    round: int = 1
    pending: bool = False
    fee_spent: bool = False
    fee_repaid: bool = False
    punishes: bool = False
    joins: tuple[Join, ...] = ()
    appealed_ruling: int = REFUSED
    appellant: Address = NOBODY

    def __post_init__(self) -> None:
        if self.policy.hash != self.case.policy_hash:
            raise InvalidInputError("the policy is not the one that the case froze", code="wrong_policy")

    @classmethod
    def opened(cls, case: Case, policy: Policy) -> Dispute:
        """Begin a dispute."""
        return cls(case, policy, since=case.opened_at)

    @property
    def escrow(self) -> int:
        """What the court holds for this dispute."""
        if self.state is State.EXECUTED:
            return 0
        return self._first_escrow + sum(join.deposit for join in self.joins)

    @property
    def _first_escrow(self) -> int:
        return self.case.deposit + (0 if self.fee_spent else self.case.fee)

    @property
    def parties(self) -> list[Address]:
        """Who may not judge: the parties of the case, who joined, and who appealed for one of them."""
        known = [*self.case.parties, *(join.claimant for join in self.joins)]
        return known if self.appellant in {NOBODY, *known} else [*known, self.appellant]

    @property
    def claimants(self) -> list[Address]:
        """The first claimant, and who joined."""
        return [self.case.claimant, *(join.claimant for join in self.joins)]

    @property
    def due(self) -> int:
        """Unix seconds at which somebody may move the dispute on without its parties or arbitrators; 0 when done."""
        waits = {
            State.OPEN: self.case.opened_at + self.policy.response_time,
            State.ARBITRATION: self.since + self.policy.arbitration_time,
            State.PROVISIONAL: self.since + (0 if self.round == SECOND else self.policy.appeal_time),
            State.FINAL: self.since,
        }
        return waits.get(self.state, 0)

    @property
    def is_default(self) -> bool:
        """Whether it stands at a default that a response would still undo."""
        return self.state is State.PROVISIONAL and self.basis is Basis.DEFAULT

    def respond(self, caller: Address, evidence_hash: bytes, *, now: int, bonded: int) -> Dispute:
        """Answer the claim; `bonded` is the bond, which pays the fee of a late response.

        The next dispute is pending: `asked` says that the arbitrator took it on.

        Raises:
            ConflictError: in another state, without evidence, too late, or when the bond cannot pay.
            NotAuthorisedError: for anyone but the liable account.
        """
        if caller != self.case.liable:
            raise refusal(
                NotAuthorisedError, "NotLiable", f"{caller} is not liable", "the owner liable for the action responds"
            )
        if evidence_hash == ZERO32:
            raise _no_evidence()
        late = self.is_default
        if late:
            due = self.since + self.policy.appeal_time
            if now >= due:
                raise refusal(
                    ConflictError, "TooLate", f"the time to respond was over at {due}", "nothing is left to do"
                )
        else:
            self._expect(State.OPEN)
        if late and bonded < self.case.fee:
            raise refusal(
                ConflictError,
                "BondTooSmall",
                f"the bond of {bonded} cannot pay the fee of {self.case.fee}",
                "deposit first",
            )
        return replace(
            self,
            state=State.ARBITRATION,
            ruling=REFUSED,
            basis=Basis.NONE,
            since=now,
            pending=True,
            fee_repaid=self.fee_repaid or late,
        )

    def join(
        self, caller: Address, evidence_hash: bytes, *, deposit: int, least: int, matter: Matter, barred: bool = False
    ) -> Dispute:
        """Add a claimant, before the claim is answered.

        Args:
            caller: Who joins.
            evidence_hash: Root of its evidence.
            deposit: What it sends, wei.
            least: `least_deposit` of the matter.
            matter: What is known of it.
            barred: Whether a claim on the same evidence was dismissed before.

        Raises:
            ConflictError: in another state, without evidence or money, on evidence that was judged, or when full.
            NotAuthorisedError: for the liable account.
        """
        self._expect(State.OPEN)
        if evidence_hash == ZERO32:
            raise _no_evidence()
        if caller == self.case.liable:
            raise refusal(
                NotAuthorisedError, "OwnSide", f"{caller} is of the agent's side", "nobody claims against oneself"
            )
        if matter.upheld:
            raise refusal(ConflictError, "AlreadyUpheld", "the matter was upheld before", "a fault is punished once")
        if barred:
            raise refusal(ConflictError, "AlreadyDismissed", "the evidence did not convince", "bring other evidence")
        if deposit < least:
            raise refusal(ConflictError, "ValueTooSmall", f"{deposit} is no deposit of {least}", "send more")
        if len(self.joins) == MOST_JOINS:
            raise refusal(ConflictError, "TooManyJoins", f"{MOST_JOINS} have joined", "open a dispute of your own")
        if caller in self.claimants:
            raise refusal(ConflictError, "AlreadyClaimant", f"{caller} is a claimant", "add evidence instead")
        return replace(self, joins=(*self.joins, Join(caller, deposit, evidence_hash)))

    def withdraw(self, caller: Address, matter: Matter, *, now: int) -> tuple[Dispute, Matter]:
        """Give the claim up, before a response; also returns the matter, which it leaves as it was.

        Raises:
            ConflictError: in another state.
            NotAuthorisedError: for anyone but the claimant.
        """
        if caller != self.case.claimant:
            raise refusal(
                NotAuthorisedError, "NotClaimant", f"{caller} is not the claimant", "only the claimant withdraws"
            )
        self._expect(State.OPEN)
        return _final(replace(self, ruling=DISMISSED, basis=Basis.WITHDRAWAL), matter, now)

    def concede(self, caller: Address, *, now: int) -> Dispute:
        """Let the claim prevail at once, for a quarter less.

        Raises:
            ConflictError: in another state.
            NotAuthorisedError: for anyone but the liable account.
        """
        if caller != self.case.liable:
            raise refusal(
                NotAuthorisedError, "NotLiable", f"{caller} is not liable", "the owner liable for the action concedes"
            )
        self._expect(State.OPEN)
        return replace(self, state=State.PROVISIONAL, ruling=UPHELD, basis=Basis.CONCESSION, since=now)

    def asked(self) -> Dispute:
        """Note that the arbitrator was paid and took the dispute on.

        Raises:
            ConflictError: in another state, or when it did before.
        """
        self._expect(State.ARBITRATION)
        if not self.pending:
            raise refusal(ConflictError, "NotPending", "the arbitrator was asked already", "wait for its ruling")
        return replace(self, pending=False, fee_spent=True)

    def add_evidence(self, evidence_hash: bytes) -> Dispute:
        """Check that evidence can still be added; the dispute stays as it is.

        Raises:
            ConflictError: in a state in which nobody would read it, or without a hash.
        """
        if self.state not in {State.OPEN, State.ARBITRATION}:
            raise self._wrong_state()
        if evidence_hash == ZERO32:
            raise _no_evidence()
        return self

    def default_judgment(self, *, now: int, block: int) -> Dispute:
        """Let the claim prevail, when nobody responded.

        Raises:
            ConflictError: in another state, or before time and blocks have passed.
        """
        self._expect(State.OPEN)
        self._expect_time(now, self.case.opened_at + self.policy.response_time)
        due = self.case.opened_block + self.policy.response_blocks
        if block < due:
            raise refusal(
                ConflictError, "TooFewBlocks", f"block {block} is before block {due}", "wait for blocks to pass"
            )
        return replace(self, state=State.PROVISIONAL, ruling=UPHELD, basis=Basis.DEFAULT, since=now)

    def rule(self, ruling: int, *, now: int) -> Dispute:
        """Take a ruling of the arbitrator; out of range refuses, a late one changes nothing."""
        if self.state is not State.ARBITRATION or self.pending:
            return self
        return replace(self, state=State.PROVISIONAL, ruling=in_range(ruling), basis=Basis.MERITS, since=now)

    def appeal(self, caller: Address, evidence_hash: bytes, *, now: int) -> Dispute:
        """Ask for a second round; the arbitrator takes it on in the same transaction, or the appeal fails.

        Raises:
            ConflictError: in another state, of what cannot be appealed, without evidence, or too late.
            NotAuthorisedError: for anyone but the loser, in the first half of the time to appeal.
        """
        self._expect(State.PROVISIONAL)
        if self.round == SECOND or self.basis is not Basis.MERITS:
            raise refusal(
                ConflictError, "NoAppeal", "it cannot be appealed", "a ruling on the merits is appealed, once"
            )
        if evidence_hash == ZERO32:
            raise _no_evidence()
        due = self.since + self.policy.appeal_time
        if now >= due:
            raise refusal(ConflictError, "TooLate", f"the time to appeal was over at {due}", "nothing is left to do")
        due = self.since + self.policy.appeal_time // 2
        lost = (self.ruling != DISMISSED and caller == self.case.liable) or (
            self.ruling != UPHELD and caller in self.claimants
        )
        if now < due and not lost:
            raise refusal(NotAuthorisedError, "NotLoser", f"{caller} did not lose", f"anyone may from {due} on")
        return replace(
            self,
            state=State.ARBITRATION,
            ruling=REFUSED,
            basis=Basis.NONE,
            since=now,
            round=SECOND,
            appealed_ruling=self.ruling,
            appellant=caller,
        )

    def end_by_proof(self, matter: Matter, *, now: int) -> tuple[Dispute, Matter]:
        """Uphold the claim, since a proof has punished its matter.

        Raises:
            ConflictError: when it is final, or nothing was proved.
        """
        if self.state in {State.FINAL, State.EXECUTED}:
            raise self._wrong_state()
        if not matter.proved or self.case.fault_class not in PROVABLE:
            raise refusal(ConflictError, "NotProved", "no proof has punished the matter", "prove the fault first")
        return _final(replace(self, ruling=UPHELD, basis=Basis.PROOF), matter, now)

    def arbitrator_timeout(self, matter: Matter, *, now: int, told: int | None = None) -> tuple[Dispute, Matter]:
        """Stop waiting for the arbitrator; `told` is what it says by now: else what was appealed stands.

        Raises:
            ConflictError: in another state, or too early.
        """
        self._expect(State.ARBITRATION)
        self._expect_time(now, self.since + self.policy.arbitration_time)
        ruling = self.appealed_ruling if self.pending or told is None else in_range(told)
        return _final(replace(self, ruling=ruling, basis=Basis.TIMEOUT), matter, now)

    def finalize(self, matter: Matter, *, now: int) -> tuple[Dispute, Matter]:
        """Make the ruling final; also returns what later disputes about the same matter will find.

        Raises:
            ConflictError: in another state, or too early.
        """
        self._expect(State.PROVISIONAL)
        self._expect_time(now, self.due)
        return _final(self, matter, now)

    def execute(self, *, now: int, bonded: int) -> tuple[Dispute, Payout]:
        """Move the money, once; `bonded` is the bond, active and unbonding.

        Raises:
            ConflictError: in another state.
        """
        self._expect(State.FINAL)
        return replace(self, state=State.EXECUTED, since=now), self.payout(bonded)

    def payout(self, bonded: int) -> Payout:
        """Return what executing the ruling would move out of escrow and bond."""
        to_claimant = to_liable = burned = 0
        if not self.fee_spent:
            if self.fee_repaid:
                to_liable = self.case.fee
            else:
                to_claimant = self.case.fee
        if self.ruling != UPHELD:
            if self.ruling == DISMISSED:
                kept = self.case.deposit if self.basis is Basis.WITHDRAWAL else self.case.deposit // 2
                burned = self.case.deposit - kept
                to_liable += kept
            else:
                to_claimant += self.case.deposit
            return Payout(self._first_escrow, 0, to_claimant, 0, to_liable, burned)
        fee = min(bonded, self.case.fee if self.fee_spent and not self.fee_repaid else 0)
        part = self.case.slice if self.punishes else 0
        if self.basis is Basis.CONCESSION:
            part = part * CONCEDED_BPS // BPS
        taken = min(bonded - fee, part)
        share = taken * CLAIMANT_BPS // BPS
        to_injured = taken * INJURED_BPS // BPS if self.case.injured != NOBODY else 0
        return Payout(
            self._first_escrow,
            fee + taken,
            to_claimant + self.case.deposit + fee + share,
            to_injured,
            to_liable,
            taken - share - to_injured,
        )

    def join_payouts(self) -> list[JoinPayout]:
        """Return what becomes of the deposits of who joined: lost with a dismissal, else back."""
        lost = self.ruling == DISMISSED and self.basis is not Basis.WITHDRAWAL
        return [
            JoinPayout(
                join.claimant,
                0 if lost else join.deposit,
                join.deposit // 2 if lost else 0,
                join.deposit - join.deposit // 2 if lost else 0,
            )
            for join in self.joins
        ]

    def _expect(self, state: State) -> None:
        if self.state is not state:
            raise self._wrong_state()

    def _wrong_state(self) -> LedgerError:
        return refusal(
            ConflictError,
            "WrongState",
            f"dispute {self.case.dispute_id} is in state {self.state.name.lower()}",
            "the case file tells what can follow",
        )

    def _expect_time(self, now: int, due: int) -> None:
        if now < due:
            raise refusal(ConflictError, "TooEarly", f"it is {now}, and {due} must come first", "wait until then")


def _final(dispute: Dispute, matter: Matter, now: int) -> tuple[Dispute, Matter]:
    punishes = dispute.ruling == UPHELD and not matter.punished
    after = matter.after(dispute.ruling, now, dispute.basis)
    return replace(dispute, state=State.FINAL, since=now, punishes=punishes), after


def _no_evidence() -> LedgerError:
    return refusal(ConflictError, "NoEvidence", "the evidence has no hash", "name the root of the evidence")
