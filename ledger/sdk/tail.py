"""Reading a spool while it is written: what `ombud tail` shows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ledger.domain import record
from ledger.domain.record import Record
from ledger.errors import NotFoundError
from ledger.sdk import draft as drafts
from ledger.sdk.draft import Draft
from ledger.sdk.frame_log import FrameLog

_POLL_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class TailLine:
    """One record, or one draft (then `record_id` is None)."""

    seq: int
    record_id: str | None
    statement: Record | Draft


def tail(spool: Path | str, *, follow: bool = False, pause: Callable[[float], None] = time.sleep) -> Iterator[TailLine]:
    """Yield what a spool holds, oldest first: its drafts while it is unbound, else its records.

    Args:
        spool: The spool's folder.
        follow: Whether to wait for more instead of ending; drafts that are bound meanwhile come again as records.
        pause: Sleeps between looks.

    Raises:
        NotFoundError: if there is no spool.
    """
    folder = Path(spool)
    if not folder.is_dir():
        raise NotFoundError(f"there is no spool at {folder}", hint="set OMBUD_SPOOL, or let an agent write first")
    logs: dict[Path, FrameLog] = {}
    try:
        while True:
            for path in _files(folder):
                log = logs.get(path) or logs.setdefault(path, FrameLog(path))
                seq = log.mark.count
                for payload in log.catch_up(repair=False):
                    yield _line(path, seq, payload)
                    seq += 1
            if not follow:
                return
            pause(_POLL_SECONDS)
    finally:
        for log in logs.values():
            log.close()


def _files(folder: Path) -> list[Path]:
    bound = folder.glob("*-*/records.log")
    return sorted(bound, key=lambda path: [int(part) for part in path.parent.name.split("-")]) or [
        path for path in (folder / "drafts.log",) if path.exists()
    ]


def _line(path: Path, seq: int, payload: bytes) -> TailLine:
    if path.name == "drafts.log":
        return TailLine(seq, None, drafts.decode(payload))
    return TailLine(seq, record.record_id(payload).hex(), record.decode(payload))
