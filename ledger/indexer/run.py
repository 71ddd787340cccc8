"""The indexer as a process: the chain in one thread, the logs in another, until told to stop.

What cannot be reached is tried again with growing pauses and said once a time. A fork below finality, or a
node of another chain, ends the process: going on would make the mirror wrong.
"""

from __future__ import annotations

import gc
import random
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from typing import Final, Protocol

import structlog

from ledger.domain.ids import Address
from ledger.errors import ConflictError, InvalidInputError, LedgerError, SetupError, UnavailableError
from ledger.indexer.follower import Follower
from ledger.indexer.lease import Lease
from ledger.indexer.logs import LogFollower
from ledger.indexer.metrics import Metrics
from ledger.indexer.source import ChainSource, OpenLog
from ledger.store.mirror import LEASE_LOST, Mirror

POLL_S: Final = 0.05
"""Pause between looks at an idle chain that announces nothing: half of it is the wait of a block, on average."""
WATCHDOG_S: Final = 0.5
"""Pause between looks at a chain that announces its heads."""
_END_S: Final = 10.0  # as long as a log may keep a reader waiting
_FIRST_PAUSE_S: Final = 0.2
_LONGEST_PAUSE_S: Final = 10.0
_OBJECTS_A_LOOK: Final = 20_000
_log = structlog.get_logger()


class Announcing(Protocol):
    """Who announces new heads."""

    @property
    def subscribed(self) -> bool:
        """Whether it does so now."""


@dataclass(frozen=True, slots=True)
class Job:
    """What an indexer works on.

    `contracts` names our contracts by address; `start` is the first block that may hold one of their events;
    `finality_depth` and the polls' pause are in blocks and seconds. `watch` listens for new heads and calls what it is
    given at each; None if nobody announces them. `dice` choose the blocks whose lists of logs are held against their
    receipts.
    """

    chain: ChainSource
    mirror: Mirror
    open_log: OpenLog
    contracts: Mapping[Address, str]
    start: int
    finality_depth: int
    poll_s: float = POLL_S
    clock: Callable[[], float] = time.time
    watch: Callable[[Callable[[], None]], AbstractContextManager[Announcing]] | None = None
    dice: random.Random = field(default_factory=random.Random)  # a node that foresaw them would read our memory

    def follower(self, *, until: int | None = None) -> Follower:
        """Make the follower of the chain."""
        return Follower(
            self.chain,
            self.mirror,
            self.contracts,
            start=self.start,
            finality_depth=self.finality_depth,
            instance=lambda: secrets.token_hex(8),
            clock=self.clock,
            dice=self.dice,
            until=until,
        )

    def log_follower(self) -> LogFollower:
        """Make the follower of the logs."""
        return LogFollower(self.mirror, self.open_log, clock=self.clock)


def run(job: Job, stop: threading.Event, metrics: Metrics | None = None) -> None:
    """Index until `stop` is set; `metrics` are told what was done.

    Raises:
        ConflictError: if the chain forked below finality.
        InvalidInputError: if one of our contracts emits what this version cannot read.
        SetupError: if the node is of another chain than the mirror.
    """
    failed: list[Exception] = []
    lease = Lease(job.mirror)
    spare_collector()

    def logs() -> None:
        try:
            _loop(lambda: _led(lease, lambda: _log_step(logs_follower)), stop, job.poll_s)
        except Exception as error:  # noqa: BLE001 - raised below, in the thread that owns the process
            failed.append(error)
            stop.set()

    follower, logs_follower = job.follower(), job.log_follower()
    thread = threading.Thread(target=logs, name="ombud-logs", daemon=True)
    thread.start()
    try:
        _follow(job, follower, lease, stop, metrics or Metrics(job.mirror, job.clock))
    finally:
        stop.set()
        thread.join(_END_S)
        with suppress(UnavailableError):  # it lapses by itself
            lease.release()
    if failed:
        raise failed[0]


def _follow(job: Job, follower: Follower, lease: Lease, stop: threading.Event, metrics: Metrics) -> None:
    """Follow the chain: look when a head is announced, and by itself as often as nobody may announce one."""

    def step() -> bool:
        return _led(lease, lambda: _chain_step(follower, metrics), metrics)

    if job.watch is None:
        _loop(step, stop, job.poll_s)
        return
    announced = threading.Event()
    with job.watch(announced.set) as heads:

        def pause() -> None:
            announced.wait(WATCHDOG_S if heads.subscribed else job.poll_s)
            announced.clear()

        _loop(step, stop, job.poll_s, pause)


def _led(lease: Lease, step: Callable[[], bool], metrics: Metrics | None = None) -> bool:
    """Step if this process leads; else be idle. One that another has overtaken waits like the others."""
    held = lease.held()
    if metrics is not None:
        metrics.leads(held=held)
    if not held:
        return True
    try:
        return step()
    except UnavailableError as error:
        if error.code != LEASE_LOST:
            raise
        lease.lost()
        return True


def spare_collector() -> None:
    """Let Python look for cycles seldom: windows of events make none, and are many objects each."""
    gc.freeze()
    gc.set_threshold(_OBJECTS_A_LOOK, 20, 50)


def _chain_step(follower: Follower, metrics: Metrics) -> bool:
    try:
        step = follower.step()
    except LedgerError as error:
        metrics.failed(error)
        raise
    metrics.stepped(step)
    if step.did in ("applied", "rolled_back"):
        _log.info(f"blocks_{step.did}", first=step.first, last=step.last, events=step.events)
    return step.did in ("nothing", "lost_race")


def _log_step(follower: LogFollower) -> bool:
    step = follower.step()
    if step.entries:
        _log.info("log_entries_applied", entries=step.entries, logs_waiting=step.waiting)
    return not step.entries


def _loop(
    step: Callable[[], bool], stop: threading.Event, poll_s: float, wait: Callable[[], None] | None = None
) -> None:
    """Step until stopped: at once while there is work, after a pause when idle, after a longer one when cut off."""
    pause = _FIRST_PAUSE_S
    while not stop.is_set():
        try:
            idle = step()
        except (ConflictError, InvalidInputError, SetupError):
            raise
        except LedgerError as error:
            _log.warning("cut_off", code=error.code, reason=error.message, hint=error.hint, next_try_s=pause)
            stop.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)
            continue
        pause = _FIRST_PAUSE_S
        if idle and wait is not None:
            wait()
        elif idle:
            stop.wait(poll_s)
