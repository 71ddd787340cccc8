"""Cursors: where a reader stands in a list. Opaque, stable while data arrives, refused when they do not fit.

A cursor holds a place in each source of the list (the chain, and each log by itself), because a log that was
unreachable may bring entries that belong before what was already read. So nothing is lost and nothing comes
twice. After a fork that took back what a cursor has seen, it is refused.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import Final

import msgspec

from ledger.errors import ConflictError, InvalidInputError
from ledger.store.books import BlockId
from ledger.store.rows import HASH_BYTES
from ledger.store.view import Position, View

MAX_LIMIT: Final = 500
DEFAULT_LIMIT: Final = 50
_MAX_TEXT: Final = 64 * 1024
_MAX_PREFIX: Final = 64
_VERSION: Final = 1


class Place(msgspec.Struct, frozen=True, array_like=True):
    """A place in one source: after (block, prefix), and `skip` records further."""

    block: int
    prefix: bytes
    skip: int = 0

    def position(self) -> Position:
        """Return it as the store reads on from it."""
        return Position(self.block, self.prefix)


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """A place in a list: which list, as of which block it is read (None: the newest), and the place in each source.

    `seen` and `seen_hash` name the newest block that the cursor has seen.
    """

    version: int
    question: str
    as_of: int | None
    seen: int
    seen_hash: bytes
    chain: Place | None
    logs: dict[bytes, Place]

    @property
    def position(self) -> Position | None:
        """Where the store reads on in a list with one source; None at the beginning."""
        return None if self.chain is None else self.chain.position()

    def behind(self, seen: BlockId, chain: Place | None, logs: dict[bytes, Place] | None = None) -> Cursor:
        """Return it further on: behind places, having seen a block."""
        return Cursor(self.version, self.question, self.as_of, seen.number, seen.hash, chain, logs or {})

    def text(self) -> str:
        """Write it as readers send it back."""
        return base64.urlsafe_b64encode(_ENCODER.encode(self)).rstrip(b"=").decode()


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Cursor)


def start(question: str, as_of: int | None, seen: BlockId) -> Cursor:
    """Return the cursor before the first item."""
    return Cursor(_VERSION, question, as_of, seen.number, seen.hash, None, {})


def start_after(question: str, as_of: int | None, seen: BlockId, block: int | None, logs: Iterable[bytes]) -> Cursor:
    """Return the cursor behind everything that the chain first saw up to a block; the start if none is given."""
    if block is None:
        return start(question, as_of, seen)
    place = Place(block, b"\xff" * _MAX_PREFIX)
    return Cursor(_VERSION, question, as_of, seen.number, seen.hash, place, dict.fromkeys(logs, place))


def parse(text: str | None, question: str, as_of: int | None) -> Cursor | None:
    """Read a cursor that a reader sent back.

    Args:
        text: As it was given out; None for the first page.
        question: The list that is read now.
        as_of: As of which block it is read now.

    Raises:
        InvalidInputError: if it is no cursor of ours, or of another list.
    """
    if text is None:
        return None
    try:
        if len(text) > _MAX_TEXT:
            raise InvalidInputError("the cursor is too long")
        cursor = _DECODER.decode(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, msgspec.MsgspecError, InvalidInputError) as error:
        raise _bad() from error
    if cursor.version != _VERSION or not _well_formed(cursor):
        raise _bad()
    if (cursor.question, cursor.as_of) != (question, as_of):
        raise InvalidInputError(
            "the cursor belongs to another list",
            hint="send it with the same path and the same as_of as the page it came from",
            code="bad_cursor",
        )
    return cursor


def check_fork(cursor: Cursor, view: View) -> None:
    """See that what a cursor has seen is still on the chain.

    Raises:
        ConflictError: if a fork took it back.
    """
    if cursor.seen <= view.books.floor:
        return
    block = view.block_id(cursor.seen)
    if block is None or block.hash != cursor.seen_hash:
        raise ConflictError(
            f"the chain forked below block {cursor.seen}, which this cursor has seen",
            hint="start again from the first page; as_of a finalised block is never taken back",
            code="cursor_reorganised",
        )


def check_limit(limit: int) -> int:
    """Return a page's limit.

    Raises:
        InvalidInputError: if it is not in 1..500.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise InvalidInputError(
            f"limit {limit} is not in 1..{MAX_LIMIT}", hint="ask for smaller pages", code="bad_limit"
        )
    return limit


def _well_formed(cursor: Cursor) -> bool:
    places = [*cursor.logs.values(), *([cursor.chain] if cursor.chain else [])]
    return (
        cursor.seen >= 0
        and all(len(log) == HASH_BYTES for log in cursor.logs)
        and all(p.block >= 0 and p.skip >= 0 and len(p.prefix) <= _MAX_PREFIX for p in places)
    )


def _bad() -> InvalidInputError:
    return InvalidInputError(
        "this is no cursor",
        hint="send back next_cursor as it came, or leave it out for the first page",
        code="bad_cursor",
    )
