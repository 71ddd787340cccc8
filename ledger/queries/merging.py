"""One order over several sources: records as the chain witnessed them.

Within a source (the chain, or one log) records only ever come at the end; between sources they are merged
by (block, log index of the event, leaf, position). Each source keeps its own place in the cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.errors import InvalidInputError
from ledger.queries.cursors import Cursor, Place
from ledger.store import keys
from ledger.store.log_view import COUNT_BYTES, Run
from ledger.store.rows import DIRECT, LOG_INDEX_BYTES, WIDE_BYTES, DirectRow
from ledger.store.view import Member, View

_LAST: Final = b"\xff"


@dataclass(frozen=True, slots=True)
class OnChain:
    """A record made on chain: its stream and its row."""

    block: int
    log_index: int
    epoch: int
    stream: int
    row: DirectRow


@dataclass(frozen=True, slots=True)
class InLog:
    """Records `[first, first + count)` of a segment in a log; `run` is the whole run that they are part of."""

    log: bytes
    run: Run
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Source:
    """One log's part of a list: its key, the reader of its members, and whether runs are placed by position too."""

    log: bytes
    key: str
    read: Callable[[Member], Run]
    by_position: bool

    def prefix(self, run: Run) -> bytes:
        """Return the leading bytes that place a run among the members of a block."""
        tail = run.first.to_bytes(COUNT_BYTES, "big") if self.by_position else b""
        return run.log_index.to_bytes(LOG_INDEX_BYTES, "big") + run.leaf.to_bytes(WIDE_BYTES, "big") + tail


@dataclass(frozen=True, slots=True)
class Merged:
    """One page: what is on it in order, the cursor after it, and whether more is there now."""

    items: list[OnChain | InLog]
    cursor: Cursor
    more: bool


def merge(
    view: View, number: int, direct: Sequence[tuple[int, int]], sources: Sequence[Source], cursor: Cursor, limit: int
) -> Merged:
    """Read one page.

    Args:
        view: As of which block.
        number: The agent's number.
        direct: Streams made on chain, as (epoch, stream).
        sources: Its logs.
        cursor: Where to go on.
        limit: Most records on the page.
    """
    candidates = _candidates(view, number, direct, sources, cursor, limit + 1)
    by_log = {source.log: source for source in sources}
    chain, logs = cursor.chain, dict(cursor.logs)
    items: list[OnChain | InLog] = []
    room = limit
    for item in candidates:
        if room == 0:
            break
        if isinstance(item, OnChain):
            room -= 1
            chain = Place(item.block, item.log_index.to_bytes(LOG_INDEX_BYTES, "big"))
            items.append(item)
        else:
            taken = min(room, item.count)
            room -= taken
            part = InLog(item.log, item.run, item.first, taken)
            items.append(part)
            logs[item.log] = _after(by_log[item.log], part)
    more = len(candidates) > len(items) or (bool(items) and items[-1] != candidates[-1])
    seen = view.books.cursor
    after = cursor.behind(seen, chain, logs)
    return Merged(items, after, more)


def _candidates(
    view: View, number: int, direct: Sequence[tuple[int, int]], sources: Sequence[Source], cursor: Cursor, count: int
) -> list[OnChain | InLog]:
    """Return the next items of all sources in their common order; at least the first `count - 1` are exact."""
    position = None if cursor.chain is None else cursor.chain.position()
    places = [cursor.logs.get(source.log) for source in sources]
    wanted = [(keys.direct(number, epoch, stream), position) for epoch, stream in direct]
    wanted += [(s.key, None if p is None else p.position()) for s, p in zip(sources, places, strict=True)]
    found = view.after_of(wanted, count)
    placed: list[tuple[tuple[int, int, int, int], OnChain | InLog]] = []
    for (epoch, stream), members in zip(direct, found[: len(direct)], strict=True):
        for member in members:
            record = _on_chain(member, epoch, stream)
            placed.append(((record.block, record.log_index, 0, 0), record))
    for source, place, members in zip(sources, places, found[len(direct) :], strict=True):
        for order, member in enumerate(members):
            skip = place.skip if place is not None and order == 0 else 0
            part = _part(source, member, skip)
            run = part.run
            placed.append(((run.block, run.log_index, run.leaf, part.first), part))
    placed.sort(key=lambda item: item[0])
    return [item for _, item in placed]


def _on_chain(member: Member, epoch: int, stream: int) -> OnChain:
    index = int.from_bytes(member.data[:LOG_INDEX_BYTES], "big")
    return OnChain(member.block, index, epoch, stream, DIRECT.row(member.data[LOG_INDEX_BYTES:]))


def _part(source: Source, member: Member, skip: int) -> InLog:
    """Leave out the records of a run that were read before.

    Raises:
        InvalidInputError: if the cursor skips more than there is.
    """
    run = source.read(member)
    if skip >= run.count:
        raise InvalidInputError(
            "the cursor does not fit the list", hint="start again from the first page", code="bad_cursor"
        )
    return InLog(source.log, run, run.first + skip, run.count - skip)


def _after(source: Source, part: InLog) -> Place:
    """Return the place behind a part: behind its run, or in the middle of it."""
    run, prefix = part.run, source.prefix(part.run)
    done = part.first - run.first + part.count
    if done == run.count:
        return Place(run.block, prefix)
    before = int.from_bytes(prefix, "big") - 1
    if before < 0:
        return Place(run.block - 1, _LAST * len(prefix), done)
    return Place(run.block, before.to_bytes(len(prefix), "big"), done)
