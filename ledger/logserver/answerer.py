"""The answerer: shows what the log is asked for on chain, before the time is over.

Unanswered, a challenge costs the operator a quarter of its bond; answered, it brings the challenger's deposit. Whoever
asks for a tile gets the hashes that the log publishes; whoever asks for an acknowledged header gets its place under the
first anchor that covers it.

Nothing is answered twice: the chain says what is answered, and after a start, or an answer of which nobody knows what
became, nothing is sent until everything that this account had sent is mined. Near the deadline it is sent all the same:
a second answer costs gas, none at all the bond.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from ledger.domain.asked import AnchoredAt, Asked, EntryAsked, TileAsked
from ledger.domain.entry import Entry
from ledger.domain.statements import Ack
from ledger.errors import ChainRevertError, LedgerError, NotFoundError
from ledger.logserver.ports import QuestionPort
from ledger.tiles.reader import LogReader

URGENT_SECONDS: Final = 6 * 3600
"""Time left, in seconds, in which an answer no longer waits for what may be under way."""
_LOG: Final = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Kept:
    """An accepted entry: its leaf, the operator's promise, and the entry itself."""

    leaf: int
    ack: Ack
    entry: Entry


@dataclass(frozen=True, slots=True)
class Report:
    """What is asked of the log: how much waits, how much it answered in all, and why the rest cannot be answered now.

    `next_due` is the earliest deadline of what waits (Unix seconds); `blocked` gives the reason by challenge.
    """

    waiting: int
    answered: int
    next_due: int | None
    blocked: dict[str, str]
    error: str | None


class Answerer:
    """Looks for challenges now and then, and answers them. Never in the way of ingest.

    Args:
        port: The chain.
        log: 32-byte id of the log.
        reader: The published log.
        find: Returns an accepted entry by its header, None if there is none.
        seconds: How often to look.
        notebook: File of answers, one JSON object a line; only counted when it is opened.
    """

    def __init__(
        self,
        port: QuestionPort,
        log: bytes,
        reader: LogReader,
        find: Callable[[bytes], Kept | None],
        *,
        seconds: float,
        notebook: Path,
    ) -> None:
        self._port = port
        self._log = log
        self._reader = reader
        self._find = find
        self._seconds = seconds
        self._notebook = notebook
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ombud-answerer", daemon=True)
        self._answered = len(notebook.read_bytes().splitlines()) if notebook.exists() else 0
        self._under_way: int | None = None
        self._settled = False
        self.report = Report(0, self._answered, None, {}, None)
        """What the last look found."""

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread after its present answer."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> Report:
        """Look for challenges and answer what can be answered; returns what is left.

        Raises:
            LedgerError: if the chain cannot be asked.
        """
        blocked: dict[str, str] = {}
        asked = self._port.asked()
        left: list[Asked] = []
        anchors = self._port.anchors() if asked else []
        for one in asked:
            if self._stop.is_set():
                break
            reason = self._answer(one, anchors)
            if reason is not None:
                left.append(one)
                blocked[one.challenge.hex()] = reason
        self.report = Report(len(left), self._answered, left[0].answer_by if left else None, blocked, None)
        return self.report

    def _answer(self, asked: Asked, anchors: list[AnchoredAt]) -> str | None:
        """Answer one challenge; returns why not, if it cannot be answered now."""
        if not self._may_send(asked):
            return "an answer may be under way"
        try:
            shown = (
                self._show_tile(asked, anchors) if isinstance(asked, TileAsked) else self._show_entry(asked, anchors)
            )
        except ChainRevertError as error:
            return f"refused: {error.message}"
        except NotFoundError as error:
            return f"the log does not hold it: {error.message}"
        except (LedgerError, OSError) as error:
            self._settled, self._under_way = False, None  # nobody knows whether it was sent
            return f"tried: {error}"
        if shown is not None:
            return shown
        self._answered += 1
        self._write_down(asked)
        _LOG.info("challenge_answered", challenge=asked.challenge.hex(), answer_by=asked.answer_by)
        return None

    def _may_send(self, asked: Asked) -> bool:
        """Say whether everything that this account had sent before is mined, or time is too short to wait for it."""
        if self._settled:
            return True
        if self._under_way is None:
            self._under_way = self._port.sent()
        self._settled = self._port.mined() >= self._under_way
        return self._settled or asked.answer_by - self._port.now() < URGENT_SECONDS

    def _show_tile(self, asked: TileAsked, anchors: list[AnchoredAt]) -> str | None:
        anchor = asked.tree(self._log, anchors)
        if anchor is None:
            return "it names no anchor of this log"
        if self._reader.root(anchor.size) != anchor.root:
            return f"the log has another root at size {anchor.size} than it anchored"
        self._port.show_tile(asked.tile, anchor, *self._reader.tile(asked.tile, anchor.size))
        return None

    def _show_entry(self, asked: EntryAsked, anchors: list[AnchoredAt]) -> str | None:
        kept = self._find(asked.header)
        if kept is None or kept.ack.hash != asked.challenge:
            return "the log has promised no such thing"
        anchor = next((item for item in anchors if item.size > kept.leaf), None)
        if anchor is None:
            return "the entry is not anchored yet"
        if asked.is_shown and self._port.time_of(anchor) > kept.ack.anchor_by:
            return "the entry was anchored late, and that is shown"
        path = self._reader.inclusion_path(kept.leaf, anchor.size)
        self._port.show_entry(kept.ack, kept.entry, anchor, kept.leaf, path)
        return None

    def _run(self) -> None:
        while True:
            before = self.report
            try:
                found = self.look()
            except Exception as error:  # noqa: BLE001 - a process loop: no surprise may end answering for good
                reason = str(error) or repr(error)
                self.report = Report(before.waiting, self._answered, before.next_due, before.blocked, reason)
                _LOG.warning("challenges_not_read", error=reason)
            else:
                if found.blocked and found.blocked != before.blocked:
                    _LOG.warning("challenges_wait", next_due=found.next_due, **found.blocked)
            if self._stop.wait(self._seconds):
                return

    def _write_down(self, asked: Asked) -> None:
        line = json.dumps({"challenge": asked.challenge.hex(), "answer_by": asked.answer_by, "at": int(time.time())})
        with self._notebook.open("a") as file:
            file.write(line + "\n")
