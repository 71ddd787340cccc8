"""What questions about one agent will read, read in advance: a few round trips however many records are shown.

Nothing is answered here. The view remembers what it has read, so the functions that answer find it there; what is not
read in advance they read themselves, one trip each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ledger.domain.record import record_id
from ledger.queries.coverage import reads_of_streams, reads_of_waiting
from ledger.queries.lifecycle import Agent
from ledger.queries.merging import InLog, OnChain
from ledger.store import keys
from ledger.store.log_view import LogEntry, LogView
from ledger.store.view import View

Command = tuple[Any, ...]


def read_agent(view: View, number: int) -> None:
    """Read what happened to an agent, and how it stands."""
    view.many(_of_agent(view, number))


def read_whole_agent(view: View, number: int, key: bytes) -> None:
    """Read everything about an agent that stands under its number or its 32-byte key."""
    lists = [keys.bond(key), keys.standing(number), keys.agent_disputes(number)]
    counts = [keys.agent_verdicts(number), keys.agent_disputes(number)]
    view.many([*_of_agent(view, number), *view.reads_of(lists), *[view.read_of_count(name) for name in counts]])


def _of_agent(view: View, number: int) -> list[Command]:
    return view.reads_of([keys.life(number), keys.lifecycle(number)])


def read_lists(view: View, agent: Agent, key: bytes, lists: Sequence[str], count: int) -> None:
    """Read the first `count` members of lists of an agent, and how complete they are.

    Args:
        view: As of which block.
        agent: Whose they are.
        key: Its 32-byte key.
        lists: Names of ZSETs.
        count: How many members of each.
    """
    view.many([*view.reads_of_first(lists, count), *reads_of_coverage(view, agent, key)])


def reads_of_coverage(view: View, agent: Agent, key: bytes) -> Iterator[Command]:
    """Yield what `coverage.coverage` reads."""
    homes = agent.homes()
    yield from reads_of_streams(view, [(agent.number, key, agent)])
    yield from reads_of_waiting(view, homes)
    yield from view.reads_of([keys.log_life(log) for log in homes])


def read_entries(view: View, agent: Agent, items: Iterable[InLog | OnChain]) -> dict[tuple[bytes, int], LogEntry]:
    """Read the entries that records stand in, and what proves them; return them by log and leaf."""
    shown = list(items)
    parts = [item for item in shown if isinstance(item, InLog)]
    wanted = list(dict.fromkeys((part.log, part.run.leaf) for part in parts))
    blocks = {item.block if isinstance(item, OnChain) else item.run.block for item in shown}
    signed = {key.registered.block for epoch in agent.epochs for key in epoch.keys.values()} if parts else set[int]()
    logs = LogView(view)
    view.many([*logs.reads_of_entries(wanted), *view.reads_of_blocks(sorted(blocks | signed))])
    entries = dict(zip(wanted, logs.entries(wanted), strict=True))
    ids = [item.row.record for item in shown if isinstance(item, OnChain)]
    ids += [
        record_id(segment.records[position])
        for part in parts
        if (segment := entries[part.log, part.run.leaf].segment) is not None
        for position in range(part.first, part.first + part.count)
    ]
    anchors = dict.fromkeys((log, entry.row.anchor) for (log, _), entry in entries.items())
    promises = view.reads_of([keys.record_receipts(record) for record in dict.fromkeys(ids)])
    view.many([*logs.reads_of_anchors(anchors), *promises])
    return entries


def read_record(view: View, record: bytes) -> None:
    """Read where a record stands, who made it, and what proves it."""
    receipts = view.reads_of([keys.record_receipts(record)])
    view.many([("HGETALL", keys.chain_place(record)), ("HGET", keys.log_place(record), record), *receipts])
    logs = LogView(view)
    place = logs.place(record)
    if place is None:
        return
    view.many([*logs.reads_of_entries([(place.log, place.leaf)]), *view.reads_of([keys.log_life(place.log)])])
    (entry,) = logs.entries([(place.log, place.leaf)])
    number = entry.row.agent_id
    if number is None:
        return
    view.many([*logs.reads_of_anchors([(place.log, entry.row.anchor)]), *_of_agent(view, number)])
    blocks = {placed.block for placed in view.lives([number])[0]}
    anchored = logs.anchors(place.log, entry.row.anchor - 1 if entry.row.anchor else None, 1)
    view.load_blocks(sorted(blocks | {anchor.block for anchor in anchored}))
