"""Reading what subscribers are told of: names of facts in chain order, and the row that each name stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TypeAlias

from ledger.store import case_rows, fault_rows, keys, panel_rows, room_rows, rows
from ledger.store.rows import LOG_INDEX_BYTES, WIDE_BYTES, Codec
from ledger.store.view import Position, View, lost

FeedRow: TypeAlias = (
    case_rows.CaseRow
    | panel_rows.PanelRow
    | fault_rows.ChallengeRow
    | fault_rows.OperatorFaultRow
    | room_rows.LifecycleRow
    | rows.VerdictRow
)


class FeedKind(Enum):
    """What a name in the feed is of; the value is its first byte."""

    DISPUTE = b"d"
    PANEL = b"p"
    VERDICT = b"v"
    OPERATOR_FAULT = b"o"
    CHALLENGE = b"c"
    LIFECYCLE = b"l"


def feed_name(kind: FeedKind, subject: bytes, block: int) -> bytes:
    """Write a name: what it is of, of which one, and in which block; a subject has the same log index in many."""
    return kind.value + subject + block.to_bytes(WIDE_BYTES, "big")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One fact that subscribers are told of; `subject` is a number of 8 bytes or a name of 32."""

    block: int
    log_index: int
    kind: FeedKind
    subject: bytes
    position: Position

    @property
    def number(self) -> int:
        """The subject as a number."""
        return int.from_bytes(self.subject, "big")


_SETS: Final[Mapping[FeedKind, tuple[Callable[[FeedItem], str], Codec[Any]]]] = {
    FeedKind.DISPUTE: (lambda item: keys.dispute(item.number), case_rows.CASE),
    FeedKind.PANEL: (lambda item: keys.panel(item.number), panel_rows.PANEL),
    FeedKind.CHALLENGE: (lambda item: keys.challenge(item.subject), fault_rows.CHALLENGE),
    FeedKind.LIFECYCLE: (lambda item: keys.lifecycle(item.number), room_rows.LIFECYCLE),
}
_HASHES: Final[Mapping[FeedKind, tuple[Callable[[bytes], str], Codec[Any]]]] = {
    FeedKind.VERDICT: (keys.verdict, rows.VERDICT),
    FeedKind.OPERATOR_FAULT: (keys.operator_fault, fault_rows.OPERATOR_FAULT),
}


class FeedView:
    """The feed as one view sees it."""

    def __init__(self, view: View) -> None:
        self._view = view

    def after(self, position: Position | None, count: int) -> list[FeedItem]:
        """Return up to `count` names after a position, in chain order."""
        return [
            FeedItem(
                block=member.block,
                log_index=int.from_bytes(member.data[:LOG_INDEX_BYTES], "big"),
                kind=FeedKind(member.data[LOG_INDEX_BYTES : LOG_INDEX_BYTES + 1]),
                subject=member.data[LOG_INDEX_BYTES + 1 : -WIDE_BYTES],
                position=Position(member.block, member.data),
            )
            for member in self._view.after(keys.FEED, position, count)
        ]

    def rows(self, items: Sequence[FeedItem]) -> list[FeedRow]:
        """Return the row that each name stands for, in one round trip.

        Raises:
            StaleMirrorError: if the mirror has lost one.
        """
        found = self._view.many([_read(item) for item in items])
        return [_row(item, value) for item, value in zip(items, found, strict=True)]


def _read(item: FeedItem) -> tuple[object, ...]:
    if item.kind in _HASHES:
        return "HGET", _HASHES[item.kind][0](item.subject), item.subject
    return "ZRANGEBYSCORE", _SETS[item.kind][0](item), item.block, item.block


def _row(item: FeedItem, value: object) -> FeedRow:
    row: FeedRow
    if item.kind in _HASHES and isinstance(value, bytes):
        row = _HASHES[item.kind][1].row(value)
        return row
    prefix = item.log_index.to_bytes(LOG_INDEX_BYTES, "big")
    if item.kind in _SETS and isinstance(value, list):
        for member in value:
            if member.startswith(prefix):
                row = _SETS[item.kind][1].placed(member, item.block).row
                return row
    raise lost(f"log {item.log_index} of block {item.block}")
