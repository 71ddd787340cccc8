"""The forecaster, on data from elsewhere and on a made-up population, beside what a user would pick instead.

No row is judged by what learnt from its group: raters' networks are left out by node, traces by the user's task,
judged records by domain, accounts by address. Members and their settings were chosen by cross-validation on these same
files, so that figures on files that nobody has looked at may be lower: `ombud forecast evaluate` takes any.
"""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench.forecast_baselines import baselines_of_network, baselines_of_rows
from bench.forecast_simulated import simulated
from bench.options import Figures, Options
from forecaster.detectors.ensemble import EnsembleDetector
from forecaster.external import samples as made
from forecaster.external.ask import DETECTORS, beside, of_labelled
from forecaster.external.conduct import NAMES, PROVENANCE
from forecaster.external.judge import Measured, crossed, measure
from forecaster.external.learn import learn, parts_of
from forecaster.external.samples import ALL, Samples
from forecaster.external.tabular import alike, load_table
from forecaster.external.traces import load_judged, load_traces
from forecaster.metrics import auroc, average_precision, calibration_error

_SEEN: Final = ("1", "3", "5", "10")
_SHARED: Final = Path(os.environ.get("OMBUD_SHARED", Path(__file__).parents[2] / "shared"))
_EPOCHS: Final = 5
_LATELY: Final = 25  # outcomes from which the base rate of the next epoch is estimated


def run(options: Options) -> Figures:
    """Measure everything; what there is no data for is None."""
    data = _SHARED / "data"
    found: Figures = {"seed": options.seed, "baselines": {}}
    for name, path, of in (
        ("network", data / "trust/otc_network.csv.gz", _network),
        ("traces", data / "agents/agentdojo_dev.jsonl.gz", _traces),
        ("judged", data / "agents/rjudge.jsonl.gz", _judged),
        ("table", data / "tabular/eth_fraud_dev.csv.gz", _table),
    ):
        options.say(name)
        found |= of(path if path.is_file() else None, options, found["baselines"])
    options.say("simulated populations")
    return found | simulated(options)


def _detector(kind: str, options: Options) -> EnsembleDetector:
    if not options.quick:
        return DETECTORS[kind]
    few = DETECTORS[kind].get_params()
    return EnsembleDetector(**(few | {"trees": min(20, few["trees"]), "rounds": min(10, few["rounds"])}))


def _value(row: Measured | None, name: str = "auroc") -> Any:
    return None if row is None else getattr(row, name).value


def _span(row: Measured, name: str = "auroc") -> list[float | None]:
    item = getattr(row, name)
    return [item.low, item.high]


def _network(path: Path | None, options: Options, beside_us: Figures) -> Figures:
    nothing = dict.fromkeys(f"k{seen}" for seen in _SEEN)
    if path is None:
        return {"otc": {"masked": nothing, "era_matched": nothing, "ece": None}, "conformal": _no_alarms()}
    rows = of_labelled(path, path.with_name("otc_gt.csv"))
    asked, stated = crossed(rows, _detector("network", options), seed=options.seed, progress=options.say)
    figures = measure(asked, stated, options.seed)
    beside_us["otc"] = baselines_of_network(asked, options)
    alarms = figures[ALL].alarms
    return {
        "otc": {
            "masked": {f"k{seen}": _value(figures[seen]) for seen in _SEEN},
            "era_matched": {f"k{seen}": figures[seen].auroc_era_matched for seen in _SEEN},
            "intervals": {f"k{seen}": _span(figures[seen]) for seen in _SEEN},
            "all": {"masked": _value(figures[ALL]), "era_matched": figures[ALL].auroc_era_matched},
            "average_precision": _value(figures[ALL], "average_precision"),
            "ece": _over_time(rows, options),
            "ece_shuffled_folds": _value(figures[ALL], "ece"),
            "nodes": figures[ALL].rows,
        },
        "conformal": {
            "bound": alarms.bound,
            "alarms": alarms.alarms,
            "benign": alarms.benign,
            "false_alarm_rate": alarms.false_alarm_rate,
            "interval": list(alarms.interval),
            "within_bound": alarms.within_bound,
            "detection": alarms.detection.value,
            "by_seen": {
                f"k{seen}": {
                    "false_alarm_rate": figures[seen].alarms.false_alarm_rate,
                    "detection": figures[seen].alarms.detection.value,
                }
                for seen in _SEEN
            },
        },
    }


def _no_alarms() -> Figures:
    return dict.fromkeys(("bound", "alarms", "false_alarm_rate", "interval", "within_bound", "detection"))


