"""Errors as problem documents (RFC 9457)."""

from __future__ import annotations

from typing import Final

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ledger.errors import DefectError, InvalidInputError, LedgerError

PROBLEM_TYPE: Final = "application/problem+json"
RETRY_SECONDS: Final = "2"
_UNAVAILABLE: Final = 503
_SHOWN: Final = 200
_LOG: Final = structlog.get_logger()


def retry_headers(status: int) -> dict[str, str]:
    """Return the headers that say when to come again, for answers with 503."""
    return {"retry-after": RETRY_SECONDS} if status == _UNAVAILABLE else {}


def framework_answer(_request: Request, error: Exception) -> JSONResponse:
    """Answer what the framework refuses (unknown path, bad parameter) with a problem document too."""
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return problem_answer(
            _request, InvalidInputError(f"{where}: {first['msg']}", hint="see the routes of the log server")
        )
    if not isinstance(error, HTTPException):
        raise error
    code = str(error.detail).lower().replace(" ", "_")
    body = {
        "type": f"urn:ombud:problem:{code}",
        "title": str(error.detail),
        "status": error.status_code,
        "code": code,
        "detail": f"{_request.method} {_request.url.path[:_SHOWN]} is not answered here",
        "hint": "see the routes of the log server",
    }
    return JSONResponse(body, error.status_code, headers=error.headers, media_type=PROBLEM_TYPE)


def problem_answer(_request: Request, error: Exception) -> JSONResponse:
    """Answer a request with the problem of a LedgerError."""
    if not isinstance(error, LedgerError):
        raise error
    status = error.http_status
    return JSONResponse(error.problem(), status, headers=retry_headers(status), media_type=PROBLEM_TYPE)


def defect_answer(request: Request, error: Exception) -> JSONResponse:
    """Answer a defect of ours without its inside; the log has it."""
    _LOG.error("request_failed", path=request.url.path[:_SHOWN], exc_info=error)
    return problem_answer(request, DefectError())
