"""Routes of the published log: checkpoint, tiles and packs, as C2SP tlog-tiles lays them out."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ledger.domain.tiles_layout import CHECKPOINT, NOTES, PACKS, pack_path
from ledger.errors import NotFoundError
from ledger.logserver.service import LogService

_FOREVER: Final = {"cache-control": "public, max-age=31536000, immutable"}
_NEVER: Final = {"cache-control": "no-cache"}
_BINARY: Final = "application/octet-stream"
_STAMP: Final = "application/timestamp-reply"
_TEXT: Final = "text/plain; charset=utf-8"
_PAGE: Final = 1000


def make_router(service: LogService) -> APIRouter:
    """Return the routes of one log's objects."""
    router = APIRouter()

    @router.get("/checkpoint")
    def get_checkpoint() -> Response:
        """The latest checkpoint, a signed note."""
        return Response(service.store.get(CHECKPOINT), media_type=_TEXT, headers=_NEVER)

    @router.get("/notes/{name}")
    def get_note(name: str) -> Response:
        """The kept checkpoint of a size that was anchored, with its cosignatures; with `.tsr`, its time stamp."""
        kind = _STAMP if name.endswith(".tsr") else _TEXT
        return Response(service.store.get(NOTES + name), media_type=kind, headers=_NEVER)

    @router.get("/tile/{path:path}")
    def get_tile(path: str) -> Response:
        """A hash tile or an entry bundle, full or partial: neither ever changes."""
        return Response(service.store.get(f"tile/{path}"), media_type=_BINARY, headers=_FOREVER)

    @router.get("/packs/")
    def list_packs(
        start_after: Annotated[str, Query(max_length=64)] = "", before: Annotated[str, Query(max_length=64)] = ""
    ) -> Response:
        """Paths of packs, one a line, at most 1,000: those that sort after `start_after` and before `before`."""
        end = pack_path(service.publisher.published.size)
        found = service.store.list(PACKS, start_after, min(before or end, end))[:_PAGE]
        return Response("\n".join(found), media_type=_TEXT, headers=_NEVER)

    @router.get("/packs/{name}")
    def get_pack(name: str) -> Response:
        """The signed segments of a run of leaves; not given ahead of the checkpoint, for until then it may change."""
        if PACKS + name >= pack_path(service.publisher.published.size):
            raise NotFoundError(f"pack {name[:40]!r} is not published", hint="see GET /packs/")
        return Response(service.store.get(PACKS + name), media_type=_BINARY, headers=_FOREVER)

    return router
