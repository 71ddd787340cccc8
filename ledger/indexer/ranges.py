"""A chunk of checked log entries into writes, pure. All keys and fields are of this log alone, so logs commute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ledger.domain.entry import SignedSegment
from ledger.domain.record import Record
from ledger.domain.statements import Segment
from ledger.errors import ProofError
from ledger.indexer.carried import write_receipt
from ledger.indexer.checks import Checked, StreamName
from ledger.store import keys
from ledger.store.log_view import Anchor, agent_member, session_hash, session_member
from ledger.store.ops import Op, add, count, put, put_once, set_value
from ledger.store.receipt_rows import HeaderRow
from ledger.store.rows import WIDE_BYTES, EntryRow, LogCursor, PlaceInLog, StreamRow, encode


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry of a log with its check."""

    index: int
    data: bytes
    checked: Checked


def write_leaves(log: bytes, anchor: Anchor, leaves: Sequence[Leaf], cursor: LogCursor) -> list[Op]:
    """Return the writes of a chunk.

    Args:
        log: The log.
        anchor: The anchor that witnessed the entries.
        leaves: The entries, in order.
        cursor: Where the log stands afterwards.
    """
    ops = [op for leaf in leaves for op in _write_leaf(log, anchor, leaf)]
    streams: dict[StreamName, tuple[int, StreamRow]] = {}
    totals: dict[bytes, Counter[str]] = {}
    for leaf in leaves:
        checked = leaf.checked
        if checked.accepted and checked.entry is not None and checked.stream is not None:
            header = checked.entry.segment
            streams[header.agent, header.epoch, header.stream] = (leaf.index, checked.stream)
            totals.setdefault(header.agent, Counter()).update(_named(checked.records))
    for name, (index, row) in streams.items():
        ops.append(add(keys.log_stream(log, *name), index.to_bytes(WIDE_BYTES, "big") + encode(row), anchor.block))
    for agent, counter in totals.items():
        ops += [count(keys.log_counts(log, agent), field, by) for field, by in counter.items()]
    ops.append(set_value(keys.log_cursor(log), cursor))
    return ops


def _write_leaf(log: bytes, anchor: Anchor, leaf: Leaf) -> Iterator[Op]:
    checked, segment = leaf.checked, leaf.checked.segment
    if not checked.accepted and segment is not None and (checked.check == "repeated" or not _root_holds(segment)):
        segment = None  # nothing new, or not what was signed: the entry alone is kept
    packed = leaf.data if segment is None else segment.pack()
    row = EntryRow(checked.check, checked.reason, anchor.index, checked.signer, checked.agent_id, packed)
    yield put(keys.entries(log, leaf.index), str(leaf.index), row)
    ids = [] if segment is None else segment.record_ids()
    places = [(record, PlaceInLog(log, leaf.index, position)) for position, record in enumerate(ids)]
    if not checked.accepted or checked.entry is None:
        yield add(keys.rejected(log), leaf.index.to_bytes(WIDE_BYTES, "big") + checked.check.encode(), anchor.block)
        for record, place in places:
            yield put_once(keys.stray(record), record + log, place)
        return
    header = checked.entry.segment
    listed = agent_member(anchor.row.log_index, leaf.index, header.count)
    yield add(keys.log_agent(log, header.agent), listed, anchor.block)
    for record, place in places:
        yield put(keys.log_place(record), record, place)
    yield put(keys.log_headers(log, leaf.index), str(leaf.index), _header_row(header, anchor))
    if checked.agent_id is not None:
        for found in checked.receipts:
            record, place = places[found.position]
            yield from write_receipt(found, checked.records[found.position], record, place, checked.agent_id, anchor)
    for session, first, length in _runs(checked.records):
        key = keys.log_session(log, header.agent, session_hash(session))
        yield add(key, session_member(anchor.row.log_index, leaf.index, first, length), anchor.block)


def _header_row(header: Segment, anchor: Anchor) -> HeaderRow:
    return HeaderRow(
        agent=header.agent,
        epoch=header.epoch,
        stream=header.stream,
        first_seq=header.first_seq,
        count=header.count,
        anchor=anchor.index,
        block=anchor.block,
        time=anchor.row.time,
    )


def _root_holds(segment: SignedSegment) -> bool:
    try:
        segment.check_root()
    except ProofError:
        return False
    return True


def _runs(records: Sequence[Record]) -> Iterator[tuple[str, int, int]]:
    """Split a segment into runs of one session: (session, first position, length)."""
    for session, group in groupby(enumerate(records), key=lambda item: item[1].session):
        positions = [position for position, _ in group]
        yield session, positions[0], len(positions)


def _named(records: Sequence[Record]) -> Iterator[str]:
    for record in records:
        yield f"{record.op}|{record.outcome or record.phase}"
        if record.tool is not None:
            yield f"tool|{record.tool}"
