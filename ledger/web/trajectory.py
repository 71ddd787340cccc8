"""The course of a score as a drawing: the score after every change, and around it the interval that evidence allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.reputation import PERIOD_SECONDS, PPM, Standing
from ledger.queries.check import interval
from ledger.queries.standing import Change, Score

WIDTH: Final = 640
HEIGHT: Final = 180
LEFT: Final = 44
BOTTOM: Final = 24
_TOP: Final = 8
_RIGHT: Final = 10
_LABELS: Final = 4
_MOST_POINTS: Final = 400


@dataclass(frozen=True, slots=True)
class Point:
    """One change: its place on the drawing, score and interval in parts per million, and its number in the list."""

    x: float
    y: float
    number: int
    time: int
    score_ppm: int
    low_ppm: int
    high_ppm: int


@dataclass(frozen=True, slots=True)
class Trajectory:
    """What the drawing shows. `line` and `band` are SVG path data; `ticks` are (x, Unix seconds)."""

    score: Score
    points: list[Point]
    line: str
    band: str
    ticks: list[tuple[float, int]]
    left_out: int
    low_ppm: int
    high_ppm: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - _RIGHT
    floor: int = HEIGHT - BOTTOM

    def at(self, ppm: int) -> float:
        """Return the height at which a score stands."""
        return _y(ppm)


def trajectory(changes: Sequence[Change], score: Score, *, until: int) -> Trajectory:
    """Draw the changes of one context and dimension, oldest first, and how the score stands now.

    Args:
        changes: Of that context and dimension.
        score: How it stands.
        until: Unix seconds of the block that the page is about.
    """
    shown = changes[-_MOST_POINTS:]
    begin = shown[0].seen.time if shown else until
    width = max(1, until - begin)
    points = [_point(change, len(changes) - len(shown) + at, begin, width) for at, change in enumerate(shown, start=1)]
    low, high = interval(Standing(score.positive, score.negative, score.count, score.period))
    return Trajectory(
        score=score,
        points=points,
        line=_line(points, score.score_ppm),
        band=_band(points, low, high),
        ticks=[(_x(width * step // _LABELS, width), begin + width * step // _LABELS) for step in range(_LABELS + 1)]
        if width >= PERIOD_SECONDS
        else [(_x(0, width), begin), (_x(width, width), until)],
        left_out=len(changes) - len(shown),
        low_ppm=low,
        high_ppm=high,
    )


def _point(change: Change, number: int, begin: int, width: int) -> Point:
    positive, negative = change.after
    low, high = interval(Standing(positive, negative, number, change.period))
    x = _x(change.seen.time - begin, width)
    return Point(x, _y(change.score_ppm_after), number, change.seen.time, change.score_ppm_after, low, high)


def _x(since: int, width: int) -> float:
    return round(LEFT + (WIDTH - LEFT - _RIGHT) * min(1.0, since / width), 1)


def _y(ppm: int) -> float:
    return round(_TOP + (HEIGHT - BOTTOM - _TOP) * (1 - ppm / PPM), 1)


def _line(points: Sequence[Point], now_ppm: int) -> str:
    """Step from change to change, and fall or rise to what is left of it now."""
    if not points:
        return ""
    steps = [f"M{points[0].x} {points[0].y}"]
    steps += [f"H{point.x}V{point.y}" for point in points[1:]]
    return "".join([*steps, f"L{WIDTH - _RIGHT} {_y(now_ppm)}"])


def _band(points: Sequence[Point], low: int, high: int) -> str:
    if not points:
        return ""
    upper = [f"M{points[0].x} {_y(points[0].high_ppm)}"]
    upper += [f"H{point.x}V{_y(point.high_ppm)}" for point in points[1:]]
    upper.append(f"L{WIDTH - _RIGHT} {_y(high)}L{WIDTH - _RIGHT} {_y(low)}")
    back = list(reversed(points))
    lower = [f"L{back[0].x} {_y(back[0].low_ppm)}"]
    lower += [f"V{_y(point.low_ppm)}H{point.x}" for point in back[1:]]
    return "".join([*upper, *lower, "Z"])
