"""A chain in memory that forks, rewinds, goes down and leaves logs out on demand: a `ChainSource`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import encode as abi_encode

from ledger.domain.events import EVENTS, TOPICS, RawLog
from ledger.domain.hashing import keccak, word
from ledger.errors import NotFoundError, UnavailableError
from ledger.indexer.screen import bloom_of
from tests.fakes.blocks import CONTRACTS

Emitted = tuple[str, str, dict[str, Any]]
"""(contract, event, arguments)."""
GENESIS_TIME = 1_700_000_000


@dataclass(frozen=True, slots=True)
class FakeBlock:
    """One block with our contracts' logs in it."""

    number: int
    hash: bytes
    parent_hash: bytes
    timestamp: int
    logs_bloom: bytes
    found: tuple[RawLog, ...]


class FakeChain:
    """Blocks in memory, block 0 included; block times are 12 s apart unless said otherwise."""

    def __init__(self) -> None:
        self.chain: list[FakeBlock] = []
        self.down = False
        self.left_out: set[tuple[int, int]] = set()
        self.calls = 0
        self._salt = 0
        self._time = GENESIS_TIME
        self.mine()

    # -- levers -----------------------------------------------------------------------------------------------

    def mine(self, *events: Emitted, blocks: int = 1, seconds: int = 12, together: bool = False) -> int:
        """Mine the events as one block, then empty ones up to `blocks`; return the number of the first.

        Three events make a transaction, or all of them `together`.
        """
        first = len(self.chain)
        for position in range(blocks):
            self._mine_one(events if position == 0 else (), seconds, len(events) if together else 3)
        return first

    def fork(self, depth: int) -> list[FakeBlock]:
        """Drop the last `depth` blocks; what is mined from now on has other hashes. Returns the dropped blocks."""
        kept = len(self.chain) - depth
        dropped, self.chain = self.chain[kept:], self.chain[:kept]
        self._time = self.chain[-1].timestamp
        self._salt += 1
        return dropped

    def leave_out(self, block: int, log_index: int) -> None:
        """Answer `logs` without this one from now on."""
        self.left_out.add((block, log_index))

    @property
    def time(self) -> int:
        """Time of the newest block, Unix seconds."""
        return self.chain[-1].timestamp

    def _mine_one(self, events: Sequence[Emitted], seconds: int, width: int) -> None:
        number = len(self.chain)
        parent = self.chain[-1].hash if self.chain else bytes(32)
        self._time += seconds
        named = repr([(contract, name, sorted(args.items(), key=str)) for contract, name, args in events]).encode()
        digest = keccak(parent + word(number) + word(self._salt) + word(self._time) + named)
        logs = tuple(
            raw_log(emitted, block=number, block_hash=digest, tx=position // width, index=position)
            for position, emitted in enumerate(events)
        )
        self.chain.append(FakeBlock(number, digest, parent, self._time, bloom_of(logs), logs))

    def elsewhere(self) -> None:
        """There is only this one."""

    # -- ChainSource ------------------------------------------------------------------------------------------

    def head(self) -> FakeBlock:
        self._answer()
        return self.chain[-1]

    def block(self, number: int) -> FakeBlock:
        self._answer()
        if not 0 <= number < len(self.chain):
            raise NotFoundError(f"the chain has no block {number}", code="no_such_block")
        return self.chain[number]

    def blocks(self, first: int, last: int) -> list[FakeBlock]:
        return [self.block(number) for number in range(first, last + 1)]

    def logs(self, first: int, last: int) -> list[RawLog]:
        self._answer()
        return [
            log
            for block in self.chain[first : last + 1]
            for log in block.found
            if (log.block_number, log.log_index) not in self.left_out
        ]

    def receipt_logs(self, number: int) -> list[RawLog]:
        return list(self.block(number).found)

    def _answer(self) -> None:
        self.calls += 1
        if self.down:
            raise UnavailableError("the node does not answer", code="node_down")


def raw_log(emitted: Emitted, *, block: int, block_hash: bytes, tx: int, index: int) -> RawLog:
    """Encode an event as the log that a node returns."""
    contract, name, args = emitted
    event = EVENTS[contract][TOPICS[contract][name]]
    topics = [_topic(kind, args[label]) for label, kind in event.indexed]
    return RawLog(
        address=CONTRACTS[contract],
        topics=(event.topic, *topics),
        data=abi_encode([kind for _, kind in event.plain], [args[label] for label, _ in event.plain]),
        block_number=block,
        block_hash=block_hash,
        tx_hash=keccak(block_hash + word(tx)),
        tx_index=tx,
        log_index=index,
    )


def _topic(kind: str, value: Any) -> bytes:
    if kind in ("string", "bytes"):
        return keccak(value.encode() if isinstance(value, str) else value)
    return abi_encode([kind], [value])
