"""An agent as its events made it: owners, epochs, keys, streams. Folded from its rows, so as of any block.

The same rules as `KeyRing`: a transfer ends the running epoch at its own time; an ended key or epoch may
still be stated for during the grace that follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.verify import GRACE_SECONDS
from ledger.errors import StaleMirrorError
from ledger.store import rows
from ledger.store.rows import Placed

BY_OWNER: Final = "owner"
BY_FAULT: Final = "fault"
BY_UNBONDING: Final = "unbonding"
UNBONDED: Final = keccak(b"ombud/unbonded")
"""Cause of an epoch that was closed since its whole bond is leaving, as the key ring names it."""
BY_TRANSFER: Final = "transfer"


@dataclass(frozen=True, slots=True)
class Witness:
    """Where and when the chain saw something. `time` in Unix seconds."""

    block: int
    log_index: int
    time: int
    tx: bytes


@dataclass(slots=True)
class Ownership:
    """One owner epoch: counted from 0 at the mint, one more at each transfer."""

    owner_epoch: int
    owner: str
    since: Witness
    accepted: bool


@dataclass(slots=True)
class Key:
    """One session key and its span."""

    address: str
    registered: Witness
    revoked: Witness | None = None


@dataclass(slots=True)
class Stream:
    """One stream; `home` is its log, zero for records made on chain; `closing` is (next_seq, head) if committed."""

    number: int
    home: bytes
    registered: Witness
    closing: tuple[int, bytes] | None = None

    @property
    def is_direct(self) -> bool:
        """Whether its records are made on chain."""
        return self.home == ZERO32


@dataclass(slots=True)
class Epoch:
    """One epoch with its keys and streams; `ended_by` is owner, fault, unbonding or transfer."""

    number: int
    owner: str
    owner_epoch: int
    opened: Witness
    closed: Witness | None = None
    ended_by: str = ""
    cause: bytes = ZERO32
    keys: dict[str, Key] = field(default_factory=dict)
    streams: dict[int, Stream] = field(default_factory=dict)


@dataclass(slots=True)
class Agent:
    """One agent as of a block; `approved` is the account that its owner lets act for it alone."""

    number: int
    minted: Witness
    owners: list[Ownership]
    epochs: list[Epoch] = field(default_factory=list)
    uri: str = ""
    approved: str | None = None
    metadata: dict[str, bytes] = field(default_factory=dict)

    @property
    def owner(self) -> Ownership:
        """The present owner."""
        return self.owners[-1]

    def key_state(self, address: str, epoch: int, at: int) -> str:
        """Say whether a key may state for an epoch when first witnessed `at` (Unix seconds).

        Returns:
            `""` if it may; else `unknown_key` or `too_late`.
        """
        if not 0 <= epoch < len(self.epochs) or address not in self.epochs[epoch].keys:
            return "unknown_key"
        ends = (self.epochs[epoch].keys[address].revoked, self.epochs[epoch].closed)
        if any(end is not None and at > end.time + GRACE_SECONDS for end in ends):
            return "too_late"
        return ""

    def stream(self, epoch: int, stream: int) -> Stream | None:
        """Return a stream of an epoch."""
        return self.epochs[epoch].streams.get(stream) if 0 <= epoch < len(self.epochs) else None

    def homes(self) -> list[bytes]:
        """Return the logs that hold streams of the agent, in order of first registration."""
        found = [s.home for epoch in self.epochs for s in epoch.streams.values() if not s.is_direct]
        return list(dict.fromkeys(found))

    def direct_streams(self) -> list[tuple[int, int]]:
        """Return the streams made on chain, as (epoch, stream)."""
        return [(e.number, s.number) for e in self.epochs for s in e.streams.values() if s.is_direct]


def fold(number: int, life: Iterable[Placed[rows.LifeRow]]) -> Agent | None:
    """Build an agent from its rows in chain order; None if it has none.

    Raises:
        StaleMirrorError: if a row refers to what the mirror does not have.
    """
    agent: Agent | None = None
    for placed in life:
        row = placed.row
        seen = Witness(placed.block, placed.log_index, row.time, row.tx)
        if isinstance(row, rows.Minted):
            agent = Agent(number, seen, [Ownership(0, row.owner, seen, accepted=True)])
        elif agent is None:
            raise _torn(number)
        else:
            try:
                _apply(agent, row, seen)
            except (IndexError, KeyError) as error:
                raise _torn(number) from error
    return agent


def _torn(number: int) -> StaleMirrorError:
    return StaleMirrorError(
        f"the mirror has lost part of agent {number}", hint="run `ombud index rebuild`", code="mirror_damaged"
    )


def _apply(agent: Agent, row: rows.LifeRow, seen: Witness) -> None:
    match row:
        case rows.Transferred():
            agent.owners.append(Ownership(agent.owner.owner_epoch + 1, row.owner, seen, accepted=False))
            agent.approved = None
            if agent.epochs and agent.epochs[-1].closed is None:
                agent.epochs[-1].closed, agent.epochs[-1].ended_by = seen, BY_TRANSFER
        case rows.UriUpdated():
            agent.uri = row.uri
        case rows.MetadataSet():
            agent.metadata[row.key] = row.value
        case rows.Approved():
            agent.approved = row.account
        case rows.Accepted():
            agent.owners[row.owner_epoch].accepted = True
        case rows.EpochOpened():
            agent.epochs.append(Epoch(row.epoch, row.owner, row.owner_epoch, seen))
        case rows.EpochClosed():
            epoch = agent.epochs[row.epoch]
            epoch.closed, epoch.cause = seen, row.cause
            epoch.ended_by = {ZERO32: BY_OWNER, UNBONDED: BY_UNBONDING}.get(row.cause, BY_FAULT)
        case _:
            _apply_to_epoch(agent, row, seen)


def _apply_to_epoch(agent: Agent, row: rows.LifeRow, seen: Witness) -> None:
    match row:
        case rows.KeyRegistered():
            agent.epochs[row.epoch].keys[row.key] = Key(row.key, seen)
        case rows.KeyRevoked():
            agent.epochs[row.epoch].keys[row.key].revoked = seen
        case rows.StreamRegistered():
            agent.epochs[row.epoch].streams[row.stream] = Stream(row.stream, row.home, seen)
        case rows.StreamClosed():
            agent.epochs[row.epoch].streams[row.stream].closing = (row.next_seq, row.head)
        case _:
            raise KeyError(type(row).__name__)
