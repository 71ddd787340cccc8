"""The digest of a mirror: one hash over everything derived, whatever order it was written in.

Two mirrors of the same chain and logs have equal digests: live, rebuilt, or replayed after a fork.
Undo data and leases are not derived facts and are left out by the store.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

_TAG: Final = b"ombud/mirror/1"


def _framed(parts: Iterable[bytes]) -> bytes:
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


def key_digest(key: bytes, kind: bytes, members: Iterable[bytes]) -> bytes:
    """Hash one key: its name without prefix, its kind, and its members in ascending byte order.

    Args:
        key: The name, relative to the mirror.
        kind: `string`, `hash` or `zset`.
        members: One byte string each: the value; framed field and value; framed member and score.
    """
    return sha256(_framed((key, kind, *sorted(members)))).digest()


def member(left: bytes, right: bytes) -> bytes:
    """Join a field and its value, or a member and its score, without ambiguity."""
    return _framed((left, right))


def mirror_digest(keys: Iterable[bytes]) -> bytes:
    """Combine the digests of all keys, in ascending order, into one 32-byte digest."""
    state = sha256(_TAG)
    for item in sorted(keys):
        state.update(item)
    return state.digest()
