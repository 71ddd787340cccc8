"""What questions are asked of: the mirror, and what proves its answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from ledger.domain.chain_proof import ChainFact
from ledger.domain.events import RawLog
from ledger.domain.ids import Address, AgentRef
from ledger.queries.due_index import DueIndex
from ledger.queries.kept_cases import KeptCases
from ledger.queries.kept_promises import KeptPromises
from ledger.store.mirror import Mirror
from ledger.tiles.evidence import EvidenceStore

MAX_SILENCE_S: Final = 30.0
"""The indexer looks at the chain many times a second; silent for this long, it is dead or cut off."""
MAX_LAG: Final = 64
"""Blocks: what the indexer takes in one step near the head. Behind by more, the mirror is catching up."""


class BlockHead(Protocol):
    """Hash (32 bytes) and time (Unix seconds) of a block."""

    @property
    def hash(self) -> bytes:
        """Its hash."""

    @property
    def timestamp(self) -> int:
        """Its time."""


class ProofLog(Protocol):
    """One published log, as proofs need it."""

    def inclusion_path(self, index: int, size: int) -> list[bytes]:
        """Return the audit path of a leaf in the tree of `size` leaves."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything a question may read.

    Args:
        mirror: The mirror.
        contracts: Addresses of our contracts by name.
        open_log: Opens a log by id and URL, for inclusion paths.
        block: Asks the chain for a block by number, for hashes of old blocks without events.
        header: Asks the chain for the RLP header of a block by number, for bundles.
        prove: Asks the chain for the proof of (transaction, log index), for bundles.
        sent: Asks the chain for the data of a transaction, for the actions that openings showed; None without a node.
        emitted: Asks the chain for the logs of a transaction; None without a node.
        evidence: Where evidence files lie, for whether they can be had; None if they are not at hand.
        clock: Unix seconds.
        max_silence_s: How long the indexer may be silent before answers stop.
        max_lag: How many blocks it may be behind.
        dues: What is kept of running disputes between questions.
        kept: Finished case files, kept between questions.
        kept_promises: Receipts about whose promise nothing changes any more, so that nobody looks at them again.
    """

    mirror: Mirror
    contracts: Mapping[str, Address]
    open_log: Callable[[bytes, str], ProofLog]
    block: Callable[[int], BlockHead]
    header: Callable[[int], bytes]
    prove: Callable[[bytes, int], ChainFact]
    clock: Callable[[], float]
    sent: Callable[[bytes], bytes] | None = None
    emitted: Callable[[bytes], list[RawLog]] | None = None
    evidence: EvidenceStore | None = None
    max_silence_s: float = field(default=MAX_SILENCE_S)
    max_lag: int = field(default=MAX_LAG)
    dues: DueIndex = field(default_factory=DueIndex, compare=False)
    kept: KeptCases = field(default_factory=KeptCases, compare=False)
    kept_promises: KeptPromises = field(default_factory=KeptPromises, compare=False)

    def agent(self, number: int) -> AgentRef:
        """Return the global id of an agent of this world."""
        return AgentRef(self.mirror.space.chain_id, self.contracts["AgentRegistry"], number)
