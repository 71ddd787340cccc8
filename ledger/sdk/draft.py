"""A record that has no place yet: everything but agent, epoch, stream and sequence number.

An agent that is not registered spools drafts; binding gives them their place, in order. A parent that is a
draft itself is named by its index in the spool, `draft:<index>`, until then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec

from ledger.domain import record
from ledger.domain.ids import AgentRef
from ledger.domain.record import (
    CARRYING_VERSION,
    MAX_SAFE_INTEGER,
    MAX_UINT32,
    SCHEMA_VERSION,
    Kind,
    Outcome,
    Phase,
    Record,
)
from ledger.errors import RecordError

DRAFT_PARENT: Final = "draft:"


@dataclass(frozen=True, slots=True)
class Place:
    """Where records of a bound spool stand: an agent (global id), a key epoch and a stream."""

    agent: str
    epoch: int
    stream: int


# The longest place there is: a draft that fits here fits everywhere, so that binding cannot fail.
_WIDEST: Final = Place(f"eip155:{'9' * 20}:0x{'0' * 40}/{'9' * 77}", MAX_UINT32, MAX_UINT32)


class Draft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The fields of a record that do not depend on its place; see `ledger.domain.record.Record`."""

    agent_version: str | None = None
    call: str | None = None
    ctx: str | None = None
    fields: str | None = None
    in_: str | None = msgspec.field(name="in", default=None)
    kind: Kind
    mandate: str | None = None
    model: str | None = None
    op: str
    out: str | None = None
    outcome: Outcome | None = None
    parents: tuple[str, ...] | None = None
    phase: Phase
    policy: str | None = None
    principal: str | None = None
    receipt: str | None = None
    risk: str | None = None
    session: str
    tool: str | None = None
    trace: str | None = None
    ts: int

    def at(self, place: Place, seq: int, resolve: Callable[[int], str]) -> bytes:
        """Return the canonical bytes of the record this becomes at its place.

        Args:
            place: Agent, epoch and stream.
            seq: Sequence number.
            resolve: Gives the record id of a draft by its index.

        Raises:
            RecordError: if a field breaks the schema.
            TooLargeError: if the record is over 16 KiB.
        """
        parents = self.parents
        if parents is not None:
            named = (resolve(index) if (index := draft_index(item)) is not None else item for item in parents)
            parents = tuple(dict.fromkeys(named))
        return record.encode(
            Record(
                agent=place.agent,
                agent_version=self.agent_version,
                call=self.call,
                ctx=self.ctx,
                epoch=place.epoch,
                fields=self.fields,
                in_=self.in_,
                kind=self.kind,
                mandate=self.mandate,
                model=self.model,
                op=self.op,
                out=self.out,
                outcome=self.outcome,
                parents=parents,
                phase=self.phase,
                policy=self.policy,
                principal=self.principal,
                receipt=self.receipt,
                risk=self.risk,
                seq=seq,
                session=self.session,
                stream=place.stream,
                tool=self.tool,
                trace=self.trace,
                ts=self.ts,
                v=SCHEMA_VERSION if self.receipt is None else CARRYING_VERSION,
            )
        )


_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(Draft)


def draft_index(parent: str) -> int | None:
    """Return the index of a parent that is a draft, None if it is a record id."""
    return int(parent.removeprefix(DRAFT_PARENT)) if parent.startswith(DRAFT_PARENT) else None


def encode(draft: Draft) -> bytes:
    """Return the bytes of a draft, having checked that it will make a record wherever it is placed.

    Raises:
        RecordError: if a field breaks the schema.
        TooLargeError: if the record could be over 16 KiB.
    """
    draft.at(_WIDEST, MAX_SAFE_INTEGER, lambda index: f"{index:064x}")
    return _ENCODER.encode(draft)


def decode(data: bytes) -> Draft:
    """Read a draft.

    Raises:
        RecordError: if the bytes are no draft.
    """
    try:
        return _DECODER.decode(data)
    except msgspec.DecodeError as error:
        raise RecordError(f"a draft of the spool cannot be read: {error}") from error


def place_of(agent: AgentRef, epoch: int, stream: int) -> Place:
    """Return the place that a binding names."""
    return Place(str(agent), epoch, stream)
