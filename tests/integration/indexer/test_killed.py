"""An indexer killed at any moment loses nothing and writes nothing twice."""

from __future__ import annotations

import random
import subprocess
import sys
import textwrap
import time

import pytest

from ledger.chain.deployment import Deployment
from ledger.indexer.rebuild import rebuild

pytestmark = pytest.mark.integration
CHILD = textwrap.dedent(
    """
    import sys, threading
    from pathlib import Path
    from ledger.chain.deployment import Deployment
    from ledger.chain.node import Chain
    from ledger.indexer.run import Job, run
    from ledger.store.mirror import Mirror
    from ledger.tiles.reader import LogReader
    from ledger.tiles.store import FolderStore

    url, redis_url, deployment, *logs = sys.argv[1:]
    chain = Chain(url, Deployment.load(Path(deployment)))
    folders = dict(item.split("=", 1) for item in logs)
    mirror = Mirror.open(redis_url, chain.deployment.chain_id, chain.deployment.registry)
    open_log = lambda log, _url: LogReader(FolderStore(Path(folders.get(log.hex(), "/nonexistent"))))
    job = Job(chain, mirror, open_log, chain.names(), chain.deployment.block, 16, poll_s=0.01)
    run(job, threading.Event())
    """
)


def test_killed_again_and_again_the_mirror_ends_as_a_fresh_one(
    chain, redis_url, tmp_path, agent, log, mirror, job, catch_up
):
    file = tmp_path / "deployment.json"
    deployment = chain.deployment
    assert isinstance(deployment, Deployment)
    deployment.save(file)
    folders = [f"{name.hex()}={store._root}" for name, store in type(log).stores.items()]
    dice = random.Random(7)  # noqa: S311 - moments to kill at, the same in every run
    for _ in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, chain.url, redis_url, str(file), *folders], stderr=subprocess.DEVNULL
        )
        before = mirror.look()
        limit = time.monotonic() + 20
        for _ in range(3):
            log.append(*[agent.segment(dice.randint(1, 3)) for _ in range(20)])
            log.anchor()
        while mirror.look() == before and time.monotonic() < limit:
            time.sleep(0.001)
        time.sleep(dice.random() * 0.05)
        child.kill()
        child.wait()
    catch_up()
    assert mirror.books().ranges > 0
    assert rebuild(job, swap=False).equal
