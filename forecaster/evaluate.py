"""Evaluation on owners and blocks that training never saw: how well, how sure, how early, and how much is chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from sklearn.metrics import precision_recall_curve, roc_curve

from forecaster.alerts import Alert, firing_level
from forecaster.catalogue import FEATURE_NAMES
from forecaster.detectors import LogisticDetector
from forecaster.features import History
from forecaster.metrics import (
    Bin,
    Estimate,
    Floats,
    auroc,
    average_precision,
    brier,
    brier_skill,
    calibration_bins,
    calibration_error,
    estimate,
    share_interval,
)
from forecaster.model import Model
from forecaster.split import Split
from forecaster.table import Table, tabulate
from forecaster.watch import Watched, watch

_POINTS: Final = 100  # of a curve
_SHARES: Final = (0.01, 0.02, 0.04, 0.08, 0.16)  # of benign agents that fire, where lead is measured


@dataclass(frozen=True, slots=True)
class AlarmReport:
    """What alerts did while agents were watched all along.

    Args:
        bound: Stated bound on the share of benign agents that ever fire.
        benign: Benign agents watched.
        false_alarms: Share of them that ever fired.
        bound_holds: Whether the interval of that share leaves the bound possible; None if there is nothing to count.
        offenders: Agents with an upheld fault that were watched.
        detected: Share of them that fired before the dispute was opened.
        foreseen: Share of them that fired before the very act at fault.
        median_lead: Median over *all* offenders of acts between firing and opening; 0 where nothing fired.
        median_lead_detected: The same over those detected; None if there are none.
        lead_curve: What other thresholds would have given: share of benign agents that ever fire, share of offenders
            that fire in time, and median lead over all offenders. Read off the measured agents themselves.
        leads: Of every offender, acts between firing and opening; 0 where nothing fired.
        false_alarms_by: The same share of benign agents by tenure (looked at for fewer acts than half of them, or not)
            and by their owner's size (one agent, or several).
    """

    bound: float
    benign: int
    false_alarms: Estimate
    bound_holds: bool | None
    offenders: int
    detected: Estimate
    foreseen: Estimate
    median_lead: float | None
    median_lead_detected: float | None
    leads: tuple[int, ...]
    false_alarms_by: Mapping[str, Estimate]
    lead_curve: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything measured; see `forecaster.report` for words.

    `auroc_before` leaves out the forecasts made when the act at fault was on record already and only its dispute lay
    ahead. `bins` are the calibration curve that `calibration_error` sums up; `roc` are some points of (false alarms,
    detected), and `precision_recall` of (recall, precision), by row. `drift` is the PSI of each feature, worst first.
    """

    rows: int
    positives: int
    agents: int
    base_rate: float
    horizon: int
    seed: int
    auroc: Estimate
    auroc_before: Estimate
    average_precision: Estimate
    brier: Estimate
    brier_skill: Estimate
    calibration_error: Estimate
    bins: tuple[Bin, ...]
    roc: tuple[tuple[float, float], ...]
    precision_recall: tuple[tuple[float, float], ...]
    drift: Mapping[str, float]
    count_model_auroc: Estimate
    alarms: AlarmReport
    families: Mapping[str, Estimate]
    count_model_families: Mapping[str, Estimate]


def evaluate(
    model: Model,
    histories: Sequence[History],
    parts: Split,
    *,
    seed: int = 0,
    families: Mapping[int, str] | None = None,
) -> Evaluation:
    """Measure a model on the test part; the yardstick of plain counts learns from the training part.

    Args:
        model: The model.
        histories: The whole population, made ready.
        parts: How it is split.
        seed: Seed of cuts and bootstrap.
        families: Family of attacks by place in the population, where it is known.
    """
    table = tabulate(histories, parts.test, seed=seed, horizon=model.horizon)
    owners = _owners(histories, table)
    scores = model.detector.score(table.features)
    chances = model.calibrator.probability(scores)
    ahead = ~table.done
    counts = _count_scores(histories, parts, table, model.horizon, seed)
    kinds = np.array([(families or {}).get(int(agent), "") for agent in table.agents])

    def of_family(name: str, values: Floats) -> Estimate:
        rows = (table.labels == 0) | (kinds == name)
        return estimate(auroc, table.labels[rows], values[rows], owners[rows], seed)

    names = sorted(set((families or {}).values()))
    known = 0 < table.labels.sum() < len(table)
    return Evaluation(
        rows=len(table),
        positives=int(table.labels.sum()),
        agents=len(np.unique(table.agents)),
        base_rate=float(table.labels.mean()) if len(table) else 0.0,
        horizon=model.horizon,
        seed=seed,
        auroc=estimate(auroc, table.labels, scores, owners, seed),
        auroc_before=estimate(auroc, table.labels[ahead], scores[ahead], owners[ahead], seed),
        average_precision=estimate(average_precision, table.labels, scores, owners, seed),
        brier=estimate(brier, table.labels, chances, owners, seed),
        brier_skill=estimate(lambda y, p: brier_skill(y, p, model.base_rate), table.labels, chances, owners, seed),
        calibration_error=estimate(calibration_error, table.labels, chances, owners, seed),
        bins=calibration_bins(table.labels, chances),
        roc=_some(roc_curve(table.labels, scores)[:2]) if known else (),
        precision_recall=_some(precision_recall_curve(table.labels, scores)[1::-1]) if known else (),
        drift=_moved(model, table.features),
        count_model_auroc=estimate(auroc, table.labels, counts, owners, seed),
        alarms=_alarms(model, watch(model.detector, histories, parts.test), histories),
        families={name: of_family(name, scores) for name in names},
        count_model_families={name: of_family(name, counts) for name in names},
    )


