"""The operations that writes are made of: four arguments of a script each. Each has its undo (`prelude.lua`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

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


def drop(key: str, member: bytes) -> Op:
    """Remove a member of a ZSET."""
    return Op("zr", key, member, b"")


def place(key: str, log_index: int, row: msgspec.Struct, block: int) -> Op:
    """Add a row to a ZSET in chain order."""
    return Op("z", key, placed_member(log_index, row), block)


def set_value(key: str, value: msgspec.Struct) -> Op:
    """Set a string."""
    return Op("s", key, encode(value), b"")


class Runs:
    """Operations gathered by key, for a script to do many at once.

    Operations on one key keep their order; those on different keys do not touch each other. `all` are (code, key,
    operands two by two); operands of a ZSET come as Redis takes them, score first.
    """

    __slots__ = ("_newest", "all")

    def __init__(self) -> None:
        self.all: list[tuple[str, str, list[Any]]] = []
        self._newest: dict[str, tuple[str, str, list[Any]]] = {}

    def add(self, ops: Iterable[Op]) -> None:
        """Add operations."""
        for code, key, first, second in ops:
            self.operands(code, key).extend((second, first) if code == "z" else (first, second))

    def operands(self, code: str, key: str) -> list[Any]:
        """Return the list that operands of the next operations of a code on a key go to, two by two."""
        run = self._newest.get(key)
        if run is None or run[0] != code:
            run = self._newest[key] = (code, key, [])
            self.all.append(run)
        return run[2]
