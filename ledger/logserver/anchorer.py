"""The anchorer: puts checkpoints on chain, with the proof that they extend the last one there.

A reorganisation may take an anchor back, so it looks again now and then, and anchors anew what vanished.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog

from ledger.domain.note import LogState
from ledger.errors import ConflictError, UnavailableError
from ledger.logserver.ports import AnchorPort
from ledger.tiles.reader import LogReader

RETRY_SECONDS: Final = (0.5, 1.0, 2.0, 4.0)
"""Pauses between attempts of one anchor; after the last, the next period tries again."""
_TICK_SECONDS: Final = 0.1
_LOG: Final = structlog.get_logger()


class Anchorer:
    """Anchors every so many entries, or so often while there is something new. Never in the way of ingest.

    Args:
        port: The chain.
        reader: The published log.
        published: What the latest checkpoint says.
        entries: Anchor once this many entries are new.
        seconds: Anchor at least this often while any are.
        notebook: File of anchors made, one JSON object a line; a convenience, never read back.
        attest: Gathers what others say of a state before it is anchored.
        allow: Is given how much is anchored, and raises if the next anchor is to wait.
        monotonic: Seconds.
    """

    def __init__(
        self,
        port: AnchorPort,
        reader: LogReader,
        published: Callable[[], LogState],
        *,
        entries: int,
        seconds: float,
        notebook: Path,
        attest: Callable[[LogState], None] = lambda _: None,
        allow: Callable[[int], None] = lambda _: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._port = port
        self._reader = reader
        self._published = published
        self._entries = entries
        self._seconds = seconds
        self._notebook = notebook
        self._attest = attest
        self._allow = allow
        self._monotonic = monotonic
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ombud-anchorer", daemon=True)
        self._new_since: float | None = None
        self._looked = monotonic()
        self.anchored: LogState | None = None
        """The latest anchor we know of."""
        self.error: str | None = None
        """Why the last attempt failed, None if it did not."""

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread after its present attempt."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def is_due(self) -> bool:
        """Say whether an anchor should be made now."""
        new = self._published().size - (self.anchored.size if self.anchored else 0)
        if new <= 0:
            self._new_since = None
            return False
        now = self._monotonic()
        if self._new_since is None:
            self._new_since = now
        return new >= self._entries or now - self._new_since >= self._seconds

    def anchor(self) -> LogState:
        """Anchor the published log; returns what is anchored now.

        Raises:
            ConflictError: if the chain holds an anchor that the published log does not extend.
            LedgerError: if the chain cannot be reached, or refuses.
        """
        state = self._published()
        size = self.check_extends(state)
        if size < state.size:
            self._allow(size)
            self._attest(state)
            self._port.anchor(state.size, state.root, self._reader.consistency_proof(size, state.size))
            self._write_down(state)
        self.anchored = state
        self._new_since = None
        return state

    def review(self) -> None:
        """See that the latest anchor we know of is still there; if a reorganisation took it, it is due again.

        Raises:
            LedgerError: if the chain cannot be asked.
        """
        self._looked = self._monotonic()
        known = self.anchored
        if known is None:
            return
        size, _ = self._port.anchored()
        if size < known.size:
            _LOG.warning("anchor_taken_back", size=known.size, left=size)
            self.anchored = None

    def check_extends(self, state: LogState) -> int:
        """Check that a published state extends the latest anchor; returns that anchor's size.

        Raises:
            ConflictError: if it does not.
            LedgerError: if the chain cannot be asked.
        """
        size, root = self._port.anchored()
        if size > state.size or self._reader.root(size) != root:
            raise _diverged(size, root)
        return size

    def check_covers(self, accepted: int) -> None:
        """Check, before anything is published, that what was anchored is still in our hands.

        Args:
            accepted: How many segments the journal holds; it may be ahead of what is published.

        Raises:
            ConflictError: if the log has lost anchored entries, or they are others.
            LedgerError: if the chain cannot be asked.
        """
        size, root = self._port.anchored()
        if size > accepted or (size <= self._published().size and self._reader.root(size) != root):
            raise _diverged(size, root)

    def _run(self) -> None:
        while not self._stop.wait(_TICK_SECONDS):
            if self.is_due():
                self._anchor_patiently()
            elif self._monotonic() - self._looked >= self._seconds:
                self._review_patiently()

    def _review_patiently(self) -> None:
        try:
            self.review()
        except Exception as error:  # noqa: BLE001 - a process loop: no surprise may end anchoring for good
            self.error = str(error) or repr(error)
            _LOG.warning("review_failed", error=self.error)
        else:
            self.error = None

    def _anchor_patiently(self) -> None:
        for pause in (*RETRY_SECONDS, None):
            try:
                state = self.anchor()
            except Exception as error:  # noqa: BLE001 - a process loop: no surprise may end anchoring for good
                self.error = str(error) or repr(error)
                _LOG.warning("anchor_failed", error=self.error)
                if pause is None or not isinstance(error, UnavailableError) or self._stop.wait(pause):
                    break
            else:
                self.error = None
                _LOG.info("anchored", size=state.size)
                return
        self._new_since = self._monotonic()  # bounded: the next period tries again
        self._stop.wait(self._seconds)

    def _write_down(self, state: LogState) -> None:
        line = json.dumps({"size": state.size, "root": state.root.hex(), "at": int(time.time())})
        with self._notebook.open("a") as file:
            file.write(line + "\n")


def _diverged(size: int, root: bytes) -> ConflictError:
    return ConflictError(
        f"the chain has anchored size {size} with root {root.hex()}, which this log does not extend",
        hint="restore the log's folder from a copy: to go on would be a fork, for which the operator's bond answers",
        code="anchor_diverged",
    )
