"""Who may suspend agents, and who may take that place: changed in the open, after a delay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask
from ledger.queries.paging import Asked, cut
from ledger.queries.sources import Sources
from ledger.store import room_rows as rows
from ledger.store.room_view import RoomView
from ledger.store.rows import Placed
from ledger.store.view import View

BASIS: Final = (
    "events of Lifecycle; they carry no counter, so this rests on the node's logs, screened by each block's bloom "
    "filter near the head. The first authority was named at deployment, without an event"
)


@dataclass(frozen=True, slots=True)
class AuthorityStep:
    """One step: `authority` was queued, or took the place of the one `before`.

    Who is queued may take the place from `ready_at` (Unix seconds) on.
    """

    step: Literal["queued", "changed"]
    authority: str
    before: str | None
    ready_at: int | None
    seen: Seen


def authorities(sources: Sources, *, cursor: str | None, limit: int, as_of: int | None) -> Answer[Page[AuthorityStep]]:
    """List who was to be the authority, and who became it, oldest first.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    asked = Asked.parse("authorities", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[AuthorityStep], Completeness]:
        page = cut(view, asked, RoomView(view).authorities(), lambda placed: (placed.block, placed.log_index))
        view.load_blocks([placed.block for placed in page.items])
        return Page([_step(view, item) for item in page.items], page.next_cursor, page.more), counted(BASIS)

    return ask(sources, question, as_of)


def _step(view: View, placed: Placed[rows.AuthorityRow]) -> AuthorityStep:
    row = placed.row
    seen = finding.seen_at(view, placed)
    if isinstance(row, rows.AuthorityQueued):
        return AuthorityStep("queued", row.authority, None, row.ready_at, seen)
    return AuthorityStep("changed", row.authority, row.before, None, seen)
