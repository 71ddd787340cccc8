"""Networks as files: `rater,ratee,value,time` (gzip or plain) and `node,label`, 1 benign and -1 fraudulent."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from ledger.errors import InvalidInputError, NotFoundError
from ledger.trust.configuration import FULL
from ledger.trust.ratings import Ints, Ratings

_GZIP = b"\x1f\x8b"
_BENIGN, _FRAUDULENT = 1, -1


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Ratings in order of time, and who is known to be what.

    Args:
        ratings: The columns; agents are numbered by sorted name.
        names: (agents,) the number that the file gives each agent.
        labels: Agent to True (benign) or False (fraudulent).
    """

    ratings: Ratings
    names: Ints
    labels: Mapping[int, bool]

    @property
    def end(self) -> int:
        """The time of the last rating, Unix seconds."""
        return int(self.ratings.time.max())

    def labelled(self, *, benign: bool) -> Ints:
        """Return the agents with one label, in order."""
        return np.array(sorted(agent for agent, label in self.labels.items() if label is benign), dtype=np.int64)


def read_network(ratings: Path, labels: Path) -> Network:
    """Read both files.

    Values are scaled by the largest that occurs, to -1000..1000; header lines are passed over.

    Raises:
        NotFoundError: if a file does not exist.
        InvalidInputError: if a line does not parse, or nothing is in them.
    """
    table = np.array([row for _, row in _numbers(ratings, 4)], dtype=np.float64).reshape(-1, 4)
    if not len(table):
        raise InvalidInputError(
            f"{ratings} holds no ratings", hint="lines are rater,ratee,value,time", code="no_ratings"
        )
    if not np.isfinite(table).all():
        raise InvalidInputError(f"{ratings} holds a number that is not finite", code="bad_rating")
    table = table[np.argsort(table[:, 3], kind="stable")]
    names, places = np.unique(table[:, :2].astype(np.int64), return_inverse=True)
    rater, ratee = np.ascontiguousarray(places.reshape(-1, 2).T, dtype=np.int32)
    scale = float(np.abs(table[:, 2]).max()) or 1.0
    values = np.rint(table[:, 2] * FULL / scale).astype(np.int64)
    columns = Ratings(len(names), rater, ratee, values, table[:, 3].astype(np.int64))
    return Network(columns, names, _labels(labels, names))


def _labels(path: Path, names: Ints) -> dict[int, bool]:
    numbers = {int(name): place for place, name in enumerate(names)}
    found: dict[int, bool] = {}
    for line, (name, label) in _numbers(path, 2):
        if label not in (_BENIGN, _FRAUDULENT):
            raise InvalidInputError(
                f"{path}, line {line}: label {label:g}", hint="1 is benign, -1 fraudulent", code="bad_label"
            )
        if int(name) in numbers:  # an agent that nobody rated, and that rated nobody, cannot be judged
            found[numbers[int(name)]] = label == _BENIGN
    return found


def _numbers(path: Path, columns: int) -> Iterator[tuple[int, list[float]]]:
    if not path.exists():
        raise NotFoundError(f"there is no file {path}", code="no_file")
    with _opened(path) as file:
        for number, row in enumerate(csv.reader(file), 1):
            if not row or row[0].startswith("#"):
                continue
            try:
                yield number, [float(cell) for cell in row[:columns]]
            except ValueError as error:
                if number == 1:
                    continue  # a header
                raise InvalidInputError(f"{path}, line {number} is no row of numbers", code="bad_row") from error


def _opened(path: Path) -> TextIO:
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    return gzip.open(path, "rt") if packed else path.open()
