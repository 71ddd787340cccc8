"""What changed about an agent, gathered out of everything that the chain and its logs say of it, in one order.

A change is a name that gets a value, or loses it. Some values end by themselves at a time that was said before (a
suspension, a mandate): that end is a change too, which no event tells of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ledger.domain.hashing import ZERO32
from ledger.domain.ids import checksum
from ledger.queries.contents import Written
from ledger.queries.coverage import ON_CHAIN
from ledger.queries.lifecycle import Agent, Witness
from ledger.queries.mandate_nodes import Nodes
from ledger.store import fault_rows, mandate_rows, policy_rows, room_rows, rows
from ledger.store.rows import Placed

NOBODY: Final = checksum(bytes(20))
_BONDS: Final = ("active", "unbonding", "locked")
_WRITTEN: Final = ("agent_version", "model", "policy")


@dataclass(frozen=True, slots=True)
class Put:
    """A name gets a value, None for none, until a time (Unix seconds) at which it ends by itself, if one was said."""

    topic: str
    name: str
    value: str | None
    witness: Witness | None
    at: int
    until: int | None = None

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it comes in the order of all: time, block, log index; what ends by itself comes before the events."""
        found = self.witness
        return (self.at, -1, -1) if found is None else (self.at, found.block, found.log_index)


@dataclass(frozen=True, slots=True)
class Moved:
    """One change: the value before and after it."""

    put: Put
    before: str | None


def ordered(puts: Iterable[Put], now: int) -> list[Moved]:
    """Put changes into their order, with those that come by themselves until now, and leave out what changes nothing.

    Args:
        puts: In any order, but those of one place in theirs.
        now: Unix seconds.
    """
    by_name: dict[str, list[Put]] = {}
    for put in sorted(puts, key=lambda item: item.place):
        by_name.setdefault(put.name, []).append(put)
    found = [moved for history in by_name.values() for moved in _history(history, now)]
    return sorted(found, key=lambda item: item.put.place)


def state_at(moves: Sequence[Moved], at: int) -> dict[str, str]:
    """Return the value of each name that has one at a time (Unix seconds)."""
    state: dict[str, str] = {}
    for moved in moves:
        if moved.put.at > at:
            break
        if moved.put.value is None:
            state.pop(moved.put.name, None)
        else:
            state[moved.put.name] = moved.put.value
    return state


def _history(history: Sequence[Put], now: int) -> Iterator[Moved]:
    before: str | None = None
    for place, put in enumerate(history):
        if put.value != before:
            yield Moved(put, before)
        before = put.value
        following = history[place + 1].at if place + 1 < len(history) else now + 1
        if put.until is not None and put.until < following and before is not None:
            yield Moved(Put(put.topic, put.name, None, None, put.until), before)
            before = None


# -- what the chain says ----------------------------------------------------------------------------------------


def of_registration(agent: Agent, life: Sequence[Placed[rows.LifeRow]]) -> Iterator[Put]:
    """Changes of owners, names and who may act for the agent."""
    for owner in agent.owners:
        yield _put("owner", "owner", owner.owner, owner.since)
    for placed in life:
        row = placed.row
        match row:
            case rows.Accepted():
                value = f"{row.owner} (owner epoch {row.owner_epoch})"
                yield _put("owner", "history accepted by", value, _witness(placed))
            case rows.UriUpdated():
                yield _put("registration", "uri", row.uri or None, _witness(placed))
            case rows.MetadataSet():
                yield _put("registration", f"metadata {row.key}", row.value.hex() or None, _witness(placed))
            case rows.Approved():
                allowed = None if row.account == NOBODY else row.account
                yield _put("owner", "approved", allowed, _witness(placed))
            case rows.Transferred():
                yield _put("owner", "approved", None, _witness(placed))


def of_epochs(agent: Agent) -> Iterator[Put]:
    """Changes of epochs, session keys and streams; what belongs to an epoch ends with it."""
    for epoch in agent.epochs:
        yield _put("epoch", f"epoch {epoch.number}", f"opened by {epoch.owner}", epoch.opened)
        for key in epoch.keys.values():
            name = f"session key {key.address}"
            yield _put("key", name, f"epoch {epoch.number}", key.registered)
            if key.revoked is not None:
                yield _put("key", name, None, key.revoked)
            elif epoch.closed is not None:
                yield _put("key", name, None, epoch.closed)
        for stream in epoch.streams.values():
            name = f"stream {epoch.number}/{stream.number}"
            yield _put("stream", name, ON_CHAIN if stream.is_direct else stream.home.hex(), stream.registered)
            if epoch.closed is not None:
                yield _put("stream", name, None, epoch.closed)
        if epoch.closed is not None:
            cause = f" {epoch.cause.hex()}" if epoch.cause != ZERO32 else ""
            yield _put("epoch", f"epoch {epoch.number}", f"closed by {epoch.ended_by}{cause}", epoch.closed)


