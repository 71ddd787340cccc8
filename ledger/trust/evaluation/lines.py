"""Tables as people send them: gzip or plain, a header or none, parted by commas, tabs, semicolons or blanks.

A header that names the columns wanted decides which is which; without one, or with names nobody knows, columns are
taken in the order in which they are wanted. Every complaint says the file and, where there is one, the line.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from ledger.errors import InvalidInputError, NotFoundError

_GZIP: Final = b"\x1f\x8b"
_COMMENTS: Final = ("#", "%")
_PARTED_BY: Final = ("\t", ";", ",")
"""Tried in this order, as a comma may be part of a cell in the others; blanks are what is left."""


class Column(NamedTuple):
    """A column that is wanted, the names it goes by (lower case, its own first), and whether a cell may be of it."""

    names: Sequence[str]
    fits: Callable[[str], bool]


class Line(NamedTuple):
    """The number of a line, from 1, and its cells in the order in which columns are wanted."""

    number: int
    cells: Sequence[str]


def lines_of(path: Path, columns: Sequence[Column]) -> Iterator[Line]:
    """Read a table.

    Raises:
        NotFoundError: if there is no such file.
        InvalidInputError: if it is no text, is cut off, names its columns otherwise, or a line has too few cells.
    """
    if not path.is_file():
        raise NotFoundError(f"there is no file {path}", hint="name a file of lines, plain or gzip", code="no_file")
    try:
        with _opened(path) as file:
            yield from _lines(path, file, columns)
    except (UnicodeDecodeError, EOFError, OSError, zlib.error, csv.Error) as error:
        raise InvalidInputError(
            f"{path} cannot be read: {error}", hint="UTF-8 text is expected, plain or gzip", code="bad_file"
        ) from error


def _opened(path: Path) -> TextIO:
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    return gzip.open(path, "rt", encoding="utf-8-sig") if packed else path.open(encoding="utf-8-sig")


def _lines(path: Path, file: TextIO, columns: Sequence[Column]) -> Iterator[Line]:
    numbered = ((number, text) for number, text in enumerate(file, 1) if _says_something(text))
    first = next(numbered, None)
    if first is None:
        return
    parted = next((mark for mark in _PARTED_BY if mark in first[1]), None)
    head = _cells(first[1], parted)
    data = _fits(head, columns)
    order = range(len(columns)) if data else _ordered(path, head, columns)
    for number, text in chain([first], numbered) if data else numbered:
        cells = _cells(text, parted)
        if len(cells) <= max(order):
            raise InvalidInputError(
                f"{path}, line {number} has {len(cells)} cells",
                hint=f"lines are {_usual(columns)}",
                code="bad_row",
            )
        yield Line(number, [cells[place] for place in order])


def _says_something(text: str) -> bool:
    return bool(text.strip()) and not text.lstrip().startswith(_COMMENTS)


def _cells(text: str, parted: str | None) -> list[str]:
    if parted is None:
        return text.split()
    return [cell.strip() for cell in next(csv.reader([text], delimiter=parted, skipinitialspace=True))]


def _fits(cells: Sequence[str], columns: Sequence[Column]) -> bool:
    """Say whether a first line is data already."""
    return len(cells) >= len(columns) and all(
        column.fits(cell) for column, cell in zip(columns, cells[: len(columns)], strict=True)
    )


def _ordered(path: Path, head: Sequence[str], columns: Sequence[Column]) -> Sequence[int]:
    """Return where a header has the columns."""
    names = [cell.lower() for cell in head]
    places = [next((names.index(name) for name in column.names if name in names), None) for column in columns]
    found = [place for place in places if place is not None]
    if len(found) == len(columns):
        return found
    if len(head) < len(columns) or any(place not in {None, usual} for usual, place in enumerate(places)):
        missing = [column.names[0] for column, place in zip(columns, places, strict=True) if place is None]
        lacks = f"has no column {' nor '.join(missing)}" if found else f"has {len(head)} cells"
        raise InvalidInputError(
            f"{path}: its first line, {','.join(head)[:80]!r}, {lacks}",
            hint=f"lines are {_usual(columns)}, under a header that says so or none",
            code="bad_header",
        )
    return range(len(columns))


def _usual(columns: Sequence[Column]) -> str:
    return ",".join(column.names[0] for column in columns)
