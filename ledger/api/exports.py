"""Routes for authorities and operators: exports as a stream, and the serious-incident clock."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterator
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response, StreamingResponse

from ledger.api.access import NEEDS, requires
from ledger.api.arguments import AsOf
from ledger.api.endings import PlainEnd
from ledger.api.problems import RESPONSES
from ledger.domain.roles import Caller, Role
from ledger.queries.answers import Answer
from ledger.queries.exports import DEFAULT_RECORDS, MOST_RECORDS, Asked, Part, export
from ledger.queries.incidents import Incidents, incidents
from ledger.queries.sources import Sources
from ledger.tiles.incidents import IncidentBook
from ledger.tiles.verifier import verifier_files

Trusted = Annotated[Caller, Depends(requires(Role.AUTHORITY, Role.OPERATOR))]
OfAgents = Annotated[list[str] | None, Query(alias="agent", max_length=100, description="Only of this agent; several.")]
Most = Annotated[int, Query(ge=1, le=MOST_RECORDS, description="Most records.")]
_FOLDER: Final = "ombud-export"


def _nobody() -> None:
    return None


def make_router(
    sources: Sources, book: IncidentBook, secret: bytes, desk: Callable[[], int | None] = _nobody
) -> APIRouter:
    """Return the routes.

    Args:
        sources: What questions are asked of.
        book: Of serious incidents.
        secret: Ed25519, 32 bytes: signs manifests.
        desk: Returns the number of the desk's agent, whose records carry the hashes of entries; None without one.
    """
    router = APIRouter(prefix="/v1", responses={**RESPONSES, **NEEDS}, route_class=PlainEnd)

    @router.get("/incidents", tags=["regulation"])
    def list_incidents(_caller: Trusted) -> Answer[Incidents]:
        """The serious-incident clock: what is to be reported by when, and what was.

        `entries` are the salted hashes of what was noted, each with the anchored record that shows since when.
        """
        return incidents(sources, book, desk())

    @router.get("/export", tags=["regulation"], response_class=Response)
    def get_export(
        _caller: Trusted, agents: OfAgents = None, most: Most = DEFAULT_RECORDS, as_of: AsOf = None
    ) -> Response:
        """Records, disputes and verdicts with a signed manifest, as a tar of files that `ombud verify` checks offline.

        What fails on the way breaks the connection: an export without its manifest and signature is none.
        """
        clock = incidents(sources, book, desk()).data.items
        asked = Asked(tuple(agents or ()), most, as_of)
        parts = export(sources, asked, secret=secret, incidents=clock, tools=verifier_files())
        first = next(parts)  # what is refused is refused before anything is sent
        headers = {"content-disposition": f'attachment; filename="{_FOLDER}.tar"'}
        return StreamingResponse(_tar(first, parts), media_type="application/x-tar", headers=headers)

    return router


def _tar(first: Part, rest: Iterator[Part]) -> Iterator[bytes]:
    """Yield a tar, a file at a time."""
    yield _member(first)
    for part in rest:
        yield _member(part)
    yield bytes(2 * tarfile.BLOCKSIZE)


def _member(part: Part) -> bytes:
    info = tarfile.TarInfo(f"{_FOLDER}/{part.name}")
    info.size, info.mode = len(part.data), 0o644
    padding = -len(part.data) % tarfile.BLOCKSIZE
    written = io.BytesIO()
    written.write(info.tobuf(tarfile.PAX_FORMAT))
    written.write(part.data)
    written.write(bytes(padding))
    return written.getvalue()
