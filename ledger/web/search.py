"""One box for everything: each thing that bears the name which was typed is offered (`queries.search`)."""

from __future__ import annotations

from ledger.errors import NotFoundError
from ledger.queries.search import Found, find
from ledger.queries.sources import Sources
from ledger.web import paths
from ledger.web.asked import Asked
from ledger.web.page import Elsewhere, Link, Shown


def search(sources: Sources, asked: Asked) -> Shown | Elsewhere:
    """Recognise what was typed; lead there if it is one thing alone, else offer all."""
    typed = asked.text("q")
    if typed is None:
        return Shown("pages/search.html", "Search", {"typed": "", "found": []}, section="search")
    found = [_link(one, asked.as_of) for one in find(sources, typed, asked.as_of)]
    if len(found) == 1:
        return Elsewhere(found[0].href)
    status = 200 if found else NotFoundError.http_status
    return Shown("pages/search.html", "Search", {"typed": typed, "found": found}, section="search", status=status)


def _link(found: Found, at: int | None) -> Link:  # noqa: PLR0911 one line a kind
    name = found.name
    match found.kind:
        case "agent":
            return Link(found.says, paths.agent(int(name), as_of=at))
        case "dispute":
            return Link(found.says, paths.dispute(int(name), as_of=at))
        case "leaf":
            return Link(found.says, paths.log(found.log, leaf=int(name), as_of=at))
        case "block":
            return Link(found.says, paths.to("", as_of=int(name)))
        case "record":
            return Link(found.says, paths.record(name, as_of=at))
        case "log":
            return Link(found.says, paths.log(name, as_of=at))
        case "evidence":
            return Link(f"{found.says}, as a file", paths.api("evidence", name))
        case "mandate" | "assertion" | "challenge":
            return Link(f"{found.says}, as JSON", paths.api(f"{found.kind}s", name, as_of=at))
        case "account" | "verdict" | "transaction":
            return Link(found.says, paths.to(f"{found.kind}s", name, as_of=at))
