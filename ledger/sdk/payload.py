"""From arguments and results to salted commitments, and the openings that disclose them later.

A record holds only the commitment. Payload and salt go to `openings.log` of the spool, which never leaves
the machine: who destroys it has erased the payloads, and every proof still holds. Kept under keys of their own
(`vault`), payloads can be erased one record at a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from ledger.domain.commitment import FIELD_INDEX, SALT_BYTES, field_leaf, fields_root
from ledger.errors import InvalidInputError
from ledger.tiles import frames

_HASH_BYTES: Final = 32
REDACTED: Final = "[redacted]"
FIELD_NAMES: Final = {index: name for name, index in FIELD_INDEX.items()}
"""Fields by index."""


def _type_name(value: object) -> str:
    """Stand in for what JSON cannot say: its type. Never its `repr`, which may hold secrets or addresses."""
    return f"<{type(value).__module__}.{type(value).__qualname__}>"


_ENCODER: Final = msgspec.json.Encoder(enc_hook=_type_name)


def encode(payload: object) -> bytes:
    """Return the bytes that are committed to: bytes as they are, all else as JSON.

    What JSON cannot say is written as the name of its type; this never raises.
    """
    if isinstance(payload, bytes):
        return payload
    try:
        return _ENCODER.encode(payload)
    except (TypeError, ValueError, RecursionError, msgspec.MsgspecError):
        return _ENCODER.encode(_type_name(payload))


@dataclass(frozen=True, slots=True)
class Opening:
    """What discloses one field of a record: `root` is what the record shows in its place."""

    root: bytes
    field: str
    salt: bytes
    value: bytes

    def pack(self) -> bytes:
        """Return root || u8 field index || salt || value."""
        return self.root + bytes([FIELD_INDEX[self.field]]) + self.salt + self.value

    @classmethod
    def unpack(cls, data: bytes) -> Opening:
        """Read what `pack` wrote.

        Raises:
            InvalidInputError: if it is too short or names an unknown field.
        """
        head = _HASH_BYTES + 1
        field = FIELD_NAMES.get(data[_HASH_BYTES]) if len(data) >= head + SALT_BYTES else None
        if field is None:
            raise InvalidInputError(f"an opening of {len(data)} bytes cannot be read", code="bad_opening")
        return cls(data[:_HASH_BYTES], field, data[head : head + SALT_BYTES], data[head + SALT_BYTES :])


def commit(field: str, payload: object, salt: Callable[[int], bytes] = os.urandom) -> Opening:
    """Commit to a payload in one of the record's own fields (`in`, `out`, `ctx`)."""
    value, grain = encode(payload), salt(SALT_BYTES)
    return Opening(field_leaf(field, grain, value), field, grain, value)


def commit_fields(payloads: Mapping[str, object], salt: Callable[[int], bytes] = os.urandom) -> tuple[Opening, ...]:
    """Commit to several payloads in the record's field tree; all openings share its root.

    Raises:
        InvalidInputError: if a name is not in the tree.
    """
    grains = {name: (salt(SALT_BYTES), encode(payload)) for name, payload in payloads.items()}
    root = fields_root(grains)
    return tuple(Opening(root, name, grain, value) for name, (grain, value) in grains.items())


def read_openings(file: frames.Readable) -> Iterator[Opening]:
    """Yield the openings that an `openings.log` holds."""
    for frame in frames.scan(file):
        yield Opening.unpack(frame.payload)


def redact(payload: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """Return the payload with the named arguments blotted out."""
    return {name: REDACTED if name in names else value for name, value in payload.items()}
