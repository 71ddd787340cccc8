"""What a benchmark is given, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

Figures = dict[str, Any]
"""The keys that a benchmark prints; what is not known is None, never guessed."""

BENCHES: Final[Mapping[str, str]] = {
    "forecast": "how early, how sure and how fast the forecaster is, beside what a user would pick instead",
    "arbitrators": "how often panels rule right when part of the pool is corrupt",
    "gas": "what transactions cost, as the contracts' own tests measure it",
    "ingest": "records into the log server over HTTP, durable before they are acknowledged",
    "mandates": "checking a chain of delegations, beside the bare check of a signature",
    "attribution": "naming the input that a harmful act is due to, with what the agent saw and by outputs alone",
    "dictionary": "a million likely payloads tried against salted commitments",
    "disk": "bytes a record on the log server's disk and in an agent's spool",
    "sdk": "what @record adds to a call",
    "index": "the indexer beside a ceiling script, a web3.py loop and a peer",
    "query": "what the API answers, over a million actions",
    "pages": "what the dashboard takes for a page, over a million actions, and what a browser finds wrong",
    "reputation": "how well scores rank, what attacks do, and an epoch of a million agents",
    "resolve": "from an agent's name to the agent",
    "adapters": "what an integration adds to a call of two seconds",
    "tree": "building and proving a tree of a million leaves",
}


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: `quick` shrinks sizes for a smoke run, `say` shows progress."""

    quick: bool
    seed: int
    say: Callable[[str], None]

    @property
    def runs(self) -> int:
        """How often a figure is measured; the median is printed."""
        return 1 if self.quick else 3

    def size(self, full: int, quick: int) -> int:
        """Return the size to run with."""
        return quick if self.quick else full
