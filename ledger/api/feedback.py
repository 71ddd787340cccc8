"""Routes of feedback, dimensions and validation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import StreamingResponse

from ledger.api import feedback_examples as examples
from ledger.api.arguments import DEFAULT, AgentName, AsOf, CursorText, Hex32, Limit
from ledger.api.examples import shown
from ledger.queries import dimensions, feedback, feedback_exchange, feedback_summary, validations
from ledger.queries.answers import Answer, Page
from ledger.queries.dimensions import DimensionView
from ledger.queries.feedback import FeedbackItem
from ledger.queries.feedback_exchange import ImportedFeedback
from ledger.queries.feedback_summary import FeedbackSummary
from ledger.queries.hearing import STATES
from ledger.queries.sources import Sources
from ledger.queries.validations import ValidationItem

OneState = Annotated[
    str | None,
    Query(
        max_length=16,
        description=f"Only what is in this state: {', '.join(STATES)}. A page may be short and have more behind it.",
    ),
]
OneClient = Annotated[str | None, Query(max_length=42, description="Only that of this client.")]
Account = Annotated[str, Path(max_length=42, description="An account: 0x and 40 hex digits.")]
Number = Annotated[int, Path(ge=1, le=(1 << 64) - 1, description="Number of the feedback, counted from 1.")]
OneAgent = Annotated[str | None, Query(max_length=160, description="About this agent: number or global id.")]


def add(router: APIRouter, sources: Sources) -> None:
    """Add the routes.

    Args:
        router: Of `/v1`.
        sources: What questions are asked of.
    """
    _add_feedback(router, sources)
    _add_of_agents(router, sources)
    _add_validations(router, sources)


def _add_feedback(router: APIRouter, sources: Sources) -> None:
    @router.get("/feedback", tags=["feedback"], responses=shown(examples.FEEDBACK))
    def list_feedback(
        client: OneClient = None,
        state: OneState = None,
        cursor: CursorText = None,
        limit: Limit = DEFAULT,
        as_of: AsOf = None,
    ) -> Answer[Page[FeedbackItem]]:
        """All feedback about all agents, oldest first; only what is backed weighs anything."""
        return feedback.all_feedback(sources, client=client, state=state, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/feedback/export", tags=["feedback"], response_class=StreamingResponse)
    def export_feedback(agent: OneAgent = None, as_of: AsOf = None) -> StreamingResponse:
        """Feedback as lines of JSON (NDJSON) with the names of an ERC-8004 feedback file."""
        answer = feedback_exchange.export_lines(sources, agent, as_of=as_of)
        headers = {
            "content-disposition": 'attachment; filename="ombud-feedback.ndjson"',
            "ombud-as-of": f"{answer.as_of.number} {answer.as_of.hash}",
        }
        return StreamingResponse(_lines(answer.data), media_type="application/x-ndjson", headers=headers)

    @router.get("/feedback/imported", tags=["feedback"])
    def list_imported(agent: OneAgent = None, limit: Limit = DEFAULT) -> ImportedFeedback:
        """Feedback that was brought from other registries: kept, unverified, weightless."""
        return feedback_exchange.imported(sources, agent, limit=limit)

    @router.get("/dimensions", tags=["feedback"], responses=shown(examples.DIMENSIONS))
    def list_dimensions(
        cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[DimensionView]]:
        """What feedback can measure: names, units, bounds."""
        return dimensions.dimensions(sources, cursor=cursor, limit=limit, as_of=as_of)


def _add_of_agents(router: APIRouter, sources: Sources) -> None:
    @router.get("/agents/{agent:agent}/feedback", tags=["feedback"], responses=shown(examples.FEEDBACK))
    def list_agent_feedback(
        agent: AgentName,
        state: OneState = None,
        cursor: CursorText = None,
        limit: Limit = DEFAULT,
        as_of: AsOf = None,
    ) -> Answer[Page[FeedbackItem]]:
        """What clients said of an agent, oldest first, and what each saying stands on."""
        return feedback.agent_feedback(sources, agent, state=state, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/agents/{agent:agent}/feedback/summary", tags=["feedback"], responses=shown(examples.SUMMARY))
    def get_summary(agent: AgentName, as_of: AsOf = None) -> Answer[FeedbackSummary]:
        """What it comes to, one summary a dimension and owner; unlike units are never averaged."""
        return feedback_summary.feedback_summary(sources, agent, as_of=as_of)

    @router.get("/agents/{agent:agent}/feedback/{client}/{index}", tags=["feedback"])
    def get_feedback(agent: AgentName, client: Account, index: Number, as_of: AsOf = None) -> Answer[FeedbackItem]:
        """One feedback."""
        return feedback.one_feedback(sources, agent, client, index, as_of=as_of)


def _add_validations(router: APIRouter, sources: Sources) -> None:
    @router.get("/agents/{agent:agent}/validations", tags=["validation"], responses=shown(examples.VALIDATIONS))
    def list_agent_validations(
        agent: AgentName, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[ValidationItem]]:
        """What validators were asked about an agent, and every answer."""
        return validations.agent_validations(sources, agent, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/validators/{account}/validations", tags=["validation"], responses=shown(examples.VALIDATIONS))
    def list_validator_requests(
        account: Account, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[ValidationItem]]:
        """What a validator was asked, and every answer that it gave."""
        return validations.validator_requests(sources, account, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/validations/{request}", tags=["validation"], responses=shown(examples.VALIDATION))
    def get_validation(request: Hex32, as_of: AsOf = None) -> Answer[ValidationItem]:
        """One request for validation, with its answers."""
        return validations.validation(sources, request, as_of=as_of)


def _lines(lines: list[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield line + b"\n"
