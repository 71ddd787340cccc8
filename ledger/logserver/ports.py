"""What the log server needs of the chain, as ports: keys, streams, chain time, anchors and challenges.

The chain room implements them over web3; `tests/fakes` holds doubles that pass the same suite. Both sides
meet by structure: an implementation imports nothing from here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from ledger.domain.asked import AnchoredAt, Asked
from ledger.domain.entry import Entry
from ledger.domain.ids import Address
from ledger.domain.statements import Ack

ChainClock = Callable[[], int]
"""The time of the chain's head in Unix seconds; raises UnavailableError when the chain cannot be reached."""


class KeyInfo(Protocol):
    """What the chain says of one session key."""

    @property
    def agent(self) -> bytes:
        """The 32-byte agent key it speaks for."""

    @property
    def epoch(self) -> int:
        """The one epoch it belongs to."""

    @property
    def may_state(self) -> bool:
        """Whether it may sign statements now (`KeyRing.mayState`)."""


class StreamInfo(Protocol):
    """What the chain says of one stream of an agent's epoch."""

    @property
    def home_log(self) -> bytes:
        """The 32-byte id of the only log that may accept it; zero for the direct on-chain stream."""

    @property
    def opening_head(self) -> bytes:
        """The `prevHeader` of its first segment: zero in epoch 0, else the closing head of the epoch before."""


class KeyDirectory(Protocol):
    """Session keys and their streams, as registered on chain; answers may be cached."""

    def lookup(self, key: Address) -> KeyInfo | None:
        """Return what is known of a session key, None if it was never registered.

        Raises:
            UnavailableError: if the chain cannot be asked.
        """

    def stream(self, key: Address, stream: int) -> StreamInfo | None:
        """Return a stream of the key's agent and epoch, None if it was never registered.

        Raises:
            UnavailableError: if the chain cannot be asked.
        """


class AnchorPort(Protocol):
    """Where checkpoints are put on chain."""

    def anchored(self) -> tuple[int, bytes]:
        """Return size and root of the log's latest anchor; (0, SHA-256 of nothing) before the first.

        Raises:
            UnavailableError: if the chain cannot be asked.
        """

    def fee(self) -> int:
        """Return what gas costs now, in wei.

        Raises:
            UnavailableError: if the chain cannot be asked.
        """

    def anchor(self, size: int, root: bytes, proof: list[bytes]) -> None:
        """Anchor a log state with its consistency proof from the anchored size, and wait until it is mined.

        Raises:
            UnavailableError: if the chain cannot be reached.
            ChainRevertError: if the contract refuses.
        """


class QuestionPort(Protocol):
    """What is asked of the log on chain, and where it is answered. Cut off, every method raises `UnavailableError`."""

    def asked(self) -> list[Asked]:
        """Return what waits for an answer, the most urgent first."""

    def anchors(self) -> list[AnchoredAt]:
        """Return the log's anchors, oldest first, as the chain has them now."""

    def time_of(self, anchor: AnchoredAt) -> int:
        """Return when an anchor was made, Unix seconds."""

    def now(self) -> int:
        """Return the time of the chain's head, Unix seconds."""

    def sent(self) -> int:
        """Return how many transactions the operator's account has sent, as far as the node knows."""

    def mined(self) -> int:
        """Return how many of them are in blocks."""

    def show_tile(self, tile: int, anchor: AnchoredAt, hashes: Sequence[bytes], path: Sequence[bytes]) -> None:
        """Answer with a tile, and wait until that is mined.

        Raises:
            ChainRevertError: if the contract refuses.
        """

    def show_entry(self, ack: Ack, entry: Entry, anchor: AnchoredAt, leaf: int, path: Sequence[bytes]) -> None:
        """Answer with the place of an acknowledged header, and wait until that is mined.

        Raises:
            ChainRevertError: if the contract refuses.
        """
