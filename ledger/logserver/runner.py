"""Running a log server in a process of its own."""

from __future__ import annotations

import os
from pathlib import Path

import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ledger.errors import InvalidInputError
from ledger.logserver.app import create_app
from ledger.logserver.attestor import Outside
from ledger.logserver.ports import AnchorPort, ChainClock, KeyDirectory, QuestionPort
from ledger.logserver.service import LogConfig, LogKeys
from ledger.tiles.store import ObjectStore, make_folder, sync_folder

_SEED_BYTES = 32


def run(
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
    host: str = "127.0.0.1",
    port: int = 8730,
) -> None:
    """Serve the log in `folder` until SIGINT or SIGTERM; what was accepted is published before it returns.

    Args:
        folder: The log's folder.
        config: Name and pace of the log.
        keys: The operator's.
        directory: Session keys and streams on chain.
        clock: Chain time in Unix seconds.
        anchor: The chain, for anchors.
        questions: The chain, for challenges.
        outside: Who is asked about checkpoints before they are anchored.
        store: Where the log is published; the folder `public/` if not given.
        host: Address to listen on.
        port: Port to listen on.

    Raises:
        SetupError: if another server has the folder, or its files contradict each other.
    """
    app = create_app(
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
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=5)


def load_or_create_ed25519(path: Path) -> Ed25519PrivateKey:
    """Return the log's Ed25519 key from its file (32 raw bytes, mode 0600), made if there is none.

    Raises:
        InvalidInputError: if the file holds something else.
    """
    if not path.exists():
        key = Ed25519PrivateKey.generate()
        make_folder(path.parent, 0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
        return key
    seed = path.read_bytes()
    if len(seed) != _SEED_BYTES:
        raise InvalidInputError(f"key file {path} has {len(seed)} bytes, not {_SEED_BYTES}", code="bad_key")
    return Ed25519PrivateKey.from_private_bytes(seed)


__all__ = ["LogConfig", "LogKeys", "load_or_create_ed25519", "run"]
