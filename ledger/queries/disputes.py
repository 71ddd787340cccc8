"""Disputes in lists: by agent, by state, and by what they wait for."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final, TypeVar

from ledger.domain.dispute import NOBODY, State
from ledger.errors import InvalidInputError
from ledger.queries import cases, challenges, cursors, finding, wording
from ledger.queries.answers import Answer, Completeness, Page, Seen
from ledger.queries.asking import ask, block_at
from ledger.queries.cases import Deadline, deadline_of
from ledger.queries.challenges import ChallengeView
from ledger.queries.cursors import Place
from ledger.queries.dockets import Docket, dockets
from ledger.queries.lifecycle import Witness
from ledger.queries.next_steps import Due
from ledger.queries.paging import Asked, paged
from ledger.queries.sources import Sources
from ledger.queries.trials import RULINGS
from ledger.store.books import BlockId
from ledger.store.court_view import CourtView
from ledger.store.rows import WIDE_BYTES
from ledger.store.view import View

RUNNING: Final = "running"
STATES: Final = (*(state.name.lower() for state in State if state is not State.NONE), RUNNING)
"""What disputes are asked for by; `running` is everything but executed."""
_AT_ONCE: Final = 200
_LEAST_AT_ONCE: Final = 50
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DisputeSummary:
    """One dispute in a list. `slice` is the most that a ruling takes from the bond, in wei; `deadline` is the next.

    `round` is 1, or 2 after an appeal.
    """

    dispute_id: int
    agent: str
    agent_id: int
    fault_class: str
    state: str
    ruling: str | None
    basis: str | None
    round: int
    claimant: str
    liable: str
    injured: str | None
    policy_id: int
    slice: str
    opened: Seen
    since: int
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class RunningDispute:
    """One running dispute in the order of what is due. `seconds_left` and `stalled` are as of the answer's block."""

    dispute_id: int
    agent: str
    agent_id: int
    fault_class: str
    state: str
    slice: str
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Deadlines:
    """A page of running disputes by what is due, and beside it the challenges that can still be answered.

    `more_challenges`: there are more than the limit lets be here; `GET /v1/challenges?state=open` lists all.
    """

    items: list[RunningDispute]
    next_cursor: str | None
    more: bool
    challenges: list[ChallengeView]
    more_challenges: bool


def disputes(
    sources: Sources,
    *,
    agent: str | None = None,
    state: str | None = None,
    due_before: int | None = None,
    cursor: str | None = None,
    limit: int = cursors.DEFAULT_LIMIT,
    as_of: int | None = None,
) -> Answer[Page[DisputeSummary]]:
    """List disputes in the order of their opening.

    Args:
        sources: What to read.
        agent: Only those about this one; number or global id.
        state: Only those in this state; see `STATES`.
        due_before: Only those that wait for something due before this (Unix seconds).
        cursor: Where to go on; None for the first page.
        limit: Most disputes on the page, 1..500.
        as_of: As of which block; the newest if not given.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = None if agent is None else finding.agent_number(sources, agent)
    wanted = _states(state)
    name = f"disputes/{'' if number is None else number}/{state or ''}/{'' if due_before is None else due_before}"
    asked = Asked.parse(name, cursor, limit, as_of)

    def question(view: View) -> tuple[Page[DisputeSummary], Completeness]:
        if number is not None:
            finding.agent(view, number)
        at = asked.begin(view)
        now = block_at(sources, view)

        def fits(docket: Docket) -> bool:
            if docket.trial.dispute.state not in wanted:
                return False
            due = cases.deadline(docket, now=now.time, block=view.block)
            return due_before is None or (due is not None and due.due < due_before)

        only_running = State.EXECUTED not in wanted or due_before is not None
        found = _matching(sources, view, _Reader(view, number, at.chain, only_running=only_running), fits, limit + 1)
        page = found[:limit]
        view.load_blocks([docket.trial.opened.block for docket, _ in page])
        items = [summary(sources, view, docket, now) for docket, _ in page]
        end = page[-1][1] if page else None
        return paged(view, at, items, end, more=len(found) > limit), cases.completeness([d for d, _ in page])

    return ask(sources, question, as_of)


def deadlines(
    sources: Sources,
    *,
    cursor: str | None = None,
    limit: int = cursors.DEFAULT_LIMIT,
    as_of: int | None = None,
) -> Answer[Deadlines]:
    """List running disputes by what they wait for, the most urgent first, and challenges that wait for an answer.

    A page goes on after the last due time read; without `as_of` a dispute that moved meanwhile may come again, or
    have moved before the cursor.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    asked = Asked.parse("deadlines", cursor, limit, as_of)

    def question(view: View) -> tuple[Deadlines, Completeness]:
        at = asked.begin(view)
        now = block_at(sources, view)
        after = b"" if at.chain is None else at.chain.prefix
        found = running_dockets(sources, view, newest=as_of is None)
        rest = _most_urgent(found, now, view.block, after, limit + 1)
        page = rest[:limit]
        items = [_running(sources, docket, deadline_of(due, now.time)) for _, docket, due in page]
        end = Place(view.block, page[-1][0]) if page else None
        page_of = paged(view, at, items, end, more=len(rest) > limit)
        waiting, more = challenges.waiting(sources, view, limit)
        complete = cases.completeness([docket for _, docket, _ in page])
        return Deadlines(page_of.items, page_of.next_cursor, page_of.more, waiting, more), complete

    return ask(sources, question, as_of)


