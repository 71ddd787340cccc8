"""Everything that `ombud reputation evaluate` and the benchmark print about one network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from ledger.domain.reputation import PERIOD_SECONDS
from ledger.trust.configuration import DEFENCES, Defences
from ledger.trust.epoch import epoch
from ledger.trust.evaluation.attacks import ATTACKS
from ledger.trust.evaluation.baselines import BASELINES, Method
from ledger.trust.evaluation.cost import cost_to_move
from ledger.trust.evaluation.labels import Protocol, protocol_of, seen
from ledger.trust.evaluation.measures import Numbers, auroc, auroc_by_era, joined_at
from ledger.trust.evaluation.network import Network
from ledger.trust.evaluation.sybils import SHARE, flood
from ledger.trust.evaluation.table import ASLEEP, BUDGETS, DECIDES, Row, attack_table
from ledger.trust.evaluation.world import Judge, World, ours, world_of
from ledger.trust.ratings import Ints, Ratings, Ruling

SEEDS: Final = 25
_RENAMED: Final = {"insider_slander": "insider_slander_20", "insider_slander_busy": "insider_slander_20_busy"}
_COMPARED: Final = ("sybil_slander", "insider_slander", "ballot_stuffing", "ring", "reciprocity", "sleeper")
"""Attacks that baselines are shown under too, at the deciding budget and with a few seeds."""
_FEW: Final = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What to measure: seeds start at `seed`; `anchors` overrides the choice of anchors, by the file's names."""

    seed: int = 1
    seeds: int = SEEDS
    budgets: Sequence[int] = BUDGETS
    anchors: Sequence[str] | None = None
    rules: Defences = DEFENCES


def report(network: Network, asked: Asked, say: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Measure one network: ranking quality, attacks, a flood of Sybils, and the cost of moving a score."""
    protocol = protocol_of(network, None if asked.anchors is None else network.numbers(asked.anchors))
    say("ranking quality")
    quality = ranking(network, protocol, asked.rules)
    world = world_of(network, protocol.anchors, asked.rules)
    seeds = range(asked.seed, asked.seed + asked.seeds)
    rows = attack_table(world, ours(asked.rules), seeds, asked.budgets, say=say)
    say("a flood of Sybils")
    flooded = flood(world, asked.seed, rules=asked.rules)
    say("cost of moving a score")
    return {
        "formula": asked.rules.version,
        "agents": network.ratings.agents,
        "ratings": len(network.ratings),
        "protocol": _described(network, protocol),
        "quality": quality,
        "attacks": {"seeds": asked.seeds, "first_seed": asked.seed, "decides_at_budget": DECIDES, **_shown(rows)},
        "attacks_on_baselines": _compared(world, asked),
        "sybil_share_0736": {"share": SHARE, **asdict(flooded)},
        "cost_to_move_10pct": asdict(cost_to_move(world, asked.seed, rules=asked.rules)),
    }


def ranking(network: Network, protocol: Protocol, rules: Defences = DEFENCES) -> dict[str, Any]:
    """Return AUROC, masked and among agents of one era, of our score and of the baselines."""
    shown = seen(network.ratings, protocol.masked)
    later = network.end + (max(rules.vesting, rules.settling) + 1) * PERIOD_SECONDS  # nothing is left to wait for
    found = epoch(shown, protocol.anchors.tolist(), later, rules=rules)
    joined = joined_at(network.ratings)
    benign = np.setdiff1d(network.labelled(benign=True), protocol.anchors)
    frauds = np.setdiff1d(network.labelled(benign=False), protocol.anchors)

    def both(scores: Numbers) -> dict[str, float | None]:
        matched, _ = auroc_by_era(scores[benign], scores[frauds], (joined[benign], joined[frauds]))
        return {"auroc_masked": auroc(scores[benign], scores[frauds]), "auroc_era_matched": matched}

    others = {name: both(method(shown, protocol.anchors)) for name, method in BASELINES.items()}
    _, pairs = auroc_by_era(found.scores.ppb[benign], found.scores.ppb[frauds], (joined[benign], joined[frauds]))
    return {
        **both(found.scores.ppb),
        "baselines": {name: figures["auroc_masked"] for name, figures in others.items()},
        "baselines_era_matched": {name: figures["auroc_era_matched"] for name, figures in others.items()},
        "join_time_alone": auroc(-joined[benign], -joined[frauds]),
        "benign": len(benign),
        "fraudulent": len(frauds),
        "era_pairs": pairs,
        "with_score": int(found.scores.enough.sum()),
    }


def _described(network: Network, protocol: Protocol) -> dict[str, Any]:
    return {
        "label_rule": protocol.rule,
        "labels_explained": protocol.explained,
        "masked_ratings": int(protocol.masked.sum()),
        "anchors": network.called(protocol.anchors),
        "scale": list(network.scale),
    }


def _shown(rows: Sequence[Row]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name in ATTACKS:
        by_budget = {row.budget: row for row in rows if row.attack == name}
        if not by_budget:
            continue
        decides = by_budget.get(DECIDES, by_budget[min(by_budget)])
        words = ("percentile_after_3", "mean_percentile_after_3") if name in ASLEEP else ("worst_shift", "mean_shift")
        shown[_RENAMED.get(name, name)] = {
            words[0]: decides.worst,
            words[1]: decides.mean,
            "budgets": {str(budget): {"worst": row.worst, "mean": row.mean} for budget, row in by_budget.items()},
        }
    return shown


def _compared(world: World, asked: Asked) -> dict[str, Any]:
    seeds = range(asked.seed, asked.seed + min(_FEW, asked.seeds))
    chosen = ("mean", "beta", "eigentrust")
    return {
        name: {
            row.attack: {"worst": row.worst, "mean": row.mean}
            for row in attack_table(world, _judge(BASELINES[name]), seeds, (DECIDES,), _COMPARED)
        }
        for name in chosen
    }


def _judge(method: Method) -> Judge:
    """Let a baseline judge; none of them knows of rulings or of time."""

    def judge(ratings: Ratings, anchors: Ints, as_of: int, rulings: Sequence[Ruling]) -> Ints:
        del as_of, rulings
        return np.rint(method(ratings, anchors) * 1e12).astype(np.int64)

    return judge
