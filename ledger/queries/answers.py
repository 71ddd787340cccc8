"""The envelope of every answer: as of which block, how final, how complete.

Everything in an answer is ready for JSON: hashes are lower-case hex without 0x, amounts are decimal text in
wei, times are Unix seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeAlias, TypeVar

SCHEMA_VERSION: Final = 1
T = TypeVar("T")
U = TypeVar("U")

Finality: TypeAlias = Literal["provisional", "confirmed", "finalised"]
"""provisional: the newest block; confirmed: at least one block on top; finalised: no fork can take it back any more
(as deep as the mirror's finality depth)."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """The block an answer is about: everything up to it, nothing after it."""

    number: int
    hash: str
    time: int


@dataclass(frozen=True, slots=True)
class StreamCoverage:
    """What is held of one stream.

    `rows` records are held of the `next_seq` that the stream claims; `gaps` are ranges [first, end) that are
    not held. `home` is a log id, or `chain` for records made on chain. `head` is the last header. When the
    owner has closed the epoch, `closed_at_seq` is the end he committed to, if he did.
    """

    epoch: int
    stream: int
    home: str
    next_seq: int
    rows: int
    gaps: list[tuple[int, int]]
    head: str | None
    closed_at_seq: int | None
    complete: bool


@dataclass(frozen=True, slots=True)
class WaitingLog:
    """A log with anchored entries that the mirror does not hold yet.

    `condition`: `reading` (on its way), `unreachable`, `withheld` (its records are not served), `unreadable`,
    or `contradicted` (it serves another history than it anchored).
    """

    log: str
    condition: str
    reason: str
    anchored_size: int
    held_size: int
    since: int | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """Whether anything is known to be missing, and on which counters that rests (`basis`)."""

    complete: bool
    basis: str
    streams: list[StreamCoverage]
    waiting_logs: list[WaitingLog]


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`)."""

    schema_version: int
    chain_id: int
    contract: str
    as_of: AsOf
    finality: Finality
    completeness: Completeness
    data: T

    def around(self, data: U) -> Answer[U]:
        """Return other data in the same envelope: what was made out of this answer alone."""
        return Answer(
            self.schema_version,
            self.chain_id,
            self.contract,
            self.as_of,
            self.finality,
            self.completeness,
            data,
        )


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list in a fixed order.

    `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
    there now.
    """

    items: list[T]
    next_cursor: str | None
    more: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """Where the chain saw something: the event's block, transaction and log index. A node can confirm it."""

    block: int
    block_hash: str
    time: int
    tx: str
    log_index: int


def counted(basis: str, *, complete: bool = True) -> Completeness:
    """Make the completeness of a list that no stream stands behind."""
    return Completeness(complete, basis, [], [])
