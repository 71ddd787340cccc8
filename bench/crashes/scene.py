"""Who takes part: an agent of two epochs, an operator, and a chain in files, which outlives every process."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.log_under_test import CHAIN, LOG, OPERATOR, ORIGIN, STREAM, agent
from ledger.domain import tree
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import Address
from ledger.domain.signing import SessionKey
from ledger.errors import ChainRevertError, ProofError
from ledger.logserver.service import LogConfig, LogKeys

AGENT: Final = agent(7).ref
KEYS: Final = (agent(7).key, SessionKey(keccak(b"bench agent 7, later")))
"""The session keys of epochs 0 and 1."""
LOG_KEYS: Final = LogKeys(OPERATOR, Ed25519PrivateKey.from_private_bytes(keccak(b"bench note")))
CONFIG: Final = LogConfig(CHAIN, LOG, ORIGIN, gather_seconds=0.0, anchor_entries=2, anchor_seconds=0.02)
NOW: Final = 1_800_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one run."""

    root: Path

    @property
    def spool(self) -> Path:
        """Of the agent."""
        return self.root / "spool"

    @property
    def log(self) -> Path:
        """Of the log server."""
        return self.root / "log"

    @property
    def copy(self) -> Path:
        """Of the spool, as it was once."""
        return self.root / "copy"

    @property
    def line(self) -> str:
        """Where the log server listens."""
        return str(self.root / "line")

    def tell(self, kind: str, *what: Any) -> None:
        """Write down what others have seen from now on; who dies after that has said it, who dies in it has not."""
        data = json.dumps([kind, *what]).encode() + b"\n"
        with self._told.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.truncate(len(_whole_lines(self._told.read_bytes())))
            file.write(data)
            file.flush()

    def told(self) -> Iterator[list[Any]]:
        """Yield what was told, in order; not what somebody died of saying."""
        if not self._told.exists():
            return iter(())
        with self._told.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            return map(json.loads, _whole_lines(file.read()).splitlines())

    @property
    def _told(self) -> Path:
        return self.root / "told"


def _whole_lines(data: bytes) -> bytes:
    """Return the lines that are written to their end: a kill cuts a write short where it crosses a page."""
    return data[: data.rfind(b"\n") + 1]


@dataclass(frozen=True, slots=True)
class _Key:
    agent: bytes
    epoch: int
    may_state: bool


@dataclass(frozen=True, slots=True)
class _Stream:
    home_log: bytes
    opening_head: bytes


class FileChain:
    """Keys, streams, anchors and time, as a log server asks for them.

    Args:
        root: Folder of its files.
    """

    def __init__(self, root: Path) -> None:
        self._epochs = root / "epochs.json"
        self._anchors = root / "anchored"

    def lookup(self, key: Address) -> _Key | None:
        """Return what is registered of a session key; one of an epoch that is closed may state nothing."""
        epoch = next((number for number, found in enumerate(KEYS) if found.address == key), None)
        heads = self.closed()
        if epoch is None or epoch > len(heads):
            return None
        return _Key(AGENT.key, epoch, epoch == len(heads))

    def stream(self, key: Address, stream: int) -> _Stream | None:
        """Return the one stream of an epoch; it begins at the head that closed the one before."""
        found = self.lookup(key)
        if found is None or stream != STREAM:
            return None
        return _Stream(LOG, self.closed()[found.epoch - 1] if found.epoch else ZERO32)

    def close_epoch(self, head: bytes) -> None:
        """Close the open epoch at a head; the next one is open."""
        self._epochs.write_text(json.dumps([found.hex() for found in (*self.closed(), head)]))

    def now(self) -> int:
        """Return the time of its head, in Unix seconds."""
        return NOW

    def anchored(self) -> tuple[int, bytes]:
        """Return size and root of the latest anchor."""
        return list(self.anchors())[-1]

    def anchors(self) -> Iterator[tuple[int, bytes]]:
        """Yield every anchor, oldest first; that of an empty log before all."""
        yield 0, tree.EMPTY_ROOT
        if self._anchors.exists():
            for line in self._anchors.read_text().splitlines():
                size, root = line.split()
                yield int(size), bytes.fromhex(root)

    def fee(self) -> int:
        """Return what gas costs: nothing that matters here."""
        return 1

    def anchor(self, size: int, root: bytes, proof: list[bytes]) -> None:
        """Anchor as `ActionLog` does: only what extends the last anchor."""
        descriptor = os.open(self._anchors, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            old_size, old_root = self.anchored()
            try:
                tree.verify_consistency(old_size, size, old_root, root, proof)
            except ProofError as error:
                raise ChainRevertError(f"the anchor is refused: {error.message}") from error
            if size > old_size:
                os.write(descriptor, f"{size} {root.hex()}\n".encode())
        finally:
            os.close(descriptor)

    def closed(self) -> list[bytes]:
        """Return the heads at which epochs were closed, oldest first."""
        return list(map(bytes.fromhex, json.loads(self._epochs.read_text()))) if self._epochs.exists() else []
