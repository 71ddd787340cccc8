"""Cells of a table: names, numbers and times, as people write them."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from ledger.errors import InvalidInputError

_WHOLE: Final = re.compile(r"[+]?(-?[0-9]{1,100})(\.0*)?")
_EXACT: Final = 1 << 53
_UNITS: Final = ((1e11, 1), (1e14, 10**3), (1e17, 10**6), (1e20, 10**9))
"""Times below each are of so many parts of a second: from 1973 to 5138 no two can be mistaken for each other."""


def name_of(cell: str) -> str:
    """Call an agent one name, where a spreadsheet made 7 into 7.0."""
    whole = _WHOLE.fullmatch(cell)
    return whole[1] if whole else cell


def place_of(name: str) -> tuple[int, int, str]:
    """Sort names: numbers first, in their order."""
    return (0, int(name), name) if _WHOLE.fullmatch(name) else (1, 0, name)


def shown(name: str) -> int | str:
    """Show a number as one, if it is none that JSON would round."""
    return int(name) if _WHOLE.fullmatch(name) and abs(int(name)) <= _EXACT else name


def seconds_of(path: Path, times: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Turn times of one unit, whichever it is, into Unix seconds.

    Raises:
        InvalidInputError: if one is too far from now in any unit.
    """
    far = float(np.abs(times).max())
    parts = next((parts for below, parts in _UNITS if far < below), None)
    if parts is None:
        raise InvalidInputError(
            f"{path}: {far:g} is no time", hint="Unix seconds or ISO 8601 are expected", code="bad_time"
        )
    return times / parts


def number_of(path: Path, line: int, cell: str) -> float:
    """Read a finite number.

    Raises:
        InvalidInputError: naming the line, if it is none.
    """
    try:
        found = float(cell)
    except ValueError as error:
        raise InvalidInputError(
            f"{path}, line {line}: {cell[:40]!r} is no number", hint="values are numbers", code="bad_row"
        ) from error
    if not math.isfinite(found):
        raise InvalidInputError(
            f"{path}, line {line}: {cell} is not finite", hint="values are numbers", code="bad_rating"
        )
    return found


def time_of(path: Path, line: int, cell: str) -> float:
    """Read a number, or a date (UTC unless it says otherwise) as Unix seconds.

    Raises:
        InvalidInputError: naming the line, if it is neither.
    """
    if not is_date(cell):
        return number_of(path, line, cell)
    found = datetime.fromisoformat(cell)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def is_date(cell: str) -> bool:
    """Say whether a cell is a date of ISO 8601, with or without a time."""
    if is_number(cell):  # also ISO 8601 writes dates as eight digits
        return False
    try:
        datetime.fromisoformat(cell)
    except ValueError:
        return False
    return True


def is_number(cell: str) -> bool:
    """Say whether a cell is a number, finite or not."""
    try:
        float(cell)
    except ValueError:
        return False
    return True
