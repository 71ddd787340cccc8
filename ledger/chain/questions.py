"""What the operator of a log is asked on chain, and the operator's answers; the log server's port for challenges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledger.chain import challenges
from ledger.chain.challenges import PROMISES, THINGS, ChallengeState
from ledger.chain.fault_proofs import AnchoredTree
from ledger.chain.sender import Sender
from ledger.chain.witness import LogPlace
from ledger.domain.asked import AnchoredAt, Asked, EntryAsked, TileAsked
from ledger.domain.entry import Entry
from ledger.domain.events import TOPICS, Event, decode
from ledger.domain.faults.finding import FaultKind
from ledger.domain.ids import LogId
from ledger.domain.statements import Ack

LOOK_BACK: Final = 128
"""Blocks that are read again at every look, since a fork may have put a challenge into them."""
_KINDS: Final = {PROMISES: FaultKind.UNANCHORED_ENTRY, THINGS: FaultKind.HIDDEN_TILE}


class ChainQuestions:
    """Challenges against one log, read from where the last look ended; the first one reads everything.

    Args:
        sender: The operator's account.
        log: The log.
    """

    def __init__(self, sender: Sender, log: LogId) -> None:
        self._sender = sender
        self._log = log
        self._chain = sender.chain
        self._next = 0
        self._opened: dict[bytes, Event] = {}

    def asked(self) -> list[Asked]:
        """Return what waits for an answer, the most urgent first.

        Raises:
            UnavailableError: if the chain cannot be asked.
        """
        head = self._chain.head()
        for contract in (PROMISES, THINGS):
            for event in self._events(contract, "ChallengeOpened", [None, None, _topic(self._log)], self._next):
                if event.args["kind"] == _KINDS[contract]:
                    self._opened[event.args["id"]] = event
        self._next = max(head.number - LOOK_BACK, 0)
        self._opened = {name: event for name, event in self._opened.items() if event.args["answerBy"] >= head.timestamp}
        found = [asked for event in self._opened.values() if (asked := self._waiting(event)) is not None]
        return sorted(found, key=lambda item: (item.answer_by, item.challenge))

    def anchors(self) -> list[AnchoredAt]:
        """Return the log's anchors, oldest first, as the chain has them now.

        Raises:
            UnavailableError: if the chain cannot be asked.
        """
        events = self._events("ActionLog", "Anchored", [_topic(self._log)], 0)
        found = [AnchoredAt(e.args["index"], e.args["size"], e.args["root"], e.log.block_number) for e in events]
        return sorted(found, key=lambda item: item.index)

    def time_of(self, anchor: AnchoredAt) -> int:
        """Return when an anchor was made, Unix seconds.

        Raises:
            NotFoundError: if its block left the chain meanwhile.
            UnavailableError: if the chain cannot be asked.
        """
        return self._chain.block(anchor.block).timestamp

    def now(self) -> int:
        """Return the time of the chain's head, Unix seconds."""
        return self._chain.head().timestamp

    def sent(self) -> int:
        """Return how many transactions the operator's account has sent, as far as the node knows."""
        return self._count("pending")

    def mined(self) -> int:
        """Return how many of them are in blocks."""
        return self._count("latest")

    def show_tile(self, tile: int, anchor: AnchoredAt, hashes: Sequence[bytes], path: Sequence[bytes]) -> None:
        """Answer with a tile, and wait until that is mined.

        Raises:
            ChainRevertError: if it was answered meanwhile, or these are other hashes.
            UnavailableError: if the chain cannot be reached, or does not mine it in time.
        """
        tree = AnchoredTree(self._log, anchor.index, anchor.size, anchor.root, anchor.block)
        challenges.answer_tile(self._sender, tree, tile, hashes, path)

    def show_entry(self, ack: Ack, entry: Entry, anchor: AnchoredAt, leaf: int, path: Sequence[bytes]) -> None:
        """Answer with the place of an acknowledged header, and wait until that is mined.

        Raises:
            ChainRevertError: if it was answered meanwhile, or the header is not there.
            UnavailableError: if the chain cannot be reached, or does not mine it in time.
        """
        at = LogPlace(self._log, anchor.index, anchor.size, anchor.root, anchor.block, leaf, path)
        challenges.answer_ack(self._sender, ack, entry, at)

    def _waiting(self, event: Event) -> Asked | None:
        name, until = event.args["id"], event.args["answerBy"]
        state = challenges.challenge(self._chain, event.contract, name)
        if state is None or state.closed or state.state is ChallengeState.ANSWERED:
            return None
        if event.contract == THINGS:
            return TileAsked(name, until, int.from_bytes(event.args["about"], "big"))
        return EntryAsked(name, until, event.args["about"], is_shown=state.state is ChallengeState.LATE)

    def _events(self, contract: str, name: str, topics: list[str | None], first: int) -> list[Event]:
        wanted = ["0x" + TOPICS[contract][name].hex(), *topics]
        logs = self._chain.logs_of(self._chain.deployment.addresses[contract], wanted, first=first)
        return [event for log in logs if (event := decode(log, self._chain.names())) is not None]

    def _count(self, tag: str) -> int:
        return int(self._chain.rpc.call("eth_getTransactionCount", (self._sender.address, tag)), 16)


def _topic(word: bytes) -> str:
    return "0x" + word.hex()
