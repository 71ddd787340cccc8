"""The log server's HTTP face."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Route

from ledger.errors import LedgerError
from ledger.logserver import ingest, objects, statements
from ledger.logserver.attestor import Outside
from ledger.logserver.closing import Door
from ledger.logserver.inflow import Inflow
from ledger.logserver.ports import AnchorPort, ChainClock, KeyDirectory, QuestionPort
from ledger.logserver.posting import PostSegments
from ledger.logserver.problems import defect_answer, framework_answer, problem_answer
from ledger.logserver.service import LogConfig, LogKeys, LogService
from ledger.tiles.store import ObjectStore


def create_app(
    folder: Path,
    config: LogConfig,
    keys: LogKeys,
    *,
    directory: KeyDirectory,
    clock: ChainClock,
    anchor: AnchorPort | None = None,
    questions: QuestionPort | None = None,
    outside: Outside | None = None,
    store: ObjectStore | None = None,
) -> FastAPI:
    """Return the application of the log in `folder`; its lifespan starts and stops all threads.

    Args:
        folder: The log's folder.
        config: Name and pace of the log.
        keys: The operator's.
        directory: Session keys and streams on chain.
        clock: Chain time in Unix seconds.
        anchor: The chain, for anchors; none are made without it.
        questions: The chain, for challenges; none are answered without it.
        outside: Who is asked about checkpoints before they are anchored.
        store: Where the log is published; the folder `public/` if not given.

    Raises:
        SetupError: if another server has the folder, or its files contradict each other.
    """
    service = LogService(
        folder,
        config,
        keys,
        directory=directory,
        clock=clock,
        anchor=anchor,
        questions=questions,
        outside=outside,
        store=store,
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        """Run the service while the application runs."""
        service.start()
        try:
            yield
        finally:
            service.stop()

    app = FastAPI(title="Ombud log server", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.service = service
    app.add_exception_handler(LedgerError, problem_answer)
    app.add_exception_handler(RequestValidationError, framework_answer)
    app.add_exception_handler(HTTPException, framework_answer)
    app.add_exception_handler(Exception, defect_answer)
    app.state.inflow = Inflow()
    segments = Door(PostSegments(service, app.state.inflow), folder)
    app.router.routes.append(Route("/v1/segments", segments, methods=["POST"]))
    app.include_router(ingest.make_router(service, segments.notice))
    app.include_router(objects.make_router(service))
    app.include_router(statements.make_router(service))
    return app
