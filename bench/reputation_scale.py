"""An epoch of a million agents and ten million ratings, beside igraph's PageRank from the same anchors.

igraph gets the same ratings as one array, builds its graph and walks it with the ratings as weights; it does not
replace ratings, find returned ones, or score. The worker's next epochs, of ratings that come in batches, are compared
with an epoch of all of them from nothing. Clocks of the wall are shared with whoever else works on the machine, so
ratios of CPU seconds stand beside those of the wall.
"""

from __future__ import annotations

import resource
from functools import partial
from hashlib import sha256
from statistics import median
from typing import Any, Final

import numpy as np

from bench.measure import Spent, spent
from bench.options import Options
from ledger.trust.epoch import Epoch, epoch
from ledger.trust.ratings import Ratings
from ledger.trust.running import Running

_ANCHORS: Final = 100
_BEGIN: Final = 1_600_000_000
_END: Final = 1_700_000_000
_NEW: Final = 10_000
_KB: Final = 1024


def scale(options: Options) -> dict[str, Any]:
    """Measure epochs from nothing and after new ratings."""
    agents, count = options.size(1_000_000, 10_000), options.size(10_000_000, 100_000)
    ratings = made(agents, count, options.seed)
    anchors = range(_ANCHORS)
    cold, warm, found = [], [], list[Epoch]()
    everything, running = ratings, Running(anchors)
    running.take(ratings, _END)
    for number in range(options.runs):
        options.say(f"epoch of {agents} agents, run {number + 1} of {options.runs}")
        cold.append(spent(lambda: epoch(ratings, anchors, _END)))
        more = made(agents, options.size(_NEW, 100), options.seed + 1 + number, begin=_END)
        warm.append(spent(partial(_go_on, running, more, found)))
        everything = everything.plus(more)
    options.say("whether both find the same bits")
    afresh = epoch(everything, anchors, _END)
    alike = _bits(found[-1]) == _bits(afresh)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KB
    options.say("igraph on the same ratings")
    peer = _igraph(ratings)
    cold_s, warm_s = _medians(cold), _medians(warm)
    return {
        "agents": agents,
        "ratings": count,
        "cold_s": cold_s.wall,
        "warm_s": warm_s.wall,
        "warm_to_cold": warm_s.wall / cold_s.wall,
        "cold_cpu_s": cold_s.cpu,
        "warm_cpu_s": warm_s.cpu,
        "warm_equals_cold": alike,
        "peak_mb": peak,
        "igraph_s": None if peer is None else peer.wall,
        "igraph_cpu_s": None if peer is None else peer.cpu,
        "ratio_igraph": None if peer is None else peer.wall / cold_s.wall,
        "ratio_igraph_cpu": None if peer is None else peer.cpu / cold_s.cpu,
    }


def made(agents: int, count: int, seed: int, begin: int = _BEGIN) -> Ratings:
    """Make ratings among agents of very different fame, one in ten of them negative."""
    dice = np.random.default_rng(seed)
    rater, ratee = ((agents * dice.random(count) ** 2).astype(np.int32) for _ in range(2))
    value = np.where(dice.random(count) < 0.1, -1, 1) * dice.integers(100, 1001, count)  # noqa: PLR2004 - as said
    return Ratings(agents, rater, ratee, value, np.sort(dice.integers(begin, _END + 1, count)))


def _go_on(running: Running, more: Ratings, found: list[Epoch]) -> None:
    found.append(running.take(more, _END))


def _bits(found: Epoch) -> str:
    scores = found.scores
    columns = (found.credibility, found.weight, scores.ppb, scores.low, scores.high, scores.voices)
    return sha256(b"".join(column.tobytes() for column in columns)).hexdigest()


def _medians(found: list[Spent]) -> Spent:
    return Spent(median(one.wall for one in found), median(one.cpu for one in found))


def _igraph(ratings: Ratings) -> Spent | None:
    try:
        from igraph import Graph  # noqa: PLC0415 - may be absent
    except ImportError:
        return None
    praise = ratings.value > 0
    edges = np.stack([ratings.rater[praise], ratings.ratee[praise]], axis=1)
    weights = ratings.value[praise].tolist()

    def walk() -> object:
        graph = Graph(n=ratings.agents, edges=edges, directed=True)
        return graph.personalized_pagerank(reset_vertices=list(range(_ANCHORS)), weights=weights)

    return spent(walk)
