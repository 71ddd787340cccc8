"""Acknowledging alerts: whoever may says that they look into one, and every reader of this dashboard sees it.

It changes nothing on chain and no answer of the API: it is a note on the board of one house.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from ledger.errors import ConflictError, InvalidInputError, NotAuthorisedError, NotIdentifiedError
from ledger.queries import forecasts
from ledger.queries.sources import Sources
from ledger.tiles.alert_book import Acknowledgement
from ledger.web.asked import number
from ledger.web.door import Door
from ledger.web.watch import Watch, name_of

PAGE: Final = "/alerts/acknowledge"
_FIELDS: Final = 8


async def acknowledge(sources: Sources, watch: Watch, door: Door, request: Request) -> str:
    """Take a form, and return where to go on.

    Raises:
        ConflictError: if the alert is in another state by now.
        InvalidInputError: if it names no alert, or its note is too long.
        LimitedError: if the network asks too often.
        NotAuthorisedError: if it came from elsewhere, or whoever signed in may not.
        NotIdentifiedError: if the session is over.
    """
    body = await door.received(request)
    return await run_in_threadpool(_kept, sources, watch, door, request, body)


def _kept(sources: Sources, watch: Watch, door: Door, request: Request, body: bytes) -> str:
    form = {name: said[0] for name, said in _form(body).items()}
    visitor = door.visitor(request)
    if visitor is None:
        raise NotIdentifiedError(
            "nobody is signed in here any more", hint="sign in again: the note is still on the page of the alerts"
        )
    door.expect_form(request, form.get("form_key", ""))
    if not watch.may(visitor):
        raise NotAuthorisedError(
            f"{visitor.account} keeps no watch over this dashboard",
            hint="its operator names who does (OMBUD_WATCHERS)",
            code="no_watcher",
        )
    agent, since = number(form.get("agent", ""), what="agent"), number(form.get("since", ""), what="since")
    if agent is None or since is None:
        raise InvalidInputError("this names no alert", hint="begin at the page of the alerts", code="no_alert")
    found = forecasts.alerts(sources, state=None, agent=str(agent), cursor=None, limit=1, as_of=None)
    if (agent, since) not in map(name_of, found.data.items):
        raise ConflictError(
            f"the alert about agent {agent} has changed meanwhile", hint="look at it again", code="alert_changed"
        )
    note = form.get("note", "").strip()
    entry = Acknowledgement(agent=agent, since=since, account=visitor.account, at=int(watch.clock()), note=note)
    watch.book.add(entry)
    return f"/alerts#agent-{agent}"


def _form(body: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(body.decode(), max_num_fields=_FIELDS)
    except ValueError as error:
        raise InvalidInputError("this is no form of ours", hint="load the page again", code="bad_form") from error
