"""Forecasts on chain: committed before, revealed and scored after.

epoch = commit(sender, root, population, horizon, model)
reveal(sender, forecaster, epoch, agent_id, ppm, salt, path)       # after the horizon
show_outcome(sender, forecaster, epoch, case)                      # a dispute of the horizon that was upheld
score(chain, forecaster, epoch)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from ledger.chain.node import Chain
from ledger.chain.sender import Sender, Sent
from ledger.domain.dispute import Case
from ledger.domain.forecast_book import Book, Score
from ledger.domain.ids import Address


def book(chain: Chain) -> Book:
    """Return the book of a deployment, which its leaves are bound to."""
    return Book(chain.chain_id(), chain.deployment.addresses["ForecastBook"])


def epoch_now(chain: Chain) -> int:
    """Return the epoch that a commitment of the next block is of, as of the newest one."""
    epoch: int = chain.read("ForecastBook", "epochNow")
    return epoch


def commit(sender: Sender, root: bytes, population: int, horizon: int, model: bytes) -> int:
    """Commit to a forecast for every agent; return the epoch.

    Args:
        sender: The forecaster.
        root: Of the tree of `Book.leaf`, leaf i about agent i.
        population: Number of agents; those registered within the hour may be left out.
        horizon: Seconds from now.
        model: Hash of what made the forecasts.

    Raises:
        ChainRevertError: if agents are left out, or the forecaster committed in this epoch.
    """
    sent = sender.send("ForecastBook", "commit", root, population, horizon, model)
    epoch: int = sent.event("ForecastCommitted").args["epoch"]
    return epoch


def reveal(
    sender: Sender, forecaster: Address, epoch: int, agent_id: int, ppm: int, salt: bytes, path: Sequence[bytes]
) -> Sent:
    """Reveal a forecast; anyone may.

    Raises:
        ChainRevertError: if it is not the time, was revealed, or is not what was committed to.
    """
    return sender.send("ForecastBook", "reveal", forecaster, epoch, agent_id, ppm, salt, list(path))


def show_outcome(sender: Sender, forecaster: Address, epoch: int, case: Case) -> Sent:
    """Show that a dispute of the horizon was upheld; anyone may.

    Raises:
        ChainRevertError: if it is no outcome of the round.
    """
    return sender.send("ForecastBook", "showOutcome", forecaster, epoch, astuple(case))


def score(chain: Chain, forecaster: Address, epoch: int) -> tuple[Score, bool]:
    """Return how a round did, and whether that is final.

    Raises:
        ChainRevertError: if there is no such round.
    """
    brier, reference, skill, known, closed = chain.read("ForecastBook", "scoreOf", forecaster, epoch)
    return Score(brier, reference, skill if known else None), closed