def _some(curve: Sequence[Floats]) -> tuple[tuple[float, float], ...]:
    """Thin a curve of (across, up) out to a hundred points or so."""
    across, up = curve
    step = max(1, len(across) // _POINTS)
    return tuple(zip(across[::step].tolist(), up[::step].tolist(), strict=True))


def _moved(model: Model, rows: Floats) -> dict[str, float]:
    """How far each feature of the test part is from those that taught; empty where there are too few rows."""
    found = model.drift(rows)
    if found is None:
        return {}
    order = np.argsort(-found.psi, kind="stable")
    return {FEATURE_NAMES[column]: float(found.psi[column]) for column in order}


def _owners(histories: Sequence[History], table: Table) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    numbers: dict[str, int] = {}
    owners = [histories[agent].history.owner for agent in table.agents]
    return np.array([numbers.setdefault(owner, len(numbers)) for owner in owners], dtype=np.int64)


def _count_scores(histories: Sequence[History], parts: Split, table: Table, horizon: int, seed: int) -> Floats:
    taught = tabulate(histories, parts.train, seed=seed, horizon=horizon)
    if np.unique(taught.labels).size == 1 or not len(taught):
        return np.zeros(len(table))
    return LogisticDetector(penalty=1.0).fit(taught.counts, taught.labels).score(table.counts)


def fires_at(model: Model, item: Watched) -> int | None:
    """Return how many acts an agent had begun when its alert first fired; None if it never did."""
    alert = Alert()
    for block, acts, score in zip(item.blocks, item.acts, item.scores, strict=True):
        alert = alert.advance(model.rule, float(score), block)
        if alert.state == "firing":
            return acts
    return None


def _alarms(model: Model, watched: Sequence[Watched], histories: Sequence[History]) -> AlarmReport:
    harmless = [item for item in watched if item.opened_act is None]
    benign = [fires_at(model, item) for item in harmless]
    offenders = [(fires_at(model, item), item) for item in watched if item.opened_act is not None]
    early = [(item.opened_act or 0) - at for at, item in offenders if at is not None]
    foreseen = sum(at is not None and at < (item.fault_act or 0) for at, item in offenders)
    alarms = share_interval(sum(item is not None for item in benign), len(benign))
    return AlarmReport(
        bound=model.rule.bound,
        benign=len(benign),
        false_alarms=alarms,
        bound_holds=None if alarms.low is None else alarms.low <= model.rule.bound,
        offenders=len(offenders),
        detected=share_interval(len(early), len(offenders)),
        foreseen=share_interval(foreseen, len(offenders)),
        median_lead=float(np.median(early + [0] * (len(offenders) - len(early)))) if offenders else None,
        median_lead_detected=float(np.median(early)) if early else None,
        leads=tuple(early + [0] * (len(offenders) - len(early))),
        false_alarms_by=_fairly(harmless, benign, histories),
        lead_curve=_lead_curve(model, harmless, [item for _, item in offenders]),
    )


def _lead_curve(
    model: Model, harmless: Sequence[Watched], offenders: Sequence[Watched]
) -> tuple[tuple[float, float, float], ...]:
    """Measure detection and lead at thresholds at which given shares of the benign agents would have fired."""
    if not harmless or not offenders:
        return ()
    levels = sorted((firing_level(item.scores, model.rule.confirm) for item in harmless), reverse=True)
    found = []
    for share in _SHARES:
        fire = int(share * len(levels))
        rule = replace(model.rule, threshold=levels[min(fire, len(levels) - 1)])
        at = [fires_at(replace(model, rule=rule), item) for item in offenders]
        leads = [0 if when is None else (item.opened_act or 0) - when for when, item in zip(at, offenders, strict=True)]
        caught = sum(when is not None for when in at) / len(at)
        found.append((fire / len(levels), caught, float(np.median(leads))))
    return tuple(found)


def _fairly(
    harmless: Sequence[Watched], fired: Sequence[int | None], histories: Sequence[History]
) -> dict[str, Estimate]:
    """Split false alarms by how long agents were watched and by how many agents their owners have."""
    middle = float(np.median([item.acts[-1] for item in harmless])) if harmless else 0.0
    sizes = Counter(item.history.owner for item in histories)
    found: dict[str, list[bool]] = {"shorter tenure": [], "longer tenure": [], "one agent": [], "several agents": []}
    for item, at in zip(harmless, fired, strict=True):
        found["shorter tenure" if item.acts[-1] < middle else "longer tenure"].append(at is not None)
        alone = sizes[histories[item.agent].history.owner] == 1
        found["one agent" if alone else "several agents"].append(at is not None)
    return {name: share_interval(sum(hits), len(hits)) for name, hits in found.items()}
