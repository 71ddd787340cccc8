"""The dashboard as an application: every page is one function of what was asked, drawn and sent the same way."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeAlias

import msgspec
import structlog
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ledger import __version__
from ledger.errors import DefectError, LedgerError, NotFoundError
from ledger.queries.sources import Sources
from ledger.web import (
    accounts,
    acting,
    agents,
    alerts,
    cases,
    desk,
    filing,
    logs,
    overview,
    records,
    refusals,
    search,
    status,
    turns,
)
from ledger.web.asked import Asked, asked
from ledger.web.drawing import draw, make_environment
from ledger.web.files import Files
from ledger.web.node import Node
from ledger.web.page import Elsewhere, Shown
from ledger.web.sending import HEADERS, send

Page: TypeAlias = Callable[[Sources, Asked], Shown | Elsewhere]
PAGES: Final[dict[str, Page]] = {
    "/": overview.overview,
    "/search": search.search,
    "/agents": agents.agent_list,
    "/agents/{agent:path}": agents.agent_page,
    "/records/{record}/dispute": filing.filing_page,
    "/records/{record}/graph": records.graph_page,
    "/records/{record}": records.record_page,
    "/disputes": cases.case_list,
    "/disputes/{dispute}/precedents": cases.precedent_page,
    "/disputes/{dispute}/act/{act}": acting.act_page,
    "/disputes/{dispute:path}": cases.case_page,
    "/credit": acting.credit_page,
    "/alerts": alerts.alert_list,
    "/forecasters": alerts.forecaster_list,
    "/accounts/{account}/turns": turns.turns_page,
    "/accounts/{account}": accounts.account_page,
    "/transactions/{tx}": accounts.transaction_page,
    "/verdicts/{fault}": logs.verdict_page,
    "/logs": logs.log_list,
    "/logs/{log}": logs.log_page,
    "/desk": desk.desk,
    "/desk/{question}": desk.answer,
    "/status": status.status_page,
}
"""Every page by its path; what reads further stands before what is short."""
_STATIC: Final = "/static/{name:path}"
FIRST_WORDS: Final = frozenset(path.split("/")[1] for path in (*PAGES, _STATIC))
"""By these the paths of the dashboard begin."""
_SEE_OTHER: Final = 303
_MS: Final = 1000
_ENCODER: Final = msgspec.json.Encoder()
_log = structlog.get_logger()


def create_pages(sources: Sources, *, files: Files | None = None, node: Node | None = None) -> Starlette:
    """Return the application.

    Args:
        sources: What questions are asked of; opened and closed by the caller.
        files: Static files; those of this room if not given.
        node: Says what things cost now; without one, pages say that nobody does.
    """
    static = files or Files()
    environment = make_environment(static.addresses())
    routes = [Route(_STATIC, static.answer)]
    routes += [Route(path, _answering(sources, environment, page, node)) for path, page in PAGES.items()]
    return Starlette(
        routes=routes, exception_handlers={HTTPException: _refusing(environment), Exception: _refusing(environment)}
    )


def _answering(
    sources: Sources, environment: Environment, page: Page, node: Node | None
) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        began = time.perf_counter()
        try:
            response = _made(page(sources, asked(request, node=node)), request, environment)
        except LedgerError as error:
            response = _drawn(refusals.refusal(error, request), request, environment)
        took = round((time.perf_counter() - began) * _MS, 1)
        _log.info("page_answered", page=request.scope["route"].path, status=response.status_code, ms=took)
        return response

    return answer


def _made(found: Shown | Elsewhere, request: Request, environment: Environment) -> Response:
    if isinstance(found, Elsewhere):
        return RedirectResponse(found.href, _SEE_OTHER, headers=HEADERS)
    if request.query_params.get("as") == "json" and found.facts:
        return send(request, _ENCODER.encode(found.facts), media_type="application/json")
    return _drawn(found, request, environment)


def _drawn(found: Shown, request: Request, environment: Environment) -> Response:
    given = {**found.given, "page": found, "version": __version__, "here": request.url.path}
    given["kept"] = [
        (name, value) for name, value in request.query_params.multi_items() if name not in ("as_of", "cursor")
    ]
    given["query"] = request.query_params
    return send(request, draw(environment, found.template, given).encode(), found.status)


def _refusing(environment: Environment) -> Callable[[Request, Exception], Response]:
    def refuse(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            refused: LedgerError = NotFoundError(
                f"there is no page at {request.url.path[:200]}", hint="search for it, or begin at the overview"
            )
            if error.status_code != NotFoundError.http_status:
                refused = LedgerError("pages are read with GET", hint="see /docs for what programs may send")
                refused.http_status = error.status_code
        else:
            _log.error("page_failed", page=getattr(request.scope.get("route"), "path", None), exc_info=error)
            refused = DefectError()
        return _drawn(refusals.refusal(refused, request), request, environment)

    return refuse
