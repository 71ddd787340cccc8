"""The second verifier as files, to be put beside what it verifies: JavaScript without packages."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import ledger

_MANIFEST: Final = "package.json"
_SOURCES: Final = "src"


def verifier_files(folder: Path | None = None) -> dict[str, bytes]:
    """Return the verifier's files by name, so that `node cli.js BUNDLE` runs where they are; none if it is not here.

    Args:
        folder: Where it is; beside this installation's checkout if not given.
    """
    root = folder or Path(ledger.__file__).resolve().parents[1] / "verifier-js"
    if not (root / _MANIFEST).is_file():
        return {}
    sources = sorted((root / _SOURCES).rglob("*.js"))
    found = {path.relative_to(root / _SOURCES).as_posix(): path.read_bytes() for path in sources}
    return {_MANIFEST: (root / _MANIFEST).read_bytes(), **found}
