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
from enum import IntEnum
from typing import Any, Final

from ledger.domain.hashing import ZERO32, keccak, word
from ledger.domain.ids import Address
from ledger.domain.policy import BPS, Policy
from ledger.errors import ConflictError, InvalidInputError, LedgerError, NotAuthorisedError

REFUSED: Final = 0
UPHELD: Final = 1
DISMISSED: Final = 2
NOBODY: Final = Address("0x" + "0" * 40)
CLAIMANT_BPS: Final = 2_000
INJURED_BPS: Final = 3_000
CONCEDED_BPS: Final = 7_500  # part of the slice that a concession costs
CONDUCT: Final = 1  # dimension of Standing that rulings write
REOPENING_SECONDS: Final = 7 * 24 * 3600
MOST_REOPENINGS: Final = 32
DEPOSIT_GAS: Final = 900_000  # three times what a response and an appeal may use
MOST_JOINS: Final = 8
SECOND: Final = 2  # round of an appeal
TAG_BYTES: Final = 24


class State(IntEnum):
    """Where a dispute stands."""

    NONE = 0
    OPEN = 1
    ARBITRATION = 2
    PROVISIONAL = 3
    FINAL = 4
    EXECUTED = 5


class Basis(IntEnum):
    """What a ruling stands on."""

    NONE = 0
    MERITS = 1
    DEFAULT = 2
    CONCESSION = 3
    TIMEOUT = 4
    PROOF = 5
    WITHDRAWAL = 6


class FaultClass(IntEnum):
    """What the agent is said to have done; slash and evidence follow from it."""

    NEGLIGENCE = 0
    BREACH = 1
    HARM = 2
    DECEPTION = 3


SERIOUS: Final = (FaultClass.HARM, FaultClass.DECEPTION)
"""Classes of faults that are judged only where an attested human has a seat, whatever a policy charges for them."""

PROVABLE: Final = (FaultClass.BREACH, FaultClass.DECEPTION)
"""Classes of faults that statements can show by themselves; no proof punishes a matter of another class."""


class RefKind(IntEnum):
    """How an action is shown to be the agent's."""

    RECORD = 0
    LOGGED = 1
    RECEIPT = 2
    ACKNOWLEDGED = 3


def _refusal(error: type[LedgerError], name: str, message: str, hint: str) -> LedgerError:
    return error(message, hint=hint, name=f"DisputeCourt_{name}")


def _address(account: Address) -> bytes:
    return bytes(12) + bytes.fromhex(account[2:])


def action_of(agent: bytes, epoch: int, stream: int, seq: int, record_id: bytes) -> bytes:
    """Return the 32-byte name of an action, the same however it is shown."""
    return keccak(agent + word(epoch) + word(stream) + word(seq) + record_id)


def matter_of(action: bytes, fault_class: FaultClass) -> bytes:
    """Return the 32-byte name of an action under a fault class."""
    return keccak(action + word(fault_class))


def cause_of(chain_id: int, court: Address, dispute_id: int) -> bytes:
    """Return what credits, slashes and evidence of a dispute name as their cause."""
    return keccak(word(chain_id) + _address(court) + word(dispute_id))


def least_deposit(policy: Policy, reopenings: int, base_fee: int) -> int:
    """Return what a claimant must deposit: doubled for every time the matter ended without being upheld."""
    return max(policy.deposit, DEPOSIT_GAS * base_fee) << reopenings


