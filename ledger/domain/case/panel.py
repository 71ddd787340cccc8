"""The panel of a case, replayed: each step as `ledger.domain.panel` allows it, commitments opened, sums exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.authority import vote_commitment
from ledger.domain.case.facts import Step
from ledger.domain.case.moves import Moves
from ledger.domain.case.scope import Scope
from ledger.domain.dispute import DISMISSED, NOBODY, REFUSED, SECOND, SERIOUS, UPHELD, Dispute
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import Address
from ledger.domain.panel import DRAW_DELAY, Ballot, Panel, Phase, next_pay
from ledger.domain.panel_terms import Terms, read_terms
from ledger.domain.trust import Problem
from ledger.errors import ProofError

_LEAK_SHARE: Final = 2  # the reporter of a leak gets half


def differences(step: Step, expected: Mapping[str, object]) -> Iterator[Problem]:
    """Compare values of an event with what they must be."""
    for name, value in expected.items():
        found = step.args[name]
        if found != value:
            told, must = (item.hex() if isinstance(item, bytes) else item for item in (found, value))
            yield Problem(step.where, "mismatch", f"its {name} is {told}, and must be {must}")


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw: the step that tells it, the block whose hash drew, the seats in order, and who had seats `before`."""

    step: Step
    block: int
    seats: tuple[Address, ...]
    before: frozenset[Address]


