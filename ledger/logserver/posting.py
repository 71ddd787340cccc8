"""`POST /v1/segments`: the one route that is asked thousands of times a second, as a bare ASGI application.

FastAPI stays the face: this is one of its routes, its errors are answered as all others are. What is left out is
what costs more than the work itself at one segment a request: dependency injection, and a thread for each request.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from ledger.domain.entry import unframe
from ledger.errors import InvalidInputError, TooLargeError, UnavailableError
from ledger.logserver.inflow import Inflow
from ledger.logserver.problems import retry_headers
from ledger.logserver.service import LogService
from ledger.logserver.shown import refusal_of, show

SEGMENTS_TYPE: Final = "application/vnd.ombud.segments"
MAX_SEGMENTS: Final = 64
MAX_BODY_BYTES: Final = 16 * 1024 * 1024
BODY_SECONDS: Final = 60.0
"""How long each MiB of a body may take to come: what waits for its last byte is kept in memory at others' cost."""
_MIB: Final = 1 << 20
BATCHED: Final = b"batch"
"""Value of the header `ombud-acks` by which a client says that it can read acknowledgements of a batch."""
_OK: Final = 200
_Message = MutableMapping[str, Any]


class PostSegments:
    """Accepts signed segments, in order; one result each. The status is 200, or that of the first refusal.

    The segments of one request may be of any agents and streams: a gateway sends those of many agents at once, and
    each is acknowledged or refused by itself. With the header `ombud-acks: batch`, one signature may acknowledge many
    segments, and each comes with its path.

    Args:
        service: The log.
        inflow: Counts the bytes that wait.
    """

    def __init__(self, service: LogService, inflow: Inflow) -> None:
        self._service = service
        self._inflow = inflow

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[_Message]],
        send: Callable[[_Message], Awaitable[None]],
    ) -> None:
        """Answer one request.

        Raises:
            InvalidInputError: if the body is no list of segments.
            TooLargeError: if it is over 16 MiB, or holds more than 64.
            UnavailableError: if too much waits already, the body does not come in time, or disk or chain refuse.
        """
        headers = dict(scope["headers"])
        _check_kind(headers)
        with self._inflow.hold() as take:
            body = await _read(receive, take)
            if body is None:
                return
            packed = _segments(body)
            verdicts = await self._service.intake.submit(packed)
            batched = headers.get(b"ombud-acks") == BATCHED
            shown = [
                show(self._service, verdict, data, batched=batched)
                for data, verdict in zip(packed, verdicts, strict=True)
            ]
        status = next((refusal_of(item).http_status for item in verdicts if item.accepted is None), _OK)
        answer = b'{"results":[' + b",".join(shown) + b"]}"
        await send({"type": "http.response.start", "status": status, "headers": _headers(status, len(answer))})
        await send({"type": "http.response.body", "body": answer})


def _headers(status: int, length: int) -> list[tuple[bytes, bytes]]:
    more = [(name.encode(), value.encode()) for name, value in retry_headers(status).items()]
    return [(b"content-type", b"application/json"), (b"content-length", b"%d" % length), *more]


def _check_kind(headers: dict[bytes, bytes]) -> None:
    """Refuse what does not say that it holds segments."""
    kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower().decode("latin-1")
    if kind != SEGMENTS_TYPE:
        raise InvalidInputError(
            f"content type {kind[:80]!r} is not {SEGMENTS_TYPE}",
            hint="send the header content-type with that value",
            code="bad_content_type",
        )


async def _read(receive: Callable[[], Awaitable[_Message]], take: Callable[[int], None]) -> bytes | None:
    """Read a request's body, giving up as soon as it is over 16 MiB or too slow; None if the client is gone."""
    chunks: list[bytes] = []
    held = 0
    more = True
    try:
        async with asyncio.timeout(BODY_SECONDS) as limit:
            while more:
                message = await receive()
                if message["type"] != "http.request":
                    return None
                chunk: bytes = message.get("body", b"")
                if (held + len(chunk)) // _MIB > held // _MIB:
                    limit.reschedule(asyncio.get_running_loop().time() + BODY_SECONDS)
                held += len(chunk)
                if held > MAX_BODY_BYTES:
                    raise TooLargeError(f"the body is over {MAX_BODY_BYTES} bytes", hint="send fewer segments at once")
                take(len(chunk))
                chunks.append(chunk)
                more = message.get("more_body", False)
    except TimeoutError as error:
        raise UnavailableError(
            f"{held} bytes of the body came, and the next MiB took over {BODY_SECONDS} s",
            hint="send fewer segments at once: replays are idempotent",
            code="slow_request",
        ) from error
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _segments(body: bytes) -> list[bytes]:
    packed = list(unframe(body))
    if not packed:
        raise InvalidInputError(
            "the body holds no segment", hint=f"send 1 to {MAX_SEGMENTS} at once", code="no_segments"
        )
    if len(packed) > MAX_SEGMENTS:
        raise TooLargeError(f"the body holds {len(packed)} segments", hint=f"send 1 to {MAX_SEGMENTS} at once")
    return packed
