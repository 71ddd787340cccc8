"""One box for everything: what was typed is recognised by its form, and each thing that bears the name is offered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from ledger.errors import InvalidInputError, NotFoundError, UnavailableError
from ledger.queries import agents, assertions, cases, challenges, logs, mandates, records, transactions, verdicts
from ledger.queries.dockets import dispute_number
from ledger.queries.finding import agent_number
from ledger.queries.sources import Sources
from ledger.web import paths
from ledger.web.asked import Asked
from ledger.web.page import Elsewhere, Link, Shown

_HASH: Final = re.compile(r"(?:0x)?([0-9a-fA-F]{64})")
_ADDRESS: Final = re.compile(r"0x[0-9a-fA-F]{40}")
_WORDED: Final = re.compile(r"(agent|dispute|case|leaf|block)\s*[#:]?\s*(\d{1,16})", re.IGNORECASE)
_NAMED: Final = ("eip155:", "agent://", "did:")
_MAX_DIGITS: Final = 16
_LOGS: Final = 20
Look = Callable[[], Link]


def search(sources: Sources, asked: Asked) -> Shown | Elsewhere:
    """Recognise what was typed; lead there if it is one thing alone, else offer all."""
    typed = asked.text("q")
    if typed is None:
        return Shown("pages/search.html", "Search", {"typed": "", "found": []}, section="search")
    found = list(_found(sources, typed, asked.as_of))
    if len(found) == 1:
        return Elsewhere(found[0].href)
    status = 200 if found else NotFoundError.http_status
    return Shown("pages/search.html", "Search", {"typed": typed, "found": found}, section="search", status=status)


def _found(sources: Sources, typed: str, at: int | None) -> Iterator[Link]:
    worded = _WORDED.fullmatch(typed)
    if worded is not None:
        yield from _numbered(sources, worded[2], at, worded[1].lower())
    elif typed.isascii() and typed.isdecimal() and len(typed) <= _MAX_DIGITS:
        yield from _numbered(sources, typed, at, "")
    elif typed.startswith(_NAMED):
        yield from _global(sources, typed, at)
    elif _ADDRESS.fullmatch(typed):
        yield Link(f"account {typed}", paths.to("accounts", typed, as_of=at))
    elif (hashed := _HASH.fullmatch(typed)) is not None:
        yield from _hashed(sources, hashed[1].lower(), at)


def _there(look: Look) -> Iterator[Link]:
    """Offer what is there; what is not known, or has another form, is no find."""
    try:
        yield look()
    except (NotFoundError, InvalidInputError):
        return


def _numbered(sources: Sources, digits: str, at: int | None, only: str) -> Iterator[Link]:
    number = int(digits)
    if only in ("", "agent"):
        yield from _there(lambda: _agent(sources, str(number), at))
    if only in ("", "dispute", "case"):
        yield from _there(lambda: _dispute(sources, number, at))
    if only in ("", "leaf"):
        for log in logs.logs(sources, cursor=None, limit=_LOGS, as_of=at).data.items:
            if number < log.held_size:
                yield Link(f"leaf {number} of log {log.origin}", paths.log(log.log, leaf=number, as_of=at))
    if only == "block":
        yield Link(f"the overview as of block {number}", paths.to("", as_of=number))


def _global(sources: Sources, typed: str, at: int | None) -> Iterator[Link]:
    yield from _there(lambda: _agent(sources, str(agent_number(sources, typed)), at))
    yield from _there(lambda: _dispute(sources, dispute_number(sources, typed), at))


def _hashed(sources: Sources, name: str, at: int | None) -> Iterator[Link]:
    def look(says: str, href: str, ask: Callable[[], object]) -> Look:
        def ask_then_link() -> Link:
            ask()
            return Link(says, href)

        return ask_then_link

    for one in (
        look("a record", paths.record(name, as_of=at), lambda: records.record(sources, name, as_of=at)),
        look("a verdict", paths.to("verdicts", name, as_of=at), lambda: verdicts.verdict(sources, name, as_of=at)),
        look("a log", paths.log(name, as_of=at), lambda: logs.anchors(sources, name, cursor=None, limit=1, as_of=at)),
        look(
            "a mandate, as JSON",
            paths.api("mandates", name, as_of=at),
            lambda: mandates.mandate(sources, name, as_of=at),
        ),
        look(
            "an assertion, as JSON",
            paths.api("assertions", name, as_of=at),
            lambda: assertions.assertion(sources, name, as_of=at),
        ),
        look(
            "a challenge, as JSON",
            paths.api("challenges", name, as_of=at),
            lambda: challenges.challenge(sources, name, as_of=at),
        ),
        look("evidence, as a file", paths.api("evidence", name), lambda: _evidence(sources, name)),
        look("a transaction", paths.to("transactions", name, as_of=at), lambda: _transaction(sources, name, at)),
    ):
        yield from _there(one)


def _agent(sources: Sources, name: str, at: int | None) -> Link:
    found = agents.agent(sources, name, as_of=at)
    return Link(f"agent {found.data.agent_id}", paths.agent(found.data.agent_id, as_of=at))


def _dispute(sources: Sources, number: int, at: int | None) -> Link:
    found = cases.case_file(sources, number, as_of=at)
    return Link(f"dispute {number}, {found.data.state}", paths.dispute(number, as_of=at))


def _evidence(sources: Sources, name: str) -> None:
    if sources.evidence is None:
        raise NotFoundError("no evidence is kept here")
    sources.evidence.meta(name)


def _transaction(sources: Sources, name: str, at: int | None) -> None:
    """See whether a transaction spoke to us; a node that cannot be asked knows none."""
    try:
        transactions.transaction(sources, name, as_of=at)
    except UnavailableError as error:
        raise NotFoundError("no node is at hand") from error
