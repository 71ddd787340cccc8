"""A forecast that nobody can make up afterwards: committed to on chain, by an account that only does this.

What was said stays sealed until its horizon is over. That it was said before, and about whom, can be checked at once
by whoever is shown the file that opens it: its leaves hash to the root on chain.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.api import Api
from demo.foresight import ForesightError
from demo.ombud import Ombud
from ledger.domain.forecast_book import PPM, Book
from ledger.domain.forecast_file import ForecastFile


@dataclass(frozen=True, slots=True)
class Sealed:
    """A commitment: whose, in which epoch, over how many agents; `file` opens it and is not shown to anyone yet."""

    forecaster: str
    epoch: int
    root: str
    population: int
    file: Path

    def told(self) -> str:
        """Say it in one line."""
        return (
            f"the forecaster's account {self.forecaster[:16]}… committed on chain to a forecast for each of "
            f"{self.population} agents (epoch {self.epoch}, root {self.root[:16]}…): sealed until its horizon is over"
        )


def seal(ombud: Ombud, said: Path, model: Path, folder: Path) -> Sealed:
    """Commit to what was said, as anyone would: by command, from a new account.

    Args:
        ombud: The command, led to the running stack.
        said: Probabilities in millionths, as `ombud forecast run --book` wrote them.
        model: The file of the model that said it.
        folder: Where key and forecasts are kept.

    Raises:
        ForesightError: if the command fails.
    """
    key, file = folder / "forecaster.key", folder / "forecasts-sealed.json"
    for arguments in (
        ("key", "new", str(key), "--json"),
        (
            "forecast", "commit", str(said), "--output", str(file), "--model", str(model), "--days", "1",
            "--key", str(key), "--json",
        ),
    ):  # fmt: skip
        done = ombud(*arguments)
        if done.exit_code:
            raise ForesightError(f"ombud {' '.join(arguments[:2])}: {done.exit_code}, {done.err or done.out}"[:600])
    facts = done.json()
    return Sealed(facts["forecaster"], facts["epoch"], facts["root"], facts["population"], file)


def block_of(sealed: Sealed, api: Api, book: Book, agent: int) -> int | None:
    """Return the block in which a forecast about an agent was committed to; None unless all of it fits.

    The mirror's root is the chain's; the file must hash to it, and say something of the agent.

    Args:
        sealed: The commitment.
        api: In front of the mirror.
        book: The deployed book: leaves are bound to it.
        agent: Number of the agent.
    """
    path = f"/v1/forecast-book/{sealed.forecaster}/{sealed.epoch}"
    round_: dict[str, Any] = api.get(path)["data"]["round"]
    kept = ForecastFile.unpack(sealed.file.read_bytes())
    fits = kept.root(book).hex() == round_["root"] and agent < len(kept.said) == round_["population"]
    if not fits or not 0 < kept.said[agent][0] < PPM:
        return None
    return int(round_["committed"]["block"])
