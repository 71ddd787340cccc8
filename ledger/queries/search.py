"""What bears a name: it is recognised by its form, and each thing that is so called is found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.errors import InvalidInputError, NotFoundError, UnavailableError
from ledger.queries import agents, assertions, cases, challenges, logs, mandates, records, transactions, verdicts
from ledger.queries.dockets import dispute_number
from ledger.queries.finding import agent_number
from ledger.queries.sources import Sources

Kind: TypeAlias = Literal[
    "agent", "dispute", "leaf", "block", "account", "record", "verdict", "log", "mandate", "assertion", "challenge",
    "evidence", "transaction",
]  # fmt: skip
_HASH: Final = re.compile(r"(?:0x)?([0-9a-fA-F]{64})")
_ADDRESS: Final = re.compile(r"0x[0-9a-fA-F]{40}")
_WORDED: Final = re.compile(r"(agent|dispute|case|leaf|block)\s*[#:]?\s*(\d{1,16})", re.IGNORECASE)
_NAMED: Final = ("eip155:", "agent://", "did:")
_MAX_DIGITS: Final = 16
_LOGS: Final = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One thing: what it is, its name, a few words, and for a leaf the log (hex) that it is in."""

    kind: Kind
    name: str
    says: str
    log: str = ""


def find(sources: Sources, typed: str, at: int | None) -> Iterator[Found]:
    """Yield everything that bears a name as of a block; nothing, if it has no form that we know.

    Args:
        sources: What questions are asked of.
        typed: A number, `dispute 7`, a global id, an address, or 64 hex digits.
        at: As of this block.
    """
    worded = _WORDED.fullmatch(typed)
    if worded is not None:
        yield from _numbered(sources, worded[2], at, worded[1].lower())
    elif typed.isascii() and typed.isdecimal() and len(typed) <= _MAX_DIGITS:
        yield from _numbered(sources, typed, at, "")
    elif typed.startswith(_NAMED):
        yield from _there(lambda: _agent(sources, str(agent_number(sources, typed)), at))
        yield from _there(lambda: _dispute(sources, dispute_number(sources, typed), at))
    elif _ADDRESS.fullmatch(typed):
        yield Found("account", typed, f"account {typed}")
    elif (hashed := _HASH.fullmatch(typed)) is not None:
        yield from _hashed(sources, hashed[1].lower(), at)


def _there(look: Callable[[], Found]) -> Iterator[Found]:
    """Yield what is there; what is not known, or has another form, is no find."""
    try:
        yield look()
    except (NotFoundError, InvalidInputError):
        return


def _numbered(sources: Sources, digits: str, at: int | None, only: str) -> Iterator[Found]:
    number = int(digits)
    if only in ("", "agent"):
        yield from _there(lambda: _agent(sources, str(number), at))
    if only in ("", "dispute", "case"):
        yield from _there(lambda: _dispute(sources, number, at))
    if only in ("", "leaf"):
        for log in logs.logs(sources, cursor=None, limit=_LOGS, as_of=at).data.items:
            if number < log.held_size:
                yield Found("leaf", str(number), f"leaf {number} of log {log.origin}", log.log)
    if only == "block":
        yield Found("block", str(number), f"the overview as of block {number}")


def _hashed(sources: Sources, name: str, at: int | None) -> Iterator[Found]:
    def look(kind: Kind, says: str, ask: Callable[[], object]) -> Callable[[], Found]:
        def ask_then_tell() -> Found:
            ask()
            return Found(kind, name, says)

        return ask_then_tell

    for one in (
        look("record", "a record", lambda: records.record(sources, name, as_of=at)),
        look("verdict", "a verdict", lambda: verdicts.verdict(sources, name, as_of=at)),
        look("log", "a log", lambda: logs.anchors(sources, name, cursor=None, limit=1, as_of=at)),
        look("mandate", "a mandate", lambda: mandates.mandate(sources, name, as_of=at)),
        look("assertion", "an assertion", lambda: assertions.assertion(sources, name, as_of=at)),
        look("challenge", "a challenge", lambda: challenges.challenge(sources, name, as_of=at)),
        look("evidence", "evidence", lambda: _evidence(sources, name)),
        look("transaction", "a transaction", lambda: _transaction(sources, name, at)),
    ):
        yield from _there(one)


def _agent(sources: Sources, name: str, at: int | None) -> Found:
    found = agents.agent(sources, name, as_of=at)
    return Found("agent", str(found.data.agent_id), f"agent {found.data.agent_id}")


def _dispute(sources: Sources, number: int, at: int | None) -> Found:
    found = cases.case_file(sources, number, as_of=at)
    return Found("dispute", str(number), f"dispute {number}, {found.data.state}")


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
