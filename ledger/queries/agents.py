"""Agents: who they are, who owned them, which keys may state for them, and what stands behind them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from ledger.queries import ahead, finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.bonds import BondView, bonds
from ledger.queries.coverage import ON_CHAIN, coverage
from ledger.queries.cursors import Place
from ledger.queries.lifecycle import Agent, Epoch, Witness, fold
from ledger.queries.lives import LifeView, life_of
from ledger.queries.paging import Asked, paged
from ledger.queries.sources import Sources
from ledger.queries.standing import Score, scores
from ledger.store import keys
from ledger.store.court_view import CourtView
from ledger.store.log_view import LogView
from ledger.store.room_view import RoomView
from ledger.store.view import View

BASIS: Final = "agents are numbered from 0 one by one, so a missing one would show as a missing number"


@dataclass(frozen=True, slots=True)
class AgentSummary:
    """One agent in a list. `epoch` is its open epoch, if it has one."""

    agent_id: int
    agent: str
    owner: str
    uri: str
    epochs: int
    epoch: int | None
    registered: Seen


@dataclass(frozen=True, slots=True)
class OwnerView:
    """One owner epoch: a new owner may open epochs only after accepting the agent with its history."""

    owner_epoch: int
    owner: str
    accepted: bool
    since: Seen


@dataclass(frozen=True, slots=True)
class KeyView:
    """One session key and when it was bound and revoked."""

    address: str
    registered: Seen
    revoked: Seen | None


@dataclass(frozen=True, slots=True)
class StreamView:
    """One stream and its home: a log id, or `chain`."""

    stream: int
    home: str


@dataclass(frozen=True, slots=True)
class EpochView:
    """One epoch: its owner, keys, streams. `ended_by` is owner, fault, unbonding or transfer; `cause` a fault key."""

    epoch: int
    owner: str
    owner_epoch: int
    opened: Seen
    closed: Seen | None
    ended_by: str | None
    cause: str | None
    keys: list[KeyView]
    streams: list[StreamView]


@dataclass(frozen=True, slots=True)
class DisputeCounts:
    """How many disputes were opened about an agent, and how many of them still run."""

    opened: int
    running: int


@dataclass(frozen=True, slots=True)
class AgentView:
    """One agent. `life` says whether it is active, suspended, retired or banned.

    `actions` counts its records in logs by operation and outcome, and by tool; None when asked as of a block,
    because it is kept for the newest state alone.
    """

    agent_id: int
    agent: str
    agent_key: str
    owner: str
    uri: str
    life: LifeView
    metadata: dict[str, str]
    registered: Seen
    owners: list[OwnerView]
    epochs: list[EpochView]
    bonds: list[BondView]
    scores: list[Score]
    verdicts: int
    disputes: DisputeCounts
    records: int
    actions: dict[str, int] | None


def agents(sources: Sources, *, cursor: str | None, limit: int, as_of: int | None) -> Answer[Page[AgentSummary]]:
    """List agents by number.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    asked = Asked.parse("agents", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[AgentSummary], Completeness]:
        at = asked.begin(view)
        found = view.agents(at.position, limit + 1)
        page = found[:limit]
        numbers = [number for number, _ in page]
        folded = [fold(number, life) for number, life in zip(numbers, view.lives(numbers), strict=True)]
        known = [agent for agent in folded if agent is not None]
        view.load_blocks([agent.minted.block for agent in known])
        end = Place(page[-1][1].block, page[-1][1].prefix) if page else None
        items = [_summary(sources, view, agent) for agent in known]
        total, last = view.count(keys.AGENTS), view.last(keys.AGENTS)
        complete = total == (0 if last is None else int.from_bytes(last.data, "big") + 1)
        return paged(view, at, items, end, more=len(found) > limit), counted(BASIS, complete=complete)

    return ask(sources, question, as_of)


def agent(sources: Sources, name: str, *, as_of: int | None) -> Answer[AgentView]:
    """Return everything known about one agent.

    Raises:
        InvalidInputError: if the name or as_of have another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, name)

    def question(view: View) -> tuple[AgentView, Completeness]:
        key = sources.agent(number).key
        ahead.read_whole_agent(view, number, key)
        found = finding.agent(view, number)
        counts = [LogView.read_of_counts(log, key) for log in found.homes()]
        view.many([*view.reads_of_blocks(_blocks(found)), *ahead.reads_of_coverage(view, found, key), *counts])
        view.load_blocks(_blocks(found))
        complete = coverage(view, number, key, found)
        answer = AgentView(
            agent_id=number,
            agent=str(sources.agent(number)),
            agent_key=key.hex(),
            owner=found.owner.owner,
            uri=found.uri,
            life=life_of(view, RoomView(view).lifecycles([number])[0], block_at(sources, view).time),
            metadata={name: value.hex() for name, value in found.metadata.items()},
            registered=finding.seen(view, found.minted),
            owners=[OwnerView(o.owner_epoch, o.owner, o.accepted, finding.seen(view, o.since)) for o in found.owners],
            epochs=[_epoch(view, epoch) for epoch in found.epochs],
            bonds=bonds(view.bonds(key)),
            scores=scores(sources, view, view.standing(number)),
            verdicts=view.count(keys.agent_verdicts(number)),
            disputes=_disputes(view, number),
            records=sum(stream.rows for stream in complete.streams),
            actions=_actions(view, found, key) if as_of is None else None,
        )
        return answer, complete

    return ask(sources, question, as_of)


def _disputes(view: View, number: int) -> DisputeCounts:
    return DisputeCounts(view.count(keys.agent_disputes(number)), len(CourtView(view).running_of(number)))


def _actions(view: View, found: Agent, key: bytes) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for log in found.homes():
        counts.update(LogView(view).counts(log, key))
    return dict(sorted(counts.items()))


def _summary(sources: Sources, view: View, found: Agent) -> AgentSummary:
    last = found.epochs[-1] if found.epochs else None
    return AgentSummary(
        agent_id=found.number,
        agent=str(sources.agent(found.number)),
        owner=found.owner.owner,
        uri=found.uri,
        epochs=len(found.epochs),
        epoch=last.number if last is not None and last.closed is None else None,
        registered=finding.seen(view, found.minted),
    )


def _epoch(view: View, epoch: Epoch) -> EpochView:
    return EpochView(
        epoch=epoch.number,
        owner=epoch.owner,
        owner_epoch=epoch.owner_epoch,
        opened=finding.seen(view, epoch.opened),
        closed=_maybe(view, epoch.closed),
        ended_by=epoch.ended_by or None,
        cause=epoch.cause.hex() if epoch.ended_by == "fault" else None,
        keys=[
            KeyView(k.address, finding.seen(view, k.registered), _maybe(view, k.revoked)) for k in epoch.keys.values()
        ],
        streams=[StreamView(s.number, ON_CHAIN if s.is_direct else s.home.hex()) for s in epoch.streams.values()],
    )


def _maybe(view: View, witness: Witness | None) -> Seen | None:
    return None if witness is None else finding.seen(view, witness)


def _blocks(found: Agent) -> list[int]:
    witnesses = [found.minted, *(owner.since for owner in found.owners)]
    for epoch in found.epochs:
        witnesses += [epoch.opened, *([epoch.closed] if epoch.closed else [])]
        for key in epoch.keys.values():
            witnesses += [key.registered, *([key.revoked] if key.revoked else [])]
    return [witness.block for witness in witnesses]
