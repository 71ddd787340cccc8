"""Session keys on disk: encrypted JSON keystores, version 3, as every Ethereum wallet reads them."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Final, Literal

from ledger.domain.signing import SECRET_BYTES, SessionKey
from ledger.errors import ConflictError, InvalidInputError, NotFoundError
from ledger.interpreter import keep_recursion_limit
from ledger.tiles.store import make_folder, sync_folder

# scrypt's N: 2**18 is geth's standard (1 s, 256 MiB); 2**12 is for keys of a local chain, worth nothing.
WORK: Final = {"production": 1 << 18, "local": 1 << 12}
_VERSION: Final = 3


def create(
    path: Path, password: str, *, profile: Literal["local", "production"] = "production", key: SessionKey | None = None
) -> SessionKey:
    """Make a session key and keep it, encrypted, in a file that only its owner reads.

    Args:
        path: The file; it must not exist.
        password: What encrypts it.
        profile: `local` spends little work on encryption, for the many keys of a local chain.
        key: A key that exists already.

    Raises:
        ConflictError: if there is a file already; it is left as it is.
    """
    keep_recursion_limit()
    from eth_keyfile.keyfile import create_keyfile_json  # noqa: PLC0415 - half a second

    made = key or SessionKey(_fresh_secret())
    content = create_keyfile_json(
        made.secret, password.encode(), version=_VERSION, kdf="scrypt", iterations=WORK[profile]
    )
    make_folder(path.parent, 0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError as error:
        raise ConflictError(f"key file {path} exists already", hint="load it, or choose another name") from error
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return made


def load(path: Path, password: str) -> SessionKey:
    """Decrypt a key file.

    Raises:
        NotFoundError: if there is none.
        InvalidInputError: if the password is wrong or the file is no keystore.
    """
    keep_recursion_limit()
    from eth_keyfile.keyfile import decode_keyfile_json  # noqa: PLC0415 - half a second

    try:
        content = json.loads(path.read_text())
        return SessionKey(decode_keyfile_json(content, password.encode()))
    except FileNotFoundError as error:
        raise NotFoundError(
            f"key file {path} does not exist", hint="make one with ledger.sdk.keystore.create"
        ) from error
    except (ValueError, KeyError, TypeError, NotImplementedError) as error:
        raise InvalidInputError(
            f"key file {path} cannot be opened: wrong password, or no keystore",
            hint="set OMBUD_KEY_PASSWORD",
            code="bad_keystore",
        ) from error


def load_or_create(path: Path, password: str, *, profile: Literal["local", "production"] = "production") -> SessionKey:
    """Load the key in `path`, making it first if there is none."""
    return load(path, password) if path.exists() else create(path, password, profile=profile)


def _fresh_secret() -> bytes:
    while True:
        secret = secrets.token_bytes(SECRET_BYTES)
        try:
            SessionKey(secret)
        except InvalidInputError:  # one in 2**128
            continue
        return secret
