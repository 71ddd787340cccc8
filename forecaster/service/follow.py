"""Following: the same forecasts block after block, for what is new alone.

Each agent's features and alert are kept from one run to the next, and only records, sayings and rulings that came
since are looked at. What is stated is what a run that knows nothing would state: an agent whose past has changed,
because of a fork or of a log that waited, is begun anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import msgspec
import numpy as np

from forecaster.alerts import Alert
from forecaster.features import MIN_ACTS, Floats
from forecaster.history import AgentHistory
from forecaster.model import Model
from forecaster.reader import Read
from forecaster.service.rows import AT_ONCE, stated, too_little
from forecaster.tally import Tally
from forecaster.watch import EVERY_ACTS
from ledger.store.forecasts import ForecastRow

_LISTS: Final = ("records", "disputes", "verdicts", "standing", "grants", "ratings", "kin")


@dataclass(slots=True)
class _Kept:
    """What is kept of one agent: its features, its alert, and what was stated last."""

    tally: Tally = field(default_factory=Tally)
    alert: Alert = field(default_factory=Alert)
    history: AgentHistory | None = None
    row: ForecastRow | None = None
    last: Floats | None = None

    def moved(self, history: AgentHistory) -> bool:
        """Say whether anything that a feature rests on has come since."""
        return self.history is None or any(getattr(self.history, n) != getattr(history, n) for n in _LISTS)


class Follower:
    """Forecasts every agent, again and again; see `forecaster.service.rows.Forecaster`.

    Args:
        model: The model.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._kept: dict[int, _Kept] = {}
        self.looked = 0

    def __call__(self, everyone: Iterator[Read], latest: list[Floats]) -> dict[int, ForecastRow]:
        """Return what is stated, by agent number; agents of which nothing is new are not looked at."""
        found: dict[int, ForecastRow] = {}
        self.looked = 0
        while some := list(islice(everyone, AT_ONCE)):
            self._some(some, found)
        gone = self._kept.keys() - found.keys()
        for number in gone:
            del self._kept[number]
        rows = [kept.last for number in sorted(found) if (kept := self._kept[number]).last is not None]
        if rows:
            latest.append(np.vstack(rows))
        return found

    def _some(self, some: list[Read], found: dict[int, ForecastRow]) -> None:
        asked: list[tuple[Read, _Kept, list[int], Floats]] = []
        for read in some:
            kept = self._of(read.history)
            if kept.row is not None and not kept.moved(read.history):
                row = msgspec.structs.replace(kept.row, complete=read.complete, inputs=read.inputs)
                found[read.history.agent_id] = kept.row = row
                continue
            looks, rows = _advanced(kept.tally, kept.history, read.history)
            kept.tally.keep(read.history)
            kept.history = read.history
            self.looked += 1
            if kept.tally.acts < MIN_ACTS:
                found[read.history.agent_id] = kept.row = too_little(read)
            else:
                asked.append((read, kept, looks, rows))
        if not asked:
            return
        scores = self._model.detector.score(np.vstack([rows for *_, rows in asked]))
        parts = np.split(scores, np.cumsum([len(rows) for *_, rows in asked])[:-1])
        for (read, kept, looks, rows), part in zip(asked, parts, strict=True):
            for look, score in zip(looks, part, strict=False):
                kept.alert = kept.alert.advance(self._model.rule, float(score), look)
            kept.last = rows[-1:]
            row = stated(self._model, read, kept.alert, float(part[-1]), rows[-1:])
            found[read.history.agent_id] = kept.row = row

    def _of(self, history: AgentHistory) -> _Kept:
        kept = self._kept.get(history.agent_id)
        if kept is None or not kept.tally.continues(history):
            kept = self._kept[history.agent_id] = _Kept()
        return kept


def _advanced(tally: Tally, before: AgentHistory | None, history: AgentHistory) -> tuple[list[int], Floats]:
    """Bring a tally up to a history; return the blocks looked at since, and features at each, and last as of now."""
    acts, looks = tally.acts, list[int]()
    for action in history.records[0 if before is None else len(before.records) :]:
        acts += action.phase == "intent"
        if action.phase == "intent" and acts >= MIN_ACTS and (acts - MIN_ACTS) % EVERY_ACTS == 0:
            looks.append(action.block)
    looks = sorted(set(looks))
    rows = []
    for block in (*looks, history.as_of_block):
        tally.advance(history, block)
        rows.append(tally.now())
    return looks, np.vstack(rows)
