"""Routes by which agents send segments and ask what became of them."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse

from ledger.domain.entry import ENTRY_BYTES, Entry, unframe
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import parse_hex32
from ledger.domain.note import public_bytes, verifier_key
from ledger.errors import InvalidInputError, NotFoundError, TooLargeError
from ledger.logserver.committer import Verdict
from ledger.logserver.problems import retry_headers
from ledger.logserver.registry import Accepted
from ledger.logserver.service import LogService

SEGMENTS_TYPE: Final = "application/vnd.ombud.segments"
MAX_SEGMENTS: Final = 64
MAX_BODY_BYTES: Final = 16 * 1024 * 1024
_PAGE: Final = 500


async def _body(request: Request) -> bytes:
    """Read a request's body, giving up as soon as it is over 16 MiB."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != SEGMENTS_TYPE:
        raise InvalidInputError(
            f"content type {kind[:80]!r} is not {SEGMENTS_TYPE}",
            hint="send the header content-type with that value",
            code="bad_content_type",
        )
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise TooLargeError(f"the body is over {MAX_BODY_BYTES} bytes", hint="send fewer segments at once")
    return bytes(body)


def make_router(service: LogService) -> APIRouter:
    """Return the routes of one log."""
    router = APIRouter(prefix="/v1")

    @router.post("/segments")
    def post_segments(body: Annotated[bytes, Depends(_body)]) -> JSONResponse:
        """Accept signed segments, in order; one result each."""
        packed = list(unframe(body))
        if not packed:
            raise InvalidInputError(
                "the body holds no segment", hint=f"send 1 to {MAX_SEGMENTS} at once", code="no_segments"
            )
        if len(packed) > MAX_SEGMENTS:
            raise TooLargeError(f"the body holds {len(packed)} segments", hint=f"send 1 to {MAX_SEGMENTS} at once")
        results = [
            _result(service, verdict, _header_of(data))
            for data, verdict in zip(packed, service.submit(packed), strict=True)
        ]
        problems = [item["problem"] for item in results if "problem" in item]
        status = problems[0]["status"] if problems else 200
        return JSONResponse({"results": results}, status, headers=retry_headers(status))

    @router.get("/segments/{header}")
    def get_segment(header: str) -> dict[str, Any]:
        """Give the acknowledgement of a segment again."""
        accepted = service.registry.find(parse_hex32(header, what="header"))
        if accepted is None:
            raise NotFoundError(f"no segment with header {header} was accepted", hint="send it to POST /v1/segments")
        return _result(service, Verdict(accepted, replayed=True), accepted.header.hex())

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
        """Say which log this is, and how far journal, checkpoint and anchor are."""
        config, published = service.config, service.publisher.published
        anchored = service.anchorer.anchored if service.anchorer else None
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
            "conflicts": service.conflicts.count,
            "anchor_window": config.anchor_window,
        }

    return router


def _header_of(packed: bytes) -> str:
    try:
        return Entry.unpack(packed[:ENTRY_BYTES]).segment.header.hex()
    except InvalidInputError:
        return ""


def _result(service: LogService, verdict: Verdict, header: str) -> dict[str, Any]:
    if verdict.accepted is None:
        error = verdict.refusal or InvalidInputError("the segment was refused")
        return {"header": header, "status": "refused", "problem": error.problem()}
    return {
        "header": header,
        "status": "replayed" if verdict.replayed else "accepted",
        "leaf_index": verdict.accepted.leaf,
        "ack": _ack(service, verdict.accepted),
    }


def _ack(service: LogService, accepted: Accepted) -> dict[str, Any]:
    ack, signature = service.acknowledge(accepted)
    return {
        "chain": ack.chain,
        "log": ack.log.hex(),
        "header": ack.header.hex(),
        "anchorBy": ack.anchor_by,
        "signature": signature.hex(),
    }
