"""Promises: every receipt that a counter-signature shows, and what stands at the place that it names.

Two halves of one interaction meet here: the counter-signature of whoever received the receipt, from that agent's log,
and the stream of whoever gave it. Both are of anchored logs and nothing else, so that whoever reads the same logs finds
the same. Nobody is accused for what we did not read: a promise waits while its log has an anchor from within the
promised time that we do not hold. Later anchors change nothing about the time, so withholding those hides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.carried_receipt import CarriedReceipt
from ledger.domain.omission import Held, Omission, due, judge
from ledger.domain.signed_receipt import SignedReceipt
from ledger.domain.statements import Receipt
from ledger.queries import finding
from ledger.queries.answers import WaitingLog
from ledger.queries.asking import block_at
from ledger.queries.countersigned import counted_receipt
from ledger.queries.coverage import waiting_logs
from ledger.queries.lifecycle import Agent, Stream, Witness, fold
from ledger.queries.proofs import witness_of
from ledger.queries.sources import Sources
from ledger.store import rows
from ledger.store.log_view import LogView
from ledger.store.receipt_rows import CarriedRow
from ledger.store.receipt_view import ReceiptView, Standing, receipt_name, subjects
from ledger.store.rows import Placed
from ledger.store.view import View

_ALL_LOGS: Final = 1 << 20
_NEVER: Final = 1 << 64


@dataclass(frozen=True, slots=True)
class There:
    """What stands at a promised place: in a log under an anchor (log, index), or on the chain itself (None).

    `block` is where the chain first saw it.
    """

    held: Held
    block: int
    log: bytes | None
    seen: Witness | tuple[bytes, int]

    def witness(self, view: View) -> Witness:
        """Return where the chain first saw it."""
        return self.seen if isinstance(self.seen, Witness) else witness_of(LogView(view).anchor(*self.seen))


@dataclass(frozen=True, slots=True)
class Shown:
    """A receipt that counts: its EIP-712 hash, and the first record that carries it."""

    name: bytes
    signed: SignedReceipt
    by: Placed[CarriedRow]

    @property
    def signer(self) -> str:
        """Whose key signed it."""
        return self.by.row.signer


@dataclass(frozen=True, slots=True)
class Promise:
    """A receipt, what stands at its place, whether that waits for a log, and what of it is broken."""

    agent: Agent
    shown: Shown
    there: There | None
    waits: bool
    broken: Omission | None


@dataclass(frozen=True, slots=True)
class Found:
    """Promises that were looked at or are known to be broken, and the hashes of those known to be `kept` for good.

    `broken` are those with an omission by when it was known first, then by receipt.
    """

    items: list[Promise]
    kept: frozenset[bytes]
    broken: list[tuple[Promise, Omission]]


@dataclass(frozen=True, slots=True)
class Promises:
    """What was found, and the logs that wait: those that are anchored further than we hold them."""

    found: Found
    waiting: list[WaitingLog]


def promises(sources: Sources, view: View, number: int | None) -> Promises:
    """Return the promises of one agent, or of all, as of a view's block.

    Raises:
        NotFoundError: if there is no such agent.
    """
    waiting = waiting_logs(view, [log for log, _ in LogView(view).logs(None, _ALL_LOGS)])
    unread = _unread(view, [bytes.fromhex(wait.log) for wait in waiting])
    found = sources.kept_promises.found(view, number, unread)
    if found is None:
        found = _found(sources, view, number, unread)
        sources.kept_promises.keep(view, number, unread, found)
    return Promises(found, waiting)


def order(found: tuple[Promise, Omission]) -> tuple[int, bytes]:
    """Return by what broken promises are ordered."""
    promise, omission = found
    return omission.since, promise.shown.name


def _found(sources: Sources, view: View, number: int | None, unread: Mapping[bytes, int]) -> Found:
    now, reader = block_at(sources, view).time, ReceiptView(view)
    agents = _accused(view, reader) if number is None else [finding.agent(view, number)]
    known, settled = sources.kept_promises.names(view), sources.kept_promises.broken(view)
    listed = reader.listed([sources.agent(agent.number).key for agent in agents])
    names = {known[member] for items in listed for member in items if member in known}
    promised = [subjects(member for member in items if member not in known) for items in listed]
    records = list(dict.fromkeys(record for items in promised for record in items))
    carried = dict(zip(records, reader.carried(records), strict=True))
    places = dict(zip(records, reader.standing(records), strict=True))
    out: list[Promise] = []
    for agent, items in zip(agents, promised, strict=True):
        shown = _counted(sources, agent, [row for record in items for row in carried[record]])
        there = _there(sources, view, agent, [item.signed.receipt for item in shown], places)
        out += _judged(agent, shown, there, unread, now)
    sources.kept_promises.note(view, _settled(view, out, carried))
    fresh = {item.shown.name for item in out}  # looked at again, as by a carrier that was read late
    out += [settled[name] for name in sorted(names & settled.keys() - fresh)]
    broken = sorted(((item, item.broken) for item in out if item.broken is not None), key=order)
    return Found(out, frozenset(names - settled.keys()), broken)


def _settled(
    view: View, found: Iterable[Promise], carried: Mapping[bytes, list[Placed[CarriedRow]]]
) -> Iterator[tuple[bytes, Promise]]:
    """Yield the members that list receipts about whose promise nothing can change any more, with the promise."""
    floor = view.books.floor
    for item in found:
        if item.there is not None and item.there.block <= floor:
            said = item.shown.signed.receipt
            for placed in carried[said.record_hash]:
                row = placed.row
                if placed.block <= floor and CarriedReceipt.unpack(row.receipt).signed.receipt == said:
                    place = rows.PlaceInLog(row.log, row.leaf, row.position)
                    yield receipt_name(placed.log_index, place, said.record_hash), item


def _unread(view: View, logs: Sequence[bytes]) -> dict[bytes, int]:
    """Return when the first anchor of each of several logs was made that is not held whole (Unix seconds)."""
    reader = LogView(view)
    held = [cursor.anchors if cursor is not None else 0 for cursor in reader.cursors(logs)]
    first = [reader.anchors(log, count - 1 if count else None, 1) for log, count in zip(logs, held, strict=True)]
    return {log: anchors[0].row.time for log, anchors in zip(logs, first, strict=True) if anchors}


def _accused(view: View, reader: ReceiptView) -> list[Agent]:
    """Return the agents that receipts speak for; a receipt may name a key that is no agent's."""
    numbers = [number for number in reader.numbers(reader.agents()) if number is not None]
    found = [fold(number, life) for number, life in zip(numbers, view.lives(numbers), strict=True)]
    return [agent for agent in found if agent is not None]


