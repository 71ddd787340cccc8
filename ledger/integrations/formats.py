"""The formats that can be imported, and how a file's format is recognised: by its content, never by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from ledger.errors import InvalidInputError
from ledger.integrations import files
from ledger.integrations.agentdojo import AgentDojoFile
from ledger.integrations.otlp import MAX_BYTES, OtlpFile
from ledger.integrations.traces import TraceFile

FORMATS: Final[tuple[type[TraceFile], ...]] = (AgentDojoFile, OtlpFile)
_SHOWN_FIELDS: Final = 8
_SHOWN_CHARACTERS: Final = 40
_FIELDS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])


def open_traces(path: Path) -> TraceFile:
    """Return the reader of a file.

    Raises:
        InvalidInputError: if its first JSON object is of no known format, or there is none.
        NotFoundError: if there is no such file.
        TooLargeError: if that object is over the limit.
    """
    found = _first_fields(path)
    for kind in FORMATS:
        if kind.marks <= found:
            return kind(path)
    names = ", ".join(repr(name[:_SHOWN_CHARACTERS]) for name in sorted(found)[:_SHOWN_FIELDS]) or "none"
    raise _unknown(path, f"its first object has the fields: {names}")


def _first_fields(path: Path) -> frozenset[str]:
    """Return the names in the first JSON object: that of the first line, or of the whole file."""
    read = bytearray()
    first: Exception | None = None
    for _, line in files.lines(path, MAX_BYTES):
        if not read and not line.strip():
            continue
        if len(read) + len(line) > MAX_BYTES:
            break
        read += line
        if first is None:
            try:
                return frozenset(_FIELDS.decode(line))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                first = error
    if first is None:
        raise InvalidInputError(
            f"{path} is empty: it holds no trace", hint="give a file with traces", code="empty_file"
        )
    try:
        return frozenset(_FIELDS.decode(bytes(read)))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unknown(path, f"line 1 is no JSON object ({first}), and neither is the whole") from error


def _unknown(path: Path, why: str) -> InvalidInputError:
    known = "; ".join(f"{kind.form} ({', '.join(sorted(kind.marks))})" for kind in FORMATS)
    return InvalidInputError(
        f"{path} is of no format that can be imported: {why}", hint=f"known are: {known}", code="unknown_format"
    )
