"""A serious incident and its clock: what was noted about it, entry by entry, each naming the one before by its hash.

Each entry has a random salt, so that its hash can stand in the open and tells nothing of what was noted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import msgspec

from ledger.domain.bad_json import BAD_JSON
from ledger.domain.hashing import sha256
from ledger.domain.jurisdictions import DAY_S, term
from ledger.errors import ConflictError, InvalidInputError, ProofError

SCHEMA: Final = "ombud/incident/1"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_STATE: Final = re.compile(r"[A-Z]{2}")
_MOST_TEXT: Final = 2000
State: TypeAlias = Literal["open", "reported_in_part", "reported", "overdue", "closed"]


class Opened(msgspec.Struct, frozen=True, kw_only=True, tag="opened", tag_field="entry"):
    """Someone became aware of an incident at `aware_at`; times are Unix seconds, `states` are ISO 3166 codes."""

    at: int
    prior: str = ""
    kind: str
    jurisdiction: str
    aware_at: int
    causal_link_at: int | None = None
    states: tuple[str, ...] = ()
    agents: tuple[int, ...] = ()
    disputes: tuple[int, ...] = ()
    summary: str = ""
    salt: str = ""


class Classed(msgspec.Struct, frozen=True, kw_only=True, tag="classed", tag_field="entry"):
    """It is of another class, or its cause became known; the clock still starts at the first awareness."""

    at: int
    prior: str
    kind: str
    causal_link_at: int | None = None
    salt: str = ""


class Reported(msgspec.Struct, frozen=True, kw_only=True, tag="reported", tag_field="entry"):
    """A report was sent: its version, the SHA-256 of its bytes, to whom, and whether it is complete."""

    at: int
    prior: str
    version: int
    sha256: str
    to: str
    complete: bool
    salt: str = ""


class Closed(msgspec.Struct, frozen=True, kw_only=True, tag="closed", tag_field="entry"):
    """Nothing more is due; holds for its sake end."""

    at: int
    prior: str
    reason: str
    salt: str = ""


Entry: TypeAlias = Opened | Classed | Reported | Closed
_DECODER: Final = msgspec.json.Decoder(Entry)


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident as its entries tell; `entries` are their hashes, oldest first."""

    name: str
    opened: Opened
    kind: str
    causal_link_at: int | None
    reports: tuple[Reported, ...]
    closed: Closed | None
    entries: tuple[str, ...]

    @property
    def head(self) -> str:
        """The hash of the newest entry."""
        return self.entries[-1]

    @property
    def due(self) -> int:
        """When it is to be reported at the latest, in Unix seconds."""
        return self.opened.aware_at + term(self.opened.jurisdiction, self.kind).days * DAY_S

    @property
    def rule(self) -> str:
        """The rule behind that."""
        return term(self.opened.jurisdiction, self.kind).rule

    def state(self, now: int) -> State:
        """Say how it stands at a time (Unix seconds)."""
        if self.closed is not None:
            return "closed"
        if any(report.complete for report in self.reports):
            return "reported"
        if not self.reports and now > self.due:
            return "overdue"
        return "reported_in_part" if self.reports else "open"


def salted(entry: Entry, salt: str) -> Entry:
    """Return an entry with a salt, hex."""
    return msgspec.structs.replace(entry, salt=salt)


def encode(entry: Entry) -> bytes:
    """Write an entry as its hash is taken."""
    return msgspec.json.encode(entry)


def check_name(name: str) -> str:
    """Return the name of an incident.

    Raises:
        InvalidInputError: if it has another form.
    """
    if not _NAME.fullmatch(name):
        raise InvalidInputError(f"incident name {name[:60]!r} is none", hint="use a-z, 0-9 and -", code="bad_incident")
    return name


def fold(name: str, lines: Sequence[bytes]) -> Incident:
    """Read what was noted about an incident.

    Raises:
        ProofError: if an entry does not name the one before it: something was changed or left out.
    """
    found: Incident | None = None
    for line in lines:
        try:
            entry = _DECODER.decode(line)
        except BAD_JSON as error:
            raise _broken(name, str(error)) from error
        found = _after(name, found, entry, sha256(line).hex())
    if found is None:
        raise _broken(name, "it has no entries")
    return found


def check(before: Incident | None, entry: Entry) -> Entry:
    """Return an entry that may follow.

    Raises:
        ConflictError: if the incident is closed, or a report is older than the last.
        InvalidInputError: if a value has another form.
    """
    if isinstance(entry, Opened):
        term(entry.jurisdiction, entry.kind)
        if entry.aware_at > entry.at or len(entry.summary) > _MOST_TEXT:
            raise InvalidInputError("awareness is in the future, or the summary too long", code="bad_incident")
        for state in entry.states:
            if not _STATE.fullmatch(state):
                raise InvalidInputError(f"{state[:10]!r} is no country code", hint="write DE", code="bad_incident")
        return entry
    if before is None or before.closed is not None:
        raise ConflictError("the incident is closed", hint="open another", code="incident_closed")
    if isinstance(entry, Classed):
        term(before.opened.jurisdiction, entry.kind)
    if isinstance(entry, Reported) and entry.version != len(before.reports) + 1:
        raise ConflictError(f"the next version is {len(before.reports) + 1}", code="bad_report_version")
    return entry


def _after(name: str, before: Incident | None, entry: Entry, head: str) -> Incident:
    if isinstance(entry, Opened) == (before is not None) or entry.prior != ("" if before is None else before.head):
        raise _broken(name, "an entry does not follow the one before it")
    if isinstance(entry, Opened):
        return Incident(name, entry, entry.kind, entry.causal_link_at, (), None, (head,))
    if before is None:
        raise _broken(name, "it does not begin with its opening")
    return Incident(
        name=name,
        opened=before.opened,
        kind=entry.kind if isinstance(entry, Classed) else before.kind,
        causal_link_at=entry.causal_link_at if isinstance(entry, Classed) else before.causal_link_at,
        reports=(*before.reports, entry) if isinstance(entry, Reported) else before.reports,
        closed=entry if isinstance(entry, Closed) else None,
        entries=(*before.entries, head),
    )


def _broken(name: str, why: str) -> ProofError:
    return ProofError(f"the book of incident {name} is damaged: {why}", hint="restore it from a copy", code="bad_book")
