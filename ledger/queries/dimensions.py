"""Dimensions: what feedback can measure, in which unit and between which bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask
from ledger.queries.hearing import decimal
from ledger.queries.lifecycle import Witness
from ledger.queries.paging import Asked, turn
from ledger.queries.sources import Sources
from ledger.store import feedback_rows as rows
from ledger.store import keys
from ledger.store.feedback_view import FeedbackView
from ledger.store.view import View, lost

BASIS: Final = (
    "events of Dimensions; the chain keeps no counter of them, so this rests on the node's logs, screened by each "
    "block's bloom filter near the head"
)


@dataclass(frozen=True, slots=True)
class Scale:
    """What a dimension measures; `least` and `most` are decimal text in `unit`, `decimals` the digits of a value."""

    dimension: str
    name: str
    unit: str
    decimals: int
    less_is_better: bool
    least: str
    most: str


@dataclass(frozen=True, slots=True)
class DimensionView:
    """One dimension and when it was declared; its id is the hash of its scale, so it never changes."""

    scale: Scale
    declared: Seen


def dimensions(sources: Sources, *, cursor: str | None, limit: int, as_of: int | None) -> Answer[Page[DimensionView]]:
    """List the dimensions in the order of their declaration.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    asked = Asked.parse("dimensions", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[DimensionView], Completeness]:
        turned = turn(view, keys.DIMENSIONS, asked)
        found = FeedbackView(view).dimensions(turned.names)
        if len(found) != len(turned.names):
            raise lost("a dimension")
        view.load_blocks([row.block for row in found.values()])
        items = [
            DimensionView(scale_of(name, row), finding.seen(view, Witness(row.block, row.log_index, row.time, row.tx)))
            for name, row in found.items()
        ]
        return turned.page(items), counted(BASIS)

    return ask(sources, question, as_of)


def scale_of(name: bytes, row: rows.DimensionRow) -> Scale:
    """Write a scale down."""
    least, most = decimal(row.least, row.decimals), decimal(row.most, row.decimals)
    return Scale(name.hex(), row.name, row.unit, row.decimals, row.less_is_better, least, most)
