"""Routes of faults by kind, operators' faults, challenges, manifests and custody."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from ledger.api import fault_examples as examples
from ledger.api.arguments import DEFAULT, AgentName, AsOf, CursorText, Hex32, Limit
from ledger.api.examples import shown
from ledger.queries import challenges, faults, manifests
from ledger.queries.answers import Answer, Page
from ledger.queries.challenges import STATES, ChallengeView
from ledger.queries.faults import FaultCounts, OperatorFault, OperatorFaultCase
from ledger.queries.manifests import Custody, Manifests
from ledger.queries.sources import Sources

OneLog = Annotated[str | None, Query(max_length=66, description="Only those of this log, 64 hex digits.")]
Subject = Annotated[
    str | None,
    Query(max_length=66, description="Only those to this agent key, log, or hash of evidence, 64 hex digits."),
]
OneState = Annotated[
    str | None,
    Query(
        max_length=16,
        description=f"Only those in this state: {', '.join(STATES)}. A page may be short and have more behind it.",
    ),
]


def add(router: APIRouter, sources: Sources) -> None:
    """Add the routes.

    Args:
        router: Of `/v1`.
        sources: What questions are asked of.
    """
    _add_faults(router, sources)
    _add_challenges(router, sources)


def _add_faults(router: APIRouter, sources: Sources) -> None:
    @router.get("/faults", tags=["verdicts"], responses=shown(examples.COUNTS))
    def get_counts(as_of: AsOf = None) -> Answer[FaultCounts]:
        """How many faults of each kind were proved, against agents and against operators of logs."""
        return faults.fault_counts(sources, as_of=as_of)

    @router.get("/operator-faults", tags=["verdicts"], responses=shown(examples.OPERATOR_FAULTS))
    def list_operator_faults(
        log: OneLog = None, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[OperatorFault]]:
        """Faults proved against the operators of logs, oldest first."""
        return faults.operator_faults(sources, log=log, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/operator-faults/{fault_key}", tags=["verdicts"], responses=shown(examples.OPERATOR_FAULT))
    def get_operator_fault(fault_key: Hex32, as_of: AsOf = None) -> Answer[OperatorFaultCase]:
        """One fault of an operator, and what became of the reward of its proof."""
        return faults.operator_fault(sources, fault_key, as_of=as_of)


def _add_challenges(router: APIRouter, sources: Sources) -> None:
    @router.get("/challenges", tags=["challenges"], responses=shown(examples.CHALLENGES))
    def list_challenges(
        subject: Subject = None,
        state: OneState = None,
        cursor: CursorText = None,
        limit: Limit = DEFAULT,
        as_of: AsOf = None,
    ) -> Answer[Page[ChallengeView]]:
        """What agents, operators and custodians were asked to show, by when, and whether they did."""
        return challenges.challenges(sources, subject=subject, state=state, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/challenges/{challenge}", tags=["challenges"], responses=shown(examples.CHALLENGE))
    def get_challenge(challenge: Hex32, as_of: AsOf = None) -> Answer[ChallengeView]:
        """One challenge."""
        return challenges.challenge(sources, challenge, as_of=as_of)

    @router.get("/agents/{agent:agent}/manifests", tags=["agents"], responses=shown(examples.MANIFESTS))
    def list_manifests(
        agent: AgentName, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Manifests]:
        """What an owner said that the agent may do, with its whole history."""
        return manifests.manifests(sources, agent, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/custody/{evidence}", tags=["challenges"], responses=shown(examples.CUSTODY))
    def get_custody(
        evidence: Hex32, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Custody]:
        """Who said that it keeps an evidence, and who did not show it when asked."""
        return manifests.custody(sources, evidence, cursor=cursor, limit=limit, as_of=as_of)
