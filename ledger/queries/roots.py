"""Credibility roots by epoch: which result of the walk over all ratings stands, and which were proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Seen, counted
from ledger.queries.asking import ask
from ledger.queries.paging import Asked, cut
from ledger.queries.sources import Sources
from ledger.store import room_rows as rows
from ledger.store.room_view import RoomView
from ledger.store.rows import Placed
from ledger.store.view import View

State: TypeAlias = Literal["proposed", "accepted", "rejected"]
BASIS: Final = "events of CredibilityRoots; accepted epochs are counted from 1, so a missing one would show as a gap"


@dataclass(frozen=True, slots=True)
class RootView:
    """One proposal: `size` leaves under `root`, from ratings up to `as_of_block`, by the `formula` of that hash.

    `clusters` is the root over accounts that act as one, zeros for none. `assertion` names the bond behind it.
    """

    epoch: int
    root: str
    clusters: str
    size: int
    as_of_block: int
    formula: str
    uri: str
    proposer: str
    assertion: str
    state: State
    proposed: Seen
    ended: Seen | None


@dataclass(frozen=True, slots=True)
class Roots:
    """A page of proposals, oldest first. `standing` is the epoch whose root stands, 0 before the first."""

    standing: int
    items: list[RootView]
    next_cursor: str | None
    more: bool


def roots(sources: Sources, *, cursor: str | None, limit: int, as_of: int | None) -> Answer[Roots]:
    """List the results that were proposed, and which stand.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    asked = Asked.parse("roots", cursor, limit, as_of)

    def question(view: View) -> tuple[Roots, Completeness]:
        history = RoomView(view).roots()
        proposals = [placed for placed in history if isinstance(placed.row, rows.RootProposed)]
        page = cut(view, asked, proposals, lambda placed: (placed.block, placed.log_index))
        view.load_blocks([placed.block for placed in history])
        accepted = [placed.row.epoch for placed in history if isinstance(placed.row, rows.RootAccepted)]
        told = Roots(
            standing=accepted[-1] if accepted else 0,
            items=[_root(view, placed, history) for placed in page.items],
            next_cursor=page.next_cursor,
            more=page.more,
        )
        return told, counted(BASIS, complete=accepted == list(range(1, len(accepted) + 1)))

    return ask(sources, question, as_of)


def _root(view: View, placed: Placed[rows.RootRow], history: Sequence[Placed[rows.RootRow]]) -> RootView:
    row = placed.row
    if not isinstance(row, rows.RootProposed):
        raise TypeError(type(row).__name__)
    end = next((item for item in history if _ends(item, placed)), None)
    state: State = "proposed"
    if end is not None:
        state = "accepted" if isinstance(end.row, rows.RootAccepted) else "rejected"
    return RootView(
        epoch=row.epoch,
        root=row.root.hex(),
        clusters=row.clusters.hex(),
        size=row.size,
        as_of_block=row.as_of_block,
        formula=row.formula.hex(),
        uri=row.uri,
        proposer=row.proposer,
        assertion=row.assertion.hex(),
        state=state,
        proposed=finding.seen_at(view, placed),
        ended=None if end is None else finding.seen_at(view, end),
    )


def _ends(item: Placed[rows.RootRow], proposed: Placed[rows.RootRow]) -> bool:
    """Whether an event ends a proposal: no other can be open before it ends."""
    later = (item.block, item.log_index) > (proposed.block, proposed.log_index)
    same = (item.row.epoch, item.row.root) == (proposed.row.epoch, proposed.row.root)
    return later and same and not isinstance(item.row, rows.RootProposed)
