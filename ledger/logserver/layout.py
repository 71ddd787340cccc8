"""Which version of its files a log's folder has, and how an older one becomes the present one.

`format` holds `ombud/log-folder/N`. A folder without it is of version 1, from before it was written. A newer version
than ours is refused, since whoever wrote it knew something that we do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import structlog

from ledger.errors import NotFoundError, SetupError
from ledger.tiles.store import FolderStore

VERSION: Final = 2
_FILE: Final = "format"
_TEXT: Final = re.compile(rb"ombud/log-folder/([1-9][0-9]{0,3})\n")
_LOG: Final = structlog.get_logger()


def _add_index(folder: Path) -> None:
    """1 to 2: an index stands beside the journal; it is made when the log is opened."""
    (folder / "index.log").unlink(missing_ok=True)


MIGRATIONS: Final[Mapping[int, Callable[[Path], None]]] = {1: _add_index}
"""From each version to the next; each may be run again after a crash."""


def migrate(folder: Path) -> int:
    """Bring a log's folder to the present version; returns the version that it had.

    Raises:
        SetupError: if it is of a newer version, or says something else.
    """
    store = FolderStore(folder)
    found = _version(store, folder)
    for version in range(found, VERSION):
        MIGRATIONS[version](folder)
        store.put(_FILE, f"ombud/log-folder/{version + 1}\n".encode())
        _LOG.info("log_folder_migrated", version=version + 1)
    return found


def _version(store: FolderStore, folder: Path) -> int:
    try:
        text = store.get(_FILE)
    except NotFoundError:
        return 1
    match = _TEXT.fullmatch(text)
    version = int(match[1]) if match else 0
    if not 0 < version <= VERSION:
        raise SetupError(
            f"the log in {folder} is of format {text[:40]!r}; this version writes ombud/log-folder/{VERSION}",
            hint="run the version of Ombud that wrote it, or a later one; nothing was changed",
            code="newer_format",
        )
    return version
