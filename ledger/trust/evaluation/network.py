"""Networks as files: `rater,ratee,value,time` (gzip or plain) and `node,label`, 1 benign and -1 fraudulent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from ledger.errors import InvalidInputError, NotFoundError
from ledger.trust.configuration import FULL
from ledger.trust.evaluation.cells import (
    is_date,
    is_number,
    name_of,
    number_of,
    place_of,
    seconds_of,
    shown,
    time_of,
)
from ledger.trust.evaluation.lines import Column, lines_of
from ledger.trust.ratings import Ints, Ratings

Names = npt.NDArray[np.str_]
_LABELS: Final = {"1": True, "benign": True, "-1": False, "fraudulent": False}


class Scale(NamedTuple):
    """The worst and the best word; the middle between them says nothing."""

    least: float
    most: float


SIGNED: Final = Scale(-1.0, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Ratings in order of time, and who is known to be what.

    Args:
        ratings: The columns; agents are numbered by sorted name.
        names: (agents,) what the file calls each agent.
        labels: Agent to True (benign) or False (fraudulent).
        scale: Of the file's values.
    """

    ratings: Ratings
    names: Names
    labels: Mapping[int, bool]
    scale: Scale = SIGNED

    @property
    def end(self) -> int:
        """The time of the last rating, Unix seconds."""
        return int(self.ratings.time.max())

    def labelled(self, *, benign: bool) -> Ints:
        """Return the agents with one label, in order."""
        return np.array(sorted(agent for agent, label in self.labels.items() if label is benign), dtype=np.int64)

    def numbers(self, names: Sequence[str]) -> Ints:
        """Return the numbers of agents that are named.

        Raises:
            NotFoundError: if one neither rated nor was rated.
        """
        asked = [name_of(name.strip()) for name in names]
        strange = sorted(set(asked) - set(self.names.tolist()))
        if strange:
            raise NotFoundError(
                f"{strange[0]} neither rated nor was rated", hint="name agents as the file does", code="unknown_agent"
            )
        return np.flatnonzero(np.isin(self.names, asked))

    def called(self, agents: Sequence[int] | Ints) -> list[int | str]:
        """Return the names of agents; numbers, where they are."""
        return [shown(name) for name in self.names[agents].tolist()]


def read_network(ratings: Path, labels: Path, scale: Scale | None = None) -> Network:
    """Read both files (see `lines`).

    Agents have any names. Values are of the `scale`; without one it is symmetric about 0 and reaches the largest that
    occurs, or, where none is negative, from the least that occurs to the largest. Times are Unix seconds (or
    thousandths, millionths, billionths of them, by their size) or ISO 8601.

    Raises:
        NotFoundError: if a file does not exist.
        InvalidInputError: if a line does not parse, or nothing is in them.
    """
    raters, ratees, values, times = [], [], [], []
    for number, (rater, ratee, value, time) in lines_of(ratings, _RATINGS):
        raters.append(name_of(rater))
        ratees.append(name_of(ratee))
        values.append(number_of(ratings, number, value))
        times.append(time_of(ratings, number, time))
    if not values:
        raise InvalidInputError(
            f"{ratings} holds no ratings", hint="lines are rater,ratee,value,time", code="no_ratings"
        )
    names, place = _numbered([*raters, *ratees])
    found = scale or _scale_of(values)
    milli, seconds = _milli(ratings, np.array(values), found), seconds_of(ratings, np.array(times))
    order = np.argsort(seconds, kind="stable")
    who = place.reshape(2, -1)[:, order]
    columns = Ratings(len(names), who[0], who[1], milli[order], np.floor(seconds[order]).astype(np.int64))
    return Network(columns, np.array(names), _labels(labels, names), found)


def _numbered(called: Sequence[str]) -> tuple[list[str], npt.NDArray[np.int32]]:
    """Number agents: those named by numbers first, in their order."""
    names = sorted(set(called), key=place_of)
    number = {name: place for place, name in enumerate(names)}
    return names, np.array([number[name] for name in called], dtype=np.int32)


def _labels(path: Path, names: Sequence[str]) -> dict[int, bool]:
    number = {name: place for place, name in enumerate(names)}
    found: dict[str, bool] = {}
    for line, (node, label) in lines_of(path, _LABELLED):
        says, name = _LABELS.get(name_of(label).lower()), name_of(node)
        if says is None:
            raise InvalidInputError(
                f"{path}, line {line}: label {label}", hint="1 is benign, -1 fraudulent", code="bad_label"
            )
        if found.setdefault(name, says) is not says:
            raise InvalidInputError(
                f"{path}, line {line}: {name} is labelled benign and fraudulent", hint="keep one", code="bad_label"
            )
    known = {number[name]: says for name, says in found.items() if name in number}
    if found and not known:  # else an agent that nobody rated, and that rated nobody, cannot be judged
        raise InvalidInputError(
            f"none of the {len(found)} agents labelled in {path} rated or was rated",
            hint="both files have to call agents by the same names",
            code="strange_labels",
        )
    return known


def _scale_of(values: Sequence[float]) -> Scale:
    least, most = min(values), max(values)
    if least >= 0 and least < most:
        return Scale(least, most)
    far = max(-least, most) or 1.0
    return Scale(-far, far)


def _milli(path: Path, values: npt.NDArray[np.float64], scale: Scale) -> Ints:
    out = np.flatnonzero((values < scale.least) | (values > scale.most))
    if len(out):
        raise InvalidInputError(
            f"{path}: {len(out)} ratings, as {values[out[0]]:g}, are not from {scale.least:g} to {scale.most:g}",
            hint="name the scale that was used: --scale LEAST,MOST",
            code="outside_scale",
        )
    middle = scale.least / 2 + scale.most / 2
    found: Ints = np.rint((values - middle) / (scale.most - middle) * FULL).astype(np.int64)
    return found


_RATINGS: Final = (
    Column(("rater", "source", "src", "from", "truster"), bool),
    Column(("ratee", "target", "tgt", "dst", "to", "trustee"), bool),
    Column(("value", "rating", "score", "weight", "sign", "vote"), is_number),
    Column(("time", "timestamp", "date", "datetime"), lambda cell: is_number(cell) or is_date(cell)),
)
_LABELLED: Final = (
    Column(("node", "id", "agent", "user", "name"), bool),
    Column(("label", "class", "truth"), lambda cell: is_number(cell) or cell.lower() in _LABELS),
)
