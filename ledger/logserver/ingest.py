"""Routes by which agents send segments and ask what became of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.responses import Response

from ledger.domain.ack_batch import BatchPlace
from ledger.domain.entry import unframe
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import parse_hex32
from ledger.domain.note import public_bytes, verifier_key
from ledger.domain.packed_segment import read_header
from ledger.domain.statements import Ack
from ledger.errors import InvalidInputError, NotFoundError, TooLargeError
from ledger.logserver.committer import Verdict
from ledger.logserver.inflow import Inflow
from ledger.logserver.problems import retry_headers
from ledger.logserver.registry import Accepted
from ledger.logserver.service import LogService

SEGMENTS_TYPE: Final = "application/vnd.ombud.segments"
MAX_SEGMENTS: Final = 64
MAX_BODY_BYTES: Final = 16 * 1024 * 1024
BATCHED: Final = "batch"
"""Value of the header `ombud-acks` by which a client says that it can read acknowledgements of a batch."""
_PAGE: Final = 500


_OK: Final = 200
_ENCODER: Final = msgspec.json.Encoder()


class _Place(msgspec.Struct, frozen=True):
    """Where a header stands among those that one signature acknowledges; `path` as hex, leaf to root."""

    index: int
    size: int
    path: tuple[str, ...]


class _Ack(msgspec.Struct, frozen=True, omit_defaults=True):
    """An acknowledgement as sent: hex values, `anchorBy` in Unix seconds; `batch` if it is signed with others."""

    chain: int
    log: str
    header: str
    anchorBy: int  # noqa: N815 - the name on the wire
    signature: str
    batch: _Place | None = None


class _Accepted(msgspec.Struct, frozen=True):
    """One segment that was accepted, now or before."""

    header: str
    status: str
    leaf_index: int
    ack: _Ack


class _Refused(msgspec.Struct, frozen=True):
    """One segment that was refused, and why (RFC 9457)."""

    header: str
    problem: dict[str, Any]
    status: str = "refused"


class _Results(msgspec.Struct, frozen=True):
    results: list[_Accepted | _Refused]


def _size(request: Request) -> int:
    """Return how many bytes a request announces; the most there may be if it does not say."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != SEGMENTS_TYPE:
        raise InvalidInputError(
            f"content type {kind[:80]!r} is not {SEGMENTS_TYPE}",
            hint="send the header content-type with that value",
            code="bad_content_type",
        )
    length = request.headers.get("content-length", "")
    return min(int(length), MAX_BODY_BYTES) if length.isdecimal() else MAX_BODY_BYTES


