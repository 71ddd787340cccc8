"""The history of an agent: what changed about it and when, and how it stood before and after an incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from ledger.errors import InvalidInputError
from ledger.queries import changes, finding
from ledger.queries.actions import shown_action
from ledger.queries.answers import Answer, Completeness, Seen
from ledger.queries.asking import ask, block_at
from ledger.queries.changes import Moved
from ledger.queries.contents import newest_contents
from ledger.queries.coverage import coverage
from ledger.queries.dockets import dispute_number, docket
from ledger.queries.lifecycle import Agent
from ledger.queries.mandate_nodes import Nodes
from ledger.queries.records import find
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store.court_view import CourtView
from ledger.store.fault_view import FaultView
from ledger.store.named import named
from ledger.store.room_view import RoomView
from ledger.store.view import View

MOST_RECORDS: Final = 10_000
"""Records of the agent, the newest, in which versions and models are looked for."""
MOST_MANDATES: Final = 500
MOST_SHOWN: Final = 500
LONGEST_DAYS: Final = 3660
_DAY_S: Final = 86_400
BASIS: Final = (
    "everything the chain says of the agent, and its newest {read} records in logs{more}; streams count their records "
    "from 0"
)
ABSENT: Final = {
    "configuration": "no record and no event names one: `policy` is what the agent's records call the rules it follows",
    "model": "versions and models are what the agent wrote; that it ran them is not proved",
}
"""What an authority may ask for, and what the answer cannot vouch for."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `name`, of a `topic`, had the value `before` (None: none) and has the value `after` from `at` on.

    `seen` is the event that changed it, None for what ended by itself at a time that was said before.
    """

    topic: str
    name: str
    before: str | None
    after: str | None
    at: int
    seen: Seen | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A name whose value is not the same at three times: before the incident, at it, and after it."""

    topic: str
    name: str
    before: str | None
    then: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Around:
    """How the agent stood at `begin`, at the incident `at`, and at `end` (Unix seconds), where these differ.

    `dispute_id` is the dispute about the incident, if one was named; then `at` is when the chain first saw the
    disputed record, or, where it is not known which that is, the dispute's opening: `rests_on` says which.
    """

    dispute_id: int | None
    rests_on: str
    begin: int
    at: int
    end: int
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class AgentHistory:
    """Changes of an agent, oldest first; `more`: there are others after the time of the last one that is shown."""

    agent: str
    agent_id: int
    changes: list[Change]
    more: bool
    around: Around | None
    absent: dict[str, str]


def agent_history(
    sources: Sources,
    agent: str,
    *,
    after: int = 0,
    around: int | None = None,
    dispute: str | None = None,
    days: int = 30,
    as_of: int | None = None,
) -> Answer[AgentHistory]:
    """Return what changed about an agent.

    Args:
        sources: What to read.
        agent: Number or global id.
        after: Only changes after this time, Unix seconds; the time of the last one shown goes on.
        around: Time of an incident, Unix seconds.
        dispute: Or a dispute about it.
        days: How long before and after the incident the agent is looked at.
        as_of: As of which block; the newest if not given.

    Raises:
        InvalidInputError: if an argument has another form, or the dispute is about another agent.
        NotFoundError: if there is no such agent, or no such dispute.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, agent)
    if not 1 <= days <= LONGEST_DAYS or after < 0 or (around is not None and around < 0):
        raise InvalidInputError("a time or a number of days is out of range", code="bad_argument")
    if around is not None and dispute is not None:
        raise InvalidInputError("an incident is named once", hint="give a time, or a dispute", code="bad_argument")

    def question(view: View) -> tuple[AgentHistory, Completeness]:
        found, now = finding.agent(view, number), block_at(sources, view).time
        moves, read, more = _moves(sources, view, found, now)
        shown = _page(moves, after)
        view.load_blocks([moved.put.witness.block for moved in shown if moved.put.witness is not None])
        history = AgentHistory(
            agent=str(sources.agent(number)),
            agent_id=number,
            changes=[_change(view, moved) for moved in shown],
            more=bool(shown) and shown[-1] is not moves[-1],
            around=_around(sources, view, number, moves, around, dispute, days * _DAY_S, now),
            absent=dict(ABSENT),
        )
        covered = coverage(view, number, sources.agent(number).key, found)
        basis = BASIS.format(read=read, more="; older ones were not looked at" if more else "")
        return history, Completeness(covered.complete and not more, basis, covered.streams, covered.waiting_logs)

    return ask(sources, question, as_of)


def _moves(sources: Sources, view: View, found: Agent, now: int) -> tuple[list[Moved], int, bool]:
    number, key = found.number, sources.agent(found.number).key
    written = newest_contents(sources, view, found, MOST_RECORDS)
    mandates = [named(item).name for item in view.newest(keys.agent_mandates(number), MOST_MANDATES + 1)]
    puts = chain(
        changes.of_registration(found, view.lives([number])[0]),
        changes.of_epochs(found),
        changes.of_bonds(view.bonds(key)),
        changes.of_terms(CourtView(view).adopted(key)),
        changes.of_mandates(Nodes(view), mandates[:MOST_MANDATES]),
        changes.of_manifests(FaultView(view).manifests(number)),
        changes.of_claims(RoomView(view).claims([number])[0]),
        changes.of_life(RoomView(view).lifecycles([number])[0]),
        changes.of_records(written.items),
    )
    more = written.more or len(mandates) > MOST_MANDATES
    return changes.ordered(puts, now), len(written.items), more


def _page(moves: Sequence[Moved], after: int) -> list[Moved]:
    """Return the next changes; all of one time are on one page."""
    rest = [moved for moved in moves if moved.put.at > after]
    if len(rest) <= MOST_SHOWN:
        return rest
    last = rest[MOST_SHOWN - 1].put.at
    return [moved for moved in rest if moved.put.at <= last]


def _change(view: View, moved: Moved) -> Change:
    put = moved.put
    seen = None if put.witness is None else finding.seen(view, put.witness)
    return Change(put.topic, put.name, moved.before, put.value, put.at, seen)


def _around(
    sources: Sources,
    view: View,
    number: int,
    moves: Sequence[Moved],
    around: int | None,
    dispute: str | None,
    span: int,
    now: int,
) -> Around | None:
    if around is None and dispute is None:
        return None
    case, at, rests_on = None, around or 0, "the time that was given"
    if dispute is not None:
        case, at, rests_on = _incident(sources, view, number, dispute)
    begin, end = max(0, at - span), min(at + span, now)
    states = [changes.state_at(moves, time) for time in (begin, at, max(at, end))]
    topics = {moved.put.name: moved.put.topic for moved in moves}
    told = [(name, [state.get(name) for state in states]) for name in topics]
    differences = [Difference(topics[name], name, *values) for name, values in told if len(set(values)) > 1]
    return Around(case, rests_on, begin, at, max(at, end), differences)


def _incident(sources: Sources, view: View, number: int, dispute: str) -> tuple[int, int, str]:
    """Return the number of a dispute about an agent, and when what it is about happened."""
    case = dispute_number(sources, dispute)
    opened = docket(sources, view, case).trial.opened.row
    if opened.agent_id != number:
        raise InvalidInputError(
            f"dispute {case} is about agent {opened.agent_id}", hint="ask about that agent", code="other_agent"
        )
    action = shown_action(sources, opened)
    record = None if isinstance(action, str) else find(sources, view, action.record_id, proofs=False)
    if record is None:
        return case, opened.opened_at, "the opening of the dispute, since no log holds the disputed record"
    return case, record.record.witnessed.time, "when the chain first saw the disputed record"
