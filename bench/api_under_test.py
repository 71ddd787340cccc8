"""The API over a population, with one empty route: `python -m bench.api_under_test REDIS FOLDER PORT WORKERS`.

Application and server are those of `ombud api run`. What a node would be asked for (the data of the transactions that
opened disputes) comes out of a file, and the clock stands at the population's last block.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec
from fastapi import APIRouter
from starlette.types import ASGIApp

from ledger.access.limits import Limits
from ledger.access.sessions import Sessions
from ledger.api.app import create_app
from ledger.api.gate import Access
from ledger.api.signing import Signer
from ledger.errors import NotFoundError
from ledger.queries.sources import Sources
from ledger.serve.faces import Faces
from ledger.serve.workers import Served
from ledger.store.callers import CallerStore
from ledger.store.mirror import Mirror
from ledger.tiles.evidence import open_evidence
from ledger.tiles.reader import LogReader
from ledger.tiles.store import FolderStore
from ledger.web.apart import Apart
from ledger.web.app import create_pages
from ledger.web.door import Door
from tests.fakes.blocks import CONTRACTS
from tests.fakes.priced import PricedNode
from tests.fakes.world import CHAIN_ID, REGISTRY

OPENINGS = "openings.msgpack"
LOG = "log"
_ADDRESS = "http://127.0.0.1"
_RATE = 1_000_000  # requests a second: counted like any other, and never too many


@dataclass(frozen=True, slots=True)
class Api:
    """Makes the application of one process."""

    redis_url: str
    folder: Path

    def __call__(self) -> ASGIApp:
        """Make it."""
        mirror = Mirror.open(self.redis_url, CHAIN_ID, REGISTRY)
        openings = msgspec.msgpack.decode((self.folder / OPENINGS).read_bytes(), type=dict[bytes, bytes])
        reader = LogReader(FolderStore(self.folder / LOG))
        now = mirror.books().seen

        def of_no_block(number: int) -> object:
            raise NotFoundError(f"nothing is asked about block {number} here")

        sources = Sources(
            mirror=mirror,
            contracts=CONTRACTS,
            open_log=lambda _log, _url: reader,
            block=of_no_block,  # type: ignore[arg-type]
            header=of_no_block,  # type: ignore[arg-type]
            prove=of_no_block,  # type: ignore[arg-type]
            clock=lambda: now,
            sent=openings.__getitem__,
            evidence=open_evidence(self.folder / "evidence"),
        )
        limits = Limits(CallerStore(mirror.connection, mirror.space), _RATE, time.monotonic)
        app = create_app(
            sources,
            evidence=sources.evidence,
            access=Access(allowance=limits),
            signer=Signer(bytes(32)),
        )
        router = APIRouter()

        @router.get("/bare")
        def bare() -> dict[str, bool]:
            return {"bare": True}

        app.include_router(router)
        desk = Sessions(
            Apart(CallerStore(mirror.connection, mirror.space)), uri=_ADDRESS, chain_id=CHAIN_ID, clock=time.time
        )
        door = Door(desk, address=_ADDRESS, clock=time.time)
        return Faces(app, create_pages(sources, node=PricedNode(), door=door))


if __name__ == "__main__":
    Served(Api(sys.argv[1], Path(sys.argv[2])), "127.0.0.1", int(sys.argv[3]), int(sys.argv[4])).run()
