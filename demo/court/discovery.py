"""How a claimant comes to know what it claims, and what both sides can bring.

The customer finds its own file at the address outside, with the market's covering note: who sent it, and by which
record. The record is public, but only commits to what was sent. By the market's terms an owner opens a record of
its agent when an auditor asks; the opening counts only if it hashes to the commitment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.api import Api
from demo.court.exhibits import JSON, Paper
from demo.disclosure import disclose_input

CLAIM = (
    "My file was found at an address that I never gave to anyone. The covering note names the record by which it was "
    "sent. That record is the courier's own, signed before it acted; its owner opened it when the auditor asked."
)
ANSWER = (
    "The courier carried a parcel for this customer, so that it was allowed to read the file; the market let it send "
    "the file, and nothing told it that this address was wrong. We ask for dismissal."
)

GROUNDS = (
    "Three people decided over most of what a bond can lose in one case. What was sent is not in doubt; whether "
    "it was forbidden is. We ask seven others, who know neither us nor the three, to read the same files."
)


@dataclass(frozen=True, slots=True)
class Trace:
    """A file found where it should not be: the paper as it arrived, and what its covering note says."""

    mail: bytes
    record: str
    customer: str


def traces(outbox: Path, recipient: str) -> Iterator[Trace]:
    """Yield what arrived at an address, in order.

    Args:
        outbox: The market's folder of papers that left it: here it stands for the address outside.
        recipient: The address.
    """
    for path in sorted(outbox.iterdir(), key=lambda path: int(path.stem)):
        data = path.read_bytes()
        content = json.loads(data)
        if content["recipient"] == recipient:
            yield Trace(data, content["cause"], content["id"])


def record_of(api: Api, record: str) -> dict[str, Any]:
    """Return the public answer about a record, its proof included."""
    found: dict[str, Any] = api.get(f"/v1/records/{record}")["data"]["record"]
    return found


def opened(spool: Path, record: dict[str, Any]) -> Paper | None:
    """Let an owner open a record of its agent: salt and value of its arguments; None if its spool cannot."""
    opening = disclose_input(spool, record["content"]["in"])
    if opening is None:
        return None
    said = {"field": "in", "record": record["record_id"], "salt": opening.salt.hex(), "value": opening.value.decode()}
    return Paper(f"opening-{record['record_id'][:8]}.json", JSON, json.dumps(said, sort_keys=True).encode())


def bytes_of(record: dict[str, Any]) -> Paper:
    """Return a record's canonical bytes as a file."""
    return Paper(f"record-{record['record_id'][:8]}.json", JSON, record["text"].encode())


def claim_papers(trace: Trace, record: dict[str, Any], opening: Paper | None) -> list[Paper]:
    """Return what the customer files: the mail, the record, and its opening if it was given one."""
    papers = [Paper("mail.json", JSON, trace.mail), bytes_of(record)]
    return papers if opening is None else [*papers, opening]


def answer_papers(api: Api, spool: Path, record: dict[str, Any]) -> list[Paper]:
    """Return what the courier's owner files: the records that led to this one, each with its opening if it has one."""
    papers: list[Paper] = []
    for parent in record["content"].get("parents", ()):
        cause = record_of(api, parent)
        papers.append(bytes_of(cause))
        opening = opened(spool, cause)
        if opening is not None:
            papers.append(opening)
    return papers