def running_dockets(sources: Sources, view: View, *, newest: bool) -> Iterable[tuple[int, Docket]]:
    """Return running disputes, each with a time before which nothing is due in it, in that order."""

    def fold(numbers: Sequence[int]) -> list[Docket]:
        starts = range(0, len(numbers), _AT_ONCE)
        return [docket for begin in starts for docket in dockets(sources, view, numbers[begin : begin + _AT_ONCE])]

    if newest:
        live = sources.mirror.view(view.books, view.block)
        return sources.dues.running(live, sources.contracts["PanelArbitrator"], fold)
    return [(0, docket) for docket in fold(CourtView(view).running())]


def _most_urgent(
    found: Iterable[tuple[int, Docket]], now: BlockId, block: int, after: bytes, count: int
) -> list[tuple[bytes, Docket, Due]]:
    """Return the first `count` disputes behind a place, by what is due: what cannot be among them is not looked at."""
    out: list[tuple[bytes, Docket, Due]] = []
    for bound, docket in found:
        if len(out) >= count and out[count - 1][0] < bound.to_bytes(WIDE_BYTES, "big"):
            break
        due = cases.due(docket, now=now.time, block=block)
        if due is not None and (urgency := _urgency(due, docket.number)) > after:
            insort(out, (urgency, docket, due), key=itemgetter(0))
    return out[:count]


class _Reader:
    """Reads disputes in the order of their opening, in batches, each with the place after it."""

    def __init__(self, view: View, agent_id: int | None, after: Place | None, *, only_running: bool) -> None:
        self._view = view
        self._agent = agent_id
        self._position = None if after is None else after.position()
        self._running = self._candidates() if only_running else None

    def _candidates(self) -> list[int]:
        """Return what runs and was not read yet; numbers follow the order of opening."""
        court = CourtView(self._view)
        running = court.running() if self._agent is None else court.running_of(self._agent)
        last = 0 if self._position is None else int.from_bytes(self._position.prefix[-WIDE_BYTES:], "big")
        return [number for number in running if number > last]

    def batch(self, size: int) -> list[tuple[int, Place]]:
        """Return the next disputes, up to `size`; none at the end."""
        if self._running is not None:
            batch, self._running = self._running[:size], self._running[size:]
            return [(number, Place(0, number.to_bytes(WIDE_BYTES, "big"))) for number in batch]
        found = CourtView(self._view).disputes(self._agent, self._position, size)
        if found:
            self._position = found[-1].position
        return [(item.number, Place(item.position.block, item.position.prefix)) for item in found]


def _matching(
    sources: Sources, view: View, reader: _Reader, fits: Callable[[Docket], bool], count: int
) -> list[tuple[Docket, Place]]:
    """Return the first `count` disputes that fit, each with its place."""
    out: list[tuple[Docket, Place]] = []
    size = min(_AT_ONCE, max(_LEAST_AT_ONCE, count))
    while len(out) < count:
        batch = reader.batch(size)
        places = dict(batch)
        out += [(docket, places[docket.number]) for docket in dockets(sources, view, list(places)) if fits(docket)]
        if len(batch) < size:
            break
    return out[:count]


def _states(state: str | None) -> frozenset[State]:
    if state is None:
        return frozenset(State)
    if state == RUNNING:
        return frozenset(State) - {State.EXECUTED}
    found = frozenset(item for item in State if item is not State.NONE and item.name.lower() == state)
    if not found:
        raise InvalidInputError(
            f"dispute state {state[:40]!r} is unknown", hint=f"use {', '.join(STATES)}", code="bad_dispute_state"
        )
    return found


def _urgency(due: Due, number: int) -> bytes:
    return due.due.to_bytes(WIDE_BYTES, "big") + number.to_bytes(WIDE_BYTES, "big")


def summary(sources: Sources, view: View, docket: Docket, now: BlockId) -> DisputeSummary:
    """Write a dispute down as lists show it, with what is due as of a block."""
    trial, dispute, case = docket.trial, docket.trial.dispute, docket.trial.case
    ruled = dispute.state in (State.PROVISIONAL, State.FINAL, State.EXECUTED)
    opened = trial.opened
    return DisputeSummary(
        dispute_id=docket.number,
        agent=str(sources.agent(case.agent_id)),
        agent_id=case.agent_id,
        fault_class=wording.fault(case.fault_class),
        state=wording.state(dispute.state),
        ruling=RULINGS[dispute.ruling] if ruled else None,
        basis=dispute.basis.name.lower() if ruled else None,
        round=dispute.round,
        claimant=case.claimant,
        liable=case.liable,
        injured=None if case.injured == NOBODY else case.injured,
        policy_id=case.policy_id,
        slice=str(case.slice),
        opened=finding.seen(view, Witness(opened.block, opened.log_index, opened.row.time, opened.row.tx)),
        since=dispute.since,
        deadline=cases.deadline(docket, now=now.time, block=view.block),
    )


def _running(sources: Sources, docket: Docket, due: Deadline) -> RunningDispute:
    case = docket.trial.case
    return RunningDispute(
        dispute_id=docket.number,
        agent=str(sources.agent(case.agent_id)),
        agent_id=case.agent_id,
        fault_class=wording.fault(case.fault_class),
        state=wording.state(docket.trial.dispute.state),
        slice=str(case.slice),
        deadline=due,
    )
