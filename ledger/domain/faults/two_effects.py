"""Two effects: one call with two successful outcomes whose outputs, opened, differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from ledger.domain import record as records
from ledger.domain import tree
from ledger.domain.commitment import SALT_BYTES, field_leaf
from ledger.domain.dispute import action_of
from ledger.domain.entry import Entry
from ledger.domain.faults.finding import FaultKind, Finding, Keys, is_signed, key_about
from ledger.domain.hashing import ZERO32, keccak
from ledger.errors import ProofError, RecordError


@dataclass(frozen=True, slots=True)
class Effect:
    """A record in a signed segment, with what opens its output.

    `text` are its canonical bytes; `position` and `path` place it; `salt` and `value` open `out`.
    """

    entry: Entry
    text: bytes
    position: int
    path: Sequence[bytes]
    salt: bytes
    value: bytes

    @property
    def record_id(self) -> bytes:
        """The record's id."""
        return records.record_id(self.text)

    def call(self, agent: bytes, keys: Keys) -> bytes | None:
        """Return which call of the agent this is a successful outcome of; None if it is none, or not shown."""
        said = self.entry.segment
        if said.agent != agent or not is_signed(said.header, self.entry.signature, keys):
            return None
        try:
            tree.verify_inclusion(self.record_id, self.position, said.count, self.path, said.records_root)
            read = records.decode(self.text)
        except (ProofError, RecordError):
            return None
        if read.outcome != "success" or read.call is None or read.out is None or len(self.salt) != SALT_BYTES:
            return None
        if field_leaf("out", self.salt, self.value).hex() != read.out:
            return None
        return call_of(read)


def call_of(read: records.Record) -> bytes:
    """Return the 32-byte name of the call that a record is about: its session, operation, tool and call id."""
    return keccak(b"".join(_word(part) for part in (read.session, read.op, read.tool, read.call)))


def find(a: Effect, b: Effect, keys: Keys) -> Finding | None:
    """Judge two outcomes of an agent, in either order."""
    said = b.entry.segment
    call = a.call(said.agent, keys)
    if call is None or call != b.call(said.agent, keys) or a.value == b.value:
        return None
    seq, kind = said.first_seq + b.position, FaultKind.TWO_EFFECTS
    return Finding(
        kind,
        key_about(said.agent, call, kind),
        said.agent,
        said.epoch,
        said.stream,
        seq,
        a.record_id,
        b.record_id,
        action_of(said.agent, said.epoch, said.stream, seq, b.record_id),
    )


def _word(text: str | None) -> bytes:
    """Hash a text as it stands between its quotes."""
    if text is None:
        return ZERO32
    return keccak(msgspec.json.encode(text)[1:-1])
