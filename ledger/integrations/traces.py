"""What every reader of foreign traces gives, whatever the format: a survey first, then statements in a fixed order.

The statements of a file and their order depend on the file alone, so an interrupted import goes on by counting
what is written. A reader checks the whole file in its survey: what it would refuse, it refuses before anything
is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Final, Protocol

from ledger.sdk.words import Words

DIGEST_DIGITS: Final = 16
"""How much of a file's SHA-256 (hex) names it, in sessions, agents and locks."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One record to be written.

    `run` says who acted (one agent each), `where` names the place in the file for error messages. `key` names this
    statement for later ones that it causes; a later statement of the same key takes its place. `causes` are keys
    of earlier statements, of whatever run.
    """

    run: str
    where: str
    op: str
    words: Words
    key: str | None = None
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file holds: its SHA-256 (hex), traces, tool calls, records by run, and what was skipped, by reason."""

    digest: str
    traces: int
    calls: int
    records: Mapping[str, int]
    skipped: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many records it becomes."""
        return sum(self.records.values())


class TraceFile(Protocol):
    """One file of one format."""

    name: ClassVar[str]
    """The format; agents and their URIs begin with it."""
    marks: ClassVar[frozenset[str]]
    """Fields by which the first JSON object of such a file is recognised: it has them all."""
    form: ClassVar[str]
    """The format in words, for people."""

    def __init__(self, path: Path) -> None: ...

    def survey(self) -> Survey:
        """Read the whole file and check every line, before anything is written.

        Raises:
            InvalidInputError: naming line and field, if one has another form; also if there is nothing to import.
            NotFoundError: if there is no such file.
            TooLargeError: if something is over a stated limit.
        """

    def statements(self) -> Iterator[Statement]:
        """Yield the file's records in the order in which they are written.

        Raises:
            LedgerError: as `survey`.
        """
