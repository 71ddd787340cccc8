"""Sealed evidence of a dispute: which files, who gave each to the court, and to whom each was granted."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.domain.sealed_file import MEDIA_TYPE
from ledger.errors import NotFoundError
from ledger.queries.cases import CaseFile
from ledger.tiles.evidence import EvidenceStore
from ledger.tiles.room import Room


@dataclass(frozen=True, slots=True)
class SealedExhibit:
    """One sealed file of a dispute: the parties that gave it to the court, and the accounts that it is granted to."""

    sha256: str
    size: int
    availability: str
    given_by: list[str]
    readers: list[str]


@dataclass(frozen=True, slots=True)
class RoomView:
    """The sealed files of a dispute, and what part the caller has in it."""

    dispute_id: int
    part: list[str]
    files: list[SealedExhibit]


def sealed_exhibits(case: CaseFile, evidence: EvidenceStore, room: Room) -> dict[str, SealedExhibit]:
    """Return the sealed files that a dispute rests on, by hash, in the order of their hashes.

    Args:
        case: The dispute.
        evidence: Where its files lie.
        room: Where grants lie.
    """
    given: dict[str, set[str]] = {}
    for exhibit in case.evidence:
        for name in (exhibit.sha256, *(file.sha256 for file in exhibit.files)):
            given.setdefault(name, set()).add(exhibit.party)
    found = {}
    for name in sorted(given):
        try:
            known = evidence.meta(name)
        except NotFoundError:
            continue
        if known.media_type == MEDIA_TYPE:
            by = sorted(given[name])
            found[name] = SealedExhibit(name, known.size, known.availability.state, by, room.readers(name))
    return found
