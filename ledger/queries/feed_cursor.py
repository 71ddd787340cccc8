"""Where a subscriber stands in the feed: enough to go on after a crash, and to see what a fork has taken back since.

A cursor remembers the blocks, above the last final one, of which the subscriber was told something. Whichever of them
is not on the chain any more is taken back by a message of its own; then the feed goes on from the newest one that is.
So nothing about subscribers is kept here, and a cursor stays good over a restart, a rebuild or a swap of the mirror.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final

import msgspec

from ledger.errors import InvalidInputError
from ledger.store.books import BlockId
from ledger.store.rows import HASH_BYTES
from ledger.store.view import Position

_MAX_TEXT: Final = 64 * 1024
_MAX_PREFIX: Final = 64
_MOMENT_BYTES: Final = 24
WHOLE_BLOCK: Final = b"\xff" * _MAX_PREFIX
"""Prefix of a position behind everything in a block."""
_ALL: Final = b"\xff" * 16
_VERSION: Final = 1


class Told(msgspec.Struct, frozen=True, array_like=True):
    """A block that the subscriber was told of. `moment` is where deadlines stood before those told at it, if any."""

    number: int
    hash: bytes
    moment: bytes = b""


class FeedCursor(msgspec.Struct, frozen=True, array_like=True):
    """A place in the feed of some `topics`.

    `base` is a final block up to which all was told. `number`, `hash` and `prefix` are how far the chain was read;
    `moment` how far deadlines were told: time (Unix seconds), block and dispute, 8 bytes each. `path` are the blocks
    told of above `base`; `models` is the block of the last run told of each forecaster, `born` that of others;
    of the run behind it, alerts about agents below `within` were told.
    """

    version: int
    topics: tuple[str, ...]
    base: int
    number: int
    hash: bytes
    prefix: bytes
    moment: bytes
    path: tuple[Told, ...] = ()
    models: dict[bytes, int] = {}
    born: int = 0
    within: int = 0

    @property
    def position(self) -> Position:
        """Where reading the chain goes on."""
        return Position(self.number, self.prefix)

    def heard(self, number: int, block_hash: bytes, floor: int) -> FeedCursor:
        """Return the cursor of who was told something of a block; those up to `floor` need not be remembered."""
        known = any(told.number == number and told.hash == block_hash for told in self.path)
        if number <= floor or known:
            return self
        path = sorted((*self.path, Told(number, block_hash)), key=lambda told: told.number)
        return msgspec.structs.replace(self, path=tuple(path))

    def text(self) -> str:
        """Write it as subscribers send it back."""
        return base64.urlsafe_b64encode(_ENCODER.encode(self)).rstrip(b"=").decode()


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(FeedCursor)


def moment_of(time: int) -> bytes:
    """Return the moment behind all deadlines up to a time (Unix seconds)."""
    return time.to_bytes(8, "big") + _ALL


def begin(topics: tuple[str, ...], block: BlockId, floor: int) -> FeedCursor:
    """Return the cursor of who wants to hear what comes after a block.

    A fork below it has it begin anew at `floor`, the last final block: better too early than too late.
    """
    number = block.number
    return FeedCursor(
        _VERSION, topics, min(floor, number), number, block.hash, WHOLE_BLOCK, moment_of(block.time), born=number
    )


def parse(text: str) -> FeedCursor:
    """Read a cursor that a subscriber sent back.

    Raises:
        InvalidInputError: if it is none of ours.
    """
    try:
        if len(text) > _MAX_TEXT:
            raise InvalidInputError("the cursor is too long")
        cursor = _DECODER.decode(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, msgspec.MsgspecError, InvalidInputError) as error:
        raise _bad() from error
    if not _well_formed(cursor):
        raise _bad()
    return cursor


def _well_formed(cursor: FeedCursor) -> bool:
    numbers = [cursor.base, cursor.number, cursor.born, *(told.number for told in cursor.path), *cursor.models.values()]
    hashes = [cursor.hash, *(told.hash for told in cursor.path), *cursor.models]
    return (
        cursor.version == _VERSION
        and min(numbers) >= 0
        and all(len(item) == HASH_BYTES for item in hashes)
        and len(cursor.prefix) <= _MAX_PREFIX
        and len(cursor.moment) == _MOMENT_BYTES
        and all(len(told.moment) in (0, _MOMENT_BYTES) for told in cursor.path)
    )


def _bad() -> InvalidInputError:
    return InvalidInputError(
        "this is no place in the feed",
        hint="send back the cursor or event id as it came, or leave it out to begin with what comes next",
        code="bad_cursor",
    )
