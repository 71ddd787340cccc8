"""A mirror of one's own, for whoever trusts nobody's: read from a node into an empty store, and thrown away after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ledger.cli import wiring
from ledger.errors import UnavailableError
from ledger.indexer.run import Job
from ledger.queries.sources import Sources
from ledger.settings import Settings
from ledger.store.embedded import EmbeddedValkey

_MOST_STEPS: Final = 1_000_000
"""Looks at a chain before we stop believing that it has a head."""


@contextmanager
def own_sources(settings: Settings, say: Callable[[str], None]) -> Iterator[Sources]:
    """Read a chain's whole history of our contracts, and answer questions from it.

    Args:
        settings: Node and deployment file; no Redis of theirs is asked.
        say: Told what is done.

    Raises:
        SetupError: if there is no deployment file, or the node is of another chain.
        UnavailableError: if the node cannot be reached, or has no head.
    """
    with TemporaryDirectory(prefix="ombud-mirror-") as folder:
        valkey = EmbeddedValkey(Path(folder), durable=False)
        own = settings.model_copy(update={"redis_url": valkey.start()})
        try:
            with wiring.opened_job(own) as job:
                say(f"reading {settings.rpc_url} from block {job.start}")
                _follow(job)
            with wiring.opened_sources(own) as sources:
                yield sources
        finally:
            valkey.stop()


def _follow(job: Job) -> None:
    follower = job.follower()
    for _ in range(_MOST_STEPS):
        if follower.step().idle:
            return
    raise UnavailableError("the node has no head that stands still", code="no_head")
