"""Runs: an agent records, promises and sends, one of the two processes dies at a write, and everything starts again.

Children are forked from one warm process without threads, so that a death costs milliseconds. First a calm run says
which write points there are; then they are gone through in turn, in every way, each time at another passing.
"""

from __future__ import annotations

import logging
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final, Literal

import structlog

from bench.crashes import agent
from bench.crashes.agent import Habits
from bench.crashes.findings import Findings, look
from bench.crashes.parts import LIVES, NOWHERE, Deaths, Parts
from bench.crashes.points import FAULTS, WAYS, Plan, Way
from bench.crashes.scene import FileChain, Place
from bench.crashes.server import Line
from bench.log_under_test import STREAM
from bench.options import Figures, Options
from ledger.domain.entry import SignedSegment
from ledger.sdk.vault import Payloads
from ledger.tiles.reader import LogReader
from ledger.tiles.store import FolderStore

Part = Literal["agent", "log"]
_FORGET_EVERY: Final = 12
_AGAIN_EVERY: Final = 5
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Run:
    """One run: who dies where, with which habits.

    `later` is where it dies after its disk did something to it; `again` where the one that came back dies once more.
    """

    number: int
    part: Part
    plan: Plan
    habits: Habits
    later: Plan | None = None
    again: Plan | None = None
    forgets: Literal["", "all", "some"] = ""

    @property
    def durable(self) -> bool:
        """Whether what was written is on disk whatever happens."""
        cut = any(plan is not None and plan.way == "cut" for plan in (self.plan, self.later, self.again))
        return self.habits.fsync == "every" or not cut


@dataclass(slots=True)
class _Tally:
    findings: Findings = field(default_factory=Findings)
    by_point: Counter[str] = field(default_factory=Counter)
    by_way: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    kills: int = 0
    spared: int = 0

    def count(self, one: Run, deaths: int, found: Findings) -> None:
        """Count a run, if somebody died in it: a point may be passed less often than in the calm run."""
        self.findings.add(found)
        if not deaths:
            self.spared += 1
            return
        self.runs += 1
        self.kills += deaths
        self.by_way[one.plan.way] += 1
        self.by_point[f"{one.part}: {one.plan.name}"] += 1