def _counted(sources: Sources, agent: Agent, items: Sequence[Placed[CarriedRow]]) -> list[Shown]:
    """Return the receipts that count, each once."""
    found: dict[bytes, Shown] = {}
    for placed in items:
        carried = counted_receipt(sources, agent, placed.row)
        if carried is not None:
            name = carried.signed.receipt.hash
            found.setdefault(name, Shown(name, carried.signed, placed))
    return list(found.values())


def _judged(
    agent: Agent, shown: Sequence[Shown], there: Sequence[There | None], unread: Mapping[bytes, int], now: int
) -> Iterator[Promise]:
    for item, found in zip(shown, there, strict=True):
        said = item.signed.receipt
        stream = agent.stream(said.epoch, said.stream)
        waits = found is None and stream is not None and unread.get(stream.home, _NEVER) <= due(said)
        held = None if found is None else found.held
        yield Promise(agent, item, found, waits, None if waits else judge(said, item.by.row.time, held, now))


def _there(
    sources: Sources, view: View, agent: Agent, receipts: Sequence[Receipt], places: Mapping[bytes, Standing | None]
) -> list[There | None]:
    """Return what stands at each promised place."""
    key = sources.agent(agent.number).key
    named = [(said, agent.stream(said.epoch, said.stream)) for said in receipts]
    wanted = list(dict.fromkeys(_in_home(key, said, at) for said, at in named if at is not None and not at.is_direct))
    states = dict(zip(wanted, LogView(view).streams(wanted), strict=True))
    out: list[There | None] = []
    for said, stream in named:
        at = places[said.record_hash]
        if at is not None and _is_at(at, key, said):
            out.append(_logged(said.record_hash, at))
        elif stream is None:
            out.append(None)
        elif stream.is_direct:
            out.append(_direct(view, agent, said))
        else:
            name = _in_home(key, said, stream)
            found = ReceiptView(view).holder(*name, said.seq) if _covers(states[name], said.seq) else None
            out.append(None if found is None else _logged(*found))
    return out


def _in_home(key: bytes, said: Receipt, stream: Stream) -> tuple[bytes, bytes, int, int]:
    return stream.home, key, said.epoch, said.stream


def _is_at(at: Standing, key: bytes, said: Receipt) -> bool:
    header = at.header
    return (header.agent, header.epoch, header.stream, at.seq) == (key, said.epoch, said.stream, said.seq)


def _covers(state: rows.StreamRow | None, seq: int) -> bool:
    return state is not None and seq < state.next_seq and not any(first <= seq < end for first, end in state.gaps)


def _logged(record: bytes, at: Standing) -> There:
    return There(Held(record, at.header.time), at.header.block, at.place.log, (at.place.log, at.header.anchor))


def _direct(view: View, agent: Agent, said: Receipt) -> There | None:
    found = ReceiptView(view).direct(agent.number, said.epoch, said.stream, said.seq)
    if found is None:
        return None
    row = found.row
    return There(Held(row.record, row.time), found.block, None, Witness(found.block, found.log_index, row.time, row.tx))
