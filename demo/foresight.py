"""The forecaster as anyone would use it: a model trained once by command, and `ombud forecast run` whenever asked.

Training takes a while, so the artefact is kept between runs, under a name made of everything that it depends on: the
forecaster's own source. It is the model that `ombud forecast train` makes when nothing else is said, and it never sees
the demonstration: it learns on a simulated population.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from demo.ombud import Ombud

MODEL_FILE: Final = "model.skops"
_SOURCES: Final = Path(__file__).parent.parent / "forecaster"


class ForesightError(RuntimeError):
    """The forecaster could not be trained, or did not answer; the message holds what the command said."""


def cache_folder() -> Path:
    """Return where artefacts are kept between runs: `OMBUD_DEMO_CACHE`, else the user's own cache folder."""
    if given := os.environ.get("OMBUD_DEMO_CACHE"):
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ombud-demo"


def artefact_name(sources: Path = _SOURCES) -> str:
    """Return a name that changes with the forecaster's source."""
    found = hashlib.sha256()
    for path in sorted(sources.rglob("*.py")):
        found.update(str(path.relative_to(sources)).encode() + b"\0" + path.read_bytes())
    return f"model-{found.hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Statement:
    """What was forecast as of a block: how many agents were looked at, and the alerts by agent number."""

    block: int
    agents: int
    alerts: Mapping[int, str]

    def told(self, names: Mapping[int, str]) -> str:
        """Say it in one line; `names` are the agents' by number."""
        alerts = ", ".join(f"{names[number]} ({state})" for number, state in self.alerts.items())
        return f"the forecaster looked at {self.agents} agents as of block {self.block}: " + (
            f"look at {alerts}" if alerts else "no alert"
        )


@dataclass(slots=True)
class Foresight:
    """One model, and what it states.

    Args:
        ombud: The command, led to the running stack.
        say: Told what takes its time.
        cache: Folder in which artefacts are kept.
    """

    ombud: Ombud
    say: Callable[[str], None]
    cache: Path = field(default_factory=cache_folder)
    model: Path = field(init=False)
    """Folder of the artefact."""

    def __post_init__(self) -> None:
        self.model = self.cache / artefact_name()

    def prepare(self) -> None:
        """Train the model, unless an earlier run has.

        Raises:
            ForesightError: if it cannot be trained.
        """
        if self.model.exists():
            return
        self.say(f"training the forecaster on a simulated population; the next run finds it in {self.cache}")
        self.cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.cache) as folder:
            made = Path(folder) / "model"
            said = self.ombud("forecast", "train", "--out", str(made))
            if said.exit_code:
                raise ForesightError(f"ombud forecast train said {said.exit_code}: {said.err or said.out}"[:600])
            if not self.model.exists():
                shutil.move(made, self.model)

    def state(self, book: Path | None = None) -> Statement:
        """State forecasts about everybody as of the mirror's block.

        Args:
            book: Where to write what is said of each, to be committed to.

        Raises:
            ForesightError: if the command fails.
        """
        more = () if book is None else ("--book", str(book))
        said = self.ombud("forecast", "run", "--model", str(self.model), *more, "--json")
        if said.exit_code:
            raise ForesightError(f"ombud forecast run said {said.exit_code}: {said.err or said.out}"[:600])
        found = said.json()
        alerts = {int(item["agent"]): str(item["alert"]) for item in found["forecasts"] if item["alert"]}
        return Statement(found["as_of"]["number"], found["agents"], alerts)

    @property
    def file(self) -> Path:
        """The model's own file, whose digest is committed to."""
        return self.model / MODEL_FILE
