"""Evidence as it is typed on a page: a hash, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.domain.ids import parse_hex32
from ledger.errors import InvalidInputError, LedgerError
from ledger.queries.sources import Sources


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What was typed, the hash that it says (32 bytes; None if it is none), and a `problem` in a sentence."""

    typed: str
    hash: bytes | None = None
    problem: str = ""


def exhibit(sources: Sources, typed: str) -> Exhibit:
    """Read the hash of evidence, and look whether the store has it."""
    if not typed:
        return Exhibit(typed)
    try:
        hash_ = parse_hex32(typed, what="evidence")
    except InvalidInputError as error:
        return Exhibit(typed, problem=str(error))
    if sources.evidence is None:
        return Exhibit(typed, hash_)
    try:
        sources.evidence.meta(hash_.hex())
    except LedgerError:
        problem = "no file of this hash is in the store here: whoever judges must be able to get it elsewhere"
        return Exhibit(typed, hash_, problem)
    return Exhibit(typed, hash_)
