"""The facts of a case, proved and put in their places: the first step of verifying one, and of making one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.domain.bundle import AddressText, BlockRef, BundledFact
from ledger.domain.chain_proof import ChainFact, block_time, header_facts, receipt_logs
from ledger.domain.events import Event, decode
from ledger.domain.ids import Address, checksum
from ledger.domain.trust import Problem
from ledger.errors import LedgerError, ProofError

Transaction = tuple[int, int]
"""Block number and place in the block."""


@dataclass(frozen=True, slots=True)
class Step:
    """A proved event at its place. `number` is that of the fact, `time` in Unix seconds."""

    number: int
    event: Event
    block: int
    tx: int
    log: int
    time: int

    @property
    def name(self) -> str:
        """Name of the event."""
        return self.event.name

    @property
    def args(self) -> dict[str, Any]:
        """Its values."""
        return self.event.args

    @property
    def transaction(self) -> Transaction:
        """Where it was emitted."""
        return self.block, self.tx

    @property
    def where(self) -> str:
        """The fact, for a problem."""
        return f"fact {self.number} ({self.name} in block {self.block})"


@dataclass(slots=True)
class Proved:
    """Facts as steps, and every event of ours in their receipts (None for a log of someone else)."""

    steps: list[Step] = field(default_factory=list)
    receipts: dict[Transaction, Sequence[Event | None]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def names_of(contracts: Mapping[str, AddressText]) -> dict[Address, str]:
    """Return the names of contracts by address."""
    return {checksum(address): name for name, address in contracts.items()}


def events_of(fact: ChainFact, names: Mapping[Address, str]) -> tuple[Event | None, ...]:
    """Return the events of a proved receipt, None for a log that is not of ours.

    Raises:
        ProofError: if the proof does not hold.
        InvalidInputError: if one of our topics comes with another layout.
    """
    return tuple(decode(log, names) for log in receipt_logs(fact))


def prove(facts: Iterable[BundledFact], names: Mapping[Address, str]) -> Proved:
    """Check each fact and put it in its place; they must come in chain order, each once."""
    proved, known = Proved(), _Receipts(names)
    last = (-1, -1, -1)
    for number, item in enumerate(facts):
        where = f"fact {number} ({item.event} in block {item.block_number})"
        place = (item.block_number, item.tx_index, item.log_in_receipt)
        try:
            if place == last:
                raise ProofError("it is here twice", code="duplicate_fact")
            if place < last:
                raise ProofError("it comes before the fact that is listed before it", code="out_of_order")
            last = place
            events = known.events(item)
            event = events[item.log_in_receipt] if item.log_in_receipt < len(events) else None
            if event is None or event.name != item.event:
                raise ProofError(f"the proved log is no {item.event} of the named contracts", code="other_event")
        except LedgerError as error:
            proved.problems.append(Problem(where, error.code, error.message))
        else:
            proved.receipts[item.block_number, item.tx_index] = events
            proved.steps.append(Step(number, event, *place, known.time))
    return proved


class _Receipts:
    """Proves receipts; facts of one receipt follow each other, so it is proved once."""

    def __init__(self, names: Mapping[Address, str]) -> None:
        self._names = names
        self._last: tuple[object, ...] = ()
        self._events: tuple[Event | None, ...] = ()
        self.time = 0

    def events(self, item: BundledFact) -> tuple[Event | None, ...]:
        """Return the events of a fact's receipt; `time` is its block's from then on."""
        proof = (item.block_number, item.block_hash, item.header, item.tx_index, item.receipt_proof)
        if proof != self._last:
            fact = item.fact()
            self._events, self.time, self._last = events_of(fact, self._names), block_time(fact), proof
        return self._events


def check_blocks(blocks: Iterable[tuple[str, BlockRef | BundledFact]], as_of: BlockRef) -> Iterator[Problem]:
    """Check that proved blocks can be of one chain: one hash a number, time never runs back, none after `as_of`."""
    seen: dict[int, tuple[str, str]] = {}
    for where, item in blocks:
        number, found = (item.number, item.hash) if isinstance(item, BlockRef) else (item.block_number, item.block_hash)
        if number > as_of.number:
            yield Problem(
                where, "after_as_of", f"block {number} is after block {as_of.number}, which all this is as of"
            )
        if seen.setdefault(number, (found, item.header))[0] != found:
            yield Problem(where, "forked_facts", f"block {number} has another hash here than elsewhere in the bundle")
    last = (0, 0)
    for number, (_, header) in sorted(seen.items()):
        try:
            now = header_facts(bytes.fromhex(header))[1]
        except ProofError:  # its own check says so
            continue
        if now < last[1]:
            yield Problem(f"block {number}", "time_runs_back", f"it is at {now}, block {last[0]} at {last[1]}")
        last = number, now
