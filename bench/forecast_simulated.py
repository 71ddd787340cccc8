"""The forecaster on a made-up population: every family of attacks held out in turn, alarms, lead, and speed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import Any, Final

import numpy as np

from bench.measure import medians
from bench.options import Figures, Options
from forecaster.crowd.alarm import BOUND
from forecaster.crowd.rehearsal import rehearse
from forecaster.detectors import BlendDetector, Detector, LogisticDetector, VigilDetector
from forecaster.evaluate import evaluate
from forecaster.features import History, features
from forecaster.metrics import auroc, estimate
from forecaster.model import Model
from forecaster.population import FAMILY_NAMES, TAUGHT_RATE, WORLD_END, simulate
from forecaster.practice import practise, teach_without
from forecaster.split import Part, split
from forecaster.table import Table, tabulate
from forecaster.tally import Tally
from forecaster.train import train

_ROWS: Final = 50_000
_OTHER: Final = 1_000_003  # added to the seed of what is asked about


def simulated(options: Options) -> Figures:
    """Measure; `scoring` is of the model trained here."""
    agents = options.size(2400, 400)
    lives = simulate(agents, options.seed, taught_rate=TAUGHT_RATE)
    options.say("reading histories")
    ready = [History(life.history) for life in lives]
    families = {place: life.family for place, life in enumerate(lives) if life.family}
    parts = split([life.history for life in lives])
    trees = options.size(120, 20)
    model = train(
        ready, parts, seed=options.seed, detector=BlendDetector(trees=trees, random_state=options.seed),
        progress=options.say,
    )  # fmt: skip
    options.say("measuring")
    found = evaluate(model, ready, parts, seed=options.seed, families=families)
    taught = tabulate(ready, parts.train, seed=options.seed)
    asked = tabulate(ready, parts.test, seed=options.seed)
    kinds = np.array([families.get(int(agent), "") for agent in taught.agents])
    options.say("a fresh population, of which half does harm, to ask about every family")
    fresh = _Fresh.made(options, astray=True)
    options.say("another, in which families share nothing")
    quiet = _Fresh.made(options, astray=False)
    options.say("practice: families that dice invent")
    practice = practise(options.size(1200, 150), options.seed)
    counting = LogisticDetector(penalty=1.0).fit(taught.counts, taught.labels)
    held, alone = {}, []
    for name in FAMILY_NAMES:
        options.say(f"without {name}, and without what moves a habit that it moves")
        blind = VigilDetector(trees=trees, random_state=options.seed)
        blind.fit(*teach_without(taught, kinds, practice, [name]))
        held[name] = _held_out(name, blind, counting, fresh, options.seed)
        alone.append(_held_out(name, blind, counting, quiet, options.seed)["auroc"])
    known = [item["auroc"] for item in held.values() if item["auroc"] is not None]
    counts = [item["count_model_auroc"] for item in held.values() if item["count_model_auroc"] is not None]
    options.say("back doors split over several agents")
    size = options.size(1500, 200)
    doors = rehearse(options.seed, taught=size, watched=size, trees=options.size(60, 20))
    return {
        "simulated": {
            "families": held,
            "count_model_auroc": max(counts, default=None),
            "mean_auroc": float(np.mean(known)) if known else None,
            "worst_auroc": min(known, default=None),
            "mean_auroc_sharing_nothing": float(np.mean([item for item in alone if item is not None])),
            "split_backdoor_recall": doors.recall.value,
            "split_backdoor": {
                "false_alarms": doors.false_alarms.value,
                "interval": [doors.recall.low, doors.recall.high],
                "bound": BOUND,
                "single_act_recall": doors.single_recall.value,
                "opened": doors.opened,
            },
            "median_lead_actions": found.alarms.median_lead,
            "lead_curve": [list(point) for point in found.alarms.lead_curve],
            "median_lead_of_detected": found.alarms.median_lead_detected,
            "false_alarms": found.alarms.false_alarms.value,
            "false_alarm_bound": found.alarms.bound,
            "false_alarms_by": {
                name: [item.value, item.low, item.high] for name, item in found.alarms.false_alarms_by.items()
            },
            "benign_watched": found.alarms.benign,
            "detected": found.alarms.detected.value,
            "brier": found.brier.value,
            "brier_skill": found.brier_skill.value,
            "ece": found.calibration_error.value,
            "auroc_all_families_taught": found.auroc.value,
            "agents": agents,
        },
        "scoring": _scoring(model, asked, options),
        "features": _kept_up(ready[: options.size(200, 20)]),
    }


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A population that taught nothing: rows, and the family of each row's agent, empty if it is honest."""

    table: Table
    kinds: np.ndarray[Any, Any]

    @classmethod
    def made(cls, options: Options, *, astray: bool) -> _Fresh:
        lives = simulate(options.size(1200, 300), options.seed + _OTHER, base_rate=0.5, astray=astray)
        ready = [History(life.history) for life in lives]
        table = tabulate(ready, Part(tuple(range(len(ready))), 0, WORLD_END), seed=options.seed)
        return cls(table, np.array([lives[agent].family or "" for agent in table.agents]))


