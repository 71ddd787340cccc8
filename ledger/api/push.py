"""The feed over HTTP: in pages, or as server-sent events that go on where a subscriber was."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

import anyio
import msgspec
from fastapi import APIRouter, Header, Query
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from ledger.api.arguments import DEFAULT, Limit
from ledger.api.endings import encoded
from ledger.api.problems import RESPONSES
from ledger.errors import LedgerError, UnavailableError
from ledger.queries.answers import Answer
from ledger.queries.cursors import DEFAULT_LIMIT
from ledger.queries.feed import FeedPage, feed
from ledger.queries.sources import Sources

MAX_STREAMS: Final = 200
"""Streams that one process serves at once."""
LOOK_S: Final = 0.25
"""Pause between looks at a mirror that has nothing new, in seconds."""
_PING_S: Final = 15
_SEND_S: Final = 30.0
_MAX_CURSOR: Final = 64 * 1024

Topics = Annotated[
    str | None,
    Query(max_length=200, description="dispute, verdict, challenge, lifecycle, deadline, alert, with commas between."),
]
After = Annotated[
    str | None,
    Query(
        max_length=_MAX_CURSOR,
        description="`next_cursor`, or the id of the last event heard; `start` for everything; else what comes next.",
    ),
]
LastEventId = Annotated[
    str | None, Header(max_length=_MAX_CURSOR, description="The id of the last event heard, as browsers send it.")
]
_STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "Messages as they come.", "content": {"text/event-stream": {"schema": {"type": "string"}}}}
}


def add(router: APIRouter, sources: Sources) -> None:
    """Add the routes.

    Args:
        router: Of `/v1`.
        sources: What questions are asked of.
    """

    @router.get("/feed", tags=["feed"])
    def read_feed(topics: Topics = None, cursor: After = None, limit: Limit = DEFAULT) -> Answer[FeedPage]:
        """What comes next for a subscriber: each message once, in order, and what a fork took back.

        Keep `cursor` of a message together with what it made you do: who sends it back goes on behind it.
        """
        return feed(sources, topics=topics, cursor=cursor, limit=limit)


def make_router(sources: Sources) -> APIRouter:
    """Return the route of the stream, which is no answer that is written down at once."""
    router = APIRouter(prefix="/v1", responses=RESPONSES)
    streams = anyio.CapacityLimiter(MAX_STREAMS)

    @router.get("/feed/stream", tags=["feed"], response_class=EventSourceResponse, responses=_STREAM)
    async def stream_feed(
        topics: Topics = None, cursor: After = None, last_event_id: LastEventId = None
    ) -> EventSourceResponse:
        """The feed as server-sent events: `event` is the topic, `id` the place behind it, `data` the message.

        The first event, `hello`, has a place too. Who comes back with `Last-Event-ID` goes on behind it. While the
        mirror cannot vouch for anything, one event `problem` says why.
        """
        if streams.borrowed_tokens >= MAX_STREAMS:
            raise UnavailableError("too many streams are open", hint="read pages of /v1/feed", code="too_many_streams")
        begun = await run_in_threadpool(
            feed, sources, topics=topics, cursor=last_event_id or cursor, limit=DEFAULT_LIMIT
        )
        return EventSourceResponse(
            _counted(streams, events(sources, begun)), ping=_PING_S, send_timeout=_SEND_S, sep="\n"
        )

    return router


async def _counted(
    streams: anyio.CapacityLimiter, found: AsyncIterator[dict[str, str]]
) -> AsyncIterator[dict[str, str]]:
    token = object()
    await streams.acquire_on_behalf_of(token)
    try:
        async for event in found:
            yield event
    finally:
        streams.release_on_behalf_of(token)


async def events(sources: Sources, begun: Answer[FeedPage]) -> AsyncIterator[dict[str, str]]:
    """Yield the events of a stream, from the first answer on; never ends by itself."""
    page, said = begun.data, ""
    hello = {"as_of": msgspec.to_builtins(begun.as_of), "chain_id": begun.chain_id, "contract": begun.contract}
    first = page.items[0] if page.items else None
    yield {"event": "hello", "data": json.dumps(hello)} | ({} if first else {"id": page.next_cursor})
    looked: object = None
    while True:
        for item in page.items:
            yield {"event": item.message.topic, "id": item.cursor, "data": encoded(item.message).decode()}
        try:
            if not page.more:
                looked = await _moved(sources, looked)
            page = (await run_in_threadpool(feed, sources, cursor=page.next_cursor, limit=DEFAULT_LIMIT)).data
            said = ""
        except LedgerError as error:
            if said != error.code:
                said = error.code
                yield {"event": "problem", "data": json.dumps(error.problem())}
            page, looked = FeedPage([], page.next_cursor, more=False), None
            await anyio.sleep(4 * LOOK_S)


async def _moved(sources: Sources, looked: object) -> object:
    """Wait until the mirror is another than when it was looked at; return what it is then."""
    while True:
        books = await run_in_threadpool(sources.mirror.books)
        state = (books.cursor, books.instance, books.generation, books.forks, books.stated)
        if state != looked:
            return state
        await anyio.sleep(LOOK_S)
