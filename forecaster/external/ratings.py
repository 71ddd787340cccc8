"""Rating networks: who rated whom, how, and when; which ratings made the labels, and must not be seen.

The published labels of such networks are themselves made of ratings: a founder, and those whom the founder rated
well, say who is honest and who is not. A score that sees those ratings predicts nothing, so they are found and masked.

References:
    Kumar et al., "REV2: Fraudulent user prediction in rating platforms", WSDM 2018.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

import numpy as np
from numpy.typing import NDArray

from ledger.errors import InvalidInputError, NotFoundError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

STRONG: Final = 0.5
"""Share of the scale from which a rating vouches for somebody, or condemns."""
_EXPLAINED: Final = 0.6  # share of labels that a founder's rule must reproduce to be taken for where they came from
_COLUMNS: Final = 4


@dataclass(frozen=True, slots=True)
class Network:
    """Ratings in order of time.

    Args:
        names: Names of the nodes, as the file has them; nodes are numbered by it.
        rater: (n_ratings,) numbers of who rates.
        ratee: (n_ratings,) numbers of who is rated.
        value: (n_ratings,) in -1..1, as a share of the scale's end.
        at: (n_ratings,) Unix seconds, ascending; only differences are ever used.
    """

    names: tuple[str, ...]
    rater: Ints
    ratee: Ints
    value: Floats
    at: Floats

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.names)

    def only(self, kept: Mask) -> Network:
        """Return some of the ratings, among the same nodes."""
        return Network(self.names, self.rater[kept], self.ratee[kept], self.value[kept], self.at[kept])


def opened(path: Path) -> TextIO:
    """Open a text file, packed by gzip or not.

    Raises:
        NotFoundError: if there is none.
    """
    if not path.is_file():
        raise NotFoundError(f"there is no {path}", hint="name an existing file", code="no_data")
    return gzip.open(path, "rt") if path.suffix == ".gz" else path.open()


def _rows(path: Path) -> Iterator[list[str]]:
    with opened(path) as file:
        yield from (row for row in csv.reader(file) if row and not row[0].startswith("#"))


def load_network(path: Path) -> Network:
    """Read rows of rater, ratee, rating, Unix seconds; a heading is skipped.

    Raises:
        NotFoundError: if there is no such file.
        InvalidInputError: if a row has another form, or there is none.
    """
    names: dict[str, int] = {}
    found: list[tuple[int, int, float, float]] = []
    for number, row in enumerate(_rows(path)):
        try:
            value, at = float(row[2]), float(row[3])
        except (ValueError, IndexError) as error:
            if number == 0 and len(row) >= _COLUMNS:
                continue
            raise InvalidInputError(
                f"row {number + 1} of {path} is {','.join(row)[:80]}", hint="give rater,ratee,rating,unix seconds"
            ) from error
        rater, ratee = (names.setdefault(name.strip(), len(names)) for name in row[:2])
        found.append((rater, ratee, value, at))
    if not found:
        raise InvalidInputError(f"{path} holds no rating", hint="give rater,ratee,rating,unix seconds")
    table = np.array(found, dtype=np.float64)
    table = table[np.argsort(table[:, 3], kind="stable")]
    scale = max(1e-9, float(np.abs(table[:, 2]).max()))
    return Network(
        tuple(names), table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2] / scale, table[:, 3]
    )


def load_labels(path: Path, network: Network) -> dict[int, int]:
    """Read rows of node and 1 (benign) or -1 (fraudulent); returns 1 for fraudulent, 0 for benign, by number.

    Nodes that the network does not know are left out.

    Raises:
        NotFoundError: if there is no such file.
        InvalidInputError: if a label is something else.
    """
    numbers = {name: number for number, name in enumerate(network.names)}
    found: dict[int, int] = {}
    for number, row in enumerate(_rows(path)):
        said = row[1].strip() if len(row) > 1 else ""
        if said not in {"1", "-1", "1.0", "-1.0"}:
            if number == 0:
                continue
            raise InvalidInputError(f"row {number + 1} of {path} has label {said!r}", hint="1 is benign, -1 fraudulent")
        if row[0].strip() in numbers:
            found[numbers[row[0].strip()]] = int(float(said) < 0)
    return found


def circle(network: Network, founder: int) -> Mask:
    """Return, by node, who is trusted: a founder, and whom the founder rated well."""
    trusted = np.zeros(network.nodes, dtype=np.bool_)
    trusted[founder] = True
    trusted[network.ratee[(network.rater == founder) & (network.value >= STRONG)]] = True
    return trusted


def labelled_by(network: Network, trusted: Mask) -> dict[int, int]:
    """Label nodes as a trusted circle rated them: 1 condemned, 0 vouched for; nodes on which it is split are left."""
    said = trusted[network.rater]
    bad = np.zeros(network.nodes, dtype=np.bool_)
    good = bad.copy()
    bad[network.ratee[said & (network.value <= -STRONG)]] = True
    good[network.ratee[said & (network.value >= STRONG)]] = True
    return {int(node): int(bad[node]) for node in np.flatnonzero(bad ^ good)}


def find_circle(network: Network, labels: Mapping[int, int]) -> Mask:
    """Find whose ratings made the labels; nobody if no founder's circle reproduces most of them."""
    nobody = np.zeros(network.nodes, dtype=np.bool_)
    best, explained = nobody, _EXPLAINED * max(1, len(labels))
    likely = np.argsort(-np.bincount(network.rater, minlength=network.nodes), kind="stable")[:400]
    for founder in likely:
        trusted = circle(network, int(founder))
        made = labelled_by(network, trusted)
        right = sum(made.get(node) == label for node, label in labels.items())
        if right > explained:
            best, explained = trusted, right
    return best


def masked(network: Network, trusted: Mask, labelled: Mapping[int, int]) -> Network:
    """Take away what the trusted circle said about the labelled nodes."""
    about = np.zeros(network.nodes, dtype=np.bool_)
    about[list(labelled)] = True
    return network.only(~(trusted[network.rater] & about[network.ratee]))
