"""The regulator's desk: tells the chain, record by record, what authorities read, and what was noted of incidents.

One process at a time does so, whichever holds `access/desk.lock`; it goes through the books from where it stopped. A
crash in between tells a read twice: both records carry the read's id as their call, and count once. A record of an
incident's entry carries the entry's salted hash as its call, and nothing else: whoever is shown the book sees by it
that the entry was there, and that none was changed since.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol, Unpack

import structlog

from ledger.access.private import replace_private
from ledger.access.reads import GENERAL, Read, ReadBook
from ledger.errors import LedgerError
from ledger.home import Home
from ledger.queries.incidents import ENTRY, SESSION
from ledger.sdk import keystore
from ledger.sdk.ledger import Ledger
from ledger.sdk.words import Words
from ledger.settings import Settings
from ledger.tiles.incidents import IncidentBook
from ledger.tiles.store import make_folder

OP: Final = "authority_read"
"""Operation of the desk's records of reads."""
_TOLD: Final = "incidents.told"
_PACE_S: Final = 1.0
_log = structlog.get_logger()


class Pen(Protocol):
    """What the desk writes with."""

    def write(self, op: str, *, durable: bool = False, **words: Unpack[Words]) -> object:
        """Write a record; it is on disk when this returns, if it must be durable."""


class Desk:
    """Turns the book's lines into records, in a thread of its own.

    Args:
        book: What was read.
        folder: Where it is kept how far the desk is.
        open_pen: Opens the desk's ledger, once there is something to write.
        incidents: What was noted of serious incidents.
    """

    def __init__(
        self, book: ReadBook, folder: Path, open_pen: Callable[[], Pen], incidents: IncidentBook | None = None
    ) -> None:
        self._book = book
        self._incidents = incidents
        self._mark = folder / "reads.told"
        self._told = folder / _TOLD
        self._lock = folder / "desk.lock"
        self._open_pen = open_pen
        self._pen: Pen | None = None
        self._held: int | None = None

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name="ombud-desk", daemon=True).start()

    def step(self) -> int:
        """Tell what was not told yet; returns how many records that took, 0 too if another process does it."""
        return self._tell_reads() + self._tell_entries()

    def _tell_reads(self) -> int:
        if not self._book.file.exists() or not self._leads():
            return 0
        begin = int(self._mark.read_text()) if self._mark.exists() else 0
        found = list(self._book.since(begin))
        if not found:
            return 0
        pen = self._writes()
        told = sum(self._tell(read, pen) for read, _ in found)
        replace_private(self._mark, str(found[-1][1]).encode())
        return told

    def _tell_entries(self) -> int:
        """Tell the hashes of incidents' entries that were not told yet."""
        heads = [] if self._incidents is None else [head for one in self._incidents.all() for head in one.entries]
        if not heads:
            return 0
        make_folder(self._told.parent, 0o700)
        if not self._leads():
            return 0
        known = self._told.read_text().split() if self._told.exists() else []
        new = [head for head in heads if head not in known]
        for head in new:
            self._writes().write(ENTRY, durable=True, session=SESSION, call=head)
        if new:
            replace_private(self._told, "\n".join([*known, *new]).encode())
        return len(new)

    def _writes(self) -> Pen:
        if self._pen is None:
            self._pen = self._open_pen()
        return self._pen

    def _tell(self, read: Read, pen: Pen) -> int:
        sessions = [self._book.session(agent, read.at) for agent in read.agents] or [GENERAL]
        said = {"who": read.who, "ground": read.ground, "asked": read.target, "route": read.route}
        for session in sessions:
            pen.write(OP, durable=True, session=session, call=read.id, input=said, ts=read.at * 1000)
        return len(sessions)

    def _leads(self) -> bool:
        if self._held is None:
            descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                return False
            self._held = descriptor
        return True

    def _run(self) -> None:
        pause = threading.Event()
        while not pause.wait(_PACE_S):
            try:
                self.step()
            except (LedgerError, OSError) as error:
                _log.warning("desk_waits", error=str(error))


def desk_ledger(settings: Settings) -> Ledger:
    """Open the ledger of the desk: that of the agent `OMBUD_DESK` of this machine.

    Until `ombud agent register` has made it one, its records wait in the spool, unsigned. Payloads are sealed, so that
    one read can be shown without the others, or forgotten when the law says so.
    """
    home, name = Home(settings.home), settings.desk
    known = home.agent(name)
    key = None if known is None else keystore.load(home.session_key(name), settings.key_password.get_secret_value())
    run = None if "log_url" in settings.model_fields_set else home.run()
    ledger = Ledger(
        settings.home / "spool" / name,
        key=key,
        log_url=run.urls["log"] if run is not None and run.alive("up") else settings.log_url,
        name=name,
        segment_seconds=settings.segment_seconds,
        payloads="sealed",
    )
    if known is not None:
        ledger.bind(known.agent, known.epoch, known.stream, opening_head=bytes.fromhex(known.opening_head))
    return ledger
