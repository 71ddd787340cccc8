"""One feedback as its events made it, and what it weighs. Folded from its rows, so as of any block.

    revoked      the client took it back
    own_side     the client is the agent's owner, operator, wallet or session key, or was its owner
    unverified   nobody showed an action that it stands on
    backed       it stands on an action that the agent itself stated; only this weighs anything

The same states, asked in the same order, as `FeedbackView.stateOf`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from ledger.queries.sides import Relation, Side, sides
from ledger.store import feedback_rows as rows
from ledger.store.feedback_view import FeedbackName, FeedbackView, parse_name
from ledger.store.rows import Placed
from ledger.store.view import View, lost

State: TypeAlias = Literal["revoked", "own_side", "unverified", "backed"]
STATES: Final[tuple[State, ...]] = ("backed", "unverified", "own_side", "revoked")
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Heard:
    """One feedback. `link` is None until its client linked it; `dimension` is what the link measures."""

    name: FeedbackName
    side: Side
    given: Placed[rows.FeedbackRow]
    said: rows.Given
    taken_back: Placed[rows.FeedbackRow] | None
    linked: Placed[rows.FeedbackRow] | None
    link: rows.Linked | None
    dimension: rows.DimensionRow | None
    responses: list[tuple[Placed[rows.FeedbackRow], rows.Answered]]

    @property
    def relation(self) -> Relation | None:
        """How the client belongs to the agent's own side."""
        return self.side.relation(self.name.client)

    @property
    def owner_epoch(self) -> int:
        """The owner epoch that ran when it was given."""
        return self.side.owner_epoch_at(self.given.block, self.given.log_index)

    @property
    def state(self) -> State:
        """What it is worth."""
        if self.taken_back is not None:
            return "revoked"
        if self.relation is not None:
            return "own_side"
        return "unverified" if self.link is None else "backed"


def hear(view: View, names: Sequence[bytes]) -> list[Heard]:
    """Read several feedbacks.

    Raises:
        StaleMirrorError: if the mirror has lost one.
    """
    if not names:
        return []
    reader, parsed = FeedbackView(view), [parse_name(name) for name in names]
    histories = reader.histories(names)
    around = sides(view, (name.agent_id for name in parsed))
    links = {placed.row.dimension for found in histories for placed in found if isinstance(placed.row, rows.Linked)}
    measured = reader.dimensions(sorted(links))
    return [
        _fold(name, around[name.agent_id], history, measured) for name, history in zip(parsed, histories, strict=True)
    ]


def hear_all(view: View, key: str) -> Iterator[Heard]:
    """Read all feedback of a list in chain order, some at a time."""
    names = FeedbackView(view).all_names(key)
    for begin in range(0, len(names), _AT_ONCE):
        yield from hear(view, names[begin : begin + _AT_ONCE])


def _fold(
    name: FeedbackName,
    side: Side,
    history: list[Placed[rows.FeedbackRow]],
    measured: dict[bytes, rows.DimensionRow],
) -> Heard:
    given = history[0] if history else None
    if given is None or not isinstance(given.row, rows.Given):
        raise lost(f"feedback {name.index} of {name.client} about agent {name.agent_id}")
    linked = next((placed for placed in history if isinstance(placed.row, rows.Linked)), None)
    link = linked.row if linked is not None and isinstance(linked.row, rows.Linked) else None
    dimension = None if link is None else measured.get(link.dimension)
    if link is not None and dimension is None:
        raise lost(f"dimension {link.dimension.hex()}")
    return Heard(
        name=name,
        side=side,
        given=given,
        said=given.row,
        taken_back=next((placed for placed in history if isinstance(placed.row, rows.TakenBack)), None),
        linked=linked,
        link=link,
        dimension=dimension,
        responses=[(placed, placed.row) for placed in history if isinstance(placed.row, rows.Answered)],
    )


def decimal(value: int | str, decimals: int) -> str:
    """Write a value with its point, exactly: 45 with 1 decimal is 4.5."""
    return f"{Decimal(f'{int(value)}e-{decimals}'):f}"
