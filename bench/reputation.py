"""Reputation: how well scores rank, what attacks do to them, and an epoch of a million agents."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from bench.options import Figures, Options
from bench.reputation_scale import scale
from ledger.trust.evaluation.network import read_network
from ledger.trust.evaluation.report import SEEDS, Asked, report
from ledger.trust.evaluation.rounds import HONEST, ROUNDS, Market, gains

_QUICK_SEEDS: Final = 2
_MARKETS: Final = 3
_CLAIMS: Final = (0.8, 0.0)
_SHARED: Final = Path(os.environ.get("OMBUD_SHARED", Path(__file__).parents[2] / "shared"))


def run(options: Options) -> Figures:
    """Measure on Bitcoin-OTC, if its ratings are there, and at scale."""
    return {**_on_otc(options), "attacker_gain": _in_a_market(options), "scale": scale(options)}


def _in_a_market(options: Options) -> dict[str, Any]:
    """Measure what attackers of a market gain over an honest agent of it, as a share of its credits."""
    found: dict[str, Any] = {"rounds": options.size(ROUNDS, 100), "seeds": options.size(_MARKETS, 1)}
    for claims in _CLAIMS:
        options.say(f"a market of {found['rounds']} rounds, in which {claims:.0%} of the cheated claim")
        seeds = range(options.seed, options.seed + found["seeds"])
        gained = gains(Market(claims=claims), seeds, found["rounds"])
        control = gained.pop(HONEST.name)
        found[f"claims_{claims}"] = {"worst": max(gained.values()), "honest": control, **gained}
    return found


def _on_otc(options: Options) -> dict[str, Any]:
    network = _SHARED / "data" / "trust" / "otc_network.csv.gz"
    if not network.exists():
        options.say("the ratings of Bitcoin-OTC are not there")
        return dict.fromkeys(("otc", "attacks", "attacks_on_baselines", "sybil_share_0736", "cost_to_move_10pct"))
    asked = Asked(seed=options.seed, seeds=options.size(SEEDS, _QUICK_SEEDS))
    found = report(read_network(network, network.with_name("otc_gt.csv")), asked, options.say)
    return {
        "formula": found["formula"],
        "otc": {**found["quality"], **found["protocol"]},
        "attacks": found["attacks"],
        "attacks_on_baselines": found["attacks_on_baselines"],
        "sybil_share_0736": found["sybil_share_0736"],
        "cost_to_move_10pct": found["cost_to_move_10pct"],
    }
