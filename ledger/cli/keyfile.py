"""Private keys in files: 64 hex digits, readable by their owner alone."""

from __future__ import annotations

import os
import re
import secrets
import stat
from pathlib import Path
from typing import Final

from ledger.domain.signing import SessionKey
from ledger.errors import InvalidInputError, NotFoundError, SetupError

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700
SECRET_BYTES: Final = 32
ACCREDITOR: Final = "accreditor"
"""What the key is called that accredits arbitrators on a local chain."""
AUTHORITY: Final = "authority"
"""What the key is called that may suspend agents on a local chain."""
_SECRET: Final = re.compile(r"(?:0x)?([0-9a-fA-F]{64})\s*")
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def parse_secret(text: str, *, what: str) -> bytes:
    """Read 32 secret bytes from hex; the message of a failure never repeats them.

    Raises:
        InvalidInputError: naming `what`.
    """
    match = _SECRET.fullmatch(text)
    if match is None:
        raise InvalidInputError(
            f"{what} is not 64 hex digits", hint="write one private key, hex, nothing else", code="bad_key"
        )
    return bytes.fromhex(match[1])


def is_private(path: Path) -> bool:
    """Say whether only the owner of a file may read or change it."""
    return not path.stat().st_mode & _OTHERS


def read_secret(path: Path) -> bytes:
    """Read a key file.

    Raises:
        NotFoundError: if there is none.
        SetupError: if others may read it.
        InvalidInputError: if it holds something else.
    """
    if not path.exists():
        raise NotFoundError(f"there is no key file {path}", hint="give the path of a key file", code="no_key_file")
    if not is_private(path):
        raise SetupError(f"key file {path} can be read by others", hint=f"chmod 600 {path}", code="key_file_open")
    return parse_secret(path.read_text(), what=f"key file {path}")


def write_secret(path: Path, secret: bytes) -> None:
    """Write a new key file; the secret is on disk when this returns.

    Raises:
        SetupError: if the file exists: a key is never overwritten.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    except FileExistsError as error:
        raise SetupError(
            f"key file {path} exists", hint="choose another name, or use that key", code="key_exists"
        ) from error
    with os.fdopen(descriptor, "w") as file:
        file.write(secret.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())


def key_at(path: Path) -> SessionKey:
    """Read a key file as a secp256k1 key, or make one with a new random secret."""
    if not path.exists():
        write_secret(path, secrets.token_bytes(SECRET_BYTES))
    return SessionKey(read_secret(path))
