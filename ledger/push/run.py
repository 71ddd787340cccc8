"""All subscriptions of a machine, each served by a thread of its own, so that none waits for another's receiver."""

from __future__ import annotations

import fcntl
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import structlog

from ledger.errors import ConflictError, LedgerError
from ledger.push.delivery import LONGEST_PAUSE_S, Delivery, Post
from ledger.push.subscriptions import Subscription, Subscriptions
from ledger.queries.sources import Sources
from ledger.tiles.store import make_folder

LOOK_S: Final = 1.0
"""Pause between looks for subscriptions that were added or removed."""
_JOIN_S: Final = 15.0
_BLIND_S: Final = 2.0
_log = structlog.get_logger()


@dataclass(slots=True)
class _Served:
    subscription: Subscription
    thread: threading.Thread
    stop: threading.Event = field(default_factory=threading.Event)


def run(
    sources: Sources, kept: Subscriptions, post: Post, stop: threading.Event, *, clock: Callable[[], float] = time.time
) -> None:
    """Serve all subscriptions until `stop` is set; those that are added or removed meanwhile too.

    Raises:
        ConflictError: if another process serves them.
    """
    served: dict[str, _Served] = {}
    with _alone(kept.folder):
        try:
            while not stop.is_set():
                wanted = {subscription.id: subscription for subscription in kept.all()}
                for name in [name for name, one in served.items() if wanted.get(name) != one.subscription]:
                    _end(served.pop(name))
                for name in wanted.keys() - served.keys():
                    served[name] = _begin(sources, kept, wanted[name], post, clock)
                stop.wait(LOOK_S)
        finally:
            for one in served.values():
                one.stop.set()
            for one in served.values():
                _end(one)


def _begin(
    sources: Sources, kept: Subscriptions, subscription: Subscription, post: Post, clock: Callable[[], float]
) -> _Served:
    stop = threading.Event()
    dice = random.Random()  # noqa: S311 - spreads retries; nothing rests on it
    delivery = Delivery(sources, kept, subscription, post, clock=clock, dice=dice)
    thread = threading.Thread(
        target=_serve, args=(delivery, stop), name=f"ombud-webhook-{subscription.id}", daemon=True
    )
    thread.start()
    return _Served(subscription, thread, stop)


def _end(one: _Served) -> None:
    one.stop.set()
    one.thread.join(_JOIN_S)


def _serve(delivery: Delivery, stop: threading.Event) -> None:
    pause = 0.0
    while not stop.wait(pause):
        try:
            pause = delivery.step()
        except LedgerError as error:  # the mirror cannot vouch for anything now
            _log.warning("feed_waits", code=error.code)
            pause = _BLIND_S
        except OSError as error:  # the disk refuses: nothing may be sent that is not on it
            _log.error("webhook_state_refused", error=error.strerror)
            pause = LONGEST_PAUSE_S


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    make_folder(folder, 0o700)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise ConflictError(
            f"another process sends what is subscribed in {folder}", hint="let it, or end it", code="webhooks_served"
        ) from error
    finally:
        os.close(descriptor)
