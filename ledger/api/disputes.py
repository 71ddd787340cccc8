"""Routes of disputes: case files, deadlines, mandates, arbitrators, policies."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from ledger.api import dispute_examples as examples
from ledger.api.arguments import DEFAULT, MAX_BLOCK, AgentName, AsOf, CursorText, Hex32, Limit
from ledger.api.endings import as_json, encoded
from ledger.api.examples import shown
from ledger.queries import arbitrators, case_bundles, cases, disputes, mandates, policies
from ledger.queries.answers import Answer, Page
from ledger.queries.arbitrators import ArbitratorView
from ledger.queries.case_json import case_json
from ledger.queries.cases import CaseFile
from ledger.queries.disputes import STATES, Deadlines, DisputeSummary
from ledger.queries.mandates import MandateTree, MandateView
from ledger.queries.policies import PolicyView
from ledger.queries.precedents import Precedents, precedents
from ledger.queries.sources import Sources

DisputeName = Annotated[
    str,
    Path(
        description="Dispute number, or global id `eip155:<chain>:<court>/<number>`.",
        openapi_examples={
            "number": {"value": "1"},
            "global id": {"value": "eip155:31337:0x0165878A594ca255338adfa4d48449f69242Eb8F/1"},
        },
    ),
]
OneAgent = Annotated[str | None, Query(max_length=128, description="Only those about it: number or global id.")]
OneState = Annotated[str | None, Query(max_length=16, description=f"Only those in this state: {', '.join(STATES)}.")]
DueBefore = Annotated[
    int | None,
    Query(ge=0, le=MAX_BLOCK, description="Only those that wait for something due before this, in Unix seconds."),
]


def add(router: APIRouter, sources: Sources) -> None:
    """Add the routes.

    Args:
        router: Of `/v1`.
        sources: What questions are asked of.
    """
    _add_disputes(router, sources)
    _add_terms(router, sources)


def _add_disputes(router: APIRouter, sources: Sources) -> None:
    @router.get("/disputes", tags=["disputes"], responses=shown(examples.DISPUTES))
    def list_disputes(
        agent: OneAgent = None,
        state: OneState = None,
        due_before: DueBefore = None,
        cursor: CursorText = None,
        limit: Limit = DEFAULT,
        as_of: AsOf = None,
    ) -> Answer[Page[DisputeSummary]]:
        """Disputes in the order of their opening, by agent, state, or what they wait for."""
        return disputes.disputes(
            sources, agent=agent, state=state, due_before=due_before, cursor=cursor, limit=limit, as_of=as_of
        )

    @router.get("/deadlines", tags=["disputes"], responses=shown(examples.DEADLINES))
    def list_deadlines(cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None) -> Answer[Deadlines]:
        """Running disputes by what is due, the most urgent first: what comes next, who must act, and by when.

        Beside them, in `challenges`, what someone was asked to show and can still show in time.
        """
        return disputes.deadlines(sources, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/disputes/{dispute:agent}/bundle", tags=["bundles"], response_class=Response)
    def get_case_bundle(dispute: DisputeName, as_of: AsOf = None) -> Response:
        """A dispute with everything that proves how it went: a file for `ombud verify`, which needs no network."""
        bundle = case_bundles.case_bundle(sources, dispute, as_of=as_of)
        name = f'attachment; filename="ombud-case-{dispute.rpartition("/")[2][:16]}.json"'
        return Response(bundle.serialise(), media_type="application/json", headers={"content-disposition": name})

    @router.get("/disputes/{dispute:agent}/precedents", tags=["disputes"])
    def get_precedents(dispute: DisputeName, as_of: AsOf = None) -> Answer[Precedents]:
        """The earlier rulings that a dispute is most like, and rulings on like facts that differ.

        Compared are rule (fault class, policy) and behaviour (operation, tool, phase, outcome of the disputed record).
        """
        return precedents(sources, dispute, as_of=as_of)

    @router.get(
        "/disputes/{dispute:agent}",
        tags=["disputes"],
        responses=shown(examples.CASE),
        response_model=Answer[CaseFile],
    )
    def get_case(dispute: DisputeName, as_of: AsOf = None) -> Response:
        """The case file: parties, action, what happened when, evidence, votes, ruling, what it cost, what comes next.

        Every entry names its event, which a node confirms. `completeness` says whether chain and model agree.
        """
        if as_of is None:
            return as_json(case_json(sources, dispute))
        return as_json(encoded(cases.case_file(sources, dispute, as_of=as_of)))


def _add_terms(router: APIRouter, sources: Sources) -> None:
    @router.get("/mandates/{mandate_id}", tags=["mandates"], responses=shown(examples.MANDATE))
    def get_mandate(mandate_id: Hex32, as_of: AsOf = None) -> Answer[MandateView]:
        """One mandate: who let which agent do what, until when, and whether it is in force."""
        return mandates.mandate(sources, mandate_id, as_of=as_of)

    @router.get("/mandates/{mandate_id}/tree", tags=["mandates"], responses=shown(examples.TREE))
    def get_mandate_tree(mandate_id: Hex32, as_of: AsOf = None) -> Answer[MandateTree]:
        """A mandate and all that was passed on from it, with what each agent may still spend."""
        return mandates.mandate_tree(sources, mandate_id, as_of=as_of)

    @router.get("/agents/{agent:agent}/mandates", tags=["mandates"], responses=shown(examples.MANDATES))
    def list_mandates(
        agent: AgentName, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[MandateView]]:
        """The mandates of an agent, oldest first."""
        return mandates.agent_mandates(sources, agent, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/arbitrators", tags=["disputes"], responses=shown(examples.ARBITRATORS))
    def list_arbitrators(
        cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[ArbitratorView]]:
        """Arbitrators by their numbers: who may be drawn, what they declared, and what they did with their seats."""
        return arbitrators.arbitrators(sources, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/policies", tags=["disputes"], responses=shown(examples.POLICIES))
    def list_policies(
        cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[PolicyView]]:
        """Policies by number: the times, deposits and weights that disputes are decided under."""
        return policies.policies(sources, cursor=cursor, limit=limit, as_of=as_of)
