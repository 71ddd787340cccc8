"""Disclosing what a record commits to: the payload and salt that the agent kept open it, and nothing else does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ledger.domain.commitment import field_leaf
from ledger.sdk.payload import Opening, read_openings
from ledger.tiles.append_file import OsAppendFile


def disclose_input(spool: Path, commitment: str) -> Opening | None:
    """Return what opens a record's `in`, if this spool can open it.

    Args:
        spool: The agent's spool.
        commitment: The record's `in`, 64 hex digits.
    """
    log = OsAppendFile(spool / "openings.log")
    try:
        for opening in read_openings(log):
            if opening.field == "in" and field_leaf("in", opening.salt, opening.value).hex() == commitment:
                return opening
    finally:
        log.close()
    return None


def disclosed_input(spool: Path, commitment: str) -> dict[str, Any] | None:
    """Return the arguments that a record's `in` commits to, if this spool can open it; see `disclose_input`."""
    opening = disclose_input(spool, commitment)
    if opening is None:
        return None
    content: dict[str, Any] = json.loads(opening.value)
    return content
