"""Attacks that nobody prepared for: how well is a family told from honest work that no model was taught?

The families were written down before they were measured, and no feature was made for them. They move habits that no
other family moves, and take no steps beside their work, so that nothing carries over but the features themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from forecaster.detectors import BlendDetector, Detector, LogisticDetector, VigilDetector
from forecaster.features import History
from forecaster.metrics import Estimate, auroc, estimate
from forecaster.population import TAUGHT_RATE, UNTAUGHT_NAMES, WORLD_END, simulate
from forecaster.practice import practise, teach_without
from forecaster.split import Part, split
from forecaster.table import tabulate

_OTHER: Final = 2_000_003  # added to the seed of what is asked about


@dataclass(frozen=True, slots=True)
class Told:
    """AUROC of one family's rows that a fault followed, against honest agents' rows.

    Args:
        rows: Rows that a fault followed.
        vigil: Of trees with novelty beside them, which practised on invented families.
        blend: Of the blend, which is what speaks about live agents.
        counts: Of a line over plain counts.
    """

    rows: int
    vigil: Estimate
    blend: Estimate
    counts: Estimate


def untaught(
    seed: int, *, agents: int, asked: int, trees: int = 120, progress: Callable[[str], None] = lambda _: None
) -> Mapping[str, Told]:
    """Teach the known families, and ask about agents of which half belong to the others.

    Args:
        seed: Seed of both populations and of what is learnt.
        agents: Agents that teach.
        asked: Agents that are asked about; as many of invented families teach beside the known ones.
        trees: Trees in each forest.
        progress: Told what is being done.
    """
    progress("teaching the known families")
    lives = simulate(agents, seed, taught_rate=TAUGHT_RATE)
    taught = tabulate(
        [History(life.history) for life in lives], split([life.history for life in lives]).train, seed=seed
    )
    kinds = np.array([lives[agent].family or "" for agent in taught.agents])
    progress("practising on families that dice invent")
    practice = practise(asked, seed)
    vigil = VigilDetector(trees=trees, random_state=seed)
    vigil.fit(*teach_without(taught, kinds, practice, UNTAUGHT_NAMES))
    blend = BlendDetector(trees=trees, random_state=seed).fit(taught.features, taught.labels)
    members: dict[str, Detector] = {"vigil": vigil, "blend": blend}
    counting = LogisticDetector(penalty=1.0).fit(taught.counts, taught.labels)
    progress("asking about the others")
    fresh = simulate(asked, seed + _OTHER, base_rate=0.5, families=UNTAUGHT_NAMES)
    ready = [History(life.history) for life in fresh]
    table = tabulate(ready, Part(tuple(range(len(ready))), 0, WORLD_END), seed=seed)
    whose = np.array([fresh[agent].family or "" for agent in table.agents])
    said = {name: detector.score(table.features) for name, detector in members.items()}
    said["counts"] = counting.score(table.counts)
    found = {}
    for name in UNTAUGHT_NAMES:
        hit = (whose == name) & (table.labels == 1)
        who = hit | ((whose == "") & (table.labels == 0))
        sure = {
            which: estimate(auroc, table.labels[who], scores[who], table.agents[who], seed)
            for which, scores in said.items()
        }
        found[name] = Told(int(hit.sum()), **sure)
    return found
