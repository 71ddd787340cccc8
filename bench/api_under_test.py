"""The API over a population, with one empty route beside it: `python -m bench.api_under_test REDIS FOLDER PORT`.

Application and server are those of `ombud api run`. What a node would be asked for (the data of the transactions that
opened disputes) comes out of a file, and the clock stands at the population's last block.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import uvicorn
from fastapi import APIRouter

from ledger.api.app import create_app
from ledger.errors import NotFoundError
from ledger.queries.sources import Sources
from ledger.serve.api import server_options
from ledger.store.mirror import Mirror
from ledger.tiles.evidence import open_evidence
from ledger.tiles.reader import LogReader
from ledger.tiles.store import FolderStore
from tests.fakes.blocks import CONTRACTS
from tests.fakes.world import CHAIN_ID, REGISTRY

OPENINGS = "openings.msgpack"
LOG = "log"


def main(redis_url: str, folder: Path, port: int) -> None:
    """Serve until terminated."""
    mirror = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    openings: dict[bytes, bytes] = msgspec.msgpack.decode((folder / OPENINGS).read_bytes(), type=dict[bytes, bytes])
    reader = LogReader(FolderStore(folder / LOG))
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
        evidence=open_evidence(folder / "evidence"),
    )
    app = create_app(sources, evidence=sources.evidence)
    router = APIRouter()

    @router.get("/bare")
    def bare() -> dict[str, bool]:
        return {"bare": True}

    app.include_router(router)
    uvicorn.run(app, host="127.0.0.1", port=port, **server_options())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
