"""The publisher: turns what was accepted into tiles and a signed checkpoint, in the order of acceptance."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

import structlog

from ledger.domain.entry import ENTRY_BYTES
from ledger.domain.note import LogState, SignedCheckpoint
from ledger.domain.tiles_layout import CHECKPOINT
from ledger.logserver.journal import Journal
from ledger.logserver.registry import Registry
from ledger.tiles.store import ObjectStore
from ledger.tiles.writer import LogWriter

BATCH_SEGMENTS: Final = 8192
BATCH_BYTES: Final = 32 * 1024 * 1024
_RETRY_SECONDS: Final = (0.1, 0.5, 2.0, 5.0)
_LOG: Final = structlog.get_logger()


class Publisher:
    """Keeps the published log up with the journal.

    Args:
        store: Where the log is published.
        journal: Where accepted segments lie.
        registry: Which there are.
        sign: Signs a log state with the operator's keys.
        origin: First line of the checkpoint.
        gather_seconds: How long to wait for more before publishing.
    """

    def __init__(
        self,
        store: ObjectStore,
        journal: Journal,
        registry: Registry,
        *,
        sign: Callable[[LogState], SignedCheckpoint],
        origin: str,
        gather_seconds: float = 0.2,
    ) -> None:
        self._store = store
        self._journal = journal
        self._registry = registry
        self._sign = sign
        self._origin = origin
        self._gather = gather_seconds
        writer = LogWriter(store)
        self._writer: LogWriter | None = writer
        self._stop = threading.Event()
        self._turn = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="ombud-publisher", daemon=True)
        self.published = LogState(origin, writer.size, writer.root())
        """What the latest checkpoint says; for an empty log, before the first, too."""
        self.error: str | None = None
        """Why the last attempt failed, None if it did not."""

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread, then publish what is left."""
        self._stop.set()
        with self._registry.grown:
            self._registry.grown.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    def publish_due(self) -> bool:
        """Publish one batch; returns whether there was anything.

        Raises:
            OSError: if the store refuses.
        """
        writer = self._writer or LogWriter(self._store)  # anew after a failure: it may be ahead of its objects
        self._writer = None
        segments = self._read(writer.size)
        entries = [packed[:ENTRY_BYTES] for packed in segments]
        if entries:
            writer.append(entries, segments)
        state = LogState(self._origin, writer.size, writer.root())
        with self._turn:
            if state != self.published or not state.size:
                writer.publish(self._sign(state))
            self._writer = writer
            self.error = None  # before the size: who sees the one has no old reason beside it
            self.published = state
        if entries:
            _LOG.info("checkpoint_published", size=state.size, new=len(entries))
        return bool(entries)

    def amend(self, note: SignedCheckpoint) -> None:
        """Publish a checkpoint again with what others said of it, if it is still the latest.

        Raises:
            OSError: if the store refuses.
        """
        with self._turn:
            if note.state == self.published:
                self._store.put(CHECKPOINT, note.serialise().encode())

    def _read(self, begin: int) -> list[bytes]:
        """Return the accepted segments from leaf `begin`, one batch of them, by one look at the journal."""
        items = []
        held = 0
        for item in self._registry.leaves(begin, begin + BATCH_SEGMENTS):
            items.append(item)
            held += item.length
            if held >= BATCH_BYTES:
                break
        if not items:
            return []
        start = items[0].offset
        data = self._journal.read(start, items[-1].offset + items[-1].length - start)
        return [data[item.offset - start : item.offset - start + item.length] for item in items]

    def _run(self) -> None:
        failures, rest = 0, self._gather
        while not self._stop.is_set():
            with self._registry.grown:
                self._registry.grown.wait_for(self._has_work, timeout=None if not failures else 0)
            self._stop.wait(_RETRY_SECONDS[min(failures, len(_RETRY_SECONDS)) - 1] if failures else rest)
            begun = time.monotonic()
            failures = 0 if self._publish_all() else failures + 1
            rest = max(self._gather, time.monotonic() - begun)  # under load the disk is the journal's half of the time
        self._publish_all()

    def _has_work(self) -> bool:
        return self._stop.is_set() or self._registry.size > self.published.size

    def _publish_all(self) -> bool:
        """Publish until nothing is left; returns whether it succeeded."""
        try:
            while self.publish_due():
                pass
        except Exception as error:  # noqa: BLE001 - a process loop: no surprise may end publication for good
            self.error = str(error) or repr(error)
            _LOG.warning("publish_failed", error=self.error, size=self.published.size)
            return False
        return True
