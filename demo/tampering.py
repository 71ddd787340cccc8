"""One byte of a bundle's file, changed; everything else stays as it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

_TIME: Final = b'\\"ts\\":'
_VOTE: Final = "VoteRevealed"


@dataclass(frozen=True, slots=True)
class Tampered:
    """A bundle's bytes with one digit of a record's time changed, and the record's sequence number."""

    data: bytes
    seq: int


def tamper(bundle: bytes) -> Tampered:
    """Change the last digit of the time in the first record of a bundle.

    Args:
        bundle: The file's bytes, with record texts as JSON strings in it.
    """
    start = bundle.index(_TIME) + len(_TIME)
    end = start
    while bundle[end : end + 1].isdigit():
        end += 1
    other = b"1" if bundle[end - 1 : end] == b"0" else b"0"
    first = json.loads(json.loads(bundle)["segments"][0]["records"][0]["text"])
    return Tampered(bundle[: end - 1] + other + bundle[end:], int(first["seq"]))


@dataclass(frozen=True, slots=True)
class TamperedCase:
    """A case bundle's bytes with one digit of a proved event changed, and what was changed, in words."""

    data: bytes
    what: str


def tamper_case(bundle: bytes) -> TamperedCase:
    """Change one digit of the event by which a vote was revealed.

    Args:
        bundle: The file's bytes.

    Raises:
        ValueError: if no vote was revealed in it.
    """
    node = next((fact["receipt_proof"][-1] for fact in json.loads(bundle)["facts"] if fact["event"] == _VOTE), None)
    if node is None:
        raise ValueError("no vote was revealed in this case")
    end = bundle.index(node.encode()) + len(node)
    other = b"1" if bundle[end - 1 : end] == b"0" else b"0"
    return TamperedCase(bundle[: end - 1] + other + bundle[end:], "one digit of a revealed vote's event")
