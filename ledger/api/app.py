"""The application: routes, problems, headers, documentation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from ledger import __version__
from ledger.api import docs, document, metrics, problems, push, read_counts, room, routes, sign_in, signing, verifying
from ledger.api import evidence as evidence_routes
from ledger.api.gate import Access, Gate
from ledger.api.headers import Headers
from ledger.api.room import Doors
from ledger.api.signing import SIGNED_HEADERS, Signer, Signing
from ledger.api.tags import Tags
from ledger.errors import LedgerError
from ledger.queries.sources import Sources
from ledger.tiles.evidence import EvidenceStore

_ABOUT: Final = """
Answers about AI agents: what they did, who answers for them, what was proved against them, how disputes ended.

Every answer says **as of** which block it is (number and hash), how **final** that is, how **complete** it is
and on which counters that rests. Records come with their **proof**: record, segment, log, anchor, event. Ask
with `as_of=<block>` for the state at a past block. Lists are read with `next_cursor`, which stays good while new
data arrives. Answers carry an `ETag`; who sends it back as `If-None-Match` gets 304 while nothing has changed. When
the mirror cannot vouch for an answer it says 503 and why, and gives none.

Answers are signed (RFC 9421) over request, status, digest of the body and block, with the key at
`/.well-known/http-message-signatures-directory`. Who reads more than the public sends `Authorization: Bearer` with an
API key or the token of a wallet that signed in at `/v1/access`.

Evidence files are submitted with POST, under the SHA-256 of their bytes; everything else is read only.

What this does not prove: that what a record says did happen, or that nothing happened unrecorded.
"""

_OPEN: Final = Access()


def create_app(
    sources: Sources,
    *,
    evidence: EvidenceStore | None = None,
    vendor: Path = docs.VENDOR,
    access: Access = _OPEN,
    signer: Signer | None = None,
    more: Sequence[APIRouter] = (),
) -> FastAPI:
    """Return the application.

    Args:
        sources: What questions are asked of; opened and closed by the caller.
        evidence: Where evidence files lie; without it there are no routes for them.
        vendor: Folder with the assets of `/docs`.
        access: Who may call, and how often.
        signer: Who signs answers; nobody, if not given.
        more: Further routes, that need more than the sources.
    """
    app = FastAPI(
        title="Ombud",
        version=__version__,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    document.describe(app)
    app.add_exception_handler(LedgerError, problems.on_ledger_error)
    app.add_exception_handler(RequestValidationError, problems.on_bad_request)
    app.add_exception_handler(HTTPException, problems.on_http_error)
    app.add_exception_handler(Exception, problems.on_defect)
    app.add_middleware(Gate, access=access)
    app.add_middleware(Tags)
    if signer is not None:
        app.add_middleware(Signing, signer=signer)
        app.include_router(signing.make_router(signer))
    if access.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=access.origins,
            allow_methods=["GET"],
            allow_headers=["Authorization", "If-None-Match"],
            expose_headers=[*SIGNED_HEADERS, "ETag", "Retry-After"],
        )
    counted = metrics.Metrics()
    app.add_middleware(Headers, metrics=counted)
    app.include_router(metrics.make_router(counted))
    app.include_router(sign_in.make_router(access.sessions))
    if access.reads is not None and access.report is not None:
        app.include_router(read_counts.make_router(sources, access.reads, access.report))
    app.include_router(routes.make_router(sources))
    app.include_router(push.make_router(sources))
    app.include_router(verifying.make_router(sources))
    for router in more:
        app.include_router(router)
    if evidence is not None and access.room is not None:
        app.include_router(room.make_router(Doors(sources, evidence, access.room, access.parts)))
    if evidence is not None:
        app.include_router(evidence_routes.make_router(evidence))
    app.include_router(docs.make_router(vendor))

    @app.get("/", include_in_schema=False)
    def root() -> RedirectResponse:
        return RedirectResponse("/docs")

    return app
