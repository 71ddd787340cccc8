"""The watch over chains: learnt on made-up companies, it names sendings of live agents that chains of others lead to.

Each step of a split back door is one that honest agents take every day, so no agent's own forecast shows it. What is
raised here is about a *sending*, and names every agent whose act lies on the way to it. Like any alarm it tells people
to look. Its bound holds for workflows like those of the companies; on live agents nobody has measured it yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Final

import numpy as np

from forecaster.crowd.chains import NAMES, Chains, Floats
from forecaster.crowd.workflows import company
from forecaster.detectors.ensemble import EnsembleDetector
from forecaster.history import Action
from forecaster.metrics import Labels

BOUND: Final = 0.03
"""Stated bound on the share of honest workflows that set off an alarm."""
TAUGHT_RATE: Final = 0.25
WATCHED_RATE: Final = 0.1
LATELY_BLOCKS: Final = 50_000
"""Blocks that are looked at: a week of twelve seconds each."""
LAG_BLOCKS: Final = 300
"""Blocks after which a hand-over among live agents begins to count as usual: an hour."""
FEWEST: Final = 200
"""Hand-overs that must be known as usual before anything is said of a sending."""


@dataclass(frozen=True, slots=True)
class ChainAlarm:
    """A sending that a chain of several agents leads to, as split back doors do.

    Args:
        record: The sending.
        block: Its block.
        score: Above the threshold, higher is worse.
        chain: The acts on the way, the sending first, and who did each.
    """

    record: str
    block: int
    score: float
    chain: tuple[tuple[str, int], ...]

    @property
    def agents(self) -> tuple[int, ...]:
        """The agents on the way, each once, from the sending back."""
        return tuple(dict.fromkeys(agent for _, agent in self.chain))


@dataclass(frozen=True, slots=True)
class ChainWatch:
    """What tells split back doors from honest work.

    Args:
        detector: Gives scores of sendings.
        threshold: Sendings above it are named.
        bound: Stated bound on the share of honest workflows that set off an alarm.
        fewest: Hand-overs that must be known before anything is said.
    """

    detector: EnsembleDetector
    threshold: float
    bound: float = BOUND
    fewest: int = FEWEST

    def alarms(self, acts: Iterable[tuple[Action, int]], *, lag: int = LAG_BLOCKS) -> list[ChainAlarm]:
        """Name the sendings among records of many agents.

        Args:
            acts: Records with whose they are, by ascending block.
            lag: Blocks after which a hand-over counts as usual.
        """
        chains, found, blocks = Chains(lag), [], list[int]()
        for block, together in groupby(acts, key=lambda item: item[0].block):
            sendings = chains.see(list(together))
            if chains.usual >= self.fewest:
                crossing = [item for item in sendings if len({agent for _, agent in item.chain}) > 1]
                found += crossing
                blocks += [block] * len(crossing)
        if not found:
            return []
        scores = self.detector.score(np.array([item.row for item in found], dtype=np.float64))
        return [
            ChainAlarm(item.record, block, score, item.chain)
            for item, block, score in zip(found, blocks, scores.tolist(), strict=True)
            if score > self.threshold
        ]


Sendings = tuple[Floats, Labels, Labels]


def sendings(number: int, seed: int, rate: float) -> Sendings:
    """Simulate a company; return features, labels and workflow of every sending."""
    chains, rows, labels, flows = Chains(), [], list[int](), list[int]()
    for place, flow in enumerate(company(number, seed, rate=rate)):
        found, names = chains.features(flow)
        rows.append(found)
        labels += [int(name in flow.harmful[-1:]) for name in names]
        flows += [place] * len(names)
    return np.vstack(rows), np.array(labels, dtype=np.int64), np.array(flows, dtype=np.int64)


def worst_honest(found: Sendings, scores: Floats) -> Floats:
    """Return the highest score of every honest workflow."""
    _, labels, flows = found
    bad = set(flows[labels == 1].tolist())
    return np.array([scores[flows == flow].max() for flow in np.unique(flows) if int(flow) not in bad])


def watch_of(
    learn: Sendings, tune: Sendings, columns: tuple[int, ...], *, trees: int, seed: int, bound: float = BOUND
) -> ChainWatch:
    """Learn from one company, and set the alarm on another.

    Args:
        learn: Sendings that teach.
        tune: Sendings of another company.
        columns: Which features are used.
        trees: Random trees.
        seed: Seed of what is learnt.
        bound: Stated bound.
    """
    use = list(columns)
    fitted = EnsembleDetector(trees=trees, rounds=0, random_state=seed).fit(learn[0][:, use], learn[1])
    levels = np.sort(worst_honest(tune, fitted.score(tune[0][:, use])))
    return ChainWatch(fitted, float(levels[min(len(levels), ceil((len(levels) + 1) * (1 - bound))) - 1]), bound)


def learn_chains(seed: int, *, workflows: int = 1500, trees: int = 60) -> ChainWatch:
    """Learn a watch from made-up companies.

    Args:
        seed: Seed of the companies and of what is learnt.
        workflows: Workflows that teach, and as many that set the alarm.
        trees: Random trees.
    """
    taught, tuned = sendings(workflows, 3 * seed, TAUGHT_RATE), sendings(workflows, 3 * seed + 1, WATCHED_RATE)
    return watch_of(taught, tuned, tuple(range(len(NAMES))), trees=trees, seed=seed)
