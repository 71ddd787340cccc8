"""How arbitrators' rulings fared: which were reviewed, which of these were overturned, and how often votes agree.

A rate of few cases says little, so each comes with an interval: Wilson's, at 95%.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from ledger.store import arbitrator_rows, panel_rows
from ledger.store.court_view import CourtView
from ledger.store.rows import Placed
from ledger.store.view import View

PPM: Final = 1_000_000
MOST_VOTES: Final = 100  # the last votes of an arbitrator that agreement is measured on
_Z: Final = 1.959963984540054  # quantile of the normal distribution for 95%, both sides


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happened among `of` cases: parts per million, and the bounds of its interval.

    All three are None without any case.
    """

    count: int
    of: int
    ppm: int | None
    low_ppm: int | None
    high_ppm: int | None


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """`overturned`: rulings that the arbitrator voted for, of those that a larger panel reviewed.

    `agreed`: votes that were the panel's ruling too, of the last ones that it revealed.
    """

    overturned: Rate
    agreed: Rate


def rate(count: int, of: int) -> Rate:
    """Return a rate with its interval (E. B. Wilson, 1927)."""
    if of == 0:
        return Rate(0, 0, None, None, None)
    share, square = count / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Rate(count, of, round(share * PPM), round(low * PPM), round(high * PPM))


def track_records(
    view: View, histories: dict[str, Sequence[Placed[arbitrator_rows.ArbitratorRow]]]
) -> dict[str, TrackRecord]:
    """Return the track records of several arbitrators.

    Args:
        view: As of which block.
        histories: What each of them declared and did.
    """
    reviewed = _reviewed(view)
    last = {who: _last_votes(history) for who, history in histories.items()}
    ruled = _rulings(view, [panel for votes in last.values() for panel, _ in votes])
    out = {}
    for who, votes in last.items():
        own = reviewed.get(who, [])
        known = [(vote, ruled[panel]) for panel, vote in votes if panel in ruled]
        out[who] = TrackRecord(
            rate(sum(own), len(own)), rate(sum(vote == ruling for vote, ruling in known), len(known))
        )
    return out


def _last_votes(history: Sequence[Placed[arbitrator_rows.ArbitratorRow]]) -> list[tuple[int, int]]:
    sat = [placed.row for placed in history if isinstance(placed.row, arbitrator_rows.Sat)]
    return [(row.panel, row.vote) for row in sat if row.vote is not None][-MOST_VOTES:]


def _rulings(view: View, numbers: Sequence[int]) -> dict[int, int]:
    """Return what panels ruled first, those that have."""
    wanted = list(dict.fromkeys(numbers))
    found = zip(wanted, CourtView(view).panels(wanted), strict=True)
    ruled = ((number, _first_ruling(panel)) for number, panel in found)
    return {number: ruling[0] for number, ruling in ruled if ruling is not None}


def _reviewed(view: View) -> dict[str, list[bool]]:
    """Return, for each arbitrator, whether each reviewed ruling that it had voted for was overturned."""
    reviews = CourtView(view).reviews()
    out: dict[str, list[bool]] = {}
    for (_, earlier), panel in zip(reviews, CourtView(view).panels([earlier for _, earlier in reviews]), strict=True):
        review = next((p.row for p in _reviews(panel) if p.row.earlier == earlier), None)
        first = _first_ruling(panel)
        if review is None or first is None:
            continue
        for who, vote in first[1]:
            if vote == review.earlier_ruling:
                out.setdefault(who, []).append(review.ruling != review.earlier_ruling)
    return out


def _reviews(panel: Sequence[Placed[panel_rows.PanelRow]]) -> Iterator[Placed[panel_rows.Reviewed]]:
    for placed in panel:
        if isinstance(placed.row, panel_rows.Reviewed):
            yield Placed(placed.block, placed.log_index, placed.row)


def _first_ruling(panel: Sequence[Placed[panel_rows.PanelRow]]) -> tuple[int, list[tuple[str, int]]] | None:
    """Return what a panel ruled before anyone reviewed it, and the votes of the seats that decided."""
    votes: list[tuple[str, int]] = []
    for placed in panel:
        match placed.row:
            case panel_rows.Undecided():
                votes = []
            case panel_rows.Revealed(arbitrator=who, vote=vote):
                votes.append((who, vote))
            case panel_rows.Concluded(ruling=ruling):
                return ruling, votes
            case _:
                pass
    return None