async def _read(request: Request) -> bytes:
    """Read a request's body, giving up as soon as it is over 16 MiB."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise TooLargeError(f"the body is over {MAX_BODY_BYTES} bytes", hint="send fewer segments at once")
    return bytes(body)


async def _body(request: Request) -> AsyncIterator[bytes]:
    """Give a request's body, counted by the application's `Inflow` until the answer is made."""
    inflow: Inflow = request.app.state.inflow
    with inflow.hold(_size(request)):
        yield await _read(request)


def make_router(service: LogService) -> APIRouter:
    """Return the routes of one log."""
    router = APIRouter(prefix="/v1")

    @router.post("/segments")
    def post_segments(body: Annotated[bytes, Depends(_body)], ombud_acks: Annotated[str, Header()] = "") -> Response:
        """Accept signed segments, in order; one result each.

        With the header `ombud-acks: batch`, one signature may acknowledge many segments, and each comes with its path.
        """
        packed = list(unframe(body))
        if not packed:
            raise InvalidInputError(
                "the body holds no segment", hint=f"send 1 to {MAX_SEGMENTS} at once", code="no_segments"
            )
        if len(packed) > MAX_SEGMENTS:
            raise TooLargeError(f"the body holds {len(packed)} segments", hint=f"send 1 to {MAX_SEGMENTS} at once")
        results = [
            _result(service, verdict, data, batched=ombud_acks == BATCHED)
            for data, verdict in zip(packed, service.submit(packed), strict=True)
        ]
        status = next((item.problem["status"] for item in results if isinstance(item, _Refused)), _OK)
        return Response(_ENCODER.encode(_Results(results)), status, retry_headers(status), "application/json")

    @router.get("/segments/{header}")
    def get_segment(header: str) -> Response:
        """Give the acknowledgement of a segment again."""
        accepted = service.registry.find(parse_hex32(header, what="header"))
        if accepted is None:
            raise NotFoundError(f"no segment with header {header} was accepted", hint="send it to POST /v1/segments")
        known = _accepted(service, accepted, "replayed")
        return Response(_ENCODER.encode(known), media_type="application/json")

    @router.get("/streams/{agent}/{epoch}/{stream}")
    def get_stream(
        agent: str, epoch: Annotated[int, Path(ge=0, lt=1 << 32)], stream: Annotated[int, Path(ge=0, lt=1 << 32)]
    ) -> dict[str, Any]:
        """Say where a stream goes on. `head` is zero while nothing was accepted."""
        next_seq, head = service.registry.head((parse_hex32(agent, what="agent key"), epoch, stream)) or (0, ZERO32)
        return {"next_seq": next_seq, "head": head.hex()}

    @router.get("/conflicts")
    def get_conflicts(
        after: Annotated[int, Query(ge=0)] = 0, limit: Annotated[int, Query(ge=1, le=_PAGE)] = 100
    ) -> dict[str, Any]:
        """List contradicting segments: entries as hex, ready to prove equivocation with."""
        page = service.conflicts.page(after, limit)
        conflicts = [
            {
                "index": item.index,
                "agent": item.refused.segment.agent.hex(),
                "epoch": item.refused.segment.epoch,
                "stream": item.refused.segment.stream,
                "accepted": {"header": item.accepted.segment.header.hex(), "entry": item.accepted.pack().hex()},
                "refused": {"header": item.refused.segment.header.hex(), "entry": item.refused.pack().hex()},
            }
            for item in page
        ]
        return {
            "conflicts": conflicts,
            "next": after + len(page) if after + len(page) < service.conflicts.count else None,
        }

    @router.get("/status")
    def get_status() -> dict[str, Any]:
        """Say which log this is, how far journal, checkpoint and anchor are, and what it is asked on chain."""
        config, published = service.config, service.publisher.published
        anchored = service.anchorer.anchored if service.anchorer else None
        asked = service.answerer.report if service.answerer else None
        return {
            "origin": config.origin,
            "chain": config.chain_id,
            "log": config.log.hex(),
            "operator": service.keys.operator.address,
            "verifier_key": verifier_key(config.origin, public_bytes(service.keys.ed25519)),
            "accepted": service.registry.size,
            "published": {"size": published.size, "root": published.root.hex(), "error": service.publisher.error},
            "anchored": {
                "size": anchored.size if anchored else None,
                "root": anchored.root.hex() if anchored else None,
                "error": service.anchorer.error if service.anchorer else "this server makes no anchors",
            },
            "challenges": {
                "waiting": asked.waiting if asked else None,
                "answered": asked.answered if asked else None,
                "next_due": asked.next_due if asked else None,
                "blocked": asked.blocked if asked else {},
                "error": asked.error if asked else "this server answers no challenges",
            },
            "outside": {"witnesses": service.attestor.asked, "errors": service.attestor.errors},
            "conflicts": service.conflicts.count,
            "anchor_window": config.anchor_window,
        }

    return router


def _result(service: LogService, verdict: Verdict, packed: bytes, *, batched: bool) -> _Accepted | _Refused:
    if verdict.accepted is None:
        error = verdict.refusal or InvalidInputError("the segment was refused")
        return _Refused(_header_of(packed), error.problem())
    if batched and verdict.group:
        return _shown(verdict.accepted, "accepted", *service.acknowledge_in(verdict.group, verdict.accepted))
    return _accepted(service, verdict.accepted, "replayed" if verdict.replayed else "accepted")


def _accepted(service: LogService, accepted: Accepted, status: str) -> _Accepted:
    return _shown(accepted, status, *service.acknowledge(accepted), None)


def _shown(accepted: Accepted, status: str, ack: Ack, signature: bytes, place: BatchPlace | None) -> _Accepted:
    header = ack.header.hex()
    among = _Place(place.index, place.size, tuple(map(bytes.hex, place.path))) if place else None
    return _Accepted(
        header, status, accepted.leaf, _Ack(ack.chain, ack.log.hex(), header, ack.anchor_by, signature.hex(), among)
    )


def _header_of(packed: bytes) -> str:
    try:
        return read_header(packed).header.hex()
    except InvalidInputError:
        return ""
