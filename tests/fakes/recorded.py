"""What a ledger has written, as plain values: the records of a spool that is bound to an agent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ledger.domain.record import record_id
from ledger.sdk import Ledger
from ledger.sdk.frame_log import FrameLog
from tests.unit.logserver import scene


def bound_ledger(folder: Path, **options: Any) -> Ledger:
    """Return a ledger that knows its agent and has no log to send to."""
    ledger = Ledger(folder / "spool", key=scene.KEY, fsync="never", **options)
    ledger.bind(scene.AGENT, 0, 1)
    return ledger


def records(ledger: Ledger) -> list[dict[str, Any]]:
    """Return everything written, oldest first, each with its id."""
    return list(_read(ledger))


def _read(ledger: Ledger) -> Iterator[dict[str, Any]]:
    for path in sorted(ledger._spool.folder.rglob("records.log")):
        for frame in FrameLog(path).scan():
            yield {**json.loads(frame.payload), "id": record_id(frame.payload).hex()}


def pairs(ledger: Ledger) -> list[tuple[str, str | None, str]]:
    """Return (op, tool, outcome) of every outcome, checking that each names its intent."""
    written = records(ledger)
    by_id = {item["id"]: item for item in written}
    found = []
    for item in written:
        if item["phase"] == "outcome":
            intent = by_id[item["parents"][0]]
            assert (intent["phase"], intent["op"], intent["call"]) == ("intent", item["op"], item["call"])
            found.append((item["op"], item.get("tool"), item["outcome"]))
    return found


def cause(ledger: Ledger, op: str) -> str | None:
    """Return the op of the intent that caused the intents of an op."""
    written = records(ledger)
    by_id = {item["id"]: item for item in written}
    item = next(item for item in written if item["phase"] == "intent" and item["op"] == op)
    return by_id[item["parents"][0]]["op"] if item.get("parents") else None
