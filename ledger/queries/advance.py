"""What a case file will read, read in advance: five round trips whatever the case, instead of dozens.

Nothing is answered here. The view remembers what it has read, so the functions that answer find it there; what is not
read in advance they read themselves, one trip each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ledger.domain.dispute import matter_of
from ledger.domain.shown_action import ShownAction
from ledger.queries import trials
from ledger.queries.actions import shown_action
from ledger.queries.dockets import no_dispute
from ledger.queries.effects import stake_subject
from ledger.queries.sources import Sources
from ledger.store import case_rows, keys, panel_rows
from ledger.store.court_view import CourtView
from ledger.store.log_view import LogView
from ledger.store.rows import Placed
from ledger.store.view import View

Command = tuple[Any, ...]
Case = list[Placed[case_rows.CaseRow]]
Panels = list[Placed[panel_rows.PanelRow]]


def read_case(sources: Sources, view: View, number: int) -> ShownAction | str:
    """Read what the case file of a dispute needs.

    Returns:
        The action as it was shown at the opening, or why that is not known (`actions.shown_action`).

    Raises:
        NotFoundError: if there was no such dispute as of the view's block.
    """
    (history,) = CourtView(view).histories([number])
    if not history:
        raise no_dispute(number, view.block)
    opened = trials.opening(history).row
    numbers = _panel_numbers(sources, history)
    shown = shown_action(sources, opened)
    if isinstance(shown, str) and sources.sent is not None:
        view.settled = False  # the node may tell the next time
    record = None if isinstance(shown, str) else shown.record_id
    view.many([*_of_case(view, opened, numbers), *_of_record(record)])
    panels = [placed for panel in CourtView(view).panels(numbers) for placed in panel]
    view.many([*_of_moves(sources, view, history, panels, opened), *_of_entry(view, record)])
    if record is not None:
        _of_proof(view, record)
    return shown


def _panel_numbers(sources: Sources, history: Case) -> list[int]:
    ours = sources.contracts["PanelArbitrator"]
    found = [placed.row for placed in history if isinstance(placed.row, case_rows.ArbitrationStarted)]
    return [int(row.number) for row in found if row.arbitrator == ours]


def _of_case(view: View, opened: case_rows.Opened, panels: Sequence[int]) -> Iterator[Command]:
    case = trials.case_of(0, opened)
    yield from view.reads_of([keys.policy(case.policy_id)])
    yield from view.reads_of([keys.panel(panel) for panel in panels])
    matter = matter_of(case.action, case.fault_class)
    agent = case.agent_id
    yield from view.reads_of([keys.matter(matter), keys.bond(case.subject), keys.standing(agent), keys.life(agent)])


def _of_record(record: bytes | None) -> Iterator[Command]:
    if record is not None:
        yield ("HGETALL", keys.chain_place(record))
        yield ("HGET", keys.log_place(record), record)


def _of_moves(
    sources: Sources, view: View, history: Case, panels: Panels, opened: case_rows.Opened
) -> Iterator[Command]:
    """Yield the blocks of everything, and what moved in those of the dispute."""
    voted = sorted({placed.block for placed in panels})
    blocks = sorted({placed.block for placed in history} | set(voted))
    seats = list(dict.fromkeys(seat for placed in panels for seat in _seats(placed.row)))
    parties = list(dict.fromkeys([opened.claimant, opened.injured, opened.liable, *_came_later(history, panels)]))
    yield from view.reads_in([keys.credit(account) for account in parties], blocks)
    yield from view.reads_in([keys.credit(account) for account in seats], voted)
    yield from view.reads_in([keys.bond(stake_subject(sources.contracts["PanelArbitrator"]))], voted)
    yield from view.reads_of_last([keys.listings(seat) for seat in seats])
    standing = view.standing(opened.agent_id)
    bonds = view.bonds(opened.subject)
    (policy,) = CourtView(view).policies([opened.policy_id])
    more = (
        {placed.block for placed in standing} | {placed.block for placed in bonds} | {placed.block for placed in policy}
    )
    yield from view.reads_of_blocks(sorted({*blocks, *more}))
    for cause in {placed.row.cause for placed in standing}:
        yield ("HEXISTS", keys.verdict(cause), cause)
        yield ("HGET", keys.cause(cause), cause)


def _came_later(history: Case, panels: Panels) -> Iterator[str]:
    """Yield who joined or appealed, and who showed a vote too early: they are paid, or pay, too."""
    for placed in history:
        if isinstance(placed.row, case_rows.Joined):
            yield placed.row.claimant
        elif isinstance(placed.row, case_rows.Appealed):
            yield placed.row.appellant
    for seat in panels:
        if isinstance(seat.row, panel_rows.Leaked):
            yield seat.row.reporter


def _seats(row: panel_rows.PanelRow) -> tuple[str, ...]:
    if isinstance(row, panel_rows.Recused):
        return (row.replacement,)
    return row.seats if isinstance(row, panel_rows.Drawn | panel_rows.Seated) else ()


def _of_entry(view: View, record: bytes | None) -> Iterator[Command]:
    place = None if record is None else LogView(view).place(record)
    if place is not None:
        yield ("HGET", keys.entries(place.log, place.leaf), str(place.leaf))
        yield from view.reads_of([keys.log_life(place.log)])


def _of_proof(view: View, record: bytes) -> None:
    held = LogView(view).held_entry(record)
    if held is None:
        return
    place, entry = held
    anchor = LogView(view).anchor(place.log, entry.row.anchor)
    life = view.lives([entry.row.agent_id])[0] if entry.row.agent_id is not None else []
    view.load_blocks([anchor.block, *(placed.block for placed in life)])
