"""Breaches: a receipt beyond its mandate, or a tool that the manifest in force does not list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain import record as records
from ledger.domain.authority import MOST_TOOLS
from ledger.domain.faults.finding import CLOCK_SKEW, FaultKind, Finding, Keys, at_place, is_signed
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.signed_receipt import SignedReceipt
from ledger.errors import RecordError

_MS: Final = 1000


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a mandate lets an agent do: spend up to `cap`, with tools that hash to `tools`."""

    cap: int
    tools: bytes


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an owner said that an agent may do, from `since` until `until` (Unix seconds; 0 while in force)."""

    document: bytes
    tools: bytes
    since: int
    until: int = 0

    def surely_in_force(self, at_ms: int) -> bool:
        """Whether it was in force at a time, whatever an honest clock is wrong."""
        at = at_ms // _MS
        return at >= self.since + CLOCK_SKEW and (self.until == 0 or at + CLOCK_SKEW < self.until)


def of_mandate(promised: SignedReceipt, bounds: Bounds, tools: Sequence[bytes], keys: Keys) -> Finding | None:
    """Judge a receipt by the mandate that it names; `tools` are all that it lists, or none to judge amounts alone."""
    said = promised.receipt
    exceeds = said.amount > bounds.cap or said.running_total > bounds.cap
    if not exceeds and not (tools and _is_unlisted(said.tool, tools, bounds.tools)):
        return None
    return _found(FaultKind.MANDATE_BREACH, promised, said.mandate, keys)


def of_manifest(
    promised: SignedReceipt, text: bytes, manifest: Manifest, tools: Sequence[bytes], keys: Keys
) -> Finding | None:
    """Judge a receipt, with the text of its record, by a manifest and its whole list of tools."""
    try:
        at_ms = records.decode(text).ts
    except RecordError:
        return None
    if records.record_id(text) != promised.receipt.record_hash or not manifest.surely_in_force(at_ms):
        return None
    if not _is_unlisted(promised.receipt.tool, tools, manifest.tools):
        return None
    return _found(FaultKind.MANIFEST_BREACH, promised, manifest.document, keys)


def _is_unlisted(tool: bytes, tools: Sequence[bytes], listed: bytes) -> bool:
    shown = keccak(b"".join(tools)) == listed and len(tools) <= MOST_TOOLS
    return shown and tool != ZERO32 and tool not in tools


def _found(kind: FaultKind, promised: SignedReceipt, against: bytes, keys: Keys) -> Finding | None:
    said = promised.receipt
    if not is_signed(said.hash, promised.signature, keys):
        return None
    place = said.agent, said.epoch, said.stream, said.seq
    return at_place(kind, place, said.hash, against, said.record_hash)
