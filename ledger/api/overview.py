"""Routes for who looks at many agents at once, or at one over time."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Query
from fastapi.responses import Response

from ledger.api.arguments import DEFAULT, MAX_BLOCK, AgentName, AsOf, CursorText, Hex32, Limit
from ledger.queries.answers import Answer, Page
from ledger.queries.histories import AgentHistory, agent_history
from ledger.queries.integrity import Integrity, integrity
from ledger.queries.oversight import Oversight, oversight
from ledger.queries.recidivists import Recidivists, recidivists
from ledger.queries.responsibilities import RuledResponsibility, responsibilities
from ledger.queries.sources import Sources
from ledger.queries.systemic import LONGEST_DAYS, Systemic, systemic
from ledger.queries.traces import TraceView, record_trace, trace_provenance

By = Annotated[
    str, Query(pattern="^(agent|owner|operator|principal)$", description="Whose faults are counted together.")
]
Least = Annotated[int, Query(ge=1, le=10_000, description="How many faults at least.")]
Time = Annotated[int, Query(ge=0, le=MAX_BLOCK, description="Unix seconds.")]
MaybeTime = Annotated[int | None, Query(ge=0, le=MAX_BLOCK, description="Unix seconds; now if not given.")]
Incident = Annotated[int | None, Query(ge=0, le=MAX_BLOCK, description="Time of an incident, Unix seconds.")]
OneDispute = Annotated[str | None, Query(max_length=120, description="Or a dispute about it: number or global id.")]
Window = Annotated[int, Query(ge=1, le=LONGEST_DAYS, description="Days that are looked at before and after it.")]
Threshold = Annotated[
    int | None, Query(ge=0, le=MAX_BLOCK, description="Amount over which acts are to be approved, as receipts count.")
]
OneAgent = Annotated[str | None, Query(max_length=120, description="Only this agent, by number or global id.")]
OneParty = Annotated[
    str | None, Query(max_length=42, description="Only where this account is liable, or the agent acted in its name.")
]
OneLog = Annotated[str | None, Query(max_length=66, description="Only this log, by its id.")]
LateAfter = Annotated[int, Query(ge=0, le=MAX_BLOCK, description="After how many seconds an entry counts as late.")]
Days = Annotated[int, Query(ge=1, le=LONGEST_DAYS, description="Length of a period.")]

_PROV: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "A document of W3C PROV-JSON.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


def add(router: APIRouter, sources: Sources) -> None:
    """Add the routes.

    Args:
        router: Of `/v1`.
        sources: What questions are asked of.
    """

    @router.get("/recidivists", tags=["regulation"])
    def list_recidivists(
        by: By = "agent", least: Least = 2, since: Time = 0, until: MaybeTime = None, as_of: AsOf = None
    ) -> Answer[Recidivists]:
        """Agents, owners, operators of logs or principals against whom faults were held more than once, most first."""
        return recidivists(sources, by=by, least=least, since=since, until=until, as_of=as_of)

    @router.get("/systemic", tags=["regulation"])
    def get_systemic(days: Days = 30, as_of: AsOf = None) -> Answer[Systemic]:
        """How disputes end and faults spread over periods, classes, owners and log operators."""
        return systemic(sources, days=days, as_of=as_of)

    @router.get("/responsibilities", tags=["regulation"])
    def list_responsibilities(
        *,
        agent: OneAgent = None,
        party: OneParty = None,
        cursor: CursorText = None,
        limit: Limit = DEFAULT,
        as_of: AsOf = None,
    ) -> Answer[Page[RuledResponsibility]]:
        """Who answers for what, by ruling: cause, class, share, slash, mandate in force then, and who had approved."""
        return responsibilities(sources, agent=agent, party=party, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/integrity", tags=["regulation"])
    def get_integrity(log: OneLog = None, late_after: LateAfter = 3600, as_of: AsOf = None) -> Answer[Integrity]:
        """What is held of what streams claim, how late entries were anchored, what was asked for, proved, erased."""
        return integrity(sources, log=log, late_after=late_after, as_of=as_of)

    @router.get("/agents/{agent:agent}/oversight", tags=["regulation"])
    def get_oversight(agent: AgentName, threshold: Threshold = None, as_of: AsOf = None) -> Answer[Oversight]:
        """What people approved, overrode, stopped or escalated of an agent's acts, and how long that took.

        With `threshold` also the acts over that amount, as receipts show them, and which of these nobody had approved.
        """
        return oversight(sources, agent, threshold=threshold, as_of=as_of)

    @router.get("/agents/{agent:agent}/history", tags=["regulation"])
    def get_history(
        agent: AgentName,
        *,
        after: Time = 0,
        around: Incident = None,
        dispute: OneDispute = None,
        days: Window = 30,
        as_of: AsOf = None,
    ) -> Answer[AgentHistory]:
        """What changed about an agent: owners, keys, versions, bonds, mandates, manifests, claims, suspensions.

        With `around` or `dispute` also how it stood before, at and after the incident, where that differs.
        """
        return agent_history(sources, agent, after=after, around=around, dispute=dispute, days=days, as_of=as_of)

    @router.get("/records/{record_id}/trace", tags=["records"])
    def get_trace(record_id: Hex32, as_of: AsOf = None) -> Answer[TraceView]:
        """What led to a record and what it led to, across agents and logs, causes first."""
        return record_trace(sources, record_id, as_of=as_of)

    @router.get("/records/{record_id}/trace/prov", tags=["records"], response_class=Response, responses=_PROV)
    def get_trace_provenance(record_id: Hex32, as_of: AsOf = None) -> Response:
        """The trace of a record as W3C PROV-JSON: activities, agents, what each used and made, on whose behalf."""
        answer = trace_provenance(sources, record_id, as_of=as_of)
        headers = {"ombud-as-of": f"{answer.as_of.number} {answer.as_of.hash}"}
        return Response(msgspec.json.encode(answer.data), media_type="application/json", headers=headers)
