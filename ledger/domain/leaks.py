"""The leak check: what of a text or an action should not be logged or disclosed.

It runs on what leaves the machine in the clear: the words of a record, and fields that are disclosed. Payloads that a
record only commits to stay where they are. The check is one interface, so that a stronger engine can take its place.
"""

# ruff: noqa: E501 - a pattern is read whole

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol

import msgspec

from ledger.domain.leak_patterns import NAMES, PATTERNS, Kind

MAX_TEXT: Final = 64 * 1024
"""Characters of one text that are looked at; what is longer is a leak by itself where text should be short."""
_MAX_DEPTH: Final = 32
_WORTH_A_LOOK: Final = re.compile(
    r"[@:=%]|-----|\[at\]|(?:\d[ ().-]*){6}|\d{1,5}[a-z]? [a-z]|\w{3} \d|[A-Za-z0-9_-]{16}|[A-Za-z]{2} ?\d\d|pass|pin|secret",
    re.IGNORECASE,
)
_LABELS: Final = ("selector", "field", "name", "label", "target", "element", "placeholder")
_VALUES: Final = ("value", "text", "input", "content")
_NAME: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Leak:
    """What was found: its class, and where: the path to the text, and characters [begin, end) of it."""

    kind: Kind
    where: str
    begin: int
    end: int


class LeakCheck(Protocol):
    """Whoever looks for leaks."""

    def text(self, text: str) -> Sequence[Leak]:
        """Look at one text."""


class PatternCheck:
    """Looks by patterns and checksums (`leak_patterns`)."""

    def text(self, text: str) -> Sequence[Leak]:
        """Look at one text; findings in order, none overlapping another."""
        return _find(text[:MAX_TEXT])


@lru_cache(maxsize=1 << 12)
def _find(text: str) -> tuple[Leak, ...]:
    if not _WORTH_A_LOOK.search(text):
        return ()
    found: list[Leak] = []
    for pattern in PATTERNS:
        for match in pattern.look.finditer(text):
            group = "leak" if "leak" in pattern.look.groupindex else 0
            begin, end = match.span(group)
            if pattern.check(match[group]) and not any(one.begin < end and begin < one.end for one in found):
                found.append(Leak(pattern.kind, "", begin, end))
    return tuple(sorted(found, key=lambda leak: leak.begin))


PATTERN_CHECK: Final = PatternCheck()


def find(payload: object, check: LeakCheck = PATTERN_CHECK) -> Iterator[Leak]:
    """Look at a text or an action: a click, a form, the arguments of a tool, whatever JSON can say.

    Bytes are read as JSON, else as text. `where` of a finding is a path such as `$.form.value`.
    """
    yield from _walk(_read(payload) if isinstance(payload, bytes) else payload, "$", None, check, 0)


def _read(data: bytes) -> object:
    try:
        found: object = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return data.decode(errors="replace")
    return found


def _walk(value: Any, where: str, kind: Kind | None, check: LeakCheck, depth: int) -> Iterator[Leak]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, Mapping):
        entered = _entered(value)
        for name, part in value.items():
            about = NAMES.get(_plain(str(name))) or (entered if name in _VALUES else None)
            yield from _walk(part, f"{where}.{name}", about, check, depth + 1)
    elif isinstance(value, list | tuple):
        for at, part in enumerate(value):
            yield from _walk(part, f"{where}[{at}]", kind, check, depth + 1)
    elif isinstance(value, str | int) and not isinstance(value, bool) and str(value):
        text = str(value)
        if kind is not None:
            yield Leak(kind, where, 0, len(text))
        else:
            yield from (Leak(leak.kind, where, leak.begin, leak.end) for leak in check.text(text))


def _entered(action: Mapping[Any, Any]) -> Kind | None:
    """Return the class of what an action enters, by the field that it names: `#password`, `Date of birth`."""
    for label in _LABELS:
        words = f"_{_plain(str(action.get(label, '')))}_"
        for name, kind in NAMES.items():
            if f"_{name}_" in words:
                return kind
    return None


def _plain(name: str) -> str:
    return _NAME.sub("_", name.casefold()).strip("_")


def mask(text: str, check: LeakCheck = PATTERN_CHECK) -> str:
    """Return the text with `[class]` in the place of every finding."""
    for leak in reversed(check.text(text)):
        text = f"{text[: leak.begin]}[{leak.kind}]{text[leak.end :]}"
    return text
