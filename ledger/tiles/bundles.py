"""The inside of tiles: hashes end to end, entries each behind a 16-bit length (c2sp.org/tlog-tiles)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledger.errors import InvalidInputError

HASH_BYTES: Final = 32
_LENGTH_BYTES: Final = 2


def split_hashes(tile: bytes) -> list[bytes]:
    """Return the hashes of a tile.

    Raises:
        InvalidInputError: if its length is no multiple of 32.
    """
    if len(tile) % HASH_BYTES:
        raise InvalidInputError(f"tile has {len(tile)} bytes, no multiple of {HASH_BYTES}", code="bad_tile")
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


def pack_entries(entries: Sequence[bytes]) -> bytes:
    """Return an entry bundle.

    Raises:
        InvalidInputError: if an entry has more than 65,535 bytes.
    """
    try:
        return b"".join(len(entry).to_bytes(_LENGTH_BYTES, "big") + entry for entry in entries)
    except OverflowError as error:
        raise InvalidInputError("an entry has more than 65,535 bytes", code="bad_entry") from error


def unpack_entries(bundle: bytes) -> list[bytes]:
    """Return the entries of a bundle.

    Raises:
        InvalidInputError: if a length runs past the end.
    """
    entries, position = [], 0
    while position < len(bundle):
        body = position + _LENGTH_BYTES
        end = body + int.from_bytes(bundle[position:body], "big")
        if end > len(bundle):
            raise InvalidInputError(f"an entry at byte {position} of its bundle runs past the end", code="bad_bundle")
        entries.append(bundle[body:end])
        position = end
    return entries