class PanelReplay:
    """One panel at one moment of the case.

    Args:
        scope: Whose panel it is.
        moves: Takes what the panel must pay and slash.
        number: The panel's own number of the dispute.
        earlier: The panel whose ruling it reviews, if any.
    """

    def __init__(self, scope: Scope, moves: Moves, number: int = 0, earlier: PanelReplay | None = None) -> None:
        self._scope = scope
        self._moves = moves
        self._cause = scope.panel_cause(number)
        self._earlier = earlier
        self._absent: list[tuple[Step, Address, int]] = []
        self._parties: list[Address] = []
        self._payer: Address = NOBODY
        self._seat_fee = 0
        self._pay = 0
        self._undecided = False
        self.number = number
        self.terms = b""
        self.panel: Panel | None = None
        self.votes: dict[Address, tuple[int, bytes]] = {}
        self.models: dict[Address, bytes] = {}
        self.human = False
        self.paid = 0
        self.returned = 0
        self.draws: list[Draw] = []
        self.armed: Step | None = None
        self.concluded: Step | None = None
        self.steps: Mapping[str, Callable[[Step, Dispute], Iterator[Problem]]] = {
            "DisputeCreation": self._created,
            "PanelArmed": self._arm,
            "PanelDrawn": self._draw_three,
            "PanelSeated": self._draw_others,
            "VoteCommitted": self._commit,
            "VoteRevealed": self._reveal,
            "ModelVoted": self._name_model,
            "VoteLeaked": self._leak,
            "SeatRecused": self._recuse,
            "ArbitratorAbsent": self._miss,
            "SeatsUnfilled": self._unfilled,
            "PanelUndecided": self._leave_undecided,
            "PanelConcluded": self._conclude,
            "RulingReviewed": self._review,
        }

    @property
    def parties(self) -> list[Address]:
        """Who may not judge, as the panel was told."""
        return self._parties

    @property
    def ruling(self) -> int:
        """What the panel says by now."""
        return self.panel.ruling if self.is_done and self.panel is not None else REFUSED

    @property
    def is_done(self) -> bool:
        """Whether the panel has ruled."""
        return self.panel is not None and self.panel.phase is Phase.CONCLUDED

    @property
    def sat(self) -> frozenset[Address]:
        """Everybody who ever had a seat, in this panel or the one that it reviews."""
        own = frozenset() if self.panel is None else frozenset(self.panel.ballots)
        return own if self._earlier is None else own | self._earlier.sat

    def started(self, step: Step) -> Iterator[Problem]:
        """Split what the court paid: the seats, and what was too much goes back."""
        panel = self._expect_panel(step)
        over = sum(credit.args["amount"] for credit in self._moves.found("CreditAdded", step, self._cause))
        self._seat_fee, rest = divmod(step.args["fee"] - over, panel.seats)
        self._pay = self._seat_fee
        if rest or self._seat_fee < 0:
            seats = f"{panel.seats} seats' pay"
            yield Problem(step.where, "mismatch", f"its fee of {step.args['fee']} less {over} is not {seats}")
        self._moves.expect(step, "CreditAdded", account=self._payer, cause=self._cause, amount=over)

    def _expect_panel(self, step: Step) -> Panel:
        if self.panel is None:
            raise ProofError(f"the panel was not armed before its {step.name}", code="not_armed")
        return self.panel

    def _created(self, step: Step, _: Dispute) -> Iterator[Problem]:
        return differences(step, {"_arbitrable": self._scope.court})

    def _arm(self, step: Step, dispute: Dispute) -> Iterator[Problem]:
        data, terms = step.args["terms"], read_terms(step.args["terms"])
        if terms is None:
            raise ProofError("the terms of the panel cannot be read", code="bad_terms")
        if terms != self._expected_terms(dispute, told=terms):
            yield Problem(step.where, "mismatch", "its terms are not those of the policy and the parties")
        if self.panel is None:
            self._payer, self._parties, self.armed, self.terms = terms.payer, list(terms.parties), step, data
            self.human = terms.human
            times = (terms.commit_time, terms.reveal_time, step.block + DRAW_DELAY)
            if self._earlier is None:
                self.panel = Panel(self.number, *times)
            else:
                self.panel = Panel.review(self.number, *times, self._earlier.ruling)
        elif self._undecided:  # others are to be drawn, from the block that the seats did not decide in
            self._undecided = False
        else:
            self.panel = self.panel.drawn([], now=step.time, block=step.block)
        if data != self.terms:
            yield Problem(step.where, "mismatch", "its terms are not those that the panel began with")
        yield from differences(
            step, {"arbitrable": self._scope.court, "drawBlock": self.panel.draw_block, "arms": self.panel.arms}
        )

    def _expected_terms(self, dispute: Dispute, *, told: Terms) -> Terms:
        policy, case = dispute.policy, dispute.case
        payer = case.liable if dispute.fee_repaid else case.claimant
        earlier, named = 0, ZERO32
        if self._earlier is not None and dispute.round == SECOND:
            payer, earlier, named = dispute.appellant, self._earlier.number, keccak(self._earlier.terms)
        parties = tuple(dispute.parties)
        # The first courts asked for no human: whether one did, its terms say.
        human = told.human and case.fault_class in SERIOUS
        return Terms(policy.commit_time, policy.reveal_time, payer, parties, 0, earlier, named, human)

    def _draw_three(self, step: Step, _: Dispute) -> Iterator[Problem]:
        return self._draw(step, [step.args[name] for name in ("first", "second", "third")])

    def _draw_others(self, step: Step, _: Dispute) -> Iterator[Problem]:
        yield from differences(step, {"round": self._expect_panel(step).round})
        yield from self._draw(step, step.args["seats"])

    def _draw(self, step: Step, seats: Sequence[Address]) -> Iterator[Problem]:
        panel, before = self._expect_panel(step), self.sat
        self.panel = panel.drawn(seats, now=step.time, block=step.block)
        if self.panel.phase is not Phase.VOTING:
            raise ProofError(f"{len(seats)} seats were drawn of {panel.seats}", code="not_allowed")
        self.draws.append(Draw(step, panel.draw_block, tuple(seats), before))
        if len(set(seats)) != len(seats) or set(seats) & {*self._parties, *before}:
            yield Problem(step.where, "bad_seats", "a party has a seat, or someone has two")
        yield from differences(step, {"commitUntil": self.panel.commit_until, "revealUntil": self.panel.reveal_until})

    def _commit(self, step: Step, _: Dispute) -> Iterator[Problem]:
        seat, commitment = step.args["arbitrator"], step.args["commitment"]
        self.panel = self._expect_panel(step).commit(seat, commitment, now=step.time)
        return differences(step, {"commits": self.panel.commits})

    def _reveal(self, step: Step, _: Dispute) -> Iterator[Problem]:
        seat, vote, reasons = (step.args[name] for name in ("arbitrator", "vote", "reasonsHash"))
        self.panel = self._expect_panel(step).reveal(seat, vote, reasons, self._commitment(step), now=step.time)
        self.votes[seat] = vote, reasons
        self.paid += self._pay
        self._moves.expect(step, "CreditAdded", account=seat, cause=self._cause, amount=self._pay)
        return differences(step, {"reveals": len(self.panel.votes), "paid": self._pay})

    def _name_model(self, step: Step, _: Dispute) -> Iterator[Problem]:
        seat = step.args["arbitrator"]
        if seat not in self.votes or seat in self.models:
            raise ProofError(f"{seat} has not just voted, and a model is named", code="not_allowed")
        self.models[seat] = step.args["model"]
        return iter(())

    def _leak(self, step: Step, _: Dispute) -> Iterator[Problem]:
        seat, reporter, slashed = (step.args[name] for name in ("arbitrator", "reporter", "slashed"))
        self.panel = self._expect_panel(step).leak(seat, self._commitment(step), now=step.time)
        reward = slashed // _LEAK_SHARE
        self._slash(step, seat, slashed, reward)
        self._moves.expect(step, "CreditAdded", account=reporter, cause=self._cause, amount=reward)
        return iter(())

    def _recuse(self, step: Step, _: Dispute) -> Iterator[Problem]:
        panel, instead = self._expect_panel(step), step.args["replacement"]
        taken = self.sat
        self.panel = panel.recuse(step.args["arbitrator"], None if instead == NOBODY else instead, now=step.time)
        if instead == NOBODY:
            self._moves.expect(step, "CreditAdded", account=self._payer, cause=self._cause, amount=self._pay)
        elif instead in {*self._parties, *taken}:
            yield Problem(step.where, "bad_seats", "who sits instead is a party, or had a seat before")
        if step.args["party"] not in self._parties:
            yield Problem(step.where, "mismatch", f"{step.args['party']} is no party")

    def _commitment(self, step: Step) -> bytes:
        return vote_commitment(
            chain_id=self._scope.chain_id,
            panel=self._scope.panel,
            dispute_id=self.number,
            arbitrator=step.args["arbitrator"],
            vote=step.args["vote"],
            reasons_hash=step.args["reasonsHash"],
            salt=step.args["salt"],
            round_=self._expect_panel(step).round,
        )

    def _miss(self, step: Step, _: Dispute) -> Iterator[Problem]:
        seat, slashed = step.args["arbitrator"], step.args["slashed"]
        leaked = self._expect_panel(step).ballots.get(seat) is Ballot.LEAKED
        self._absent.append((step, seat, slashed))
        if leaked and slashed:
            yield Problem(step.where, "mismatch", "it paid for its leak, and is fined again")

    def _slash(self, step: Step, seat: Address, amount: int, reward: int) -> None:
        self._moves.expect(
            step,
            "BondSlashed",
            subject=bytes(12) + bytes.fromhex(self._scope.panel[2:]),
            beneficiary=seat,
            cause=self._cause,
            amount=amount,
            reward=reward,
            burned=amount - reward,
        )

    def _fine(self, cost: int) -> tuple[list[Address], int, int]:
        """Take what absentees pay towards the next seats; returns them, the pay of their seats, and what they paid."""
        unspent = len(self._absent) * self._pay
        fined = 0
        for step, seat, slashed in self._absent:
            fee = min(slashed, max(0, cost - unspent - fined))
            fined += fee
            self._slash(step, seat, slashed, fee)
            self._moves.expect(step, "CreditAdded", account=self._scope.panel, cause=self._cause, amount=fee)
        seats = [seat for _, seat, _ in self._absent]
        self._absent = []
        return seats, unspent, fined

    def _leave_undecided(self, step: Step, _: Dispute) -> Iterator[Problem]:
        before = self._expect_panel(step)
        seats, unspent, fined = self._fine(step.args["nextSeats"] * self._seat_fee)
        self.panel = before.conclude(seats, now=step.time, block=step.block)
        if self.panel.phase is not Phase.ARMED:
            raise ProofError("the seats decided, and it says that they did not", code="not_allowed")
        wanted, self._undecided = self.panel.seats, True
        self._pay, burned = next_pay(wanted, unspent=unspent, fined=fined, seat_fee=self._seat_fee)
        told = {"round": before.round, "nextSeats": wanted, "pay": self._pay, "burned": burned}
        return differences(step, told | _counts(before))

    def _unfilled(self, step: Step, _: Dispute) -> Iterator[Problem]:
        panel = self._expect_panel(step)
        if panel.phase is not Phase.ARMED:
            raise ProofError("seats were drawn, and it says that they were not", code="not_allowed")
        return differences(step, {"round": panel.round, "seats": panel.seats, "ruling": panel.prior})

    def _conclude(self, step: Step, _: Dispute) -> Iterator[Problem]:
        panel = self._expect_panel(step)
        burned = 0
        if panel.phase is Phase.ARMED:  # drawn in vain for the last time
            self.panel = panel.drawn([], now=step.time, block=step.block)
            if self.panel.phase is not Phase.CONCLUDED:
                raise ProofError("it gave up before its last draw", code="not_allowed")
            self.returned = panel.seats * self._pay
        else:
            seats, burned, _paid = self._fine(0)
            self.panel = panel.conclude(seats, now=step.time, block=step.block)
            if self.panel.phase is not Phase.CONCLUDED:
                raise ProofError("the seats did not decide, and others must", code="not_allowed")
        self.concluded = step
        self._moves.expect(step, "CreditAdded", account=self._payer, cause=self._cause, amount=self.returned)
        told = {"arbitrable": self._scope.court, "ruling": self.panel.ruling, "returned": self.returned}
        return differences(step, told | {"burned": burned} | _counts(panel))

    def _review(self, step: Step, _: Dispute) -> Iterator[Problem]:
        panel = self._expect_panel(step)
        earlier = self.number if self._earlier is None else self._earlier.number
        told = {"earlierId": earlier, "earlierRuling": panel.prior, "ruling": panel.ruling}
        return differences(step, told)


def _counts(panel: Panel) -> dict[str, int]:
    votes = {"refused": REFUSED, "upheld": UPHELD, "dismissed": DISMISSED}
    return {name: panel.votes.count(vote) for name, vote in votes.items()}
