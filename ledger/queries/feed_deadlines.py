"""Deadlines as messages: once when one comes near, once when it is over.

A deadline is told at its own moment: a day before it is due, or when the dispute came to wait for it, if that was
later; and again once it is due. Moments of what the chain brings later lie behind all moments told, so none is passed
over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from ledger.queries import cases, challenges
from ledger.queries.disputes import running_dockets
from ledger.queries.dockets import Docket
from ledger.queries.feed_cursor import FeedCursor, Told
from ledger.queries.feed_messages import Found, Message, Step, of_now
from ledger.queries.sources import Sources
from ledger.queries.wording import fault, moment
from ledger.store.fault_view import FaultView
from ledger.store.view import View

NEAR_S: Final = 24 * 60 * 60
"""How long before it is due a deadline is told."""
_WIDE: Final = 8


def read(sources: Sources, view: View, at: FeedCursor, limit: int) -> Step:
    """Return the deadlines whose moment has come since the last ones told, in the order of their moments."""
    if "deadline" not in at.topics:
        return [], at, True
    come = [*_of_disputes(sources, view, at.moment), *_of_challenges(sources, view, at.moment)]
    found = sorted(come, key=lambda item: item[0])
    out: Found = []
    for place, message in found[:limit]:
        at = replace(_heard(view, at), moment=place)
        out.append((message, at))
    return out, at, len(found) <= limit


def _heard(view: View, at: FeedCursor) -> FeedCursor:
    """Remember at the newest block, if a fork can take it back, where deadlines stood before those told there."""
    now = view.books.cursor
    known = next((told for told in at.path if (told.number, told.hash) == (now.number, now.hash)), None)
    if now.number <= view.books.floor or (known is not None and known.moment):
        return at
    others = tuple(told for told in at.path if told is not known)
    return replace(at, path=(*others, Told(now.number, now.hash, at.moment)))


def _of_disputes(sources: Sources, view: View, after: bytes) -> Iterator[tuple[bytes, Message]]:
    now = view.books.cursor.time
    for bound, docket in running_dockets(sources, view, newest=True):
        if bound > now + NEAR_S:
            return
        due = cases.deadline(docket, now=now, block=view.block)
        if due is None:
            continue
        name = _name(docket.last_block, docket.number.to_bytes(_WIDE, "big"))
        for event, place in _moments(due.due, _last_time(docket), name, after, now):
            yield place, _message(sources, view, docket, due, event)


def _of_challenges(sources: Sources, view: View, after: bytes) -> Iterator[tuple[bytes, Message]]:
    now = view.books.cursor.time
    for one in challenges.read(sources, view, FaultView(view).open_challenges()):
        if one.state not in ("open", "unanswered") or one.answer_by > now + NEAR_S:
            continue
        name = _name(one.opened.block, bytes.fromhex(one.challenge)[:_WIDE])
        for event, place in _moments(one.answer_by, one.opened.time, name, after, now):
            when = "was due" if event == "over" else "is due"
            says = f"challenge {one.challenge}: an answer {when} {moment(one.answer_by)}"
            key = f"deadline/{one.challenge}/{one.opened.block}/{event}"
            yield place, of_now(view, "deadline", event, key, says, msgspec.to_builtins(one))


def _name(block: int, name: bytes) -> bytes:
    return block.to_bytes(_WIDE, "big") + name


def _moments(due: int, last: int, name: bytes, after: bytes, now: int) -> Iterator[tuple[str, bytes]]:
    """Yield the moments of a deadline that have come and were not told, each with its place among all moments."""
    near, over = max(due - NEAR_S, last), max(due, last)
    for event, at in (("near", near), ("over", over)):
        place = at.to_bytes(_WIDE, "big") + name
        if after < place and at <= now and (event == "over" or near < over):
            yield event, place


def _last_time(docket: Docket) -> int:
    """Return when the dispute or its panel moved last."""
    own = docket.trial.moments[-1].placed.row.time
    return max(own, docket.bench.rows[-1].row.time) if docket.bench else own


def _message(sources: Sources, view: View, docket: Docket, due: cases.Deadline, event: str) -> Message:
    case = docket.trial.case
    when = "was due" if event == "over" else "is due"
    data: dict[str, Any] = {
        "dispute_id": docket.number,
        "agent": str(sources.agent(case.agent_id)),
        "agent_id": case.agent_id,
        "fault_class": fault(case.fault_class),
        "deadline": msgspec.to_builtins(due),
    }
    key = f"deadline/{docket.number}/{docket.last_block}/{due.act}/{due.due}/{event}"
    says = f"dispute {docket.number}: {due.says} ({due.who}); it {when} {moment(due.due)}"
    return of_now(view, "deadline", event, key, says, data)
