"""Watching: the scores of agents all along their lives, while they are at risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from forecaster.detectors import Detector
from forecaster.features import MIN_ACTS, Floats, History
from forecaster.labels import first_fault, first_opening
from forecaster.split import Part

EVERY_ACTS: Final = 2
"""Acts between two looks at an agent."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One agent under watch.

    Args:
        agent: Its place in the population.
        blocks: Blocks at which it was scored, ascending.
        acts: Acts begun by then.
        scores: (n_blocks,), higher is worse.
        fault_act: Number of the act of its first upheld fault; None if it is benign as far as known.
        opened_act: Acts begun when the dispute about it was opened; None if it is benign as far as known.
    """

    agent: int
    blocks: tuple[int, ...]
    acts: tuple[int, ...]
    scores: Floats
    fault_act: int | None
    opened_act: int | None


def watch_blocks(ready: History, until: int) -> list[int]:
    """Return the blocks at which an agent is looked at: every few acts, from enough acts on, up to a block."""
    intents = [record.block for record in ready.history.records if record.phase == "intent" and record.block <= until]
    return sorted(set(intents[MIN_ACTS - 1 :: EVERY_ACTS]))


def looks_of(ready: History, part: Part, *, benign: bool = False) -> list[int]:
    """Return the blocks at which an agent of a part is at risk and looked at.

    Args:
        ready: The agent.
        part: Its part; what is known of faults is what was known at the end of it.
        benign: Whether to return none for an agent with a fault that was upheld.
    """
    known = ready.history.until(part.end)
    opened = first_opening(known)
    if benign and first_fault(known) is not None:
        return []
    return watch_blocks(ready, part.end if opened is None else opened - 1)


def watch(detector: Detector, histories: Sequence[History], part: Part) -> list[Watched]:
    """Score the agents of a part all along, each until just before the first dispute whose fault is upheld.

    What is known of faults is what was known at the end of the part.
    """
    looks: list[tuple[int, list[int], int | None, int | None]] = []
    for member in part.members:
        ready = histories[member]
        known = ready.history.until(part.end)
        opened, fault = first_opening(known), first_fault(known)
        blocks = looks_of(ready, part)
        if not blocks:
            continue
        act = None
        if fault is not None:
            act = sum(record.phase == "intent" for record in known.records[: fault + 1])
        looks.append((member, blocks, act, None if opened is None else ready.acts(opened)))
    if not looks:
        return []
    scores = detector.score(np.vstack([histories[member].at(blocks) for member, blocks, *_ in looks]))
    parts = np.split(scores, np.cumsum([len(blocks) for _, blocks, *_ in looks])[:-1])
    return [
        Watched(member, tuple(blocks), tuple(histories[member].acts(b) for b in blocks), piece, act, opened)
        for (member, blocks, act, opened), piece in zip(looks, parts, strict=True)
    ]
