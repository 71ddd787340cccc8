"""The feed: disputes, deadlines, verdicts, alerts, and what a fork took back, for who follows instead of asking.

Facts come in chain order, each once; what a fork takes back is itself a message, newest block first, before what stands
there now. Deadlines and alerts come once the facts are told up to the mirror's newest block. Everything is read out of
the mirror with the subscriber's own cursor (`feed_cursor`), so a subscriber that crashed goes on where it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.errors import InvalidInputError
from ledger.queries import cursors, feed_alerts, feed_cursor, feed_deadlines, feed_facts, feed_forks
from ledger.queries.answers import Answer, Completeness, counted
from ledger.queries.asking import ask
from ledger.queries.feed_cursor import FeedCursor
from ledger.queries.feed_messages import TOPICS, Found, Message
from ledger.queries.sources import Sources
from ledger.store.books import BlockId
from ledger.store.view import View

BASIS: Final = (
    "facts are the events of our contracts that the mirror holds, in chain order; deadlines are folded from running "
    "disputes, alerts are what forecasters stated"
)
BEGINNING: Final = "start"
"""Where to begin to hear everything from the first block on."""


@dataclass(frozen=True, slots=True)
class Item:
    """One message, and the cursor of who has heard it."""

    message: Message
    cursor: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Messages in their order; `next_cursor` goes on behind them. `more`: there are more now."""

    items: list[Item]
    next_cursor: str
    more: bool


def parse_topics(text: str | None) -> tuple[str, ...]:
    """Read topics with commas between them; all of them if there are none.

    Raises:
        InvalidInputError: if one is unknown.
    """
    wanted = [topic.strip() for topic in (text or "").split(",") if topic.strip()]
    for topic in wanted:
        if topic not in TOPICS:
            raise InvalidInputError(
                f"topic {topic[:40]!r} is unknown", hint=f"use {', '.join(TOPICS)}", code="bad_topic"
            )
    return tuple(topic for topic in TOPICS if topic in wanted or not wanted)


def feed(
    sources: Sources, *, topics: str | None = None, cursor: str | None = None, limit: int = cursors.DEFAULT_LIMIT
) -> Answer[FeedPage]:
    """Return what comes next for a subscriber.

    Args:
        sources: What to read.
        topics: Which, with commas between; those of the cursor if it is given, else all. Retractions always come.
        cursor: `next_cursor` or the id of the last message; None for who wants what comes from now on, `start` for
            everything.
        limit: Most messages, 1..500.

    Raises:
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
        UnavailableError: if mirror or node cannot be reached.
    """
    cursors.check_limit(limit)
    wanted = parse_topics(topics)
    at = None if cursor in (None, BEGINNING) else feed_cursor.parse(cursor)
    if at is not None and topics is not None and at.topics != wanted:
        raise InvalidInputError(
            f"the cursor is of the topics {', '.join(at.topics)}",
            hint="leave topics out, or begin without a cursor",
            code="bad_cursor",
        )

    def question(view: View) -> tuple[FeedPage, Completeness]:
        begun = at or _begun(sources, view, wanted, first=cursor == BEGINNING)
        found, last, more = _read(sources, view, begun, limit)
        items = [Item(message, place.text()) for message, place in found]
        return FeedPage(items, last.text(), more), counted(BASIS)

    return ask(sources, question)


def _begun(sources: Sources, view: View, topics: tuple[str, ...], *, first: bool) -> FeedCursor:
    if not first:
        return feed_cursor.begin(topics, view.books.cursor, view.books.floor)
    genesis = sources.block(0)
    return feed_cursor.begin(topics, BlockId(0, genesis.hash, genesis.timestamp), 0)


def _read(sources: Sources, view: View, at: FeedCursor, limit: int) -> tuple[Found, FeedCursor, bool]:
    """Return up to `limit` messages behind a cursor, each with its own; the cursor behind all; whether more are there.

    The steps go on one from the other: forks first, then facts, then what is only told to who has heard all facts.
    """
    out: Found = []
    for step in (feed_forks.read, feed_facts.read, feed_deadlines.read, feed_alerts.read):
        found, at, whole = step(sources, view, at, limit - len(out))
        out += found
        if not whole:
            return out, at, len(out) >= limit
    return out, feed_forks.settled(view, at), False