@dataclass(frozen=True, slots=True)
class Case:
    """Everything about a dispute that never changes; the court keeps 192 bits of its hash."""

    dispute_id: int
    agent_id: int
    subject: bytes
    liable: Address
    claimant: Address
    injured: Address
    action: bytes
    fault_class: FaultClass
    evidence_hash: bytes
    policy_id: int
    policy_hash: bytes
    deposit: int
    fee: int
    slice: int
    locked: int
    opened_at: int
    opened_block: int

    @property
    def tag(self) -> bytes:
        """The first 24 bytes of keccak256 of the encoded case."""
        return keccak(
            word(self.dispute_id)
            + word(self.agent_id)
            + self.subject
            + _address(self.liable)
            + _address(self.claimant)
            + _address(self.injured)
            + self.action
            + word(self.fault_class)
            + self.evidence_hash
            + word(self.policy_id)
            + self.policy_hash
            + b"".join(map(word, (self.deposit, self.fee, self.slice, self.locked, self.opened_at, self.opened_block)))
        )[:TAG_BYTES]

    @property
    def parties(self) -> list[Address]:
        """Who may not judge: claimant, liable account and counterparty."""
        return [party for party in (self.claimant, self.liable, self.injured) if party != NOBODY]

    def as_tuple(self) -> tuple[Any, ...]:
        """Return the fields in the order of the contract's structure."""
        return (
            self.dispute_id,
            self.agent_id,
            self.subject,
            self.liable,
            self.claimant,
            self.injured,
            self.action,
            int(self.fault_class),
            self.evidence_hash,
            self.policy_id,
            self.policy_hash,
            self.deposit,
            self.fee,
            self.slice,
            self.locked,
            self.opened_at,
            self.opened_block,
        )

    @classmethod
    def of_opening(cls, args: dict[str, Any]) -> Case:
        """Read a case from the values of its `DisputeOpened` event."""
        return cls(
            dispute_id=args["disputeId"],
            agent_id=args["agentId"],
            subject=args["subject"],
            liable=args["liable"],
            claimant=args["claimant"],
            injured=args["injured"],
            action=args["action"],
            fault_class=FaultClass(args["faultClass"]),
            evidence_hash=args["evidenceHash"],
            policy_id=args["policyId"],
            policy_hash=args["policyHash"],
            deposit=args["deposit"],
            fee=args["fee"],
            slice=args["slice"],
            locked=args["locked"],
            opened_at=args["openedAt"],
            opened_block=args["openedBlock"],
        )


@dataclass(frozen=True, slots=True)
class Matter:
    """What is known of an action and fault class after disputes about it. `open_until`: Unix seconds.

    `upheld` bars other claims; `conceded` bars none, but what was conceded is not punished again; neither is what was
    `proved`, which a proof has punished.
    """

    upheld: bool = False
    reopenings: int = 0
    open_until: int = 0
    conceded: bool = False
    proved: bool = False

    @property
    def punished(self) -> bool:
        """Whether a ruling or a proof has punished it already."""
        return self.upheld or self.conceded or self.proved

    def after(self, ruling: int, now: int, basis: Basis = Basis.MERITS) -> Matter:
        """Return the matter after one more final ruling; a withdrawn claim leaves it as it is."""
        if basis is Basis.CONCESSION:
            return replace(self, conceded=True)
        if ruling == UPHELD:
            return replace(self, upheld=True, open_until=0)
        if self.upheld or basis is Basis.WITHDRAWAL:
            return self
        return replace(self, reopenings=min(self.reopenings + 1, MOST_REOPENINGS), open_until=now + REOPENING_SECONDS)


@dataclass(frozen=True, slots=True)
class Join:
    """Another claimant, with its own deposit (wei) and evidence."""

    claimant: Address
    deposit: int
    evidence_hash: bytes


@dataclass(frozen=True, slots=True)
class JoinPayout:
    """What becomes of the deposit of a claimant that joined, in wei."""

    claimant: Address
    to_claimant: int
    to_liable: int
    burned: int


@dataclass(frozen=True, slots=True)
class Stakes:
    """What is at stake: `deposit` and `fee` in escrow, `slice` of the bond, `locked` of it for slice and fee."""

    deposit: int
    fee: int
    slice: int
    locked: int


def stakes_of(
    policy: Policy, fault_class: FaultClass, *, value: int, least: int, fee: int, bonded: int, locked: int
) -> Stakes:
    """Split the value of an opening, and say what part of the bond is at stake.

    Args:
        policy: Policy in force.
        fault_class: What is claimed.
        value: Sent along.
        least: `least_deposit` of the matter.
        fee: Of the arbitrator.
        bonded: Active and unbonding bond.
        locked: What courts have locked of it.

    Raises:
        ConflictError: if the value does not cover deposit and fee.
    """
    if value < least + fee:
        raise _refusal(
            ConflictError,
            "ValueTooSmall",
            f"the value {value} covers no deposit of {least} and fee of {fee}",
            "send more",
        )
    part = bonded * policy.slice_bps[fault_class] // BPS
    return Stakes(value - fee, fee, part, min(part + fee, bonded - locked))


