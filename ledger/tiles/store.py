"""Objects by path: the port, and the folder that implements it.

An object appears whole or not at all, and is on disk before `put` returns.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from ledger.errors import InvalidInputError, NotFoundError

_PATH: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
MAX_PATH_LENGTH: Final = 200
"""Characters of a path: the longest that a log of 2**63 leaves has is under 60."""
_SERIAL: Final = itertools.count()
_AT_ONCE: Final = 64  # files held open while they are forced to disk together


class ObjectStore(Protocol):
    """Whole objects under slash-separated paths."""

    def get(self, path: str) -> bytes:
        """Return an object.

        Raises:
            NotFoundError: if there is none.
        """

    def put(self, path: str, data: bytes) -> None:
        """Write or replace an object, atomically and durably."""

    def delete(self, path: str) -> None:
        """Remove an object; one that is not there is no error."""

    def list(self, prefix: str, start_after: str = "", before: str = "") -> list[str]:
        """Return the paths that begin with `prefix` and sort after `start_after` and before `before`, ascending."""


@runtime_checkable
class BulkStore(ObjectStore, Protocol):
    """A store that writes many objects for the price of few."""

    def put_all(self, objects: Mapping[str, bytes]) -> None:
        """Write or replace objects, each atomically, in no order; all are durable when this returns."""


def put_all(store: ObjectStore, objects: Mapping[str, bytes]) -> None:
    """Write or replace objects, together if the store can; all are durable when this returns."""
    if isinstance(store, BulkStore):
        store.put_all(objects)
        return
    for path, data in objects.items():
        store.put(path, data)


def check_path(path: str) -> str:
    """Return `path` if it names an object and cannot leave its store.

    Raises:
        InvalidInputError: if it has empty, hidden or parent segments, or over 200 characters.
    """
    if len(path) > MAX_PATH_LENGTH or not _PATH.fullmatch(path):
        raise InvalidInputError(
            f"path {path[:120]!r} names no object", hint="use plain segments between slashes", code="bad_path"
        )
    return path


class FolderStore:
    """Objects as files below one folder.

    Args:
        root: The folder; made when the first object is put.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def get(self, path: str) -> bytes:
        """Return an object.

        Raises:
            NotFoundError: if there is none.
        """
        try:
            return (self._root / check_path(path)).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
            raise NotFoundError(
                f"object {path!r} is not in the log", hint="see GET /checkpoint for its size"
            ) from error

    def put(self, path: str, data: bytes) -> None:
        """Write to a temporary file, force it to disk, rename it into place, force the folder to disk."""
        self._put_together({path: data})

    def put_all(self, objects: Mapping[str, bytes]) -> None:
        """Do what `put` does for many objects, each step for all of them before the next.

        A file system that keeps a journal writes it once for all that waits: forcing a hundred files one after the
        other, each with its folder, costs a hundred times as much as forcing them when all are written.
        """
        names = iter(objects)
        while some := list(islice(names, _AT_ONCE)):
            self._put_together({path: objects[path] for path in some})

    def _put_together(self, objects: Mapping[str, bytes]) -> None:
        with contextlib.ExitStack() as left:
            drafts = []
            for path, data in objects.items():
                target = self._root / check_path(path)
                make_folder(target.parent)
                draft = target.with_name(f".{target.name}.{os.getpid()}.{next(_SERIAL)}")
                descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
                left.callback(draft.unlink, missing_ok=True)  # gone already if it was renamed
                file = left.enter_context(os.fdopen(descriptor, "wb", buffering=0))
                _write_whole(file.fileno(), data)
                drafts.append((file.fileno(), draft, target))
            for descriptor, _, _ in drafts:
                os.fsync(descriptor)
            for _, draft, target in drafts:
                draft.rename(target)
        for folder in {target.parent for _, _, target in drafts}:
            sync_folder(folder)

    def delete(self, path: str) -> None:
        """Remove an object, and its folder if that was the last one in it."""
        target = self._root / check_path(path)
        target.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            target.parent.rmdir()

    def list(self, prefix: str, start_after: str = "", before: str = "") -> list[str]:
        """Return the paths that begin with `prefix` and sort after `start_after` and before `before`, ascending."""
        base = self._root / prefix.rpartition("/")[0]
        found = (
            str((Path(folder) / name).relative_to(self._root).as_posix())
            for folder, _, names in os.walk(base)
            for name in names
            if not name.startswith(".")
        )
        return sorted(
            path for path in found if path.startswith(prefix) and path > start_after and (not before or path < before)
        )


def _write_whole(descriptor: int, data: bytes) -> None:
    written = 0
    while written < len(data):
        written += os.write(descriptor, memoryview(data)[written:])


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to disk, so that a file made or renamed in it survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path, mode: int = 0o755) -> None:
    """Make a folder with its parents, durably."""
    missing = list(itertools.takewhile(lambda path: not path.exists(), (folder, *folder.parents)))
    for path in reversed(missing):
        path.mkdir(mode=mode, exist_ok=True)
        sync_folder(path.parent)
