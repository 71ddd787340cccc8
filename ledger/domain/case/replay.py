"""A case, replayed: every event of the court as a transition of `ledger.domain.dispute`, in chain order.

A transition that is not allowed ends the replay, since nothing after it can be judged; a value that is not what the
transition gives is named, and the replay goes on. What the case does not hold (the bond, how earlier disputes on the
matter ended) is taken from the events that tell it, and everything that follows from it is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ledger.domain.case.facts import Step
from ledger.domain.case.moves import Moves
from ledger.domain.case.panel import PanelReplay, differences
from ledger.domain.case.scope import COURT, PANEL, Scope
from ledger.domain.dispute import (
    CONDUCT,
    MOST_REOPENINGS,
    SECOND,
    UPHELD,
    Basis,
    Dispute,
    JoinPayout,
    Matter,
    Payout,
    State,
    in_range,
    matter_of,
)
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address
from ledger.domain.policy import Policy
from ledger.domain.reputation import PERIOD_SECONDS
from ledger.domain.trust import Problem
from ledger.errors import LedgerError, ProofError


class CaseReplay:
    """A case at one moment; `run` brings it to the last of its steps.

    Args:
        scope: The case.
        policy: The policy that it froze.
        steps: Its events, in chain order.
    """

    def __init__(self, scope: Scope, policy: Policy, steps: Sequence[Step]) -> None:
        self.scope = scope
        self.dispute = Dispute.opened(scope.case, policy)
        self.payout: Payout | None = None
        self.ruled: Step | None = None
        self.final: Step | None = None
        self.executed: Step | None = None
        self.moves = Moves(steps)
        self.panels: list[PanelReplay] = []
        self._steps = steps
        self._responded: Step | None = None
        self._withdrawn: Step | None = None
        self._proved: Step | None = None
        self._settled: list[JoinPayout] = []
        self._handlers: Mapping[str, Callable[[Step], Iterator[Problem]]] = {
            "DisputeOpened": self._open,
            "RespondentNotified": self._notify,
            "DisputeResponded": self._respond,
            "EvidenceAdded": self._add_evidence,
            "Evidence": self._carry,
            "ArbitrationPending": self._wait,
            "ArbitrationStarted": self._start,
            "Dispute": self._announce,
            "DefaultEntered": self._default,
            "ClaimJoined": self._join,
            "JoinSettled": self._settle_join,
            "ClaimWithdrawn": self._withdraw,
            "DisputeAppealed": self._appeal,
            "DisputeEndedByProof": self._prove,
            "DisputeConceded": self._concede,
            "Ruling": self._carry_ruling,
            "RulingGiven": self._rule,
            "LateRuling": self._rule_late,
            "DisputeFinalized": self._finalize,
            "DisputeExecuted": self._execute,
        }

    @property
    def panel(self) -> PanelReplay:
        """The last panel; one that never was, before there is any."""
        return self.panels[-1] if self.panels else PanelReplay(self.scope, self.moves)

    def run(self) -> list[Problem]:
        """Replay all steps, and compare what they moved with what had to move."""
        problems: list[Problem] = []
        for step in self._steps:
            try:
                problems += self._replay(step)
            except LedgerError as error:
                code = "not_allowed" if "name" in error.details else error.code
                return [*problems, Problem(step.where, code, error.message)]
        return [*problems, *self.moves.check()]

    def _replay(self, step: Step) -> Iterator[Problem]:
        if step.event.contract == PANEL:
            handler = self._panel_of(step).steps.get(step.name)
            if handler is not None:
                return handler(step, self.dispute)
        elif step.event.contract == COURT:
            known = self._handlers.get(step.name)
            if known is not None:
                return known(step)
        else:
            return iter(())
        raise ProofError(f"this version cannot replay {step.name}", code="unknown_step")

    def _panel_of(self, step: Step) -> PanelReplay:
        """Return the panel that a step is about; the next one begins with its first step."""
        number = step.args.get("disputeId", step.args.get("_disputeID"))
        for panel in self.panels:
            if panel.number == number:
                return panel
        if len(self.panels) == self.dispute.round:
            raise ProofError(f"panel {number} was asked for beside another", code="not_allowed")
        self.panels.append(
            PanelReplay(self.scope, self.moves, int(number or 0), self.panels[-1] if self.panels else None)
        )
        return self.panels[-1]

    def _open(self, step: Step) -> Iterator[Problem]:
        case, policy = self.dispute.case, self.dispute.policy
        if case.deposit < policy.deposit or case.locked > case.slice + case.fee:
            yield Problem(step.where, "mismatch", "its deposit is under the least, or its lock over slice and fee")
        self.moves.expect(step, "BondLocked", **self._bond, court=self.scope.court, amount=case.locked)
        yield from differences(step, {"openedAt": step.time, "openedBlock": step.block})

    def _notify(self, step: Step) -> Iterator[Problem]:
        case, policy = self.dispute.case, self.dispute.policy
        return differences(
            step,
            {
                "liable": case.liable,
                "agentId": case.agent_id,
                "respondBy": case.opened_at + policy.response_time,
                "respondByBlock": case.opened_block + policy.response_blocks,
            },
        )

    def _respond(self, step: Step) -> Iterator[Problem]:
        late, case = self.dispute.is_default, self.dispute.case
        caller, evidence = step.args["respondent"], step.args["evidenceHash"]
        self.dispute = self.dispute.respond(caller, evidence, now=step.time, bonded=self._bonded(step))
        self._responded = step
        if late:
            self._expect_slash(step, amount=case.fee, burned=0)
            self._credit(step, case.claimant, case.fee)
        return differences(step, {"late": late, "arbitrateBy": step.time + self.dispute.policy.arbitration_time})

    def _add_evidence(self, step: Step) -> Iterator[Problem]:
        self.dispute.add_evidence(step.args["evidenceHash"])
        return iter(())

    def _carry(self, step: Step) -> Iterator[Problem]:
        return differences(step, {"_arbitrator": self.dispute.policy.arbitrator})

    def _wait(self, step: Step) -> Iterator[Problem]:
        if not self.dispute.pending:
            raise ProofError("the arbitrator was asked already", code="not_allowed")
        return differences(step, {"arbitrator": self.dispute.policy.arbitrator, "round": self.dispute.round})

    def _start(self, step: Step) -> Iterator[Problem]:
        if self.dispute.round == SECOND:  # an appeal asks by itself, and gives back what was sent too much
            for credit in self.moves.found("CreditAdded", step, self.scope.cause):
                self._credit(step, self.dispute.appellant, credit.args["amount"])
        else:
            self.dispute = self.dispute.asked()
            fee, escrowed = step.args["fee"], self.dispute.case.fee
            at_once = self._responded is not None and self._responded.transaction == step.transaction
            if fee < escrowed or (at_once and fee != escrowed):
                yield Problem(step.where, "mismatch", f"its fee is {fee}, and {escrowed} was escrowed")
        yield from differences(step, {"arbitratorDisputeId": self.panel.number})
        yield from differences(step, {"arbitrator": self.dispute.policy.arbitrator, "round": self.dispute.round})
        yield from self.panel.started(step)

    def _announce(self, step: Step) -> Iterator[Problem]:
        return differences(
            step,
            {
                "_arbitrator": self.dispute.policy.arbitrator,
                "_disputeID": self.panel.number,
                "_metaEvidenceID": self.dispute.case.policy_id,
            },
        )

    def _default(self, step: Step) -> Iterator[Problem]:
        self.dispute = self.dispute.default_judgment(now=step.time, block=step.block)
        return differences(step, {"provisionalUntil": step.time + self.dispute.policy.appeal_time})

    def _join(self, step: Step) -> Iterator[Problem]:
        # What is least depends on the fees of the block, and on earlier disputes: the court says that it was enough.
        who, evidence, deposit = (step.args[name] for name in ("claimant", "evidenceHash", "deposit"))
        least = self.dispute.policy.deposit
        self.dispute = self.dispute.join(who, evidence, deposit=deposit, least=least, matter=Matter())
        return iter(())

    def _settle_join(self, step: Step) -> Iterator[Problem]:
        args = step.args
        said = JoinPayout(args["claimant"], args["toClaimant"], args["toLiable"], args["burned"])
        if self.dispute.state is not State.EXECUTED:
            raise ProofError("it is settled before the ruling is executed", code="not_allowed")
        if said not in self.dispute.join_payouts() or said in self._settled:
            yield Problem(step.where, "mismatch", "the deposit of who joined is not paid as the ruling says")
        self._settled.append(said)

    def _appeal(self, step: Step) -> Iterator[Problem]:
        who, evidence = step.args["appellant"], step.args["evidenceHash"]
        self.dispute = self.dispute.appeal(who, evidence, now=step.time)
        return differences(step, {"round": SECOND, "arbitrateBy": step.time + self.dispute.policy.arbitration_time})

    def _prove(self, step: Step) -> Iterator[Problem]:
        # It is ended and upheld in one transaction; the final ruling, which follows, moves the dispute on.
        self.dispute.end_by_proof(Matter(proved=True), now=step.time)
        self._proved = step
        return iter(())

    def _withdraw(self, step: Step) -> Iterator[Problem]:
        # It is withdrawn and dismissed in one transaction; the final ruling, which follows, moves the dispute on.
        self.dispute.withdraw(step.args["claimant"], Matter(), now=step.time)
        self._withdrawn = step
        return iter(())

    def _concede(self, step: Step) -> Iterator[Problem]:
        self.dispute = self.dispute.concede(step.args["liable"], now=step.time)
        return differences(step, {"provisionalUntil": step.time + self.dispute.policy.appeal_time})

    def _carry_ruling(self, step: Step) -> Iterator[Problem]:
        self._expect_conclusion(step)
        return differences(step, {"_ruling": self.panel.ruling})

    def _rule(self, step: Step) -> Iterator[Problem]:
        self._expect_conclusion(step)
        if self.dispute.state is not State.ARBITRATION:
            raise ProofError(f"it was given in state {self.dispute.state.name.lower()}", code="not_allowed")
        self.dispute = self.dispute.rule(self.panel.ruling, now=step.time)
        self.ruled = step
        return differences(
            step,
            {
                "arbitrator": self.dispute.policy.arbitrator,
                "ruling": in_range(self.panel.ruling),
                "round": self.dispute.round,
                "givenAt": step.time,
            },
        )

    def _rule_late(self, step: Step) -> Iterator[Problem]:
        self._expect_conclusion(step)
        if self.dispute.state is State.ARBITRATION:
            raise ProofError("it is called late, and was in time", code="not_allowed")
        return differences(step, {"arbitrator": self.dispute.policy.arbitrator, "ruling": self.panel.ruling})

    def _finalize(self, step: Step) -> Iterator[Problem]:
        before = _matter_before(step)
        if self._proved is not None and self._proved.transaction == step.transaction:
            self.dispute, after = self.dispute.end_by_proof(before, now=step.time)
        elif self.dispute.state is State.ARBITRATION:
            told = self.panel.ruling if self.panel.is_done else None
            self.dispute, after = self.dispute.arbitrator_timeout(before, now=step.time, told=told)
        elif self._withdrawn is not None and self._withdrawn.transaction == step.transaction:
            self.dispute, after = self.dispute.withdraw(self.dispute.case.claimant, before, now=step.time)
        else:
            self.dispute, after = self.dispute.finalize(before, now=step.time)
        self.final = step
        return differences(
            step,
            {
                "ruling": self.dispute.ruling,
                "basis": int(self.dispute.basis),
                "punishes": self.dispute.punishes,
                "matter": matter_of(self.dispute.case.action, self.dispute.case.fault_class),
                "reopenings": after.reopenings,
                "openUntil": after.open_until,
            },
        )

    def _execute(self, step: Step) -> Iterator[Problem]:
        case = self.dispute.case
        self.dispute, payout = self.dispute.execute(now=step.time, bonded=self._bonded(step))
        self.payout, self.executed = payout, step
        upheld = self.dispute.ruling == UPHELD
        self.moves.expect(step, "BondUnlocked", **self._bond, court=self.scope.court, amount=case.locked)
        self._expect_slash(step, amount=payout.slashed, burned=payout.burned if upheld else 0)
        self._credit(step, case.claimant, payout.to_claimant)
        self._credit(step, case.injured, payout.to_injured)
        self._credit(step, case.liable, payout.to_liable)
        for paid in self.dispute.join_payouts():
            self._credit(step, paid.claimant, paid.to_claimant)
        self._credit(step, case.liable, sum(paid.to_liable for paid in self.dispute.join_payouts()))
        if self.dispute.punishes:
            self.moves.expect(
                step,
                "StandingChanged",
                agentId=case.agent_id,
                context=ZERO32,
                dimension=CONDUCT,
                cause=self.scope.cause,
                addedPositive=0,
                addedNegative=self.dispute.policy.weights[case.fault_class],
                period=step.time // PERIOD_SECONDS,
            )
        return differences(
            step,
            {
                "agentId": case.agent_id,
                "ruling": self.dispute.ruling,
                "slashed": payout.slashed,
                "toClaimant": payout.to_claimant,
                "toInjured": payout.to_injured,
                "toLiable": payout.to_liable,
                "burned": payout.burned,
            },
        )

    @property
    def _bond(self) -> dict[str, object]:
        return {"subject": self.dispute.case.subject, "beneficiary": self.dispute.case.liable}

    def _bonded(self, step: Step) -> int:
        """Return the bond before a slash in the step's transaction; 0 if nothing was taken."""
        found = self.moves.found("BondSlashed", step, self.scope.cause)
        return sum(found[0].args[part] for part in ("amount", "active", "unbonding")) if found else 0

    def _expect_slash(self, step: Step, *, amount: int, burned: int) -> None:
        self.moves.expect(
            step,
            "BondSlashed",
            **self._bond,
            cause=self.scope.cause,
            amount=amount,
            reward=amount - burned,
            burned=burned,
        )

    def _credit(self, step: Step, account: Address, amount: int) -> None:
        self.moves.expect(step, "CreditAdded", account=account, cause=self.scope.cause, amount=amount)

    def _expect_conclusion(self, step: Step) -> None:
        concluded = self.panel.concluded
        if concluded is None or concluded.transaction != step.transaction:
            raise ProofError("the panel did not conclude in this transaction", code="not_concluded")


def _matter_before(step: Step) -> Matter:
    """Return what the matter was before a final ruling, as the event tells it."""
    args = step.args
    if args["basis"] == Basis.WITHDRAWAL:
        return Matter(reopenings=args["reopenings"], open_until=args["openUntil"])
    if args["basis"] == Basis.CONCESSION:
        return Matter(reopenings=args["reopenings"], open_until=args["openUntil"], conceded=not args["punishes"])
    if args["basis"] == Basis.PROOF:
        return Matter(proved=True, reopenings=args["reopenings"])
    if args["ruling"] == UPHELD:
        return Matter(upheld=not args["punishes"], reopenings=args["reopenings"])
    if not args["openUntil"]:
        return Matter(upheld=True, reopenings=args["reopenings"])
    counted = args["reopenings"]
    return Matter(reopenings=counted if counted == MOST_REOPENINGS else max(counted - 1, 0))
