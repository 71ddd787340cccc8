"""The route by which whoever holds a record finds out what is known about it."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from ledger.api import bodies
from ledger.api.arguments import AsOf
from ledger.api.endings import as_json, encoded
from ledger.api.problems import RESPONSES, Problem
from ledger.queries.answers import Answer
from ledger.queries.sources import Sources
from ledger.queries.verification import Verification, verification

_TOO_LARGE: Final[dict[int | str, dict[str, Any]]] = {
    413: {"model": Problem, "description": "It is longer than any record."}
}


def make_router(sources: Sources) -> APIRouter:
    """Return the route.

    Args:
        sources: What is asked.
    """
    router = APIRouter(prefix="/v1", responses=RESPONSES, tags=["records"])

    @router.post("/verify", responses=_TOO_LARGE, openapi_extra=bodies.RECORD, response_model=Answer[Verification])
    async def verify_record(request: Request, as_of: AsOf = None) -> Response:
        """Whose a record is, since when, under which key, what contradicts it, what was held against it, erased or not.

        Nothing is kept of what is sent. `ombud verify` does what needs no server: it verifies bundles.
        """
        given = await bodies.read_record(request)
        answer = await run_in_threadpool(verification, sources, given, as_of=as_of)
        request.scope["path_params"]["record_id"] = answer.data.record_id  # an authority's read is about its agent
        return as_json(encoded(answer))

    return router
