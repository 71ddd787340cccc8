"""When there is no answer: what is wrong, in a sentence, and a way on."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from ledger.errors import ConflictError, LedgerError, NotIdentifiedError, UnavailableError
from ledger.web.page import Link, Shown
from ledger.web.pulse import Pulse

_TITLES: Final = {
    400: "That cannot be asked",
    401: "Sign in first",
    403: "That is not shown",
    404: "Nothing is known of that",
    409: "The history has changed meanwhile",
    413: "That is too much at once",
    503: "No answer can be vouched for now",
}


def refusal(error: LedgerError, request: Request, pulse: Pulse | None = None) -> Shown:
    """Return the page that says why there is no answer, and where none can be vouched for, since when."""
    title = _TITLES.get(error.http_status, "This page could not be made")
    down = error.http_status == UnavailableError.http_status
    since = f"This dashboard asks for all of its facts here; {pulse.told}" if down and pulse is not None else ""
    given = {"error": error, "ways": _ways(error, request), "since": since}
    return Shown("pages/refusal.html", title, given, status=error.http_status)


def _ways(error: LedgerError, request: Request) -> list[Link]:
    ways = []
    path = request.url.path
    block = error.details.get("block")
    if isinstance(block, int) and "as_of" not in request.query_params:
        ways.append(Link(f"This page as of block {block}, up to which the mirror has come", f"{path}?as_of={block}"))
    if error.http_status == NotIdentifiedError.http_status:
        ways.append(Link("Sign in", "/session"))
    if request.method == "POST":
        return [*ways, Link("Back to the alerts", "/alerts")]
    if error.http_status == ConflictError.http_status:
        ways.append(Link("Begin this list again", path))
    ways += [Link("How the mirror is", "/status"), Link("The overview", "/")]
    return ways
