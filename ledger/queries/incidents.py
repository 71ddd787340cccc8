"""The serious-incident clock: what is to be reported by when, what was reported, and which disputes it is about.

The desk of this machine, an agent like any other, makes a record of each entry's salted hash (`serve.desk`); anchored
with its log, the record shows since when the entry stands as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.domain.incident import Incident, State
from ledger.queries import cursors
from ledger.queries.answers import Answer, Completeness, Seen, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.dockets import dockets, global_id
from ledger.queries.lifecycle import fold
from ledger.queries.records import session_at
from ledger.queries.sources import Sources
from ledger.queries.wording import state as state_word
from ledger.store.view import View
from ledger.tiles.incidents import IncidentBook

BASIS: Final = (
    "incidents are what the operator of this mirror noted: an entry with a record stood in its book when the chain saw "
    "the record, others rest on the operator's word; disputes are the chain's"
)
ENTRY: Final = "incident_entry"
"""Operation of the desk's records of entries."""
SESSION: Final = "incidents"
"""Session of these records."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report that was sent, at `at` (Unix seconds): its version, hash, to whom, and whether it was complete."""

    version: int
    sha256: str
    to: str
    complete: bool
    at: int


@dataclass(frozen=True, slots=True)
class LinkedDispute:
    """A dispute that an incident names, and how it stands; None if there is no such dispute."""

    dispute_id: int
    dispute: str
    state: str | None


@dataclass(frozen=True, slots=True)
class EntryMark:
    """The hash of an entry, and the desk's anchored record that carries it as its `call`; None while there is none."""

    entry: str
    record_id: str | None
    witnessed: Seen | None


@dataclass(frozen=True, slots=True)
class IncidentView:
    """One serious incident; times are Unix seconds.

    `due` follows from awareness, class and jurisdiction by `rule`. `hold` is the case name under which evidence is held
    for its sake. `head` is the hash of the newest entry of its book, in which each entry names the one before;
    `entries` are all of them, oldest first.
    """

    incident: str
    kind: str
    jurisdiction: str
    aware_at: int
    causal_link_at: int | None
    due: int
    seconds_left: int
    rule: str
    state: State
    reports: list[ReportView]
    member_states: list[str]
    agents: list[int]
    disputes: list[LinkedDispute]
    holds: list[str]
    summary: str
    head: str
    entries: list[EntryMark]


@dataclass(frozen=True, slots=True)
class Incidents:
    """All incidents, those still to be reported first, by when."""

    items: list[IncidentView]


def incidents(sources: Sources, book: IncidentBook, desk: int | None = None) -> Answer[Incidents]:
    """Return the serious-incident clock.

    Args:
        sources: What to read.
        book: The incidents.
        desk: The number of the agent whose records carry the hashes of entries; None if it is not registered.

    Raises:
        ProofError: if a book of an incident was changed.
        StaleMirrorError: if the mirror cannot vouch for the disputes.
    """
    found = book.all()

    def question(view: View) -> tuple[Incidents, Completeness]:
        now = block_at(sources, view).time
        marks = _marks(sources, view, desk) if desk is not None and found else {}
        items = [_view(sources, view, one, now, marks) for one in found]
        items.sort(key=lambda item: (item.state in ("closed", "reported"), item.due, item.incident))
        return Incidents(items), counted(BASIS)

    return ask(sources, question)


def hold_name(name: str) -> str:
    """Return the case under which evidence is held for the sake of an incident."""
    return f"incident-{name}"


def _marks(sources: Sources, view: View, desk: int) -> dict[str, EntryMark]:
    """Return the entries that the desk has told, by their hashes; of several records the first."""
    (life,) = view.lives([desk])
    agent, marks = fold(desk, life), dict[str, EntryMark]()
    at = cursors.start(SESSION, None, view.books.cursor)
    while agent is not None:
        page = session_at(sources, view, agent, SESSION, at, cursors.MAX_LIMIT)
        for item in page.items:
            if item.content is not None and item.content["op"] == ENTRY and (entry := item.content.get("call")):
                marks.setdefault(entry, EntryMark(entry, item.record_id, item.witnessed))
        after = cursors.parse(page.next_cursor, SESSION, None)
        if after is None or not page.more:
            break
        at = after
    return marks


def _view(sources: Sources, view: View, found: Incident, now: int, marks: Mapping[str, EntryMark]) -> IncidentView:
    opened = found.opened
    states = {docket.number: docket.trial.dispute.state for docket in dockets(sources, view, opened.disputes)}
    return IncidentView(
        incident=found.name,
        kind=found.kind,
        jurisdiction=opened.jurisdiction,
        aware_at=opened.aware_at,
        causal_link_at=found.causal_link_at,
        due=found.due,
        seconds_left=found.due - now,
        rule=found.rule,
        state=found.state(now),
        reports=[ReportView(one.version, one.sha256, one.to, one.complete, one.at) for one in found.reports],
        member_states=list(opened.states),
        agents=list(opened.agents),
        disputes=[
            LinkedDispute(number, global_id(sources, number), state_word(states[number]) if number in states else None)
            for number in opened.disputes
        ],
        holds=[] if found.closed else [hold_name(found.name)],
        summary=opened.summary,
        head=found.head,
        entries=[marks.get(entry) or EntryMark(entry, None, None) for entry in found.entries],
    )
