"""The rows of the mirror: what a value or a member holds, as msgpack arrays.

Every row of the chain says when it was written: `time` (Unix seconds) and `tx` (32 bytes); its block is the
score beside it, its log index the prefix before it. Amounts are decimal text, because wei outgrow 64 bits.
Rows never change their shape within a key version; a new shape is a new version (`keys.VERSION`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, TypeAlias, TypeVar

import msgspec

from ledger.domain.hashing import ZERO32

LOG_INDEX_BYTES: Final = 4
WIDE_BYTES: Final = 8
HASH_BYTES: Final = 32
R = TypeVar("R")


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A row as a msgpack array, its fields in the order of their declaration."""


class Tagged(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """A row of one of several kinds; the first element names the kind."""


class Minted(Tagged, frozen=True, tag="minted"):
    """An agent came to be."""

    time: int
    tx: bytes
    owner: str


class Transferred(Tagged, frozen=True, tag="transferred"):
    """An agent's token got another owner, which ends its running epoch."""

    time: int
    tx: bytes
    owner: str


class UriUpdated(Tagged, frozen=True, tag="uri"):
    """An agent's registration file is said to be here, at registration or later."""

    time: int
    tx: bytes
    uri: str


class MetadataSet(Tagged, frozen=True, tag="metadata"):
    """An agent's metadata entry; `value` as written on chain."""

    time: int
    tx: bytes
    key: str
    value: bytes


class Accepted(Tagged, frozen=True, tag="accepted"):
    """A new owner took an agent with its history."""

    time: int
    tx: bytes
    owner: str
    owner_epoch: int


class EpochOpened(Tagged, frozen=True, tag="epoch"):
    """An epoch opened; `owner` is liable for what is stated in it."""

    time: int
    tx: bytes
    epoch: int
    owner: str
    owner_epoch: int


class EpochClosed(Tagged, frozen=True, tag="closed"):
    """An epoch was closed by its owner (cause zero) or for a fault."""

    time: int
    tx: bytes
    epoch: int
    cause: bytes


class KeyRegistered(Tagged, frozen=True, tag="key"):
    """A session key was bound to an epoch."""

    time: int
    tx: bytes
    epoch: int
    key: str


class KeyRevoked(Tagged, frozen=True, tag="revoked"):
    """A session key was revoked."""

    time: int
    tx: bytes
    epoch: int
    key: str


class StreamRegistered(Tagged, frozen=True, tag="stream"):
    """An epoch may write a stream; `home` is its log, zero for records made on chain."""

    time: int
    tx: bytes
    epoch: int
    stream: int
    home: bytes


class StreamClosed(Tagged, frozen=True, tag="ended"):
    """The owner said where a stream ended."""

    time: int
    tx: bytes
    epoch: int
    stream: int
    next_seq: int
    head: bytes


class Approved(Tagged, frozen=True, tag="approved"):
    """The owner let one account act for this agent; the zero account for nobody. A transfer ends it."""

    time: int
    tx: bytes
    account: str


LifeRow: TypeAlias = (
    Minted
    | Transferred
    | UriUpdated
    | MetadataSet
    | Accepted
    | EpochOpened
    | EpochClosed
    | KeyRegistered
    | KeyRevoked
    | StreamRegistered
    | StreamClosed
    | Approved
)


class DirectRow(Row, frozen=True):
    """One record made on chain.

    `kind` as the contract numbers it; `record` is its content hash; `task` is empty for none. The header before
    it is the one of the row before it, so it is not kept again.
    """

    time: int
    tx: bytes
    seq: int
    kind: int
    task: bytes
    record: bytes
    header: bytes
    parents: tuple[bytes, ...]


class StandingRow(Row, frozen=True):
    """One change of standing: what was added and what results, in milli-units; `period` = Unix time / 7 days."""

    time: int
    tx: bytes
    context: bytes
    dimension: int
    cause: bytes
    added_positive: str
    added_negative: str
    positive: str
    negative: str
    count: int
    period: int


class VerdictRow(Row, frozen=True):
    """One fault, proved on chain. `slashed` in wei."""

    block: int
    log_index: int
    time: int
    tx: bytes
    agent_id: int
    kind: int
    epoch: int
    stream: int
    seq: int
    prover: str
    header_a: bytes
    header_b: bytes
    slashed: str


class LogRegistered(Tagged, frozen=True, tag="registered"):
    """A log came to be; `checkpoint_key` is its Ed25519 key."""

    time: int
    tx: bytes
    operator: str
    origin: str
    checkpoint_key: bytes
    url: str


class LogMoved(Tagged, frozen=True, tag="url"):
    """A log is read elsewhere from now on."""

    time: int
    tx: bytes
    url: str


LogRow: TypeAlias = LogRegistered | LogMoved


class AnchorRow(Row, frozen=True):
    """One anchored state of a log."""

    time: int
    tx: bytes
    log_index: int
    size: int
    root: bytes


class BondRow(Row, frozen=True):
    """One event of a bond: its name, and after it the balances that it states (None: not stated). All in wei."""

    time: int
    tx: bytes
    event: str
    beneficiary: str
    amount: str
    active: str | None = None
    unbonding: str | None = None
    locked: str | None = None
    release_at: int | None = None
    other: str | None = None
    cause: bytes = ZERO32
    reward: str | None = None
    burned: str | None = None


class CreditRow(Row, frozen=True):
    """One event of an account's credit: its name, the amount, and the balance after it, in wei."""

    time: int
    tx: bytes
    event: str
    amount: str
    balance: str
    cause: bytes = ZERO32


class PlaceOnChain(Row, frozen=True):
    """Where a record was made on chain."""

    agent_id: int
    epoch: int
    stream: int


class LogCursor(Row, frozen=True):
    """How far a log is applied: leaves, the peaks of the tree over them, and how many anchors as a whole."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()
    anchors: int = 0


class EntryRow(Row, frozen=True):
    """One log entry as it was checked.

    `check` is `accepted` or the code of the check that failed, with its `reason`. `anchor` is the index of the
    anchor that witnessed the entry. `packed` is the whole signed segment; for a segment whose records are not
    the signed ones it is the entry alone.
    """

    check: str
    reason: str
    anchor: int
    signer: str
    agent_id: int | None
    packed: bytes


class StreamRow(Row, frozen=True):
    """A stream after an anchored range: the next number, the last header, records held, ranges not held."""

    next_seq: int
    head: bytes
    rows: int
    gaps: tuple[tuple[int, int], ...]


class PlaceInLog(Row, frozen=True):
    """Where a record is in a log."""

    log: bytes
    leaf: int
    position: int


class PendingRow(Row, frozen=True):
    """A log whose ranges wait: since when (Unix s), why, how often it was tried, when it is tried next (Unix s)."""

    condition: str
    reason: str
    since: float
    attempts: int
    next_try: float


_ENCODER: Final = msgspec.msgpack.Encoder()


def encode(row: msgspec.Struct) -> bytes:
    """Return a row's bytes."""
    return _ENCODER.encode(row)


@dataclass(frozen=True, slots=True)
class Placed(Generic[R]):
    """A row and where on the chain it was written."""

    block: int
    log_index: int
    row: R


def placed_member(log_index: int, row: msgspec.Struct) -> bytes:
    """Return the member of a ZSET that holds a row: log index, then the row."""
    return log_index.to_bytes(LOG_INDEX_BYTES, "big") + _ENCODER.encode(row)


class Codec(Generic[R]):
    """Reads rows of one type."""

    def __init__(self, kind: object) -> None:
        self._decoder: msgspec.msgpack.Decoder[R] = msgspec.msgpack.Decoder(kind)

    def row(self, data: bytes) -> R:
        """Read a row."""
        return self._decoder.decode(data)

    def placed(self, member: bytes, score: float) -> Placed[R]:
        """Read a ZSET's member, written by `placed_member`."""
        return Placed(int(score), int.from_bytes(member[:LOG_INDEX_BYTES], "big"), self.row(member[LOG_INDEX_BYTES:]))

    def indexed(self, member: bytes, score: float) -> tuple[int, int, R]:
        """Read a ZSET's member that begins with 8 bytes of its own index: (block, index, row)."""
        return int(score), int.from_bytes(member[:WIDE_BYTES], "big"), self.row(member[WIDE_BYTES:])


LIFE: Final[Codec[LifeRow]] = Codec(LifeRow)
DIRECT: Final[Codec[DirectRow]] = Codec(DirectRow)
STANDING: Final[Codec[StandingRow]] = Codec(StandingRow)
VERDICT: Final[Codec[VerdictRow]] = Codec(VerdictRow)
LOG: Final[Codec[LogRow]] = Codec(LogRow)
ANCHOR: Final[Codec[AnchorRow]] = Codec(AnchorRow)
BOND: Final[Codec[BondRow]] = Codec(BondRow)
CREDIT: Final[Codec[CreditRow]] = Codec(CreditRow)
ON_CHAIN: Final[Codec[PlaceOnChain]] = Codec(PlaceOnChain)
CURSOR: Final[Codec[LogCursor]] = Codec(LogCursor)
ENTRY: Final[Codec[EntryRow]] = Codec(EntryRow)
STREAM: Final[Codec[StreamRow]] = Codec(StreamRow)
IN_LOG: Final[Codec[PlaceInLog]] = Codec(PlaceInLog)
PENDING: Final[Codec[PendingRow]] = Codec(PendingRow)
