"""The routes of `/v1`: one a question, each calling the function that every other face calls too."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from ledger.api import (
    check,
    disputes,
    examples,
    faults,
    feedback,
    forecasts,
    omissions,
    overview,
    permissions,
    push,
    rooms,
)
from ledger.api.arguments import (
    DEFAULT,
    AfterBlock,
    AgentName,
    AsOf,
    CursorText,
    EffectState,
    Hex32,
    Limit,
    Proofs,
    SessionName,
)
from ledger.api.endings import PlainEnd
from ledger.api.examples import shown
from ledger.api.problems import RESPONSES
from ledger.queries import agents, bundles, logs, records, standing, status, verdicts
from ledger.queries.agents import AgentSummary, AgentView
from ledger.queries.answers import Answer, Page
from ledger.queries.bundles import MarkedBundle
from ledger.queries.logs import AnchorsPage, LogSummary
from ledger.queries.records import FoundRecord, RecordView
from ledger.queries.sources import Sources
from ledger.queries.standing import StandingView
from ledger.queries.status import Status
from ledger.queries.verdicts import Verdict, VerdictCase


def make_router(sources: Sources) -> APIRouter:
    """Return the routes.

    Args:
        sources: What questions are asked of.
    """
    router = APIRouter(prefix="/v1", responses=RESPONSES, route_class=PlainEnd)
    _add_status(router, sources)
    forecasts.add(router, sources)
    disputes.add(router, sources)
    feedback.add(router, sources)
    faults.add(router, sources)
    rooms.add(router, sources)
    check.add(router, sources)
    permissions.add(router, sources)
    _add_agents(router, sources)
    _add_records(router, sources)
    _add_sessions(router, sources)
    _add_verdicts(router, sources)
    _add_logs(router, sources)
    push.add(router, sources)
    overview.add(router, sources)
    omissions.add(router, sources)
    return router


def _add_status(router: APIRouter, sources: Sources) -> None:
    @router.get("/status", tags=["mirror"])
    def get_status() -> Status:
        """Where the mirror stands, how far it is behind the chain, and which logs wait."""
        return status.status(sources)


def _add_agents(router: APIRouter, sources: Sources) -> None:
    @router.get("/agents", tags=["agents"], responses=shown(examples.AGENTS))
    def list_agents(
        cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[AgentSummary]]:
        """All agents, by number."""
        return agents.agents(sources, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/agents/{agent:agent}/records", tags=["records"], responses=shown(examples.RECORDS))
    def list_records(
        agent: AgentName,
        *,
        cursor: CursorText = None,
        limit: Limit = DEFAULT,
        as_of: AsOf = None,
        proofs: Proofs = True,
        after: AfterBlock = None,
        effect: EffectState = None,
    ) -> Answer[Page[RecordView]]:
        """An agent's records in the order in which the chain witnessed them, each with its proof.

        `completeness` says of each stream what it claims and what is held: a gap shows as a range. An action is
        `unconfirmed` until the other party counter-signs the receipt that it was given for it.
        """
        return records.agent_records(
            sources, agent, cursor=cursor, limit=limit, as_of=as_of, proofs=proofs, after=after, effect=effect
        )

    @router.get("/agents/{agent:agent}/standing", tags=["agents"], responses=shown(examples.STANDING))
    def get_standing(agent: AgentName, as_of: AsOf = None) -> Answer[StandingView]:
        """An agent's score with every change that led to it, and the reason of each."""
        return standing.standing(sources, agent, as_of=as_of)

    @router.get("/agents/{agent:agent}", tags=["agents"])
    def get_agent(agent: AgentName, as_of: AsOf = None) -> Answer[AgentView]:
        """One agent: owners, epochs, keys, streams, bonds, scores."""
        return agents.agent(sources, agent, as_of=as_of)


def _add_records(router: APIRouter, sources: Sources) -> None:
    @router.get("/records/{record_id}", tags=["records"], responses=shown(examples.RECORD))
    def get_record(record_id: Hex32, as_of: AsOf = None) -> Answer[FoundRecord]:
        """One record by its id (the leaf hash of its canonical bytes), with its proof."""
        return records.record(sources, record_id, as_of=as_of)

    @router.get("/records/{record_id}/bundle", tags=["bundles"], response_class=Response)
    def get_record_bundle(record_id: Hex32, as_of: AsOf = None) -> Response:
        """One record with everything that proves it: a file for `ombud verify`, which needs no network.

        The header `ombud-life` says how the agent stood when the chain first saw it, such as `suspended`.
        """
        return _file(bundles.marked_record_bundle(sources, record_id, as_of=as_of), f"record-{record_id[-64:][:16]}")


def _add_sessions(router: APIRouter, sources: Sources) -> None:
    @router.get("/sessions/{agent:agent}/{session:session}/bundle", tags=["bundles"], response_class=Response)
    def get_session_bundle(agent: AgentName, session: SessionName, as_of: AsOf = None) -> Response:
        """All records of one session with everything that proves them, in one file."""
        return _file(bundles.marked_session_bundle(sources, agent, session, as_of=as_of), "session")

    @router.get("/sessions/{agent:agent}/{session:session}", tags=["records"], responses=shown(examples.RECORDS))
    def list_session(
        agent: AgentName,
        session: SessionName,
        *,
        cursor: CursorText = None,
        limit: Limit = DEFAULT,
        as_of: AsOf = None,
        proofs: Proofs = True,
    ) -> Answer[Page[RecordView]]:
        """The records of one session of an agent."""
        return records.session(sources, agent, session, cursor=cursor, limit=limit, as_of=as_of, proofs=proofs)


def _add_verdicts(router: APIRouter, sources: Sources) -> None:
    @router.get("/verdicts", tags=["verdicts"])
    def list_verdicts(
        agent: str | None = None, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[Verdict]]:
        """Faults proved on chain, oldest first; of one agent with `agent=`."""
        return verdicts.verdicts(sources, agent=agent, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/verdicts/{fault_key}", tags=["verdicts"], responses=shown(examples.VERDICT))
    def get_verdict(fault_key: Hex32, as_of: AsOf = None) -> Answer[VerdictCase]:
        """One verdict, and what it did to bond, standing and epoch."""
        return verdicts.verdict(sources, fault_key, as_of=as_of)


def _add_logs(router: APIRouter, sources: Sources) -> None:
    @router.get("/logs", tags=["logs"])
    def list_logs(cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None) -> Answer[Page[LogSummary]]:
        """All logs in order of registration; `completeness` names those that wait."""
        return logs.logs(sources, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/logs/{log_id}/anchors", tags=["logs"])
    def list_anchors(
        log_id: Hex32, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[AnchorsPage]:
        """A log, its anchored states, oldest first, and its newest rejected entries."""
        return logs.anchors(sources, log_id, cursor=cursor, limit=limit, as_of=as_of)


def _file(found: MarkedBundle, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="ombud-{name}.json"', "ombud-life": ", ".join(found.lives)}
    return Response(found.bundle.serialise(), media_type="application/json", headers=headers)
