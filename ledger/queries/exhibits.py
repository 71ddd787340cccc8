"""Evidence of a dispute: every hash that was given to the court, who gave it, and whether the file can be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.domain.evidence_list import parse_evidence_list
from ledger.errors import LedgerError, NotFoundError
from ledger.queries import finding
from ledger.queries.answers import Seen
from ledger.queries.sources import Sources
from ledger.queries.trials import Row
from ledger.store import case_rows as rows
from ledger.store.view import View


@dataclass(frozen=True, slots=True)
class ExhibitFile:
    """One file that a list of evidence names; names and types are what the submitter says."""

    sha256: str
    name: str
    media_type: str
    size: int
    availability: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One piece of evidence.

    `role` is claim, response, addition or appeal. `availability` is about now and this store, not about a block:
    present, missing, withheld, damaged, unknown (never submitted here), or `not asked` where no store is at hand. If
    the file is a list, `files` are those that it names, and `statement` is what its submitter says they show.
    """

    sha256: str
    party: str
    role: str
    uri: str | None
    seen: Seen
    availability: str
    media_type: str | None
    size: int | None
    statement: str | None
    files: list[ExhibitFile]


def exhibits(sources: Sources, view: View, history: Sequence[Row]) -> list[Exhibit]:
    """Return the evidence of a dispute in the order in which it was given."""
    given = [(placed, *named) for placed in history if (named := _named(placed.row)) is not None]
    return [
        _exhibit(sources, view, placed, role, party, sha256, _uri(history, placed, party))
        for placed, role, party, sha256 in given
    ]


def stand(sources: Sources, told: Sequence[Exhibit]) -> bool:
    """Whether what was told of evidence is still so: what is present stays what it was, for its name is its hash."""
    return all(
        _known(sources, item.sha256) == (item.availability, item.media_type, item.size)
        and all(_known(sources, file.sha256)[0] == file.availability for file in item.files)
        for item in told
    )


def _named(row: rows.CaseRow) -> tuple[str, str, bytes] | None:
    match row:
        case rows.Opened():
            found = "claim", row.claimant, row.evidence
        case rows.Joined():
            found = "claim", row.claimant, row.evidence
        case rows.Responded():
            found = "response", row.respondent, row.evidence
        case rows.EvidenceAdded():
            found = "addition", row.party, row.evidence
        case rows.Appealed():
            found = "appeal", row.appellant, row.evidence
        case _:
            return None
    return found


def _uri(history: Sequence[Row], given: Row, party: str) -> str | None:
    """Return where the evidence is said to be: by the party's first word after it, before it gives other evidence."""
    after = history[history.index(given) + 1 :]
    for placed in after:
        row = placed.row
        if isinstance(row, rows.EvidenceShown) and row.party == party:
            return row.uri
        other = _named(row)
        if other is not None and other[1] == party:
            return None
    return None


def _exhibit(
    sources: Sources, view: View, placed: Row, role: str, party: str, sha256: bytes, uri: str | None
) -> Exhibit:
    name = sha256.hex()
    availability, media_type, size = _known(sources, name)
    files, statement = _listed(sources, name) if availability == "present" else ([], None)
    return Exhibit(
        sha256=name,
        party=party,
        role=role,
        uri=uri,
        seen=finding.seen_at(view, placed),
        availability=availability,
        media_type=media_type,
        size=size,
        statement=statement,
        files=files,
    )


def _known(sources: Sources, name: str) -> tuple[str, str | None, int | None]:
    if sources.evidence is None:
        return "not asked", None, None
    try:
        found = sources.evidence.meta(name)
    except NotFoundError:
        return "unknown", None, None
    except LedgerError:
        return "damaged", None, None
    return found.availability.state, found.media_type, found.size


def _listed(sources: Sources, name: str) -> tuple[list[ExhibitFile], str | None]:
    """Read the file as a list of evidence; it is none more often than not."""
    if sources.evidence is None:
        return [], None
    try:
        found = parse_evidence_list(sources.evidence.get(name))
    except LedgerError:
        return [], None
    files = [
        ExhibitFile(item.sha256, item.name, item.media_type, item.size, _known(sources, item.sha256)[0])
        for item in found.files
    ]
    return files, found.statement or None
