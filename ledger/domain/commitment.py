"""Salted commitments to what is sensitive: payloads stay with the agent, the record only binds them.

Every sensitive field has a fixed index, so a name cannot appear twice and no field's leaf passes for
another's. `in`, `out` and `ctx` stand in the record as leaves of their own; the other fields share one
small tree (`fields`), in which absent slots are empty leaves, so that any one of them can be disclosed
while the rest stays hidden and proved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.domain import tree
from ledger.domain.hashing import FIELD_TAG, sha256
from ledger.errors import InvalidInputError, ProofError

SALT_BYTES: Final = 32
DIRECT_FIELDS: Final = ("in", "out", "ctx")
TREE_FIELDS: Final = ("amount", "total", "counterparty", "subject", "note", "reserved_8", "reserved_9", "reserved_10")
FIELD_INDEX: Final = {name: index for index, name in enumerate((*DIRECT_FIELDS, *TREE_FIELDS))}
_FIRST_TREE_INDEX: Final = len(DIRECT_FIELDS)


def field_leaf(name: str, salt: bytes, value: bytes) -> bytes:
    """Commit to one field: SHA-256(0x00 || 'ombud/field/1' || u8 index || u16 len(salt) || salt || value).

    Raises:
        InvalidInputError: if the field has no index, or the salt is not 32 bytes.
    """
    index = FIELD_INDEX.get(name)
    if index is None:
        raise InvalidInputError(f"field {name!r} has no index", hint=f"use one of {', '.join(FIELD_INDEX)}")
    if len(salt) != SALT_BYTES:
        raise InvalidInputError(f"salt of {name!r} has {len(salt)} bytes", hint=f"use {SALT_BYTES} random bytes")
    return sha256(FIELD_TAG + bytes([index]) + len(salt).to_bytes(2, "big") + salt + value)


def _empty_leaf(index: int) -> bytes:
    return sha256(FIELD_TAG + bytes([index]) + bytes(2))


def _slots(openings: Mapping[str, tuple[bytes, bytes]]) -> list[bytes]:
    unknown = [name for name in openings if name not in TREE_FIELDS]
    if unknown:
        raise InvalidInputError(f"field {unknown[0]!r} is not in the field tree", hint=f"use {', '.join(TREE_FIELDS)}")
    return [
        field_leaf(name, *openings[name]) if name in openings else _empty_leaf(_FIRST_TREE_INDEX + slot)
        for slot, name in enumerate(TREE_FIELDS)
    ]


def fields_root(openings: Mapping[str, tuple[bytes, bytes]]) -> bytes:
    """Return the root over all slots; `openings` maps a field's name to (salt, value)."""
    return tree.root(_slots(openings))


def disclosure_path(openings: Mapping[str, tuple[bytes, bytes]], name: str) -> list[bytes]:
    """Return the audit path that proves one field of the tree without the others."""
    slots = _slots(openings)
    return tree.inclusion_path(tree.levels(slots), TREE_FIELDS.index(name))


def verify_disclosure(name: str, salt: bytes, value: bytes, path: list[bytes], root: bytes) -> None:
    """Check one disclosed field against the `fields` root of its record.

    Raises:
        ProofError: if it does not belong there.
    """
    if name not in TREE_FIELDS:
        raise ProofError(f"field {name!r} is not in the field tree", code="bad_field")
    tree.verify_inclusion(field_leaf(name, salt, value), TREE_FIELDS.index(name), len(TREE_FIELDS), path, root)
