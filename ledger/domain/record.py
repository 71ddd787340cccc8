"""The record: one canonical statement of one intent or outcome.

Canonical bytes are RFC 8785 restricted to ASCII keys, strings, integers below 2**53 and lists of strings.
In that subset msgspec's encoder, with fields declared in sorted order, already is canonical; the tests
hold it against an independent RFC 8785 implementation. Bytes are never re-serialised once made: what was
signed is what is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256 as _sha256
from typing import Annotated, Final, Literal

import msgspec

from ledger.domain.hashing import RECORD_TAG, sha256
from ledger.domain.ids import RecordId
from ledger.errors import RecordError, TooLargeError

SCHEMA_VERSION: Final = 1
CARRYING_VERSION: Final = 2
"""Of a record that carries a receipt, so that who does not know them says so instead of misreading it."""
MAX_RECORD_BYTES: Final = 16 * 1024
MAX_PARENTS: Final = 32
MAX_SAFE_INTEGER: Final = (1 << 53) - 1  # RFC 8785 §3.2.2.3: beyond it JSON numbers are not interoperable
MAX_UINT32: Final = (1 << 32) - 1

Kind = Literal["operational", "interaction", "semantic"]
Phase = Literal["intent", "outcome"]
Outcome = Literal["success", "failure", "timeout", "denied", "refused", "escalated"]

Hex32 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$", min_length=64, max_length=64)]
Uint32 = Annotated[int, msgspec.Meta(ge=0, le=MAX_UINT32)]
SafeInt = Annotated[int, msgspec.Meta(ge=0, le=MAX_SAFE_INTEGER)]
Text64 = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Text128 = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
Text256 = Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
Op = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]{0,31}$(?!\n)")]  # a bare $ also matches before a last newline
AgentText = Annotated[str, msgspec.Meta(pattern="^eip155:[0-9]{1,20}:0x[0-9a-fA-F]{40}/[0-9]{1,78}$(?!\n)")]
TraceParent = Annotated[
    str,
    msgspec.Meta(pattern="^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$", min_length=55, max_length=55),
]
ReceiptText = Annotated[
    str, msgspec.Meta(pattern="^[0-9a-f]{962}([0-9a-f]{64})?$(?!\n)", min_length=962, max_length=1026)
]  # `carried_receipt`: 13 words and a signature, and a salt
Parents = Annotated[tuple[Hex32, ...], msgspec.Meta(max_length=MAX_PARENTS)]


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One intent or outcome, schema version 1 or 2. Fields are declared in the order they are serialised.

    `agent`, `epoch`, `stream` and `seq` place it; `in_`, `out`, `ctx` and `fields` commit to what is
    sensitive (`commitment`); `parents` name the records that caused it. Version 2 is version 1 with `receipt`: what
    another agent signed of its record, which this outcome counter-signs (`carried_receipt`).
    """

    agent: AgentText
    agent_version: Text64 | None = None
    call: Text128 | None = None
    ctx: Hex32 | None = None
    epoch: Uint32
    fields: Hex32 | None = None
    in_: Hex32 | None = msgspec.field(name="in", default=None)
    kind: Kind
    mandate: Hex32 | None = None
    model: Text128 | None = None
    op: Op
    out: Hex32 | None = None
    outcome: Outcome | None = None
    parents: Parents | None = None
    phase: Phase
    policy: Text128 | None = None
    principal: Text256 | None = None
    receipt: ReceiptText | None = None
    risk: Text64 | None = None
    seq: SafeInt
    session: Text128
    stream: Uint32
    tool: Text256 | None = None
    trace: TraceParent | None = None
    ts: SafeInt
    v: Literal[1, 2]


_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(Record, strict=True)


def _check_meaning(record: Record) -> None:
    if record.phase == "outcome" and record.outcome is None:
        raise RecordError(
            "field 'outcome' is missing", hint="an outcome says success, failure, timeout, denied, refused or escalated"
        )
    if record.phase == "intent" and (record.outcome is not None or record.out is not None):
        raise RecordError("an intent has no 'outcome' and no 'out'", hint="write a second record with phase 'outcome'")
    if record.parents is not None and len(set(record.parents)) != len(record.parents):
        raise RecordError("field 'parents' names a record twice", hint="name each cause once")
    if (record.receipt is not None) != (record.v == CARRYING_VERSION):
        raise RecordError(
            f"field 'receipt' does not go with 'v' {record.v}",
            hint="a record of version 2 carries a receipt, others none",
        )
    if record.receipt is not None and record.phase == "intent":
        raise RecordError("an intent has no 'receipt'", hint="the outcome counter-signs what was received")


def encode(record: Record) -> bytes:
    """Return the canonical bytes of a record.

    Raises:
        RecordError: if a field breaks the schema; the message names it.
        TooLargeError: if the bytes exceed 16 KiB.
    """
    try:
        data = _ENCODER.encode(record)
    except UnicodeEncodeError as error:
        raise RecordError("a field holds an unpaired surrogate", hint="send valid Unicode text") from error
    decode(data)
    return data


def decode(data: bytes) -> Record:
    """Read a record from canonical bytes, refusing every other form of the same content.

    Raises:
        RecordError: if the bytes break the schema or are not canonical.
        TooLargeError: if they exceed 16 KiB.
    """
    if len(data) > MAX_RECORD_BYTES:
        raise TooLargeError(
            f"record has {len(data)} bytes, over the limit of {MAX_RECORD_BYTES}",
            hint="commit to payloads instead of storing them",
        )
    try:
        record = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"record breaks the schema: {error}", hint="see ledger.domain.record.Record") from error
    if _ENCODER.encode(record) != data:
        raise RecordError(
            "record is not in canonical form",
            hint="RFC 8785: sorted keys, no spaces, no duplicates, no absent fields",
            code="not_canonical",
        )
    _check_meaning(record)
    return record


def record_id(data: bytes) -> RecordId:
    """Return the id of a record, the leaf hash of its canonical bytes: SHA-256(0x00 || 'ombud/record/1' || bytes)."""
    return RecordId(sha256(RECORD_TAG + data))


def record_ids(records: Iterable[bytes]) -> list[bytes]:
    """Return the ids of many records; `record_id` written out, since its calls would cost half of the time."""
    return [_sha256(RECORD_TAG + data).digest() for data in records]
