"""A run of records checked at once: the verdict of `record.decode` on each, for a quarter of the time.

The run is read as one text of lines, by the schema without its patterns; what the patterns say is asked of all
values of a field together. A canonical record holds no line break, so the text written again from what was read is
the text itself exactly if each line is one canonical record.

Only acceptance is decided here. A run that does not pass is looked at record by record, which names the first that
is wrong; the tests hold both ways against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from types import NoneType
from typing import Annotated, Any, Final, Protocol, get_args, get_type_hints

import msgspec

from ledger.domain.ids import AgentRef
from ledger.domain.record import (
    CARRYING_VERSION,
    MAX_PARENTS,
    MAX_RECORD_BYTES,
    SCHEMA_VERSION,
    AgentText,
    Hex32,
    Op,
    Parents,
    ReceiptText,
    Record,
    TraceParent,
)
from ledger.errors import InvalidInputError


class Place(Protocol):
    """Where a header says that its records stand."""

    @property
    def agent(self) -> bytes:
        """The 32-byte agent key."""

    @property
    def epoch(self) -> int:
        """The epoch."""

    @property
    def stream(self) -> int:
        """The stream."""

    @property
    def first_seq(self) -> int:
        """The first record's number."""

    @property
    def count(self) -> int:
        """How many records follow each other."""


_Check = Callable[[Collection[str]], bool]
_Values = Callable[[Sequence[Any]], list[Any]]
_HEX_DIGITS: Final = b"0123456789abcdef"
_TRACE_LENGTH: Final = 55
_TRACE_DASHES: Final = (2, 35, 52)


def is_run(header: Place, records: Sequence[bytes]) -> bool:
    """Say whether records are well-formed, canonical, and in the places that a header gives them.

    False means that this was not found: look at them one by one.
    """
    if not records or max(map(len, records)) > MAX_RECORD_BYTES:
        return False
    text = b"\n".join(records) + b"\n"
    try:
        run = _DECODER.decode_lines(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return (
        len(run) == len(records)
        and _ENCODER.encode_lines(run) == text
        and _in_place(header, run)
        and _has_meaning(run)
        and all(check(values(run)) for values, check in _CHECKS)
    )


def _in_place(header: Place, run: Sequence[Any]) -> bool:
    return (
        [item.seq for item in run] == list(range(header.first_seq, header.first_seq + header.count))
        and {(item.epoch, item.stream) for item in run} == {(header.epoch, header.stream)}
        and len(agents := {item.agent for item in run}) == 1
        and _key_of(agents.pop()) == header.agent
    )


@lru_cache(maxsize=1 << 14)
def _key_of(agent: str) -> bytes | None:
    try:
        return AgentRef.parse(agent).key
    except InvalidInputError:
        return None


def _has_meaning(run: Sequence[Any]) -> bool:
    """Say whether the fields of each record go together, as `record.decode` wants them to."""
    shapes = {(item.phase, item.outcome is None, item.out is None, item.receipt is None, item.v) for item in run}
    return shapes <= _SHAPES and all(
        len(set(item.parents)) == len(item.parents) for item in run if item.parents is not None
    )


_SHAPES: Final = {
    ("intent", True, True, True, SCHEMA_VERSION),
    *(("outcome", False, no_out, True, SCHEMA_VERSION) for no_out in (True, False)),
    *(("outcome", False, no_out, False, CARRYING_VERSION) for no_out in (True, False)),
}


def _all_hex(values: Iterable[str]) -> bool:
    return not "".join(values).encode().translate(None, _HEX_DIGITS)


def _all_traces(values: Collection[str]) -> bool:
    text = "".join(values).encode()
    dashes = all(not text[at::_TRACE_LENGTH].strip(b"-") for at in _TRACE_DASHES)
    return (
        dashes and text.count(b"-") == len(_TRACE_DASHES) * len(values) and not text.translate(None, _HEX_DIGITS + b"-")
    )


def _all_parents(values: Iterable[Iterable[str]]) -> bool:
    return _all_hex(one for parents in values for one in parents)


def _all_match(pattern: str) -> _Check:
    search = re.compile(pattern).search
    return lambda values: all(map(search, set(values)))


def _pattern(hint: Any) -> str:
    pattern: str = get_args(hint)[1].pattern
    return pattern


_Text64 = Annotated[str, msgspec.Meta(min_length=64, max_length=64)]
_PLAIN: Final[Mapping[Any, tuple[Any, Callable[..., bool]]]] = {
    AgentText: (str, _all_match(_pattern(AgentText))),
    Op: (str, _all_match(_pattern(Op))),
    Hex32: (_Text64, _all_hex),
    ReceiptText: (str, _all_match(_pattern(ReceiptText))),
    Parents: (Annotated[tuple[_Text64, ...], msgspec.Meta(max_length=MAX_PARENTS)], _all_parents),
    TraceParent: (
        Annotated[str, msgspec.Meta(min_length=_TRACE_LENGTH, max_length=_TRACE_LENGTH)],
        _all_traces,
    ),
}
"""For each type of a record that has a pattern: the type without it, and the pattern asked of many values."""


def _schema() -> tuple[type[msgspec.Struct], list[tuple[_Values, Callable[..., bool]]]]:
    """Make the schema of `Record` without patterns, and what is to be asked of its fields instead."""
    fields: list[tuple[str, Any, Any]] = []
    names: dict[Callable[..., bool], list[str]] = {}
    hints = get_type_hints(Record, include_extras=True)
    for field in msgspec.structs.fields(Record):
        hint = hints[field.name]
        optional = NoneType in get_args(hint)
        core = get_args(hint)[0] if optional else hint
        plain, check = _PLAIN.get(core, (core, None))
        if check is not None:
            names.setdefault(check, []).append(field.name)
        default = None if optional else msgspec.NODEFAULT
        fields.append(
            (field.name, plain | None if optional else plain, msgspec.field(name=field.encode_name, default=default))
        )
    shape = msgspec.defstruct("Shape", fields, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False)
    return shape, [(_values_of(found), check) for check, found in names.items()]


def _values_of(names: list[str]) -> _Values:
    """Return what lists all values, where there are any, of the named fields of a run."""
    get: Callable[[Any], Any] = attrgetter(*names)
    if len(names) == 1:
        return lambda run: [value for value in map(get, run) if value is not None]
    return lambda run: [value for value in chain.from_iterable(map(get, run)) if value is not None]


_SHAPE, _CHECKS = _schema()
_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(_SHAPE, strict=True)
