"""The calibration report in words: figures with their intervals, what they are, and what they are not."""

from __future__ import annotations

from forecaster.evaluate import AlarmReport, Evaluation
from forecaster.metrics import Estimate

CAVEAT = (
    "Measured on a simulated population. It shows that the machinery works and how sure it is of itself, "
    "not how well it will do on live agents."
)


def _figure(item: Estimate) -> str:
    if item.value is None:
        return "not measured"
    span = "" if item.low is None else f" ({item.low:.3f} to {item.high:.3f})"
    return f"{item.value:.3f}{span}"


def _acts(value: float | None) -> str:
    return "not measured" if value is None else f"{value:g} acts"


def _bound(alarms: AlarmReport) -> str:
    words = {None: "nothing to hold the bound against", True: "the bound stands", False: "the bound is broken"}
    return words[alarms.bound_holds]


def markdown(found: Evaluation) -> str:
    """Write an evaluation as Markdown."""
    alarms = found.alarms
    lines = [
        "# Forecast report",
        "",
        CAVEAT,
        "",
        f"Question: is a dispute opened within the next {found.horizon} acts about a fault that is upheld? "
        f"Asked {found.rows} times about {found.agents} agents, random prefixes, seed {found.seed}; the answer was "
        f"yes {found.positives} times ({found.base_rate:.1%}). Owners and blocks are later than all training. "
        "In brackets: 95% intervals, owners resampled.",
        "",
        "| measure | value | read it as |",
        "|---|---|---|",
        f"| AUROC | {_figure(found.auroc)} | 0.5 is chance |",
        f"| AUROC before the act | {_figure(found.auroc_before)} | only forecasts made before the act at fault |",
        f"| AUROC of plain counts | {_figure(found.count_model_auroc)} | a linear model that only counts |",
        f"| average precision | {_figure(found.average_precision)} | chance is {found.base_rate:.3f} |",
        f"| Brier score | {_figure(found.brier)} | lower is better; always no has {found.base_rate:.3f} |",
        f"| Brier skill | {_figure(found.brier_skill)} | over always saying the last known base rate; 0 is none |",
        f"| calibration error | {_figure(found.calibration_error)} | 10 bins of equal size; 0 is perfect |",
        "",
        "## Calibration",
        "",
        "| forecasts | said, on average | came true |",
        "|---|---|---|",
        *(f"| {item.rows} | {item.said:.3f} | {item.came:.3f} |" for item in found.bins),
        "",
        "## Alarms",
        "",
        f"- stated bound on benign agents that ever fire: {alarms.bound:.1%}, on average over calibration parts",
        f"- benign agents that fired: {_figure(alarms.false_alarms)} of {alarms.benign}; {_bound(alarms)}",
        *(f"  - {name}: {_figure(item)}" for name, item in alarms.false_alarms_by.items()),
        f"- offenders that fired before the dispute: {_figure(alarms.detected)} of {alarms.offenders}",
        f"- offenders that fired before the act itself: {_figure(alarms.foreseen)} of {alarms.offenders}",
        f"- median lead over all offenders, 0 where nothing fired: {_acts(alarms.median_lead)}",
        f"- median lead over those that fired: {_acts(alarms.median_lead_detected)}",
        "",
        "| benign agents that fire | offenders that fire in time | median lead over all offenders |",
        "|---|---|---|",
        *(f"| {false:.1%} | {caught:.1%} | {_acts(lead)} |" for false, caught, lead in alarms.lead_curve),
        "",
    ]
    if found.families:
        lines += ["## Families of attacks", "", "| family | AUROC | AUROC of plain counts |", "|---|---|---|"]
        lines += [
            f"| {name} | {_figure(item)} | {_figure(found.count_model_families[name])} |"
            for name, item in sorted(found.families.items())
        ]
        lines.append("")
    return "\n".join(lines)
