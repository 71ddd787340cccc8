"""Causes and effects of a record as a drawing: causes above, effects below, one row for each step away from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.queries.traces import TracedRecord, TraceView

BOX_WIDTH: Final = 176
BOX_HEIGHT: Final = 46
GAP: Final = 16
ROW: Final = 84
MOST_IN_ROW: Final = 4
MOST_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class Box:
    """One record of the drawing."""

    record: TracedRecord
    agent_id: str
    x: int
    y: int
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """What the drawing shows: boxes and arrows (x1, y1, x2, y2), from cause to effect; `left_out` did not fit."""

    boxes: list[Box]
    arrows: list[tuple[int, int, int, int]]
    left_out: int
    width: int
    height: int
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


def causes(trace: TraceView) -> Graph:
    """Lay out a trace."""
    rows = _rows(trace)
    width = max(len(row) for row in rows) * (BOX_WIDTH + GAP) + GAP
    boxes: dict[str, Box] = {}
    for at, row in enumerate(rows):
        left = (width - len(row) * (BOX_WIDTH + GAP) + GAP) // 2
        for place, record in enumerate(row):
            x, y = left + place * (BOX_WIDTH + GAP), GAP + at * ROW
            asked = record.record_id == trace.record.record_id
            boxes[record.record_id] = Box(record, record.agent.rpartition("/")[2], x, y, asked)
    arrows = [
        (
            boxes[cause].x + BOX_WIDTH // 2,
            boxes[cause].y + BOX_HEIGHT,
            box.x + BOX_WIDTH // 2,
            box.y,
        )
        for box in boxes.values()
        for cause in box.record.parents
        if cause in boxes
    ]
    everything = 1 + len(trace.ancestors) + len(trace.descendants)
    return Graph(list(boxes.values()), arrows, everything - len(boxes), width, len(rows) * ROW)


def _rows(trace: TraceView) -> list[list[TracedRecord]]:
    """Put each record in the row of its longest way to or from the asked one, as many as can be seen at once."""
    above, below = _levels_up(trace), _levels_down(trace)
    rows: dict[int, list[TracedRecord]] = {0: [trace.record]}
    for record, level in (*above, *below):
        if -MOST_ROWS <= level <= MOST_ROWS and len(rows.setdefault(level, [])) < MOST_IN_ROW:
            rows[level].append(record)
    return [rows[level] for level in sorted(rows) if rows[level]]


def _levels_up(trace: TraceView) -> list[tuple[TracedRecord, int]]:
    known = {record.record_id: record for record in trace.ancestors}
    level = dict.fromkeys(trace.record.parents, -1)
    for record in reversed(trace.ancestors):  # effects before causes
        for parent in record.parents:
            if record.record_id in level:
                level[parent] = min(level.get(parent, 0), level[record.record_id] - 1)
    return sorted(((known[name], at) for name, at in level.items() if name in known), key=lambda pair: -pair[1])


def _levels_down(trace: TraceView) -> list[tuple[TracedRecord, int]]:
    level = {trace.record.record_id: 0}
    out = []
    for record in trace.descendants:  # causes before effects
        at = 1 + max((level[parent] for parent in record.parents if parent in level), default=0)
        level[record.record_id] = at
        out.append((record, at))
    return sorted(out, key=lambda pair: pair[1])
