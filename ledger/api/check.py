"""Routes for programs and pages that ask whether to deal with an agent."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ledger.api.arguments import AgentName, AsOf
from ledger.api.badge import badge
from ledger.domain.reputation import PPM
from ledger.queries import check as checks
from ledger.queries.answers import Answer
from ledger.queries.check import Check
from ledger.queries.sources import Sources

Threshold = Annotated[int, Query(ge=0, le=PPM, description="The least score, in parts per million.")]
Context = Annotated[str | None, Query(max_length=66, description="Context, 32 bytes in hex; else the general one.")]
Dimension = Annotated[int, Query(ge=0, le=255, description="0 integrity, 1 conduct.")]
_HALF = PPM // 2


def add(router: APIRouter, sources: Sources) -> None:
    """Add the routes.

    Args:
        router: Of `/v1`.
        sources: What questions are asked of.
    """

    @router.get("/agents/{agent:agent}/check", tags=["standing"])
    def check_agent(
        agent: AgentName,
        threshold: Threshold = _HALF,
        context: Context = None,
        dimension: Dimension = 1,
        as_of: AsOf = None,
    ) -> Answer[Check]:
        """Yes, no or insufficient: whether an agent's score reaches a threshold, with the reasons."""
        return checks.check(sources, agent, threshold_ppm=threshold, context=context, dimension=dimension, as_of=as_of)

    @router.get("/agents/{agent:agent}/badge.svg", tags=["standing"], response_class=Response)
    def agent_badge(
        agent: AgentName, threshold: Threshold = _HALF, context: Context = None, dimension: Dimension = 1
    ) -> Response:
        """The same as a picture."""
        found = checks.check(sources, agent, threshold_ppm=threshold, context=context, dimension=dimension, as_of=None)
        return Response(badge(found.data), media_type="image/svg+xml", headers={"cache-control": "no-cache"})
