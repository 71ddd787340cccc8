"""The operations that writes are made of: four arguments of a script each. Each has its undo (`prelude.lua`)."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from ledger.store.rows import encode, placed_member


class Op(NamedTuple):
    """One operation: code, key without prefix, first and second operand."""

    code: str
    key: str
    first: bytes | str
    second: bytes | str | int


def put(key: str, field: bytes | str, value: msgspec.Struct | bytes) -> Op:
    """Set a hash's field."""
    return Op("hs", key, field, value if isinstance(value, bytes) else encode(value))


def put_once(key: str, field: bytes | str, value: msgspec.Struct | bytes) -> Op:
    """Set a hash's field unless it is there."""
    return Op("hn", key, field, value if isinstance(value, bytes) else encode(value))


def count(key: str, field: bytes | str, by: int) -> Op:
    """Add to a hash's counter."""
    return Op("hi", key, field, by)


def remove(key: str, field: bytes | str) -> Op:
    """Remove a hash's field."""
    return Op("hd", key, field, b"")


def add(key: str, member: bytes, block: int) -> Op:
    """Add a member to a ZSET, scored by block."""
    return Op("z", key, member, block)


def place(key: str, log_index: int, row: msgspec.Struct, block: int) -> Op:
    """Add a row to a ZSET in chain order."""
    return Op("z", key, placed_member(log_index, row), block)


def set_value(key: str, value: msgspec.Struct) -> Op:
    """Set a string."""
    return Op("s", key, encode(value), b"")
