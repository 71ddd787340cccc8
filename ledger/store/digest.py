"""The digest of one generation of a mirror, read key by key (`ledger.domain.digest` says over what)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ledger.domain.digest import key_digest, member, mirror_digest
from ledger.errors import StaleMirrorError
from ledger.store import keys
from ledger.store.connection import Connection

_KEYS_AT_ONCE: Final = 500
_READERS: Final = {b"hash": ("HGETALL",), b"zset": ("ZRANGE", 0, -1, "WITHSCORES"), b"string": ("GET",)}


def digest(connection: Connection, prefix: str) -> bytes:
    """Return the 32-byte digest of everything derived under a prefix.

    Nothing may write meanwhile; the caller compares the books before and after.

    Raises:
        StaleMirrorError: if a key vanished while it was read.
        UnavailableError: if the server cannot be reached.
    """
    start = len(prefix)
    names = sorted({key for space in keys.DIGESTED for key in connection.scan(_escaped(prefix) + space + "*")})
    digests: list[bytes] = []
    for begin in range(0, len(names), _KEYS_AT_ONCE):
        chunk = names[begin : begin + _KEYS_AT_ONCE]
        kinds = connection.many([("TYPE", name) for name in chunk])
        if b"none" in kinds:
            raise StaleMirrorError("the mirror changed while it was read", hint="ask again", code="mirror_moved")
        values = connection.many(
            [(_READERS[kind][0], name, *_READERS[kind][1:]) for name, kind in zip(chunk, kinds, strict=True)]
        )
        digests += [
            key_digest(name[start:], kind, _members(kind, value))
            for name, kind, value in zip(chunk, kinds, values, strict=True)
        ]
    return mirror_digest(digests)


def _escaped(prefix: str) -> str:
    """Write a prefix so that SCAN takes it literally."""
    return "".join("\\" + char if char in "*?[]^\\" else char for char in prefix)


def _members(kind: bytes, value: Any) -> Iterator[bytes]:
    if kind == b"string":
        yield value
    elif kind == b"hash":
        for field, content in value.items():
            yield member(field, content)
    else:
        for item, score in value:
            yield member(item, str(int(score)).encode())
