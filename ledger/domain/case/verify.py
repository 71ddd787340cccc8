"""The verifier of case bundles: proves each event, replays the case, and names the place where something does not hold.

It needs no server, key or network. What it takes on trust (which blocks are canonical, which contracts are Ombud's)
it reports as pins, or compares with what the caller trusts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from ledger.domain.bundle import AddressText, BlockRef, BundledFact
from ledger.domain.case.action import ActionCheck, DisputedAction
from ledger.domain.case.bundle import DOES_NOT_PROVE, KIND, PROVES, CaseBundle
from ledger.domain.case.draw import PassedOver, check_draw
from ledger.domain.case.evidence import EvidenceLine, check_evidence
from ledger.domain.case.facts import Proved, Step, check_blocks, names_of, prove
from ledger.domain.case.panel import Draw, PanelReplay
from ledger.domain.case.parts import CaseSummary
from ledger.domain.case.replay import CaseReplay
from ledger.domain.case.scope import Scope, scope_of
from ledger.domain.case.summary import summary_of
from ledger.domain.ids import AgentRef, checksum
from ledger.domain.policy import Policy
from ledger.domain.trust import Problem, Stamped, Trust, check_block, check_deployment, check_trusted
from ledger.errors import LedgerError, ProofError

ALWAYS_NAMED: Final = ("AgentRegistry", "PanelArbitrator")
"""Contracts that every case bundle names, fact or not: the agent's id and the policy name them."""

AS_OF: Final = "as_of"
MOST_DIGITS: Final = 78  # of 256 bits


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of the case: when (Unix seconds), in which block, and what. `by` is who acted, where it says."""

    time: int
    block: int
    event: str
    by: str


@dataclass(frozen=True, slots=True)
class CaseReport:
    """What the verifier found. `pins` are the block hashes on which the result rests.

    `summary` is recomputed, None when the facts do not even tell a case; `draw` says whether the seats were.
    """

    subject: str
    summary: CaseSummary | None
    action: DisputedAction | None
    draw: str
    passed_over: tuple[PassedOver, ...]
    evidence: tuple[EvidenceLine, ...]
    timeline: tuple[Moment, ...]
    facts: int
    problems: tuple[Problem, ...]
    pins: tuple[str, ...]
    contracts: Mapping[str, str]
    chain_id: int
    does_not_prove: tuple[str, ...]
    stamps: tuple[Stamped, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.problems


@dataclass(slots=True)
class Replayed:
    """A case replayed from proved events: its own, the policy's, and others that came along."""

    scope: Scope
    replay: CaseReplay
    own: list[Step]
    others: list[Step]
    problems: list[Problem] = field(default_factory=list)


def verify_case(bundle: CaseBundle, trust: Trust | None = None) -> CaseReport:
    """Recompute a case bundle.

    Args:
        bundle: A parsed bundle.
        trust: What to compare its pins with, and which witnesses and authorities must have seen the checkpoint under
            which its record lies.

    Returns:
        A report; it is `ok` only if every fact, transition, vote, sum, signature and file holds.
    """
    trust = trust or Trust()
    checked = _CaseCheck(bundle, trust)
    checked.run()
    return checked.report()


def replay_case(proved: Proved, dispute_id: int, chain_id: int, contracts: Mapping[str, AddressText]) -> Replayed:
    """Replay a case from its proved facts.

    Args:
        proved: The facts.
        dispute_id: The court's number of the dispute.
        chain_id: Their chain.
        contracts: Addresses by name.

    Raises:
        ProofError: if they do not tell the opening of the dispute, or the policy that it froze.
    """
    addresses = {name: checksum(address) for name, address in contracts.items()}
    scope = scope_of(proved.steps, dispute_id, chain_id, addresses)
    places = {transaction: scope.places(events) for transaction, events in proved.receipts.items()}
    own = [step for step in proved.steps if step.log in places[step.transaction]]
    queued = [step for step in proved.steps if _is_policy(step, scope)]
    if len(queued) != 1:
        raise ProofError(f"{len(queued)} facts tell policy {scope.case.policy_id}", code="policy_not_proved")
    policy = Policy.decode(queued[0].args["policy"])
    if policy.arbitrator != scope.panel:
        raise ProofError(f"its arbitrator is {policy.arbitrator}, not the panel", code="other_arbitrator")
    replay = CaseReplay(scope, policy, own)
    told = {step.number for step in (*own, *queued)}
    others = [step for step in proved.steps if step.number not in told]
    problems = [*_missing(proved, own, places), *replay.run()]
    return Replayed(scope, replay, own, others, problems)