def _over_time(rows: Samples, options: Options) -> float | None:
    """Calibration error where each epoch is judged by what was known before it, its base rate by the last outcomes."""
    own = rows.at(ALL) & rows.own
    edges = np.quantile(rows.first[own], np.linspace(0.4, 1.0, _EPOCHS + 1))
    edges[-1] += 1
    labels: list[np.ndarray[Any, Any]] = []
    chances: list[np.ndarray[Any, Any]] = []
    for begin, end in pairwise(edges):
        now = own & (rows.first >= begin) & (rows.first < end)
        gone = set(np.array(rows.groups)[now])
        past = (rows.first < begin) & np.array([group not in gone for group in rows.groups])
        known = own & past
        last = rows.labels[known][np.argsort(rows.first[known])][-_LATELY:]
        rate = float((last.sum() + 1) / (len(last) + 2))
        said = learn(rows.rows(past), _detector("network", options), seed=options.seed).state(rows.rows(now), rate=rate)
        labels.append(rows.labels[now])
        chances.append(said.probabilities)
    return calibration_error(np.concatenate(labels), np.concatenate(chances))


def _traces(path: Path | None, options: Options, beside_us: Figures) -> Figures:
    if path is None:
        return {"agentdojo": dict.fromkeys(("m1", "m2", "m3", "all", "leave_suite_out"))}
    traces = [trace for trace in load_traces(path) if trace.label is not None]
    rows = made.of_traces(traces)
    detector = _detector("traces", options)
    every = np.arange(rows.features.shape[1])
    asked, stated = crossed(rows, detector, seed=options.seed, columns=every, progress=options.say)
    figures = measure(asked, stated, options.seed)
    beside_us["agentdojo"] = baselines_of_rows(asked, parts_of(asked, 5, options.seed), options)
    away, said = crossed(
        rows,
        _detector("traces_elsewhere", options),
        seed=options.seed,
        by=rows.numbered(rows.worlds),
        columns=np.array([NAMES.index(name) for name in PROVENANCE]),
        progress=options.say,
    )
    suites = {}
    for world in sorted(set(rows.worlds)):
        mine = np.array([item == world for item in away.worlds]) & away.at(ALL)
        suites[world] = auroc(away.labels[mine], said.scores[mine])
    return {
        "agentdojo": {
            **{f"m{seen}": _value(figures[str(seen)]) for seen in made.CALLS_SEEN},
            "all": _value(figures[ALL]),
            "leave_suite_out": float(np.mean(list(suites.values()))),
            "suites": suites,
            "intervals": {seen: _span(row) for seen, row in figures.items()},
            "ece": _value(figures[ALL], "ece"),
            "average_precision": _value(figures[ALL], "average_precision"),
            "traces": figures[ALL].rows,
        }
    }


def _judged(path: Path | None, options: Options, beside_us: Figures) -> Figures:
    if path is None:
        return {"rjudge": {"leave_domain_out": None, "accuracy": None}}
    rows = made.of_judged(load_judged(path))
    domains = rows.numbered(rows.worlds)
    asked, stated = crossed(rows, _detector("judged", options), seed=options.seed, by=domains, progress=options.say)
    figures = measure(asked, stated, options.seed)[ALL]
    beside_us["rjudge"] = baselines_of_rows(asked, asked.numbered(asked.worlds), options)
    return {
        "rjudge": {
            "leave_domain_out": _value(figures),
            "interval": _span(figures),
            "accuracy": figures.accuracy,
            "by_domain": {
                world: auroc(asked.labels[mine], stated.scores[mine])
                for world in sorted(set(asked.worlds))
                if 0 < asked.labels[mine := np.array([item == world for item in asked.worlds])].mean() < 1
            },
            "ece": _value(figures, "ece"),
            "records": figures.rows,
        }
    }


def _table(path: Path | None, options: Options, beside_us: Figures) -> Figures:
    if path is None:
        return {"ethereum": {"ap_no_erc20": None, "ece": None}}
    plain, _ = load_table(path)
    if options.quick:
        plain = plain.rows(np.arange(len(plain)) % 5 == 0)
    rows = beside(plain, plain)
    asked, stated = crossed(rows, _detector("table", options), seed=options.seed, progress=options.say)
    figures = measure(asked, stated, options.seed)[ALL]
    beside_us["ethereum"] = baselines_of_rows(plain, parts_of(plain, 5, options.seed), options)
    apart = ~alike(plain.features)[plain.known]
    return {
        "ethereum": {
            "ap_no_erc20": _value(figures, "average_precision"),
            "ap_no_erc20_without_copies": average_precision(asked.labels[apart], stated.scores[apart]),
            "copies": int((~apart).sum()),
            "interval": _span(figures, "average_precision"),
            "ece": _value(figures, "ece"),
            "auroc": _value(figures),
            "accounts": figures.rows,
        }
    }
