"""What the court did, read from the mirror: each dispute's opening, answer, default and final ruling, by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.queries.answers import Answer, Completeness, counted
from ledger.queries.asking import ask
from ledger.queries.sources import Sources
from ledger.store import case_rows as rows
from ledger.store.court_view import CourtView
from ledger.store.rows import Placed
from ledger.store.view import Position, View

AT_ONCE: Final = 200
"""Disputes whose events are read together."""
_BASIS: Final = "events of DisputeCourt, which numbers its disputes one by one"


@dataclass(frozen=True, slots=True)
class CourtRecord:
    """One dispute as of a block; None for what had not happened.

    `action` is the court's name for what it is about. `opened`, `responded`, `defaulted` and `closed` are blocks;
    `closed` and `ruling` (0 refused, 1 upheld, 2 dismissed) are of the final ruling, executed or not.
    """

    agent_id: int
    action: bytes
    opened: int
    responded: int | None = None
    defaulted: int | None = None
    closed: int | None = None
    ruling: int | None = None


def court_record(sources: Sources, *, as_of: int) -> Answer[list[CourtRecord]]:
    """Return every dispute that was opened by a block, in the order of opening.

    Raises:
        InvalidInputError: if the block does not exist yet.
        StaleMirrorError: if the mirror is empty, silent, or too far behind.
        UnavailableError: if mirror or node cannot be reached.
    """

    def question(view: View) -> tuple[list[CourtRecord], Completeness]:
        court, found = CourtView(view), list[CourtRecord]()
        after: Position | None = None
        while batch := court.disputes(None, after, AT_ONCE):
            histories = court.histories([item.number for item in batch])
            found += [record for history in histories if (record := _record(history)) is not None]
            after = batch[-1].position
        return found, counted(_BASIS)

    return ask(sources, question, as_of)


def _record(history: Sequence[Placed[rows.CaseRow]]) -> CourtRecord | None:
    opened = next((placed for placed in history if isinstance(placed.row, rows.Opened)), None)
    if opened is None or not isinstance(opened.row, rows.Opened):
        return None
    final = next((placed for placed in history if isinstance(placed.row, rows.Finalized)), None)
    return CourtRecord(
        agent_id=opened.row.agent_id,
        action=opened.row.action,
        opened=opened.block,
        responded=_first(history, rows.Responded),
        defaulted=_first(history, rows.Defaulted),
        closed=None if final is None else final.block,
        ruling=final.row.ruling if final is not None and isinstance(final.row, rows.Finalized) else None,
    )


def _first(history: Sequence[Placed[rows.CaseRow]], kind: type[rows.CaseRow]) -> int | None:
    return next((placed.block for placed in history if isinstance(placed.row, kind)), None)