@dataclass(frozen=True, slots=True)
class Payout:
    """What executing a ruling moves. `escrow` and `slashed` together are the sum of the other four.

    `escrow` is the first claimant's: what others deposited is told by `Dispute.join_payouts`.
    """

    escrow: int
    slashed: int
    to_claimant: int
    to_injured: int
    to_liable: int
    burned: int


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
            raise _refusal(
                NotAuthorisedError, "NotLiable", f"{caller} is not liable", "the owner liable for the action responds"
            )
        if evidence_hash == ZERO32:
            raise _no_evidence()
        late = self.is_default
        if late:
            due = self.since + self.policy.appeal_time
            if now >= due:
                raise _refusal(
                    ConflictError, "TooLate", f"the time to respond was over at {due}", "nothing is left to do"
                )
        else:
            self._expect(State.OPEN)
        if late and bonded < self.case.fee:
            raise _refusal(
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
            raise _refusal(
                NotAuthorisedError, "OwnSide", f"{caller} is of the agent's side", "nobody claims against oneself"
            )
        if matter.upheld:
            raise _refusal(ConflictError, "AlreadyUpheld", "the matter was upheld before", "a fault is punished once")
        if barred:
            raise _refusal(ConflictError, "AlreadyDismissed", "the evidence did not convince", "bring other evidence")
        if deposit < least:
            raise _refusal(ConflictError, "ValueTooSmall", f"{deposit} is no deposit of {least}", "send more")
        if len(self.joins) == MOST_JOINS:
            raise _refusal(ConflictError, "TooManyJoins", f"{MOST_JOINS} have joined", "open a dispute of your own")
        if caller in self.claimants:
            raise _refusal(ConflictError, "AlreadyClaimant", f"{caller} is a claimant", "add evidence instead")
        return replace(self, joins=(*self.joins, Join(caller, deposit, evidence_hash)))

    def withdraw(self, caller: Address, matter: Matter, *, now: int) -> tuple[Dispute, Matter]:
        """Give the claim up, before a response; also returns the matter, which it leaves as it was.

        Raises:
            ConflictError: in another state.
            NotAuthorisedError: for anyone but the claimant.
        """
        if caller != self.case.claimant:
            raise _refusal(
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
            raise _refusal(
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
            raise _refusal(ConflictError, "NotPending", "the arbitrator was asked already", "wait for its ruling")
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
            raise _refusal(
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
            raise _refusal(
                ConflictError, "NoAppeal", "it cannot be appealed", "a ruling on the merits is appealed, once"
            )
        if evidence_hash == ZERO32:
            raise _no_evidence()
        due = self.since + self.policy.appeal_time
        if now >= due:
            raise _refusal(ConflictError, "TooLate", f"the time to appeal was over at {due}", "nothing is left to do")
        due = self.since + self.policy.appeal_time // 2
        lost = (self.ruling != DISMISSED and caller == self.case.liable) or (
            self.ruling != UPHELD and caller in self.claimants
        )
        if now < due and not lost:
            raise _refusal(NotAuthorisedError, "NotLoser", f"{caller} did not lose", f"anyone may from {due} on")
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
            raise _refusal(ConflictError, "NotProved", "no proof has punished the matter", "prove the fault first")
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
        return _refusal(
            ConflictError,
            "WrongState",
            f"dispute {self.case.dispute_id} is in state {self.state.name.lower()}",
            "the case file tells what can follow",
        )

    def _expect_time(self, now: int, due: int) -> None:
        if now < due:
            raise _refusal(ConflictError, "TooEarly", f"it is {now}, and {due} must come first", "wait until then")


def in_range(ruling: int) -> int:
    """Return the ruling, or refused when it is none of the three."""
    return ruling if ruling in {UPHELD, DISMISSED} else REFUSED


def _final(dispute: Dispute, matter: Matter, now: int) -> tuple[Dispute, Matter]:
    punishes = dispute.ruling == UPHELD and not matter.punished
    after = matter.after(dispute.ruling, now, dispute.basis)
    return replace(dispute, state=State.FINAL, since=now, punishes=punishes), after


def _no_evidence() -> LedgerError:
    return _refusal(ConflictError, "NoEvidence", "the evidence has no hash", "name the root of the evidence")