def run(options: Options, runs: int, folder: Path | None = None) -> Figures:
    """Play until somebody has died in so many runs; returns the figures."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    begun, tally = time.monotonic(), _Tally()
    with tempfile.TemporaryDirectory(prefix="ombud-", dir=folder) as root:
        points = _points(Path(root) / "calm")
        options.say(f"{sum(map(len, points.values()))} write points")
        for one in _runs(options.seed, points):
            before = tally.runs
            _play(Place(Path(root) / str(one.number)), one, tally)
            if tally.runs == runs:
                break
            if tally.runs % 50 == 0 and tally.runs > before:
                options.say(f"{tally.runs} runs, {tally.kills} deaths, {len(tally.findings.wrong)} wrong")
    found = tally.findings
    return {
        "runs": tally.runs,
        "kills": tally.kills,
        "lost": found.lost,
        "equivocations": found.equivocations,
        "doubled": found.doubled,
        "wrong": len(found.wrong),
        "points": sum(map(len, points.values())),
        "points_missed": sorted(
            {f"{part}: {name}" for part in points for name in points[part]} - tally.by_point.keys()
        ),
        "by_point": dict(sorted(tally.by_point.items())),
        "by_way": dict(sorted(tally.by_way.items())),
        "spared": tally.spared,
        "acknowledged": found.acknowledged,
        "checkpoints": found.checkpoints,
        "epochs_closed": found.epochs_closed,
        "examples": found.wrong[:_SHOWN],
        "seconds": time.monotonic() - begun,
    }


def _points(root: Path) -> dict[Part, dict[str, int]]:
    """Return how often each write point is passed when nobody dies."""
    seen: dict[Part, dict[str, int]] = {"agent": {}, "log": {}}
    plans: tuple[Payloads, Payloads] = ("plain", "sealed")
    for number, payloads in enumerate(plans):
        place = Place(root / str(number))
        place.root.mkdir(parents=True)
        parts = Parts(place, Habits("every" if number else "interval", payloads), count=True)
        try:
            parts.keep_log()
            parts.agent_lives()
            parts.stop_log()
        finally:
            parts.end()
        for kind, *what in place.told():
            if kind == "passed":
                part, names = what
                for name, times in names.items():
                    seen[part][name] = max(times, seen[part].get(name, 0))
    return seen


def _runs(seed: int, points: dict[Part, dict[str, int]]) -> Iterator[Run]:
    """Go through points and ways in turn, each time at another passing of the point, in the order of the dice."""
    dice = random.Random(seed)
    every: list[tuple[Part, str, Way]] = [
        (part, name, way)
        for part in points
        for name in points[part]
        for way in (*WAYS, *FAULTS)
        if not (way in {"torn", "short"} and not name.endswith("write"))
    ]
    turn: list[tuple[Part, str, Way]] = []
    for number in count():
        if not turn:
            turn = dice.sample(every, len(every))
        part, name, way = turn.pop()
        plan = _plan(dice, name, points[part][name], (way,))
        names = list(points[part])
        later = _plan(dice, dice.choice(names), 2, WAYS) if way in FAULTS else None
        again = _plan(dice, dice.choice(names), 1, WAYS) if number % _AGAIN_EVERY == 0 else None
        habits = Habits(dice.choice(("every", "interval")), dice.choice(("plain", "sealed")))
        forgets: Literal["", "all", "some"] = ""
        if number % _FORGET_EVERY == 1:
            forgets = dice.choice(("all", "some"))
        yield Run(number, part, plan, habits, later, again, forgets)


def _plan(dice: random.Random, name: str, most: int, ways: Sequence[Way]) -> Plan:
    return Plan(name, dice.randint(1, most), dice.choice(ways), dice.getrandbits(30))


def _play(place: Place, one: Run, tally: _Tally) -> None:
    place.root.mkdir(parents=True)
    deaths = Deaths((one.plan, one.later) if one.later else (one.plan,), (one.again,) if one.again else ())
    parts = Parts(place, one.habits, deaths if one.part == "log" else NOWHERE)
    found = Findings()
    try:
        parts.keep_log()
        parts.agent_lives(deaths if one.part == "agent" else NOWHERE)
        if one.forgets:
            _forget(place, parts, one)
        parts.stop_log()
        found = look(place, durable=one.durable, forgets=bool(one.forgets))
        if one.forgets:
            _look_at_loss(found, place)
    except Exception as error:  # noqa: BLE001 - whatever cannot come to its end, or be looked at, is a finding
        found.wrong.append(f"{error!r}")
    finally:
        parts.end()
    if found.lost or found.doubled or found.equivocations:
        found.wrong.append(f"lost {found.lost}, doubled {found.doubled}, equivocations {found.equivocations}")
    found.wrong = [f"{one}: {problem}" for problem in found.wrong]
    tally.count(one, parts.deaths, found)
    shutil.rmtree(place.root)


def _forget(place: Place, parts: Parts, one: Run) -> None:
    """Take the spool back to what it was, or away; the agent must notice, its epoch is closed, and it goes on anew."""
    shutil.rmtree(place.spool)
    if one.forgets == "some" and place.copy.exists():
        place.copy.rename(place.spool)
    place.tell("forgotten")
    parts.agent_does(lambda: agent.return_without_memory(place, one.habits))
    next_seq, head = Line(place).head_of(STREAM)
    place.tell("closed", next_seq)
    FileChain(place.root).close_epoch(bytes.fromhex(head))
    parts.agent_lives(first=LIVES)


def _look_at_loss(found: Findings, place: Place) -> None:
    told = list(place.told())
    kinds = [kind for kind, *_ in told]
    if "forgotten" not in kinds or "closed" not in kinds:
        return
    between = told[kinds.index("forgotten") : kinds.index("closed")]
    found.expect(["noticed", "foreign_stream"] in between, "the loss was not noticed")
    found.expect(not any(kind in {"signed", "promised"} for kind, *_ in between), "something was signed after the loss")
    found.expect(kinds.count("sent") >= 1 + ("closed" in kinds), "the next epoch was not sent")
    end = told[kinds.index("closed")][1]
    reader = LogReader(FolderStore(place.log / "public"))
    logged = [segment for _, segment in reader.segments(0, reader.checkpoint().state.size)]
    found.expect(_end_of(logged, 0) == end, "the closed epoch went on")
    found.expect(_end_of(logged, 1) > 0, "the next epoch did not begin")
    found.epochs_closed += 1


def _end_of(segments: list[SignedSegment], epoch: int) -> int:
    ends = [one.entry.segment.end_seq for one in segments if one.entry.segment.epoch == epoch]
    return max(ends, default=0)
