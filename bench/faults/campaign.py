"""Scenarios: one to three faults after each other, then calm, then the mirror against one that is built afresh."""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bench.faults.kinds import KINDS
from bench.faults.parts import Parts
from bench.faults.scene import Scene
from bench.faults.watch import Watch
from bench.filled_chain import FINALITY, node
from bench.options import Figures, Options
from ledger.chain.node import Chain
from ledger.errors import LedgerError, UnavailableError
from ledger.indexer.rebuild import rebuild
from ledger.indexer.run import Job
from ledger.store.mirror import Mirror

SCENARIOS_A_CHAIN: Final = 40
_CATCH_UP_S: Final = 60.0
_LOOK_S: Final = 0.05
_MOST_FAULTS: Final = 3
_SHOWN: Final = 5


class StuckError(RuntimeError):
    """The mirror did not reach the head, long after all faults were over."""


@dataclass(slots=True)
class Tally:
    """What came of the scenarios so far."""

    scenarios: int = 0
    answers: int = 0
    refusals: int = 0
    digest_mismatches: int = 0
    stuck: int = 0
    wrong: list[str] = field(default_factory=list)
    by_kind: Counter[str] = field(default_factory=Counter)

    def figures(self) -> Figures:
        """Return the keys that are printed."""
        return {
            "scenarios": self.scenarios,
            "wrong_answers": len(self.wrong) - self.stuck,
            "digest_mismatches": self.digest_mismatches,
            "by_kind": {kind: self.by_kind[kind] for kind in KINDS},
            "answers": self.answers,
            "refusals": self.refusals,
            "examples": self.wrong[:_SHOWN],
        }


def run(options: Options, scenarios: int) -> Figures:
    """Play scenarios, a fresh chain for every few dozen of them."""
    tally, begun = Tally(), time.monotonic()
    while tally.scenarios < scenarios:
        upto = min(scenarios, tally.scenarios + SCENARIOS_A_CHAIN)
        with tempfile.TemporaryDirectory() as folder, node(None, Path(folder)) as url:
            _chain(url, Path(folder), options, tally, upto)
    return tally.figures() | {"seconds": time.monotonic() - begun}


def _chain(url: str, folder: Path, options: Options, tally: Tally, upto: int) -> None:
    scene = Scene.on(url)
    parts = Parts(url, scene.filled.chain.deployment, folder)
    try:
        parts.start_indexer()
        while tally.scenarios < upto:
            number = tally.scenarios
            _scenario(scene, parts, random.Random(f"{options.seed}/{number}"), tally, options)
    except StuckError as error:
        tally.stuck += 1
        tally.scenarios += 1
        tally.digest_mismatches += 1
        tally.wrong.append(f"{error}: {parts.last_words()}")
        options.say(f"{tally.scenarios}: {tally.wrong[-1]}")
    finally:
        parts.stop()


def _scenario(scene: Scene, parts: Parts, dice: random.Random, tally: Tally, options: Options) -> None:
    names = dice.sample(list(KINDS), dice.randint(1, _MOST_FAULTS))
    watch = Watch(parts.api_url, scene, dice.randrange(1 << 30))
    try:
        for name in names:
            KINDS[name](scene, parts, dice)
            tally.by_kind[name] += 1
        parts.faults({})
        parts.settle_indexers()
        equal = _ends_equal(scene, parts)
    finally:
        answers, refusals, wrong = watch.end()
    tally.scenarios += 1
    tally.answers += answers
    tally.refusals += refusals
    tally.wrong += [f"scenario {tally.scenarios}, {'+'.join(names)}: {problem}" for problem in wrong]
    tally.digest_mismatches += not equal
    said = f"{tally.scenarios}: {' + '.join(names)}: {answers} answers, {refusals} refusals"
    options.say(said + (f", {len(wrong)} WRONG: {wrong[0]}" if wrong else "") + ("" if equal else ", DIGESTS DIFFER"))


def _ends_equal(scene: Scene, parts: Parts) -> bool:
    """Wait until the mirror is at the head, and compare it with one that is built afresh."""
    deployment = scene.filled.chain.deployment
    mirror = Mirror.open(parts.redis_url, deployment.chain_id, deployment.registry)
    chain = Chain(scene.filled.chain.rpc.url, deployment)
    try:
        _wait(mirror, *scene.head())
        job = Job(chain, mirror, _no_log, chain.names(), deployment.block, FINALITY)
        return rebuild(job, swap=False).equal
    finally:
        chain.close()
        mirror.close()


def _no_log(_log: bytes, url: str) -> Any:
    raise UnavailableError(f"there is no log at {url}")


def _wait(mirror: Mirror, number: int, block_hash: str) -> None:
    limit = time.monotonic() + _CATCH_UP_S
    while time.monotonic() < limit:
        try:
            cursor = mirror.books().cursor
        except LedgerError:
            time.sleep(_LOOK_S)
            continue
        if (cursor.number, cursor.hash.hex()) == (number, block_hash):
            return
        time.sleep(_LOOK_S)
    raise StuckError(f"the indexer did not get to block {number}")
