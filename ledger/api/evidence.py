"""Routes of evidence files: taken by POST as they are, given back as downloads that no browser runs."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Path, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from ledger.api import bodies
from ledger.api.arguments import DEFAULT, CursorText, Limit
from ledger.api.problems import RESPONSES, Problem
from ledger.domain import sealed_file
from ledger.errors import NotAuthorisedError
from ledger.queries.answers import Page
from ledger.queries.evidence import evidence_page
from ledger.tiles import evidence, retention
from ledger.tiles.evidence import Evidence, EvidenceStore

PASSIVE_TYPES: Final = frozenset(
    {
        "application/json",
        "application/pdf",
        "application/zip",
        "audio/mpeg",
        "audio/wav",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/csv",
        "text/plain",
        "video/mp4",
    }
)
"""Types that are sent as they were submitted; every other is sent as bytes without a meaning."""
_CREATED: Final = 201
_FOREIGN: Final = ("cross-site", "same-site")  # https://www.w3.org/TR/fetch-metadata/
_UPLOAD: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "These bytes were here before.", "model": Evidence},
    403: {"model": Problem, "description": "A web page of another origin asked."},
    413: {"model": Problem, "description": "Over the limit of 16 MiB."},
}
_WITHHELD: Final[dict[int | str, dict[str, Any]]] = {
    403: {"model": Problem, "description": "It is withheld, or sealed for the panel of its dispute."},
    500: {"model": Problem, "description": "Its bytes are not the ones submitted."},
}
Sha256 = Annotated[str, Path(description="SHA-256 of the file: 64 hex digits, with or without 0x.", max_length=66)]
RetentionClass = Annotated[
    str, Header(alias="X-Ombud-Retention", description=f"How long it is kept: {', '.join(retention.CLASSES)}.")
]
Submitter = Annotated[
    str, Header(alias="X-Ombud-Submitter", description="Who submits it. Said, not proved.", max_length=1024)
]


def make_router(store: EvidenceStore) -> APIRouter:
    """Return the routes.

    Args:
        store: Where the files lie.
    """
    router = APIRouter(prefix="/v1", responses=RESPONSES, tags=["evidence"])

    @router.post("/evidence", status_code=_CREATED, responses=_UPLOAD, openapi_extra=bodies.FILE)
    async def add_evidence(
        request: Request,
        response: Response,
        retention_class: RetentionClass = retention.ORDINARY,
        submitter: Submitter = "anonymous",
    ) -> Evidence:
        """Submit a file. It is named by its SHA-256; the same bytes again change nothing, but may be kept longer."""
        if request.headers.get("sec-fetch-site") in _FOREIGN:
            raise NotAuthorisedError(
                "a web page of another origin may not submit evidence",
                hint="use `ombud evidence add`",
                code="foreign_page",
            )
        media_type = request.headers.get("content-type", evidence.UNKNOWN_TYPE)
        found, new = await run_in_threadpool(
            store.put,
            await bodies.read_file(request),
            media_type=media_type,
            retention_class=retention_class,
            submitter=submitter,
        )
        response.headers["location"] = f"/v1/evidence/{found.sha256}"
        response.status_code = _CREATED if new else 200
        return found

    @router.get("/evidence")
    def list_evidence(cursor: CursorText = None, limit: Limit = DEFAULT) -> Page[Evidence]:
        """All files in the order of their hashes, and whether each can be had: present, missing, or withheld."""
        return evidence_page(store, cursor=cursor, limit=limit)

    @router.get("/evidence/{sha256}/meta")
    def get_evidence_meta(sha256: Sha256) -> Evidence:
        """What is known about a file: size, media type, submitter, how long it is kept, whether it can be had."""
        return store.meta(sha256)

    @router.get("/evidence/{sha256}", response_class=Response, responses=_WITHHELD)
    def get_evidence(sha256: Sha256) -> Response:
        """A file's bytes, hashed before they are sent. Always a download; active types lose their meaning."""
        known = store.meta(sha256)
        if known.media_type == sealed_file.MEDIA_TYPE:
            raise NotAuthorisedError(
                f"evidence {known.sha256} is sealed", hint="see the room of its dispute", code="evidence_sealed"
            )
        return Response(store.get(sha256), headers=_file_headers(known))

    return router


def _file_headers(known: Evidence) -> dict[str, str]:
    passive = known.media_type.partition(";")[0].strip() in PASSIVE_TYPES
    return {
        "content-type": known.media_type if passive else evidence.UNKNOWN_TYPE,
        "content-disposition": f'attachment; filename="evidence-{known.sha256[:16]}"',
        "x-content-type-options": "nosniff",
        "etag": f'"{known.sha256}"',
    }
