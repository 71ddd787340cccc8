"""Watching the mirror: a run at each new block, and numbers about the runs for machines."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

from forecaster.artefact import Card
from forecaster.model import Model
from forecaster.service.follow import Follower
from forecaster.service.run import Made, run
from forecaster.shelf import Shelf
from ledger.errors import ConflictError, LedgerError, StaleMirrorError, UnavailableError
from ledger.queries.sources import Sources
from ledger.store.forecasts import ALERT_STATES


class Metrics:
    """Numbers of one forecaster, since it began."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter(ombud_forecast_runs_total=0)
        self._now: dict[str, float] = {}

    def ran(self, made: Made, looked: int, seconds: float) -> None:
        """Count a run: agents that were looked at because something of theirs was new, and how long it took."""
        self._counts["ombud_forecast_runs_total"] += 1
        self._counts["ombud_forecast_agents_looked_at_total"] += looked
        states = Counter(row.alert for row in made.rows.values())
        short = sum(row.probability is None for row in made.rows.values())
        self._now = {f'ombud_forecast_alerts{{state="{state}"}}': states[state] for state in ALERT_STATES}
        self._now |= {
            "ombud_forecast_block": made.block.number,
            "ombud_forecast_agents": len(made.rows),
            "ombud_forecast_agents_insufficient": short,
            "ombud_forecast_chains": len(made.chains),
            "ombud_forecast_run_seconds": seconds,
        }
        if made.drift is not None:
            self._now["ombud_forecast_confidence"] = made.drift.confidence
            self._now["ombud_forecast_features_drifted"] = len(made.drift.drifted)
            self._now["ombud_forecast_retrain"] = int(made.drift.retrain)

    def failed(self, error: LedgerError) -> None:
        """Count a run that failed."""
        self._counts[f'ombud_forecast_failures_total{{code="{error.code}"}}'] += 1

    def text(self) -> str:
        """Write everything down, in Prometheus's text form."""
        return "".join(f"{name} {value:g}\n" for name, value in (*sorted(self._counts.items()), *self._now.items()))

    def write(self, path: Path) -> None:
        """Replace a file in one step, so that nobody reads half of it."""
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        fresh.write_text(self.text())
        fresh.replace(path)


def watching(
    sources: Sources,
    model: Model,
    card: Card,
    *,
    pause: Callable[[], bool],
    times: int | None = None,
    metrics: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[tuple[Made, float]]:
    """Run at each new block; yield what was stated and the seconds it took.

    Args:
        sources: What questions are asked of.
        model: The model.
        card: Its card.
        pause: Waits between two looks; returns whether to stop.
        times: Runs after which to stop; never if not given.
        metrics: File of the numbers about the runs.
        say: Told why a run failed; the next look tries again.
    """
    follower, shelf, counted = Follower(model), Shelf(), Metrics()
    done, last = 0, ""
    while times is None or done < times:
        try:
            begun = monotonic()
            made = run(sources, model, card, forecaster=follower, shelf=shelf)
            seconds = monotonic() - begun
        except (StaleMirrorError, UnavailableError, ConflictError) as error:
            counted.failed(error)
            say(f"{error}; trying again")
        else:
            if made.block.hash != last or made.written:
                counted.ran(made, follower.looked, seconds)
                done, last = done + 1, made.block.hash
                yield made, seconds
        if metrics is not None:
            counted.write(metrics)
        if done != times and pause():
            return
