"""The faults, one function each: what happens while a few blocks are mined."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from typing import Final

import redis

from bench.faults.parts import Parts
from bench.faults.proxy import KINDS as SPOILT
from bench.faults.scene import Scene
from ledger.indexer.lease import LEASE_S

DEEPEST: Final = 64
_SHORTEST_FORK: Final = 1
_YEAR_S: Final = 365 * 86400
Fault = Callable[[Scene, Parts, random.Random], None]


def _nap(dice: random.Random, longest_s: float) -> None:
    threading.Event().wait(dice.random() * longest_s)


def _kill(scene: Scene, parts: Parts, dice: random.Random) -> None:
    """Kill the indexer at a random point while it works, and start another."""
    at = dice.randrange(6)
    for block in range(6):
        scene.mine(dice, 1)
        if block == at:
            _nap(dice, 0.05)
            parts.kill_indexer()
    parts.start_indexer()


def _fork(scene: Scene, _parts: Parts, dice: random.Random) -> None:
    """Replace a branch, of any depth up to finality."""
    depth = dice.choice((_SHORTEST_FORK, 2, 3, dice.randint(4, DEEPEST), DEEPEST))
    scene.forked(dice, depth, lambda: _nap(dice, 0.1) if dice.random() < 0.1 else None)  # noqa: PLR2004 - now and then


def _flush(scene: Scene, parts: Parts, dice: random.Random) -> None:
    """Empty Redis while everything runs."""
    scene.mine(dice, 2)
    with redis.Redis.from_url(parts.redis_url) as client:
        client.flushall()
    scene.mine(dice, 2)


def _restart(scene: Scene, parts: Parts, dice: random.Random) -> None:
    """Kill Redis, mine meanwhile, and start it again, empty."""
    parts.kill_valkey()
    scene.mine(dice, 2)
    _nap(dice, 0.3)
    parts.start_valkey()
    scene.mine(dice, 1)


def _two(scene: Scene, parts: Parts, dice: random.Random) -> None:
    """Let a second indexer write beside the first, and kill one of them."""
    parts.start_indexer()
    for _ in range(5):
        scene.mine(dice, 1)
        _nap(dice, 0.3)
    if dice.random() < 0.5:  # noqa: PLR2004 - the other half goes on with both
        parts.kill_indexer()
    scene.mine(dice, 2)


def _freeze(scene: Scene, parts: Parts, dice: random.Random) -> None:
    """Stop the indexer that leads until another has taken over, and let it go on where it was."""
    parts.start_indexer()
    scene.mine(dice, 1)
    with parts.frozen_indexer():
        scene.mine(dice, 1)
        _nap(dice, 2 * LEASE_S)
        scene.mine(dice, 1)
    scene.mine(dice, 2)


def _clock(scene: Scene, _parts: Parts, dice: random.Random) -> None:
    """Let the chain's clock jump by up to a year, so that blocks are dated in the future."""
    scene.mine(dice, 1)
    scene.jump(dice.choice((1, 3600, 86400, _YEAR_S)))
    scene.mine(dice, 2)


def _spoil(kind: str) -> Fault:
    def spoil(scene: Scene, parts: Parts, dice: random.Random) -> None:
        parts.faults({kind: 0.1 + 0.3 * dice.random()}, dice.randrange(1 << 30))
        for _ in range(5):
            scene.mine(dice, 1)
            _nap(dice, 0.1)

    spoil.__doc__ = f"Let the proxy {kind} some of what the node says."
    return spoil


KINDS: Final[Mapping[str, Fault]] = {
    "kill": _kill,
    "fork": _fork,
    "flush": _flush,
    "redis_restart": _restart,
    "two_indexers": _two,
    "frozen_leader": _freeze,
    "clock_jump": _clock,
    **{f"rpc_{kind}": _spoil(kind) for kind in SPOILT},
}
