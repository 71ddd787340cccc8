"""Feedback that was brought from elsewhere, beside the mirror and never part of its digest.

No chain that is mirrored here vouches for it, so nothing that weighs reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from ledger.domain.feedback_file import FeedbackLine
from ledger.domain.ids import AgentRef, checksum
from ledger.store import keys
from ledger.store.connection import Connection
from ledger.store.keys import Space
from ledger.store.rows import WIDE_BYTES, Codec, encode

_ADDRESS_BYTES: Final = 20
_AT_ONCE: Final = 500


class ImportedRow(msgspec.Struct, frozen=True, array_like=True):
    """One imported feedback; `imported_at` in Unix seconds."""

    value: str
    decimals: int
    tag1: str
    tag2: str
    endpoint: str
    uri: str
    hash: bytes
    revoked: bool
    created_at: int | None
    imported_at: int


_ROW: Final[Codec[ImportedRow]] = Codec(ImportedRow)


class Imports:
    """The imported feedback of one world's mirror.

    Args:
        connection: Where it is kept.
        space: Beside which mirror.
    """

    def __init__(self, connection: Connection, space: Space) -> None:
        self._connection = connection
        self._world = space.world

    def keep(self, lines: Sequence[FeedbackLine], *, now: int) -> int:
        """Keep lines; a line of the same agent, client and number takes the place of the one before it.

        Args:
            lines: What to keep.
            now: Unix seconds.

        Returns:
            How many were new.
        """
        new = 0
        for begin in range(0, len(lines), _AT_ONCE):
            chunk = lines[begin : begin + _AT_ONCE]
            commands: list[tuple[Any, ...]] = [
                ("HSET", self._key(line.agent), _field(line), encode(_row(line, now))) for line in chunk
            ]
            commands += [("SADD", self._world + keys.IMPORTED, str(line.agent)) for line in chunk]
            new += sum(int(added) for added in self._connection.many(commands, writes=True)[: len(chunk)])
        return new

    def agents(self) -> list[str]:
        """Return the agents that anything was imported about, in the order of their text."""
        found: Iterable[bytes] = self._connection.call("SMEMBERS", self._world + keys.IMPORTED)
        return sorted(item.decode() for item in found)

    def about(self, agent: AgentRef) -> list[FeedbackLine]:
        """Return what was imported about an agent, by client and number."""
        found = self._connection.call("HGETALL", self._key(agent))
        return [_line(agent, field, _ROW.row(found[field])) for field in sorted(found)]

    def _key(self, agent: AgentRef) -> str:
        return self._world + keys.imported(agent.key)


def _field(line: FeedbackLine) -> bytes:
    return bytes.fromhex(line.client[2:]) + line.index.to_bytes(WIDE_BYTES, "big")


def _row(line: FeedbackLine, now: int) -> ImportedRow:
    return ImportedRow(
        str(line.value),
        line.decimals,
        line.tag1,
        line.tag2,
        line.endpoint,
        line.uri,
        line.hash,
        line.revoked,
        line.created_at,
        now,
    )


def _line(agent: AgentRef, field: bytes, row: ImportedRow) -> FeedbackLine:
    return FeedbackLine(
        agent=agent,
        client=checksum(field[:_ADDRESS_BYTES]),
        index=int.from_bytes(field[_ADDRESS_BYTES:], "big"),
        value=int(row.value),
        decimals=row.decimals,
        tag1=row.tag1,
        tag2=row.tag2,
        endpoint=row.endpoint,
        uri=row.uri,
        hash=row.hash,
        revoked=row.revoked,
        created_at=row.created_at,
    )
