"""Entries that an operator should not have taken: forged ones, and those whose key had long lost its say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.domain.entry import Entry
from ledger.domain.faults.finding import FaultKind, Finding, key_about
from ledger.domain.ids import Address
from ledger.errors import ProofError

GRACE: Final = 7 * 24 * 60 * 60
"""Seconds after a close or a revocation during which statements still count."""


@dataclass(frozen=True, slots=True)
class Served:
    """Whom a session key served: agent key and epoch, and when that ended (Unix seconds; None while it did not)."""

    agent: bytes
    epoch: int
    ended_at: int | None = None


def forged(log: bytes, entry: Entry, keys: Mapping[Address, Served]) -> Finding | None:
    """Judge an anchored entry: whether a key of the agent and epoch that it names signed it."""
    if _served(entry, keys) is not None:
        return None
    return _found(FaultKind.FORGED_ENTRY, log, entry)


def void(log: bytes, entry: Entry, first_anchored_at: int, keys: Mapping[Address, Served]) -> Finding | None:
    """Judge an entry by when it was first anchored, Unix seconds."""
    served = _served(entry, keys)
    if served is None or served.ended_at is None or first_anchored_at <= served.ended_at + GRACE:
        return None
    return _found(FaultKind.VOID_ENTRY, log, entry)


def _served(entry: Entry, keys: Mapping[Address, Served]) -> Served | None:
    try:
        served = keys.get(entry.signer())
    except ProofError:
        return None
    said = entry.segment
    return served if served is not None and (served.agent, served.epoch) == (said.agent, said.epoch) else None


def _found(kind: FaultKind, log: bytes, entry: Entry) -> Finding:
    leaf, header = entry.leaf, entry.segment.header
    return Finding(kind, key_about(log, leaf, kind), log, statement_a=leaf, statement_b=header)
