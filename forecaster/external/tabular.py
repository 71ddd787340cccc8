"""Tables of accounts: a label, an id, and numbers.

What is missing is a trap: in the best-known table of this kind, a block of columns is missing just where fraud is. So
columns with holes are left out, and those of token transfers with them, unless asked for. Amounts enter by their
logarithm, and beside each other: what counts is often how one stands to another. How *round* an amount is counts too:
people choose round sums, and who was told what to send sends a round sum.

Accounts are told apart by their address, or their row. Many are alike to the last digit, since nothing ever happened
to them: that is what the set is like, and what is judged will hold as many. `alike` says which, so that figures without
them can stand beside.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import numpy as np

from forecaster.external.ratings import Floats, opened
from forecaster.external.samples import ALL, UNKNOWN, Samples
from ledger.errors import InvalidInputError

_LABELS: Final = ("flag", "label", "target", "class", "fraud", "is_fraud", "y")
_IDS: Final = ("index", "id", "unnamed: 0", "", "address")
_TRAPS: Final = ("erc20",)
_HOLES: Final = 0.02  # share of missing cells from which a column is left out
_DISTINCT: Final = 20  # values from which a column is compared with others
_MOST: Final = 24  # columns that are compared
_DECIMALS: Final = 8
_EXACT: Final = 1e-12  # relative: what counts as the same number
_PLACES: Final = 3  # different numbers of decimals from which roundness says anything


def load_table(path: Path, columns: tuple[str, ...] | None = None) -> tuple[Samples, tuple[str, ...]]:
    """Read a table with a heading.

    Args:
        path: The file.
        columns: Columns to use, as another call returned them; chosen if not given.

    Returns:
        The samples, and the columns used.

    Raises:
        NotFoundError: if there is no such file.
        InvalidInputError: if it has no label, no numbers, or lacks a column.
    """
    with opened(path) as file:
        rows = [row for row in csv.reader(file) if row]
    heads = [head.strip() for head in rows[0]] if rows else []
    low = [head.lower() for head in heads]
    label = next((low.index(name) for name in _LABELS if name in low), None)
    if columns is None and label is None:
        raise InvalidInputError(f"{path} has no label", hint=f"name a column one of {', '.join(_LABELS)}")
    body = rows[1:]
    if not body:
        raise InvalidInputError(f"{path} holds no row", hint="give a heading and rows")
    cells = {head: [row[i].strip() if i < len(row) else "" for row in body] for i, head in enumerate(heads)}
    if columns is None:
        columns = tuple(
            head for i, head in enumerate(heads)
            if i != label and low[i] not in _IDS and not any(t in low[i] for t in _TRAPS) and _numeric(cells[head])
        )  # fmt: skip
    missing = [head for head in columns if head not in cells]
    if missing or not columns:
        raise InvalidInputError(f"{path} lacks columns {missing or 'of numbers'}", hint="give the same columns")
    numbers = np.column_stack([_floats(cells[head]) for head in columns])
    truth = np.full(len(body), UNKNOWN, dtype=np.int64)
    if label is not None:
        said = cells[heads[label]]
        truth = np.array([UNKNOWN if item == "" else int(float(item) > 0) for item in said], dtype=np.int64)
    numbered = [str(row) for row in range(len(body))]
    names = tuple(next((cells[head] for i, head in enumerate(heads) if low[i] == "address"), numbered))
    samples = Samples(
        numbers, truth, names, (ALL,) * len(body), names, ("",) * len(body),
        np.ones(len(body)), np.full(len(body), np.nan), np.ones(len(body), dtype=np.bool_),
    )  # fmt: skip
    return samples, columns


def _numeric(cells: list[str]) -> bool:
    full = [cell for cell in cells if cell]
    if len(full) < (1 - _HOLES) * len(cells):
        return False
    try:
        [float(cell) for cell in full]
    except ValueError:
        return False
    return True


def _floats(cells: list[str]) -> Floats:
    try:
        found = np.array([float(cell) if cell else np.nan for cell in cells])
    except ValueError as error:
        raise InvalidInputError(f"a column of numbers holds words: {error}", hint="give numbers") from error
    known = found[np.isfinite(found)]
    return np.where(np.isfinite(found), found, np.median(known) if len(known) else 0.0)


def alike(numbers: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Say of each row (n_rows,) whether another one equals it to the last digit."""
    _, which, counts = np.unique(numbers, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(counts[which.ravel()] > 1)


def decimals(numbers: Floats) -> Floats:
    """Return how many decimals each number needs, 0 to `_DECIMALS`: few of a round sum, many of a computed one."""
    needs = np.full(numbers.shape, float(_DECIMALS))
    for places in range(_DECIMALS - 1, -1, -1):
        needs[np.abs(np.round(numbers, places) - numbers) <= _EXACT * np.maximum(1.0, np.abs(numbers))] = places
    return needs


def compared(numbers: Floats, like: Floats) -> Floats:
    """Return logarithms of numbers, every one of them beside every other, and how round they are.

    Args:
        numbers: (n_rows, n_columns) to be compared.
        like: Rows by which it is decided which columns vary enough: those that teach.
    """
    logs = np.sign(numbers) * np.log1p(np.abs(numbers))
    vary = [i for i in range(like.shape[1]) if len(np.unique(like[:, i])) > _DISTINCT][:_MOST]
    pairs = [logs[:, i] - logs[:, j] for place, i in enumerate(vary) for j in vary[place + 1 :]]
    needs, usual = decimals(numbers), decimals(like)
    round_ = [needs[:, i] for i in range(like.shape[1]) if len(np.unique(usual[:, i])) > _PLACES]
    return np.column_stack([logs, *pairs, *round_])
