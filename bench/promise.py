"""Is an acknowledgement given only after the disk has said yes? Asked of a log server whose disk we hold back."""

from __future__ import annotations

import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.load import Shape, signed_segments
from bench.log_under_test import CHAIN, LOG, OPERATOR, ORIGIN, Directory, now
from ledger.domain.hashing import keccak
from ledger.logserver.service import LogConfig, LogKeys, LogService
from ledger.tiles.append_file import OsAppendFile

_HELD_SECONDS: Final = 0.5


class _HeldFile(OsAppendFile):
    """A file whose `sync` waits until it is let go, and notes that it was called."""

    let_go = threading.Event()
    asked = threading.Event()

    def sync(self) -> None:
        self.asked.set()
        self.let_go.wait()
        super().sync()


def is_durable() -> bool:
    """Say whether a segment was forced to disk, and not acknowledged before that had come back."""
    _HeldFile.let_go.clear()
    _HeldFile.asked.clear()
    (packed,) = signed_segments(Shape(1, 1, 1, 1), 1, 0)[0]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as pool:
        service = LogService(
            Path(folder),
            LogConfig(CHAIN, LOG, ORIGIN),
            LogKeys(OPERATOR, Ed25519PrivateKey.from_private_bytes(keccak(b"bench note"))),
            directory=Directory(1),
            clock=now,
            open_file=_HeldFile,
        )
        service.start()
        answer = pool.submit(service.submit, [packed])
        forced = _HeldFile.asked.wait(10)
        early = bool(wait([answer], _HELD_SECONDS).done)
        _HeldFile.let_go.set()
        accepted = answer.result()[0].accepted is not None
        service.stop()
    return forced and not early and accepted
