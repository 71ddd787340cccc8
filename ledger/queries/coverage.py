"""How complete an agent's records are: what each stream claims against what is held, and logs that wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

from ledger.domain.hashing import ZERO32
from ledger.queries.answers import Completeness, StreamCoverage, WaitingLog
from ledger.queries.lifecycle import Agent, Epoch, Stream
from ledger.store import keys, rows
from ledger.store.log_view import LogView
from ledger.store.rows import LOG_INDEX_BYTES, StreamRow
from ledger.store.view import View

BASIS: Final = (
    "sequence numbers: each stream counts its records from 0, and a signed header names the range it covers; "
    "what an agent never signed leaves no number"
)
ON_CHAIN: Final = "chain"
_Owned: TypeAlias = tuple[int, Epoch, Stream]
"""A stream with its epoch, and which of several agents has it."""


def waiting_logs(view: View, logs: Sequence[bytes]) -> list[WaitingLog]:
    """Return those of some logs that are anchored further than they are held."""
    reader = LogView(view)
    view.many([*reads_of_waiting(view, logs)])
    pending = {log: rows.PENDING.row(row) for log, row in view.one("HGETALL", keys.PENDING).items()}
    view.settled = False
    found = zip(logs, reader.last_anchors(logs), reader.cursors(logs), strict=True)
    out = []
    for log, anchor, cursor in found:
        held = 0 if cursor is None else cursor.size
        if anchor is not None and anchor.row.size > held:
            out.append(_waiting(log, anchor.row.size, held, pending.get(log)))
    return out


def reads_of_waiting(view: View, logs: Sequence[bytes]) -> Iterator[tuple[Any, ...]]:
    """Yield what `waiting_logs` reads, to be read in advance."""
    yield ("HGETALL", keys.PENDING)
    yield from view.reads_of_last([keys.anchors(log) for log in logs])
    yield from [("GET", keys.log_cursor(log)) for log in logs]


def _waiting(log: bytes, anchored: int, held: int, row: rows.PendingRow | None) -> WaitingLog:
    if row is None:
        return WaitingLog(log.hex(), "reading", "its entries are on their way", anchored, held, None, 0)
    return WaitingLog(log.hex(), row.condition, row.reason, anchored, held, int(row.since), row.attempts)


def coverage(view: View, number: int, key: bytes, agent: Agent) -> Completeness:
    """Return the completeness of everything that an agent recorded.

    Args:
        view: As of which block.
        number: The agent's number.
        key: Its 32-byte key.
        agent: Its life so far.
    """
    (covered,) = streams_of(view, [(number, key, agent)])
    waiting = waiting_logs(view, agent.homes())
    return Completeness(all(item.complete for item in covered) and not waiting, BASIS, covered, waiting)


def streams_of(view: View, agents: Sequence[tuple[int, bytes, Agent]]) -> list[list[StreamCoverage]]:
    """Return what is held of every stream of several agents, each given with its number and its 32-byte key."""
    view.many([*reads_of_streams(view, agents)])
    direct, logged = _owned(agents)
    names = [_direct_name(agents, item) for item in direct]
    counts = view.many([view.read_of_count(name) for name in names])
    states = LogView(view).streams([(s.home, agents[which][1], e.number, s.number) for which, e, s in logged])
    out: list[list[StreamCoverage]] = [[] for _ in agents]
    for (which, epoch, stream), count, last in zip(direct, counts, view.last_of(names), strict=True):
        row = None if last is None else rows.DIRECT.row(last.data[LOG_INDEX_BYTES:])
        out[which].append(_on_chain(epoch, stream, int(count), row))
    for (which, epoch, stream), state in zip(logged, states, strict=True):
        out[which].append(_in_log(epoch, stream, state))
    for covered in out:
        covered.sort(key=lambda item: (item.epoch, item.stream))
    return out


def reads_of_streams(view: View, agents: Sequence[tuple[int, bytes, Agent]]) -> Iterator[tuple[Any, ...]]:
    """Yield what `streams_of` reads, to be read in advance."""
    direct, logged = _owned(agents)
    names = [_direct_name(agents, item) for item in direct]
    yield from [view.read_of_count(name) for name in names]
    states = [keys.log_stream(s.home, agents[which][1], e.number, s.number) for which, e, s in logged]
    yield from view.reads_of_last([*names, *states])


def _owned(agents: Sequence[tuple[int, bytes, Agent]]) -> tuple[list[_Owned], list[_Owned]]:
    """Return the streams of several agents: those made on chain, and those in logs."""
    owned = [(which, epoch, stream) for which, (_, _, a) in enumerate(agents) for epoch, stream in _streams(a)]
    return [item for item in owned if item[2].is_direct], [item for item in owned if not item[2].is_direct]


def _direct_name(agents: Sequence[tuple[int, bytes, Agent]], item: _Owned) -> str:
    which, epoch, stream = item
    return keys.direct(agents[which][0], epoch.number, stream.number)


def _streams(agent: Agent) -> list[tuple[Epoch, Stream]]:
    return [(epoch, stream) for epoch in agent.epochs for stream in epoch.streams.values()]


def _on_chain(epoch: Epoch, stream: Stream, count: int, last: rows.DirectRow | None) -> StreamCoverage:
    next_seq = 0 if last is None else last.seq + 1
    gaps = [] if count == next_seq else [(count, next_seq)]
    head = None if last is None else last.header.hex()
    return _covered(epoch, stream, ON_CHAIN, StreamRow(next_seq, ZERO32, count, tuple(gaps)), head)


def _in_log(epoch: Epoch, stream: Stream, state: StreamRow | None) -> StreamCoverage:
    held = state or StreamRow(0, ZERO32, 0, ())
    return _covered(epoch, stream, stream.home.hex(), held, None if state is None else state.head.hex())


def _covered(epoch: Epoch, stream: Stream, home: str, held: StreamRow, head: str | None) -> StreamCoverage:
    closed = None if stream.closing is None else stream.closing[0]
    complete = not held.gaps and held.rows == held.next_seq and closed in (None, held.next_seq)
    gaps = list(held.gaps)
    return StreamCoverage(
        epoch.number, stream.number, home, held.next_seq, held.rows, gaps, head, closed, complete=complete
    )