def _held_out(name: str, blind: Detector, counting: Detector, fresh: _Fresh, seed: int) -> dict[str, Any]:
    """Measure on a family that taught nothing, and how a linear model of plain counts does that knows it.

    Rows that a fault followed are ranked against those of agents that never did harm; `auroc_when` also against the
    offenders' own rows of more than a horizon before.
    """
    table = fresh.table
    hit, honest = (fresh.kinds == name) & (table.labels == 1), fresh.kinds == ""
    early = (fresh.kinds == name) & (table.labels == 0)
    if not (hit.any() and honest.any()):
        return {"auroc": None, "interval": None, "count_model_auroc": None, "rows": int(hit.sum())}
    scores = blind.score(table.features)
    who, when = hit | (honest & (table.labels == 0)), hit | early | (honest & (table.labels == 0))
    sure = estimate(auroc, table.labels[who], scores[who], table.agents[who], seed)
    return {
        "auroc": sure.value,
        "interval": [sure.low, sure.high],
        "auroc_when": auroc(table.labels[when], scores[when]),
        "count_model_auroc": auroc(table.labels[who], counting.score(table.counts)[who]),
        "rows": int(hit.sum()),
    }


def _scoring(model: Model, asked: Table, options: Options) -> Figures:
    """Time probabilities from ready features beside the bare members' `predict_proba`, one thread each."""
    number = options.size(_ROWS, 2000)
    rows = np.resize(asked.features, (number, asked.features.shape[1]))
    detector = model.detector
    ratios, rates = [], []
    for _ in range(max(3, options.runs)):

        def bare() -> None:
            detector.forest_.forest_.predict_proba(rows)
            detector.logistic_.pipeline_.predict_proba(rows)

        floor, ours = medians(bare, 1), medians(lambda: model.probabilities(rows), 1)
        ratios.append(floor.cpu / ours.cpu)
        rates.append(number / ours.cpu)
    return {"agents_per_s": median(rates), "ratio_bare_predict": median(ratios), "rows": number, "clock": "cpu"}


def _kept_up(ready: Sequence[History]) -> Figures:
    """Time features that are kept up block by block beside features recomputed at each block; per record, CPU."""
    spent = {"incremental": 0.0, "recomputed": 0.0}
    events = 0
    for item in ready:
        history, blocks = item.history, sorted({record.block for record in item.history.records})
        tally = Tally()
        begun = process_time()
        for block in blocks:
            tally.advance(history, block)
            tally.now()
        spent["incremental"] += process_time() - begun
        cuts = [history.until(block) for block in blocks]
        begun = process_time()
        for cut in cuts:
            features(cut)
        spent["recomputed"] += process_time() - begun
        events += len(history.records)
    per = {f"{name}_us_per_event": 1e6 * seconds / events for name, seconds in spent.items()}
    return {**per, "ratio": spent["recomputed"] / spent["incremental"], "events": events, "clock": "cpu"}
