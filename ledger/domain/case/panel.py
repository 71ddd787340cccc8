"""The panel of a case, replayed: each step as `ledger.domain.panel` allows it, commitments opened, sums exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from eth_abi.abi import decode as abi_decode
from eth_abi.exceptions import DecodingError

from ledger.domain.authority import vote_commitment
from ledger.domain.case.facts import Step
from ledger.domain.case.moves import Moves
from ledger.domain.case.scope import Scope
from ledger.domain.dispute import DISMISSED, NOBODY, REFUSED, UPHELD, Dispute
from ledger.domain.ids import Address, checksum
from ledger.domain.panel import DRAW_DELAY, QUORUM, SEATS, Panel, Phase
from ledger.domain.trust import Problem
from ledger.errors import ProofError

TERMS: Final = ("uint32", "uint32", "address", "address[]")


def differences(step: Step, expected: Mapping[str, object]) -> Iterator[Problem]:
    """Compare values of an event with what they must be."""
    for name, value in expected.items():
        found = step.args[name]
        if found != value:
            told, must = (item.hex() if isinstance(item, bytes) else item for item in (found, value))
            yield Problem(step.where, "mismatch", f"its {name} is {told}, and must be {must}")


class PanelReplay:
    """The panel at one moment of the case.

    Args:
        scope: Whose panel it is.
        moves: Takes what the panel must pay and slash.
    """

    def __init__(self, scope: Scope, moves: Moves) -> None:
        self._scope = scope
        self._moves = moves
        self._cause = scope.panel_cause
        self._absent: list[Address] = []
        self._parties: list[Address] = []
        self._payer: Address = NOBODY
        self._seat_fee = 0
        self.panel: Panel | None = None
        self.votes: dict[Address, tuple[int, bytes]] = {}
        self.paid = 0
        self.returned = 0
        self.drawn: Step | None = None
        self.armed: Step | None = None
        self.concluded: Step | None = None
        self.steps: Mapping[str, Callable[[Step, Dispute], Iterator[Problem]]] = {
            "DisputeCreation": self._created,
            "PanelArmed": self._arm,
            "PanelDrawn": self._draw,
            "VoteCommitted": self._commit,
            "VoteRevealed": self._reveal,
            "ArbitratorAbsent": self._miss,
            "PanelConcluded": self._conclude,
        }

    @property
    def parties(self) -> list[Address]:
        """Who may not judge, as the panel was told."""
        return self._parties

    @property
    def ruling(self) -> int:
        """What the panel says by now."""
        return self.panel.ruling if self.panel is not None and self.panel.phase is Phase.CONCLUDED else REFUSED

    def started(self, step: Step) -> Iterator[Problem]:
        """Split what the court paid: three seats, and what was too much goes back."""
        self._expect_panel(step)
        over = sum(credit.args["amount"] for credit in self._moves.found("CreditAdded", step, self._cause))
        self._seat_fee, rest = divmod(step.args["fee"] - over, SEATS)
        if rest or self._seat_fee < 0:
            yield Problem(step.where, "mismatch", f"its fee of {step.args['fee']} less {over} is not three seats' pay")
        self._moves.expect(step, "CreditAdded", account=self._payer, cause=self._cause, amount=over)

    def _expect_panel(self, step: Step) -> Panel:
        if self.panel is None:
            raise ProofError(f"the panel was not armed before its {step.name}", code="not_armed")
        return self.panel

    def _created(self, step: Step, _: Dispute) -> Iterator[Problem]:
        return differences(step, {"_arbitrable": self._scope.court})

    def _arm(self, step: Step, dispute: Dispute) -> Iterator[Problem]:
        policy, case = dispute.policy, dispute.case
        payer = case.liable if dispute.fee_repaid else case.claimant
        terms = _terms(step.args["terms"])
        if terms != (policy.commit_time, policy.reveal_time, payer, case.parties):
            yield Problem(step.where, "mismatch", "its terms are not those of the policy and the parties")
        if self.panel is None:
            self._payer, self._parties, self.armed = terms[2], terms[3], step
            self.panel = Panel(step.args["disputeId"], terms[0], terms[1], step.block + DRAW_DELAY)
        else:
            self.panel = self.panel.drawn([], now=step.time, block=step.block)
        yield from differences(
            step, {"arbitrable": self._scope.court, "drawBlock": self.panel.draw_block, "arms": self.panel.arms}
        )

    def _draw(self, step: Step, _: Dispute) -> Iterator[Problem]:
        seats = [step.args[name] for name in ("first", "second", "third")]
        self.panel = self._expect_panel(step).drawn(seats, now=step.time, block=step.block)
        self.drawn = step
        if len(set(seats)) != SEATS or set(seats) & set(self._parties):
            yield Problem(step.where, "bad_seats", "a party has a seat, or someone has two")
        yield from differences(step, {"commitUntil": self.panel.commit_until, "revealUntil": self.panel.reveal_until})

    def _commit(self, step: Step, _: Dispute) -> Iterator[Problem]:
        seat, commitment = step.args["arbitrator"], step.args["commitment"]
        self.panel = self._expect_panel(step).commit(seat, commitment, now=step.time)
        return differences(step, {"commits": self.panel.commits})

    def _reveal(self, step: Step, _: Dispute) -> Iterator[Problem]:
        seat, vote, reasons = (step.args[name] for name in ("arbitrator", "vote", "reasonsHash"))
        panel = self._expect_panel(step)
        commitment = vote_commitment(
            chain_id=self._scope.chain_id,
            panel=self._scope.panel,
            dispute_id=panel.dispute_id,
            arbitrator=seat,
            vote=vote,
            reasons_hash=reasons,
            salt=step.args["salt"],
        )
        self.panel = panel.reveal(seat, vote, reasons, commitment, now=step.time)
        self.votes[seat] = vote, reasons
        self.paid += self._seat_fee
        self._moves.expect(step, "CreditAdded", account=seat, cause=self._cause, amount=self._seat_fee)
        return differences(step, {"reveals": len(self.votes), "paid": self._seat_fee})

    def _miss(self, step: Step, _: Dispute) -> Iterator[Problem]:
        seat, slashed = step.args["arbitrator"], step.args["slashed"]
        self._absent.append(seat)
        self._moves.expect(
            step,
            "BondSlashed",
            subject=bytes(12) + bytes.fromhex(self._scope.panel[2:]),
            beneficiary=seat,
            cause=self._cause,
            amount=slashed,
            reward=0,
            burned=slashed,
        )
        return iter(())

    def _conclude(self, step: Step, _: Dispute) -> Iterator[Problem]:
        panel = self._expect_panel(step)
        if panel.phase is Phase.ARMED:  # drawn in vain for the last time
            self.panel = panel.drawn([], now=step.time, block=step.block)
            if self.panel.phase is not Phase.CONCLUDED:
                raise ProofError("it gave up before its last draw", code="not_allowed")
        else:
            self.panel = panel.conclude(self._absent, now=step.time)
        self.concluded = step
        rest = (SEATS - len(self.votes)) * self._seat_fee
        self.returned = 0 if len(self.votes) >= QUORUM else rest
        self._moves.expect(step, "CreditAdded", account=self._payer, cause=self._cause, amount=self.returned)
        cast = self.panel.votes
        return differences(
            step,
            {
                "arbitrable": self._scope.court,
                "ruling": self.panel.ruling,
                "refused": cast.count(REFUSED),
                "upheld": cast.count(UPHELD),
                "dismissed": cast.count(DISMISSED),
                "returned": self.returned,
                "burned": rest - self.returned,
            },
        )


def _terms(data: bytes) -> tuple[int, int, Address, list[Address]]:
    try:
        commit_time, reveal_time, payer, parties = abi_decode(TERMS, data)
    except DecodingError as error:
        raise ProofError(f"the terms of the panel cannot be read: {error}", code="bad_terms") from error
    return commit_time, reveal_time, checksum(payer), [checksum(party) for party in parties]
