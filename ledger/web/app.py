"""The dashboard as an application: every page is one function of what was asked, drawn and sent the same way."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
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
    acknowledging,
    acting,
    agents,
    alerts,
    cases,
    desk,
    filing,
    logs,
    overview,
    promises,
    records,
    refusals,
    roster,
    search,
    session,
    status,
    turns,
)
from ledger.web.asked import Asked, asked
from ledger.web.door import PAGE, Door
from ledger.web.drawing import draw, make_environment
from ledger.web.files import Files
from ledger.web.kept import Kept
from ledger.web.node import Node
from ledger.web.page import Elsewhere, Shown
from ledger.web.pulse import HeardNode, Pulse
from ledger.web.sending import HEADERS, kept_private, send
from ledger.web.visitor import Visitor
from ledger.web.watch import Watch

Page: TypeAlias = Callable[[Sources, Asked], Shown | Elsewhere]
PAGES: Final[dict[str, Page]] = {
    "/": overview.overview,
    "/search": search.search,
    "/agents": agents.agent_list,
    "/agents/{agent}/permissions": promises.permission_list,
    "/agents/{agent:path}": agents.agent_page,
    "/records/{record}/dispute": filing.filing_page,
    "/records/{record}/graph": records.graph_page,
    "/records/{record}": records.record_page,
    "/disputes": cases.case_list,
    "/disputes/{dispute}/precedents": cases.precedent_page,
    "/disputes/{dispute}/act/{act}": acting.act_page,
    "/disputes/{dispute:path}": cases.case_page,
    "/credit": acting.credit_page,
    "/receipts/dispute": filing.receipt_page,
    "/arbitrators/register": roster.register_page,
    "/arbitrators/retire": roster.retire_page,
    "/alerts": alerts.alert_list,
    "/chains": alerts.chain_list,
    "/forecasters": alerts.forecaster_list,
    "/accounts/{account}/turns": turns.turns_page,
    "/accounts/{account}": accounts.account_page,
    "/transactions/{tx}": accounts.transaction_page,
    "/verdicts/{fault}": logs.verdict_page,
    "/logs": logs.log_list,
    "/logs/{log}": logs.log_page,
    "/omissions": promises.omission_list,
    "/omissions/{omission}": promises.omission_page,
    "/desk": desk.desk,
    "/desk/incidents": desk.incidents_page,
    "/desk/{question}": desk.answer,
    PAGE: session.session_page,
    "/mine": session.mine_page,
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


@dataclass(frozen=True, slots=True)
class House:
    """What every page is made with: without a `node` nobody says what things cost, without a `door` nobody signs in."""

    sources: Sources
    environment: Environment
    node: Node | None
    door: Door | None
    watch: Watch | None
    pulse: Pulse
    kept: Kept = field(default_factory=Kept)

    def asked(self, request: Request) -> Asked:
        """Read a request, and who sent it."""
        if self.door is None:
            return asked(request, node=self.node, watch=self.watch, kept=self.kept)
        at, visitor = self.door.cookie.origin, self.door.visitor(request)
        return asked(request, node=self.node, visitor=visitor, sign_in_at=at, watch=self.watch, kept=self.kept)


def create_pages(
    sources: Sources,
    *,
    files: Files | None = None,
    node: Node | None = None,
    door: Door | None = None,
    watch: Watch | None = None,
) -> Starlette:
    """Return the application.

    Args:
        sources: What questions are asked of; opened and closed by the caller.
        files: Static files; those of this room if not given.
        node: Says what things cost now; without one, pages say that nobody does.
        door: Signs wallets in; without one, nobody can.
        watch: Keeps who looks into which alert; without one, nobody can say so.
    """
    static = files or Files()
    heard = None if node is None else HeardNode(node, Pulse(time.time()), time.time)
    house = House(sources, make_environment(static.addresses()), heard, door, watch, Pulse(time.time()))
    routes = [Route(_STATIC, static.answer), *(door.routes() if door else [])]
    if door is not None and watch is not None:
        routes.append(Route(acknowledging.PAGE, _acknowledging(house, door, watch), methods=["POST"]))
    routes += [Route(path, _answering(house, page)) for path, page in PAGES.items()]
    refuse = _refusing(house.environment)
    return Starlette(routes=routes, exception_handlers={HTTPException: refuse, Exception: refuse})


def _answering(house: House, page: Page) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        began, visitor = time.perf_counter(), None
        try:
            question = house.asked(request)
            visitor = question.visitor
            found = page(house.sources, question)
            if isinstance(found, Shown) and found.facts:
                house.pulse.beat(time.time())
            response = _made(found, question, house.environment)
        except LedgerError as error:
            shown = refusals.refusal(error, request, house.pulse)
            response = _drawn(shown, request, house.environment, visitor)
        took = round((time.perf_counter() - began) * _MS, 1)
        _log.info("page_answered", page=request.scope["route"].path, status=response.status_code, ms=took)
        return response if visitor is None else kept_private(response)

    return answer


def _acknowledging(house: House, door: Door, watch: Watch) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            onward = await acknowledging.acknowledge(house.sources, watch, door, request)
        except LedgerError as error:
            return kept_private(_drawn(refusals.refusal(error, request), request, house.environment, None))
        return RedirectResponse(onward, _SEE_OTHER, headers=HEADERS)

    return answer


def _made(found: Shown | Elsewhere, question: Asked, environment: Environment) -> Response:
    request = question.request
    if isinstance(found, Elsewhere):
        return RedirectResponse(found.href, _SEE_OTHER, headers=HEADERS)
    if request.query_params.get("as") == "json" and found.facts:
        return send(request, _ENCODER.encode(found.facts), media_type="application/json")
    return _drawn(found, request, environment, question.visitor, signs_in=bool(question.sign_in_at))


def _drawn(
    found: Shown, request: Request, environment: Environment, visitor: Visitor | None, *, signs_in: bool = False
) -> Response:
    given = {**found.given, "page": found, "version": __version__, "here": request.url.path}
    given |= {"host": request.url.netloc, "visitor": visitor, "signs_in": signs_in, "query": request.query_params}
    given["kept"] = [
        (name, value) for name, value in request.query_params.multi_items() if name not in ("as_of", "cursor")
    ]
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
        return _drawn(refusals.refusal(refused, request), request, environment, None)

    return refuse
