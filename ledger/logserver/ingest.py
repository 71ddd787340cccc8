"""Routes by which agents ask what became of their segments; they send them to `posting`."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from ledger.domain.hashing import ZERO32
from ledger.domain.ids import parse_hex32
from ledger.domain.note import public_bytes, verifier_key
from ledger.errors import NotFoundError
from ledger.logserver.closing import Notice, told
from ledger.logserver.service import LogService
from ledger.logserver.shown import show_alone
from ledger.logserver.statements import can_state

_PAGE: Final = 500


def make_router(service: LogService, notice: Callable[[], Notice | None]) -> APIRouter:
    """Return the routes of one log.

    Args:
        service: The log.
        notice: Says whether it closes.
    """
    router = APIRouter(prefix="/v1")

    @router.get("/segments/{header}")
    def get_segment(header: str) -> Response:
        """Give the acknowledgement of a segment again."""
        accepted = service.registry.find(parse_hex32(header, what="header"))
        if accepted is None:
            raise NotFoundError(f"no segment with header {header} was accepted", hint="send it to POST /v1/segments")
        return Response(show_alone(service, accepted, "replayed"), media_type="application/json")

    @router.get("/streams/{agent}/{epoch}/{stream}")
    def get_stream(
        agent: str, epoch: Annotated[int, Path(ge=0, lt=1 << 32)], stream: Annotated[int, Path(ge=0, lt=1 << 32)]
    ) -> dict[str, Any]:
        """Say where a stream goes on, and what time it is. `head` is zero while nothing was accepted."""
        next_seq, head = service.registry.head((parse_hex32(agent, what="agent key"), epoch, stream)) or (0, ZERO32)
        return {"next_seq": next_seq, "head": head.hex(), "now": int(time.time())}

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
            "closing": told(notice(), service.registry.size, anchored.size if anchored else 0),
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
            "outside": {
                "witnesses": service.attestor.asked,
                "authority": service.attestor.stamps,
                "errors": service.attestor.errors,
            },
            "statements": can_state(),
            "conflicts": service.conflicts.count,
            "anchor_window": config.anchor_window,
        }

    return router
