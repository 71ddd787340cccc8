"""The OpenAPI document of an API that has every part, made without a mirror, a chain or a server.

`python scripts/openapi.py` prints it. The TypeScript client and the reference of the API are made from it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ledger.api import exports  # noqa: E402 run from anywhere
from ledger.api.app import create_app  # noqa: E402
from ledger.api.gate import Access  # noqa: E402
from ledger.api.signing import Signer  # noqa: E402
from ledger.queries.sources import Sources  # noqa: E402
from ledger.tiles.evidence import open_evidence  # noqa: E402
from ledger.tiles.incidents import IncidentBook  # noqa: E402
from ledger.tiles.room import open_room  # noqa: E402

SECRET = bytes(32)  # signs nothing: no request is answered


class _Nobody:
    """Stands for every part that an application asks only when a request comes."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{name}: a document is made here, and nothing is answered")


def document() -> dict[str, Any]:
    """Return the document."""
    nobody: Any = _Nobody()
    sources = Sources(nobody, {}, nobody, nobody, nobody, nobody, nobody)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        access = Access(
            identify=nobody, reads=nobody, report=nobody, sessions=nobody, room=open_room(place / "room"), parts=nobody
        )
        app = create_app(
            sources,
            evidence=open_evidence(place / "evidence"),
            access=access,
            signer=Signer(SECRET),
            more=[exports.make_router(sources, IncidentBook(place / "incidents"), SECRET)],
        )
        return app.openapi()


if __name__ == "__main__":
    json.dump(document(), sys.stdout, indent=1, sort_keys=True)
    sys.stdout.write("\n")
