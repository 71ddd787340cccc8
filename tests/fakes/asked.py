"""What questions are asked of in tests: a mirror of a world in memory, its logs and its chain."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from ledger.indexer.lease import Lease
from ledger.queries.sources import Sources
from ledger.store.mirror import Mirror
from tests.fakes.blocks import CONTRACTS
from tests.fakes.world import World

_PATIENCE_S: Final = 30.0


def index(world: World, mirror: Mirror, *, finality_depth: int = 8) -> None:
    """Index a world until nothing is left to do."""
    job = world.job(mirror, finality_depth=finality_depth)
    follower, logs = job.follower(), job.log_follower()
    while not follower.step().idle:
        pass
    while logs.step().entries:
        pass


@contextmanager
def leading(mirror: Mirror) -> Iterator[None]:
    """Write in the place of an indexer that may just have been killed: wait until its lease lapses."""
    lease, limit = Lease(mirror), time.monotonic() + _PATIENCE_S
    while not lease.held():
        assert time.monotonic() < limit
        time.sleep(0.02)
    try:
        yield
    finally:
        lease.release()


def sources_of(world: World, mirror: Mirror, **more: object) -> Sources:
    """Return what questions about a world are asked of."""
    plain = Sources(
        mirror=mirror,
        contracts=CONTRACTS,
        open_log=world.open_log,
        block=world.chain.block,
        header=world.header,
        prove=world.prove,
        clock=lambda: world.now,
    )
    return replace(plain, **more)  # type: ignore[arg-type]