def of_bonds(history: Iterable[Placed[rows.BondRow]]) -> Iterator[Put]:
    """Changes of bonds, in wei."""
    for placed in history:
        row = placed.row
        for name, value in zip(_BONDS, (row.active, row.unbonding, row.locked), strict=True):
            if value is not None:
                told = None if value == "0" else value
                yield _put("bond", f"bond of {row.beneficiary}, {name}", told, _witness(placed))


def of_terms(history: Iterable[Placed[policy_rows.AdoptedRow]]) -> Iterator[Put]:
    """Changes of the policy under which disputes about the agent are opened."""
    for placed in history:
        name = f"terms of {placed.row.beneficiary}"
        yield _put("terms", name, f"policy {placed.row.policy_id}", _witness(placed))


def of_mandates(nodes: Nodes, names: Sequence[bytes]) -> Iterator[Put]:
    """Changes of mandates, which end by themselves when they expire."""
    for node in nodes.load(names):
        row, root, end = node.row, nodes.line(node)[-1].row, nodes.ending(node)
        by = root.principal if isinstance(root, mandate_rows.Granted) else "unknown"
        value = f"cap {row.cap}, until {row.expiry}, tools {row.tools.hex()}, principal {by}"
        name = f"mandate {node.name.hex()}"
        granted = _witness(node.placed)
        yield Put("mandate", name, value, granted, granted.time, row.expiry)
        if end is not None:
            yield _put("mandate", name, None, Witness(end.block, end.log_index, end.time, end.tx))


def of_manifests(history: Iterable[Placed[fault_rows.ManifestRow]]) -> Iterator[Put]:
    """Changes of what the owner says that the agent may do."""
    for placed in history:
        row = placed.row
        yield _put("manifest", "manifest", f"{row.document.hex()}, tools {row.tools.hex()}", _witness(placed))


def of_claims(history: Iterable[Placed[room_rows.ClaimRow]]) -> Iterator[Put]:
    """Changes of what the owner says that the agent can do. What is contested is not changed by that."""
    for placed in history:
        row, name = placed.row, f"claim {placed.row.capability.hex()}"
        match row:
            case room_rows.Claimed():
                yield _put("claim", name, f"version {row.version}: {row.document.hex()}", _witness(placed))
            case room_rows.ClaimWithdrawn():
                yield _put("claim", name, f"version {row.version} withdrawn", _witness(placed))
            case room_rows.Refuted():
                told = f"version {row.version} refuted by dispute {row.dispute_id}"
                yield _put("claim", name, told, _witness(placed))


def of_life(history: Iterable[Placed[room_rows.LifecycleRow]]) -> Iterator[Put]:
    """Changes of the lifecycle; suspensions end by themselves."""
    reason = ""
    for placed in history:
        row, seen = placed.row, _witness(placed)
        match row:
            case room_rows.Suspended():
                reason = f"by {row.authority}, cause {row.cause.hex()}"
                yield Put("life", "suspended", reason, seen, seen.time, row.until)
            case room_rows.Prolonged():
                told = f"{reason}, prolonged by dispute {row.dispute_id}"
                yield Put("life", "suspended", told, seen, seen.time, row.latest)
            case room_rows.Lifted():
                yield _put("life", "suspended", None, seen)
            case room_rows.Sentenced():
                told = f"sentence {row.cause.hex()}"
                yield Put("life", told, "suspended", seen, seen.time, row.until)
            case room_rows.Retired():
                yield _put("life", "retired", f"by {row.by}", seen)
            case room_rows.Banned():
                yield _put("life", "banned", f"by dispute {row.dispute_id}", seen)


# -- what the agent wrote ---------------------------------------------------------------------------------------


def of_records(written: Iterable[Written]) -> Iterator[Put]:
    """Changes of version, model and policy as the agent's records name them, each stream by itself.

    A record that names none leaves things as they are: agents need not repeat themselves.
    """
    last: dict[str, str] = {}
    for item in written:
        content = item.content
        for field in _WRITTEN:
            value = getattr(content, field)
            name = f"{field} of stream {content.epoch}/{content.stream}"
            if value is not None and last.get(name) != value:
                last[name] = value
                yield _put("version", name, value, item.witnessed)


def _put(topic: str, name: str, value: str | None, witness: Witness) -> Put:
    return Put(topic, name, value, witness, witness.time)


def _witness(placed: Placed[Any]) -> Witness:  # every row of the chain says when, and in which transaction
    return Witness(placed.block, placed.log_index, placed.row.time, placed.row.tx)
