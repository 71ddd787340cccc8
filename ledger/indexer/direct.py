"""Records made on chain, straight from their log into their rows: the bulk of all events, and nothing else to read.

What comes out is what `projections` makes of the same event (a test compares them); a log of any other layout is left
to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from struct import Struct
from typing import Any, Final

from ledger.domain.events import TOPICS, RawLog
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address
from ledger.indexer.numbers import Count, Counts
from ledger.store import keys
from ledger.store.ops import Runs
from ledger.store.rows import DirectRow, PlaceOnChain, encode

_TOPIC: Final = TOPICS["ActionLog"]["ActionRecorded"]
# epoch, stream, seq, kind, contentHash, prevHeader, where parents begin, how many there are; padding before each number
_HEAD: Final = Struct(">28sI28sI24sQ31sB32s32s24sQ24sQ")
_PADDING: Final = (bytes(28), bytes(28), bytes(24), bytes(31), bytes(24), bytes(24))
_WORD: Final = 32
_PARENTS_AT: Final = 7 * _WORD  # from the beginning of the data, as the ABI counts
_NAME: Final = slice(0, 2 * _WORD)  # epoch and stream
_TOPICS: Final = 4
Stream = tuple[list[Any], Count, bytes]
"""Operands for its ZSET, its numbers, and the place that its records have."""


class DirectRecords:
    """Takes records of one window after the other.

    Args:
        contracts: Names of our contracts by address.
    """

    def __init__(self, contracts: Mapping[Address, str]) -> None:
        self._logs = frozenset(address for address, name in contracts.items() if name == "ActionLog")
        self._streams: dict[tuple[bytes, bytes], Stream] = {}
        self._runs = Runs()
        self._counts = Counts()

    def begin(self, runs: Runs, counts: Counts) -> None:
        """Begin a window: rows go to `runs`, numbers to `counts`."""
        self._streams = {}
        self._runs, self._counts = runs, counts

    def take(self, log: RawLog, time: int) -> bool:
        """Take a log of a block of a time (Unix seconds); False, with nothing done, if it is another event."""
        topics, data = log.topics, log.data
        if len(topics) != _TOPICS or topics[0] != _TOPIC or log.address not in self._logs or len(data) < _HEAD.size:
            return False
        p0, epoch, p1, stream, p2, seq, p3, kind, content, _, p4, offset, p5, count = _HEAD.unpack_from(data)
        if (p0, p1, p2, p3, p4, p5) != _PADDING or offset != _PARENTS_AT or len(data) != _HEAD.size + _WORD * count:
            return False
        name = (topics[1], data[_NAME])
        held = self._streams.get(name)
        if held is None:
            held = self._streams[name] = self._stream(int.from_bytes(topics[1], "big"), epoch, stream, seq)
        operands, numbers, place = held
        numbers.see(seq)
        task = topics[3]
        parents = tuple([data[at : at + _WORD] for at in range(_HEAD.size, len(data), _WORD)]) if count else ()
        row = encode(
            DirectRow(time, log.tx_hash, seq, kind, b"" if task == ZERO32 else task, content, topics[2], parents)
        )
        index = log.log_index.to_bytes(4, "big")
        operands.append(log.block_number)
        operands.append(index + row)
        places = self._runs.operands("hs", keys.chain_place(content))
        places.append(content + log.block_number.to_bytes(8, "big") + index)
        places.append(place)
        return True

    def _stream(self, agent: int, epoch: int, stream: int, seq: int) -> Stream:
        key = keys.direct(agent, epoch, stream)
        return self._runs.operands("z", key), self._counts.of(key, seq), encode(PlaceOnChain(agent, epoch, stream))