def used_contracts(steps: Iterable[Step]) -> set[str]:
    """Return the names of the contracts that a bundle of these facts names."""
    return {step.event.contract for step in steps} | set(ALWAYS_NAMED)


class _CaseCheck:
    """One verification: what was found so far."""

    def __init__(self, bundle: CaseBundle, trust: Trust) -> None:
        self._bundle = bundle
        self._trust = trust
        self._problems: list[Problem] = []
        self._proved = Proved()
        self._replayed: Replayed | None = None
        self._action: DisputedAction | None = None
        self._stamps: tuple[Stamped, ...] = ()
        self._passed: list[PassedOver] = []
        self._evidence: list[EvidenceLine] = []

    def run(self) -> None:
        """Check frame, facts and chain; then, if these hold, the case."""
        bundle = self._bundle
        self._problems += [*check_deployment(bundle.deployment, self._trust), *self._frame()]
        self._proved = prove(bundle.facts, names_of(bundle.deployment.contracts))
        broken = [*self._proved.problems, *self._ground()]
        broken = broken or list(check_blocks(self._blocks(), bundle.as_of))
        self._problems += broken
        if broken:
            return
        try:
            self._case()
        except LedgerError as error:
            self._problems.append(Problem("facts", error.code, error.message))

    def report(self) -> CaseReport:
        """Return what was found."""
        bundle, replayed = self._bundle, self._replayed
        draws = [] if replayed is None else _draws(replayed.replay)
        shown = {block.number for block in self._draw_blocks()}
        known = [draw.block in shown for _, draw in draws]
        draw = "recomputed" if all(known) else "recomputed in part" if any(known) else "not shown"
        return CaseReport(
            subject=f"{bundle.subject.kind} {bundle.subject.id} about {bundle.subject.agent}",
            summary=summary_of(replayed.replay) if replayed is not None else None,
            action=self._action,
            draw=draw if draws else "none",
            passed_over=tuple(self._passed),
            evidence=tuple(self._evidence),
            timeline=tuple(map(_moment, replayed.own)) if replayed is not None else (),
            facts=len(bundle.facts),
            problems=tuple(self._problems),
            pins=tuple(sorted({_hash_of(item) for where, item in self._blocks() if where != AS_OF})),
            contracts=bundle.deployment.contracts,
            chain_id=bundle.deployment.chain_id,
            does_not_prove=DOES_NOT_PROVE,
            stamps=self._stamps,
        )

    def _frame(self) -> Iterator[Problem]:
        bundle = self._bundle
        if (bundle.proves, bundle.does_not_prove) != (PROVES, DOES_NOT_PROVE):
            yield Problem("bundle", "other_words", "what the bundle says it proves is not what such a bundle proves")
        for where, item in self._blocks(record=False):
            if where != AS_OF:
                yield from check_trusted(item, where, self._trust)

    def _ground(self) -> Iterator[Problem]:
        """Check what everything else stands on."""
        for name in ALWAYS_NAMED:
            if name not in self._bundle.deployment.contracts:
                yield Problem("deployment", "missing_contract", f"the bundle does not name its {name}")
        yield from check_block(self._bundle.as_of, AS_OF)
        for block in self._draw_blocks():
            yield from check_block(block, "draw_block")

    def _blocks(self, *, record: bool = True) -> Iterator[tuple[str, BlockRef | BundledFact]]:
        bundle = self._bundle
        yield AS_OF, bundle.as_of
        for block in self._draw_blocks():
            yield "draw_block", block
        for number, fact in enumerate(bundle.facts):
            yield f"fact {number} ({fact.event} in block {fact.block_number})", fact
        for number, fact in enumerate(bundle.record.facts if bundle.record is not None and record else ()):
            yield f"record: fact {number} ({fact.event})", fact

    def _case(self) -> None:
        bundle, deployment = self._bundle, self._bundle.deployment
        replayed = replay_case(self._proved, _number(bundle.subject.id), deployment.chain_id, deployment.contracts)
        self._replayed = replayed
        self._problems += replayed.problems
        self._problems += self._subject(replayed.scope)
        check = ActionCheck(bundle, replayed.scope, replayed.others, self._trust)
        self._action = check.run()
        self._stamps = tuple(check.finding.stamps)
        used, found = set(check.finding.used), list(check.finding.problems)
        found += self._check_draws(replayed, used)
        problems, self._evidence = check_evidence(bundle.evidence, replayed.own)
        self._problems += [*found, *problems]
        self._problems += [
            Problem(step.where, "idle_fact", "it has no part in this case")
            for step in replayed.others
            if step.number not in used
        ]
        self._problems += self._summary(summary_of(replayed.replay))

    def _draw_blocks(self) -> list[BlockRef]:
        first, more = self._bundle.draw_block, self._bundle.more_draws
        return [*([] if first is None else [first]), *more]

    def _check_draws(self, replayed: Replayed, used: set[int]) -> Iterator[Problem]:
        """Recompute the draws whose blocks are here; adds the facts that they rest on to `used`."""
        draws = {draw.block: (panel, draw) for panel, draw in _draws(replayed.replay)}
        for block in self._draw_blocks():
            if not draws:
                yield Problem("draw_block", "idle_block", "no seats were drawn")
            elif block.number not in draws:
                yield Problem("draw_block", "other_block", f"{_listed(sorted(draws))} drew the seats")
            else:
                finding, passed = check_draw(block, *draws.pop(block.number), replayed.others)
                self._passed += passed
                used |= finding.used
                yield from finding.problems

    def _subject(self, scope: Scope) -> Iterator[Problem]:
        bundle, case = self._bundle, scope.case
        contracts = bundle.deployment.contracts
        ref = AgentRef(scope.chain_id, checksum(contracts["AgentRegistry"]), case.agent_id)
        if bundle.subject.kind != KIND:
            yield Problem("subject", "bad_subject", f"kind {bundle.subject.kind!r} is not {KIND}")
        if bundle.subject.agent != str(ref) or ref.key != case.subject:
            yield Problem("subject", "other_agent", f"the dispute is about agent {ref}")
        for name in sorted(set(contracts) - used_contracts(self._proved.steps)):
            yield Problem("deployment", "idle_contract", f"the bundle names {name}, from which none of its facts comes")

    def _summary(self, found: CaseSummary) -> Iterator[Problem]:
        told, real = (msgspec.to_builtins(item) for item in (self._bundle.summary, found))
        for name, value in real.items():
            if told[name] != value:
                yield Problem(f"summary: {name}", "other_summary", f"it says {told[name]}, the facts say {value}")


