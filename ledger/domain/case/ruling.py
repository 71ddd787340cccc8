"""The reasoned ruling of a case, made again from its bundle alone: rule, evidence, votes with their reasons, dissent.

What an API says of a ruling can be held against this by anyone who has the bundle, for the bundle proves each event.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.case.bundle import CaseBundle
from ledger.domain.case.facts import Step, names_of, prove
from ledger.domain.case.parts import SeatVote
from ledger.domain.case.summary import RULINGS, summary_of
from ledger.domain.case.verify import replay_case, verify_case
from ledger.domain.dispute import REFUSED, SECOND, Basis
from ledger.errors import NotFoundError, ProofError

CAUSES: Final = {
    Basis.MERITS: "panel",
    Basis.DEFAULT: "default",
    Basis.CONCESSION: "concession",
    Basis.TIMEOUT: "timeout",
    Basis.PROOF: "objective",
    Basis.WITHDRAWAL: "withdrawal",
}
"""What a ruling stands on, as ruling records call it."""
GIVEN_BY: Final = ("DisputeOpened", "ClaimJoined", "DisputeResponded", "EvidenceAdded", "DisputeAppealed")
"""Events that give evidence to the court, each in its `evidenceHash`."""


@dataclass(frozen=True, slots=True)
class ReasonedRuling:
    """One ruling. `rules` is the keccak256 of the text that was ruled by, `evidence` the hashes given, in order.

    `dissent` are the arbitrators whose vote was another than their panel's ruling. Amounts in wei, `standing` in
    milli-units of evidence; both are None before the ruling is executed.
    """

    dispute_id: int
    round: int
    policy_id: int
    policy_hash: str
    rules: str
    fault_class: str
    liable: str
    cause: str
    ruling: str
    earlier_ruling: str | None
    evidence: tuple[str, ...]
    votes: tuple[SeatVote, ...]
    dissent: tuple[str, ...]
    quorum: int | None
    final_at: int | None
    slashed: str | None
    restitution: str | None
    standing: int | None


def cause_of_ruling(basis: Basis, ruling: int) -> str:
    """Name what a ruling stands on: a panel that refused to rule is a cause of its own."""
    cause = CAUSES[basis]
    return "refusal" if cause == "panel" and ruling == REFUSED else cause


def dissenting(votes: Iterable[tuple[str, str | None]], ruling: str, cause: str) -> tuple[str, ...]:
    """Return who voted otherwise than a panel ruled; nobody, where no panel ruled.

    Args:
        votes: Arbitrators with their votes, None for those who showed none.
        ruling: What was ruled.
        cause: What it stands on.
    """
    if cause not in ("panel", "refusal"):
        return ()
    return tuple(who for who, vote in votes if vote is not None and vote != ruling)


def reasoned_ruling(bundle: CaseBundle) -> ReasonedRuling:
    """Make the ruling of a case again from a bundle that holds.

    Raises:
        NotFoundError: if the case has no ruling yet.
        ProofError: if the bundle does not hold.
    """
    for problem in verify_case(bundle).problems:
        raise ProofError(f"{problem.where}: {problem.reason}", code=problem.code)
    contracts = bundle.deployment.contracts
    proved = prove(bundle.facts, names_of(contracts))
    number = int(bundle.subject.id.rpartition("/")[2])
    replayed = replay_case(proved, number, bundle.deployment.chain_id, contracts)
    replay = replayed.replay
    summary, dispute = summary_of(replay), replay.dispute
    if summary.ruling is None:
        raise NotFoundError(f"dispute {number} has no ruling yet", hint="bundle it again later", code="no_ruling")
    cause = cause_of_ruling(dispute.basis, dispute.ruling)
    effects = summary.effects
    return ReasonedRuling(
        dispute_id=number,
        round=dispute.round,
        policy_id=summary.policy_id,
        policy_hash=summary.policy_hash,
        rules=dispute.policy.rules.hex(),
        fault_class=summary.fault_class,
        liable=summary.liable,
        cause=cause,
        ruling=summary.ruling,
        earlier_ruling=RULINGS[dispute.appealed_ruling] if dispute.round == SECOND else None,
        evidence=_evidence(replayed.own),
        votes=summary.votes,
        dissent=dissenting([(vote.arbitrator, vote.vote) for vote in summary.votes], summary.ruling, cause),
        quorum=summary.quorum if summary.votes else None,
        final_at=summary.final_at,
        slashed=None if effects is None else effects.slashed,
        restitution=None if effects is None else effects.to_injured,
        standing=None if effects is None else effects.standing,
    )


def _evidence(steps: Sequence[Step]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.args["evidenceHash"].hex() for step in steps if step.name in GIVEN_BY))
