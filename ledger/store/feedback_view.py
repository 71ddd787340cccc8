"""Reading feedback, dimensions, operators and validation as of one block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.ids import Address, checksum
from ledger.store import feedback_rows as rows
from ledger.store import keys
from ledger.store.named import Named, named
from ledger.store.rows import WIDE_BYTES, Placed
from ledger.store.view import Position, View

_ADDRESS_BYTES: Final = 20


@dataclass(frozen=True, slots=True)
class FeedbackName:
    """What names one feedback: agent, client, and its number among the client's about that agent, from 1."""

    agent_id: int
    client: Address
    index: int


def feedback_name(agent_id: int, client: str, index: int) -> bytes:
    """Write a name as keys have it: agent8, client20, index8."""
    return agent_id.to_bytes(WIDE_BYTES, "big") + bytes.fromhex(client[2:]) + index.to_bytes(WIDE_BYTES, "big")


def parse_name(name: bytes) -> FeedbackName:
    """Read what `feedback_name` wrote."""
    end = WIDE_BYTES + _ADDRESS_BYTES
    client = checksum(name[WIDE_BYTES:end])
    return FeedbackName(int.from_bytes(name[:WIDE_BYTES], "big"), client, int.from_bytes(name[end:], "big"))


class FeedbackView:
    """Feedback and validation as one view sees them."""

    def __init__(self, view: View) -> None:
        self._view = view

    def listed(self, key: str, after: Position | None, count: int) -> list[Named]:
        """Return up to `count` names of a list after a position, in chain order."""
        return [named(item) for item in self._view.after(key, after, count)]

    def all_names(self, key: str) -> list[bytes]:
        """Return all names of a list, in chain order."""
        return [named(item).name for item in self._view.members(key)]

    def histories(self, names: Sequence[bytes]) -> list[list[Placed[rows.FeedbackRow]]]:
        """Return what happened to several feedbacks; nothing for one that was not given yet."""
        found = self._view.members_of([keys.feedback(name) for name in names])
        return [[rows.FEEDBACK.placed(item.data, item.block) for item in items] for items in found]

    def dimensions(self, names: Sequence[bytes]) -> dict[bytes, rows.DimensionRow]:
        """Return what several dimensions measure; without those not declared yet."""
        found = self._view.many([("HGET", keys.dimension(name), name) for name in names])
        out = {}
        for name, data in zip(names, found, strict=True):
            row = None if data is None else rows.DIMENSION.row(data)
            if row is not None and row.block <= self._view.block:
                out[name] = row
        return out

    def operators(self, owners: Sequence[str]) -> list[list[Placed[rows.OperatorRow]]]:
        """Return whom several owners let act for all their agents, and no more."""
        found = self._view.members_of([keys.operators(owner) for owner in owners])
        return [[rows.OPERATOR.placed(item.data, item.block) for item in items] for items in found]

    def validations(self, requests: Sequence[bytes]) -> list[list[Placed[rows.ValidationRow]]]:
        """Return several requests for validation with their answers."""
        found = self._view.members_of([keys.validation(request) for request in requests])
        return [[rows.VALIDATION.placed(item.data, item.block) for item in items] for items in found]
