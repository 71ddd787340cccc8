"""Reading JSON of strangers: what it raises, and objects that name a member twice."""

from __future__ import annotations

import json
from typing import Final, TypeVar

import msgspec

_T = TypeVar("_T")
BAD_JSON: Final = (msgspec.MsgspecError, UnicodeError, RecursionError)
"""Not JSON, another type, no UTF-8, or nested so deep that reading stops: for `except`."""


def decode_once(data: bytes, kind: type[_T]) -> _T:
    """Read JSON in which no object names a member twice: readers disagree about which of the two they show.

    Raises:
        BAD_JSON: if it is no such JSON, or not of that type.
    """
    found = msgspec.json.decode(data, type=kind)
    json.loads(data.decode(), object_pairs_hook=_check_names)
    return found


def _check_names(pairs: list[tuple[str, object]]) -> None:
    if len(dict(pairs)) != len(pairs):
        raise msgspec.ValidationError(f"an object names a member twice, among {sorted({name for name, _ in pairs})}")
