"""Errors as problem documents (RFC 9457): a stable code, what is wrong, what to do. Never a stack trace."""

from __future__ import annotations

from typing import Any, Final

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from ledger.errors import DefectError, InvalidInputError, LedgerError, NotFoundError

PROBLEM_TYPE: Final = "application/problem+json"
RETRY_SECONDS: Final = 2
_UNAVAILABLE: Final = 503
_NOT_FOUND: Final = 404
_UNIDENTIFIED: Final = 401
_LIMITED: Final = 429
_METHOD: Final = 405
_log = structlog.get_logger()


class Problem(BaseModel):
    """A problem document. `code` is stable; `hint` says how to go on; further members name values."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "example": {
                "type": "urn:ombud:problem:no_such_agent",
                "title": "no such agent",
                "status": 404,
                "code": "no_such_agent",
                "detail": "there is no agent 99 as of block 1204",
                "hint": "agents are numbered from 0; see GET /v1/agents",
            }
        },
    )

    type: str
    title: str
    status: int
    code: str
    detail: str
    hint: str


RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": Problem, "description": "An argument can never be accepted."},
    404: {"model": Problem, "description": "Not known as of the block asked about."},
    409: {"model": Problem, "description": "The cursor belongs to a history that a fork took back."},
    401: {"model": Problem, "description": "The key or session sent along is unknown, over or revoked."},
    429: {"model": Problem, "description": "Too many requests; `Retry-After` says when to ask again."},
    503: {
        "model": Problem,
        "description": "The mirror cannot vouch for an answer now; `Retry-After` says when to ask.",
    },
}
"""What every route may answer besides its data."""


def answer(error: LedgerError) -> JSONResponse:
    """Return the problem of one of our errors."""
    status = error.http_status
    headers: dict[str, str] = {}
    if status in (_UNAVAILABLE, _LIMITED):
        headers["retry-after"] = str(error.details.get("retry_after", RETRY_SECONDS))
    if status == _UNIDENTIFIED:
        headers["www-authenticate"] = 'Bearer realm="ombud"'
    return JSONResponse(error.problem(), status, headers=headers, media_type=PROBLEM_TYPE)


def on_ledger_error(_request: Request, error: Exception) -> JSONResponse:
    """Answer with the problem of one of our errors."""
    if not isinstance(error, LedgerError):
        raise error
    return answer(error)


def on_bad_request(request: Request, error: Exception) -> JSONResponse:
    """Answer a request whose arguments do not fit, naming the first that does not."""
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    name = str(first["loc"][-1])
    refusal = InvalidInputError(f"argument {name!r}: {first['msg']}", hint="see /docs", argument=name)
    return on_ledger_error(request, refusal)


def on_http_error(request: Request, error: Exception) -> JSONResponse:
    """Answer what the framework refuses by itself."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == _NOT_FOUND:
        refusal: LedgerError = NotFoundError(
            f"there is nothing at {request.url.path[:200]}", hint="see /docs", code="no_such_path"
        )
    elif error.status_code == _METHOD:
        refusal = LedgerError(
            f"{request.method} is not answered here", hint="the API is read with GET", code="read_only"
        )
    else:
        refusal = LedgerError(str(error.detail), hint="see /docs", code="refused")
    refusal.http_status = error.status_code
    found = on_ledger_error(request, refusal)
    found.headers.update(error.headers or {})  # as `Allow`, which goes with 405 (RFC 9110, 15.5.6)
    return found


def on_defect(request: Request, error: Exception) -> JSONResponse:
    """Answer a defect of ours without its inside; the log has it."""
    _log.error("request_failed", path=request.scope.get("route") and request.scope["route"].path, exc_info=error)
    return on_ledger_error(request, DefectError())
