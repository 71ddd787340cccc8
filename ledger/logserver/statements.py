"""Routes that sign COSE receipts and transparent statements (RFC 9942, RFC 9943) of what is published."""

from __future__ import annotations

import time
from importlib.util import find_spec
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response

from ledger.errors import NotFoundError
from ledger.interop import receipts
from ledger.interop import statements as scitt
from ledger.logserver.service import LogService
from ledger.tiles.reader import LogReader

Number = Annotated[int, Path(ge=0, lt=1 << 63)]


def can_state() -> bool:
    """Say whether this installation can sign them: whether the extra `scitt` is there."""
    return find_spec("cbor2") is not None


def make_router(service: LogService) -> APIRouter:
    """Return the routes of one log; they need the extra `scitt`."""
    router = APIRouter(prefix="/v1/entries")
    key, config = service.keys.ed25519, service.config

    def opened(leaf: int) -> tuple[LogReader, int]:
        size = service.publisher.published.size
        if leaf >= size:
            raise NotFoundError(
                f"leaf {leaf} is not published, the log has {size}",
                hint="wait for its next checkpoint",
                code="no_such_leaf",
            )
        return LogReader(service.store), size

    @router.get("/{leaf}/receipt")
    def get_receipt(leaf: Number) -> Response:
        """Sign a COSE receipt: the entry at a leaf is in the published tree."""
        reader, size = opened(leaf)
        (entry,) = reader.entries(leaf, leaf + 1)
        path, at = reader.inclusion_path(leaf, size), int(time.time())
        receipt = receipts.make_receipt(key, config.origin, entry, index=leaf, size=size, path=path, at=at)
        return Response(receipt, media_type=receipts.MEDIA_TYPE)

    @router.get("/{leaf}/statement/{position}")
    def get_statement(leaf: Number, position: Number) -> Response:
        """Sign the transparent statement of one record of the segment at a leaf."""
        reader, size = opened(leaf)
        place = scitt.Place(leaf, size, reader.inclusion_path(leaf, size), position)
        at = int(time.time())
        statement = scitt.make_statement(key, config.origin, config.log, reader.segment(leaf), place, at=at)
        return Response(statement, media_type=scitt.MEDIA_TYPE)

    return router
