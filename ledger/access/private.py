"""Files that only their owner reads: secrets and lists, each written whole or not at all."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ledger.errors import SetupError
from ledger.tiles.store import make_folder, sync_folder

SECRET_BYTES: Final = 32
_MODE: Final = 0o600
_SECRET: Final = re.compile(r"[0-9a-f]{64}\n?")
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def secret_at(path: Path) -> bytes:
    """Return the 32 secret bytes in a file, made at random if there is none.

    Raises:
        SetupError: if others may read it, or it holds something else.
    """
    make_folder(path.parent, 0o700)
    if not path.exists():
        draft = _draft(path, secrets.token_hex(SECRET_BYTES).encode() + b"\n")
        try:
            os.link(draft, path)  # whoever came first has made it; a rename would replace theirs
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        sync_folder(path.parent)
    if path.stat().st_mode & _OTHERS:
        raise SetupError(f"{path} can be read by others", hint=f"chmod 600 {path}", code="key_file_open")
    text = path.read_text()
    if not _SECRET.fullmatch(text):
        raise SetupError(f"{path} does not hold 64 hex digits", hint="restore it from a copy", code="bad_key_file")
    return bytes.fromhex(text.strip())


def replace_private(path: Path, data: bytes) -> None:
    """Write a file, or put another in its place; it is on disk when this returns."""
    make_folder(path.parent, 0o700)
    _draft(path, data).replace(path)
    sync_folder(path.parent)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time read, change and write a file."""
    make_folder(path.parent, 0o700)
    descriptor = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _MODE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _draft(path: Path, data: bytes) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return draft
