"""From settings to the open things that commands need: the chain, the mirror, the indexer's job."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ledger.chain.deployment import Deployment
from ledger.chain.heads import watched
from ledger.chain.node import Chain
from ledger.chain.proofs import fact, header
from ledger.chain.sent import data_of, logs_of
from ledger.indexer.opening import http_logs, log_client
from ledger.indexer.run import Job
from ledger.queries.sources import Sources
from ledger.settings import Settings
from ledger.store.mirror import Mirror
from ledger.tiles.evidence import open_evidence


def redis_url(settings: Settings) -> str:
    """Return where the mirror is: the Redis that is set, else our embedded Valkey."""
    return settings.redis_url or f"redis://127.0.0.1:{settings.redis_port}/0"


@contextmanager
def opened_chain(settings: Settings) -> Iterator[Chain]:
    """Open the chain with its deployment, and close it.

    Raises:
        SetupError: if there is no deployment file.
    """
    with Chain(settings.rpc_url, Deployment.load(settings.deployment_file)) as chain:
        yield chain


@contextmanager
def opened_mirror(settings: Settings, *, replica: bool = False) -> Iterator[Mirror]:
    """Open the mirror of the deployment's world, and close it; the chain is not asked.

    Args:
        settings: Where it is.
        replica: Whether questions are asked of the replica that is set, if one is.

    Raises:
        SetupError: if there is no deployment file.
    """
    deployment = Deployment.load(settings.deployment_file)
    read_url = settings.redis_read_url if replica else None
    mirror = Mirror.open(redis_url(settings), deployment.chain_id, deployment.registry, read_url=read_url)
    try:
        yield mirror
    finally:
        mirror.close()


@contextmanager
def opened_sources(settings: Settings) -> Iterator[Sources]:
    """Open what questions are asked of, and close it.

    Reading commands ask the mirror themselves, through the very functions that the API serves: so they need
    Redis alone, answer when the API is down, and cannot answer otherwise than it does. Node and log are asked
    only for what is not in the mirror: proofs, and hashes of old blocks without events.

    Raises:
        SetupError: if there is no deployment file.
    """
    with opened_chain(settings) as chain, opened_mirror(settings, replica=True) as mirror, log_client() as client:
        yield Sources(
            mirror=mirror,
            contracts=chain.deployment.addresses,
            open_log=http_logs(client, private=settings.profile == "local"),
            block=chain.block,
            header=lambda number: header(chain, number),
            prove=lambda tx, log_index: fact(chain, tx, log_index),
            clock=time.time,
            sent=lambda tx: data_of(chain, tx),
            emitted=lambda tx: logs_of(chain, tx),
            evidence=open_evidence(settings.evidence_folder),
        )


@contextmanager
def opened_job(settings: Settings) -> Iterator[Job]:
    """Open everything an indexer works on, and close it.

    Raises:
        SetupError: if there is no deployment file, or the node is of another chain.
    """
    with opened_chain(settings) as chain, opened_mirror(settings) as mirror, log_client() as client:
        chain.chain_id()
        yield Job(
            chain=chain,
            mirror=mirror,
            open_log=http_logs(client, private=settings.profile == "local"),
            contracts=chain.names(),
            start=chain.deployment.block,
            finality_depth=settings.finality_depth,
            watch=lambda announced: watched(settings.rpc_url, announced),
        )


def stop_on_signals() -> threading.Event:
    """Return an event that SIGINT and SIGTERM set, for a process that runs until it is told to stop."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop
