"""Serving one subscription: one message at a time, again and again until it is taken, then the next."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

import msgspec
import structlog
from msgspec.structs import replace

from ledger.domain import webhook
from ledger.errors import LedgerError
from ledger.push.subscriptions import Pending, State, Subscription, Subscriptions
from ledger.queries.feed import Item, feed
from ledger.queries.sources import Sources

PAUSE_S: Final = 0.25
"""Pause between looks at a feed that has nothing new."""
FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 300.0
"""First and longest pause before what was not taken is sent again; each is twice the one before."""
TEST: Final = "test"
_AT_ONCE: Final = 100
_TAKEN: Final = range(200, 300)
_DOUBLINGS: Final = 10
Post = Callable[[str, bytes, dict[str, str]], int]
"""Sends (address, body, headers) and returns the status of the reply; raises `LedgerError` if there is none."""
_log = structlog.get_logger()


class Delivery:
    """Serves one subscription; what it has to know after a crash is on disk before anything is sent.

    Args:
        sources: What the feed is read from.
        kept: Where the subscription and its state are.
        subscription: Which.
        post: Sends.
        clock: Unix seconds.
        dice: Spreads what is sent again, so that not all is sent at once.
    """

    def __init__(
        self,
        sources: Sources,
        kept: Subscriptions,
        subscription: Subscription,
        post: Post,
        *,
        clock: Callable[[], float],
        dice: random.Random,
    ) -> None:
        self._sources = sources
        self._kept = kept
        self._subscription = subscription
        self._post = post
        self._clock = clock
        self._dice = dice
        self._state = kept.state(subscription.id)
        self._ahead: deque[Item] = deque()

    def step(self) -> float:
        """Send what is next, or look whether there is something; return how long to wait then, in seconds.

        Raises:
            StaleMirrorError: if the mirror cannot vouch for what comes next; nothing is sent then.
        """
        if self._state.gone:
            return LONGEST_PAUSE_S
        if self._state.pending is None and not self._next():
            return PAUSE_S
        return self._send()

    def _next(self) -> bool:
        """Put the next message on disk, with its number; False if there is none."""
        if not self._ahead:
            topics = ",".join(self._subscription.topics) if self._state.cursor is None else None
            page = feed(self._sources, topics=topics, cursor=self._state.cursor, limit=_AT_ONCE).data
            self._ahead.extend(page.items)
            if self._state.cursor is None and not page.items:
                self._write(replace(self._state, cursor=page.next_cursor))
        if not self._ahead:
            return False
        item, number = self._ahead.popleft(), self._state.number + 1
        body = {"subscription": self._subscription.id, "number": number, "message": item.message}
        pending = Pending(number=number, body=msgspec.json.encode(body).decode(), cursor=item.cursor)
        self._write(replace(self._state, pending=pending))
        return True

    def _send(self) -> float:
        pending = self._state.pending
        if pending is None:
            return PAUSE_S
        body = pending.body.encode()
        try:
            status = self._post(self._subscription.url, body, self._headers(str(pending.number), body))
        except LedgerError as error:
            return self._failed(error.message)
        if status in _TAKEN:
            # On disk with what comes next: a crash before that sends this once more, under the same number.
            self._state = State(number=pending.number, cursor=pending.cursor)
            if not self._ahead:
                self._write(self._state)
            return 0.0
        if status == HTTPStatus.GONE:
            self._write(replace(self._state, gone=True, reason="the receiver says that it is gone"))
            return LONGEST_PAUSE_S
        return self._failed(f"the receiver answers {status}")

    def test(self) -> int:
        """Send a message that is no fact, without number; return the status of the reply.

        Raises:
            LedgerError: if there is no reply.
        """
        body = msgspec.json.encode({"subscription": self._subscription.id, "number": None, "message": None})
        return self._post(self._subscription.url, body, self._headers(TEST, body))

    def _headers(self, number: str, body: bytes) -> dict[str, str]:
        secret = self._kept.secret(self._subscription.id)
        return webhook.headers(secret, f"{self._subscription.id}.{number}", body, now=int(self._clock()))

    def _failed(self, reason: str) -> float:
        attempts = self._state.attempts + 1
        since = self._state.failing_since or int(self._clock())
        self._write(replace(self._state, attempts=attempts, failing_since=since, reason=reason))
        _log.warning("webhook_not_taken", subscription=self._subscription.id, attempts=attempts, reason=reason)
        pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(attempts - 1, _DOUBLINGS))
        return pause * self._dice.uniform(0.5, 1.0)

    def _write(self, state: State) -> None:
        self._kept.write(self._subscription.id, state)
        self._state = state