def _draws(replay: CaseReplay) -> list[tuple[PanelReplay, Draw]]:
    return [(panel, draw) for panel in replay.panels for draw in panel.draws]


def _listed(blocks: Sequence[int]) -> str:
    return " and ".join(f"block {block}" for block in blocks)


def _is_policy(step: Step, scope: Scope) -> bool:
    return step.name == "PolicyQueued" and step.args["policyId"] == scope.case.policy_id


def _missing(proved: Proved, own: Sequence[Step], places: Mapping[tuple[int, int], set[int]]) -> Iterator[Problem]:
    here = {(step.transaction, step.log) for step in own}
    for transaction, logs in places.items():
        for log in sorted(logs):
            event = proved.receipts[transaction][log]
            if (transaction, log) not in here and event is not None:
                where = f"transaction {transaction[1]} of block {transaction[0]}"
                yield Problem(where, "missing_fact", f"its {event.name} belongs to the case, and is no fact here")


def _number(text: str) -> int:
    if len(text) > MOST_DIGITS or not text.isascii() or not text.isdigit() or str(int(text)) != text:
        raise ProofError(f"the subject's id {text[:80]!r} is not a dispute's number", code="bad_subject")
    return int(text)


def _hash_of(item: BlockRef | BundledFact) -> str:
    return item.hash if isinstance(item, BlockRef) else item.block_hash


def _moment(step: Step) -> Moment:
    actors = ("claimant", "respondent", "appellant", "party", "caller", "arbitrator", "_party")
    by = next((step.args[name] for name in actors if name in step.args), "")
    return Moment(step.time, step.block, step.name, by)
