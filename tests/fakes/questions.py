"""Challenges of one log in memory: checks answers as the contracts do. Anchors are those of a `FakeAnchor`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ledger.domain import tree
from ledger.domain.asked import AnchoredAt, Asked, EntryAsked, TileAsked
from ledger.domain.entry import Entry
from ledger.domain.faults import tiles
from ledger.domain.hashing import keccak, word
from ledger.domain.statements import Ack
from ledger.errors import ChainRevertError, UnavailableError
from tests.fakes.anchor import FakeAnchor

ANSWER_TIME = 3 * 86_400


@dataclass
class FakeQuestions:
    """Ask with `ask_tile` and `ask_entry`; `lose_replies` takes the next answers and then cuts the line."""

    log: bytes
    anchor: FakeAnchor
    time: int = 1_800_000_000
    reachable: bool = True
    lose_replies: int = 0
    open: dict[bytes, Asked] = field(default_factory=dict)
    answered: list[bytes] = field(default_factory=list)
    sent_count: int = 0
    unmined: int = 0

    def ask_tile(self, index: int, tile: int) -> bytes:
        at = self.anchors()[index]
        name = keccak(self.log + word(at.index) + word(at.size) + at.root + word(tile))
        self.open[name] = TileAsked(name, self.time + ANSWER_TIME, tile)
        return name

    def ask_entry(self, ack: Ack) -> bytes:
        self.open[ack.hash] = EntryAsked(ack.hash, max(self.time, ack.anchor_by) + ANSWER_TIME, ack.header)
        return ack.hash

    def show_late(self, name: bytes) -> None:
        self.open[name] = replace(self.open[name], is_shown=True)

    def asked(self) -> list[Asked]:
        self._ask()
        return sorted(self.open.values(), key=lambda item: (item.answer_by, item.challenge))

    def anchors(self) -> list[AnchoredAt]:
        self._ask()
        return [AnchoredAt(i, size, root, 10 + i) for i, (size, root) in enumerate(self.anchor.anchors)]

    def time_of(self, anchor: AnchoredAt) -> int:
        self._ask()
        return self.time - 1000 + anchor.block

    def now(self) -> int:
        self._ask()
        return self.time

    def sent(self) -> int:
        self._ask()
        return self.sent_count

    def mined(self) -> int:
        self._ask()
        return self.sent_count - self.unmined

    def show_tile(self, tile: int, anchor: AnchoredAt, hashes: Sequence[bytes], path: Sequence[bytes]) -> None:
        name = keccak(self.log + word(anchor.index) + word(anchor.size) + anchor.root + word(tile))
        self._answer(name, holds=tiles.is_shown(anchor.size, anchor.root, tile, hashes, path))

    def show_entry(self, ack: Ack, entry: Entry, anchor: AnchoredAt, leaf: int, path: Sequence[bytes]) -> None:
        tree.verify_inclusion(entry.leaf, leaf, anchor.size, path, anchor.root)
        self._answer(ack.hash, holds=entry.segment.header == ack.header)

    def _answer(self, name: bytes, *, holds: bool) -> None:
        self._ask()
        self.sent_count += 1
        if not holds or name not in self.open:
            raise ChainRevertError("the challenge book refused the answer")
        del self.open[name]
        self.answered.append(name)
        if self.lose_replies:
            self.lose_replies -= 1
            raise UnavailableError("the reply was lost")

    def _ask(self) -> None:
        if not self.reachable:
            raise UnavailableError("the fake chain was cut off", hint="set reachable again")
