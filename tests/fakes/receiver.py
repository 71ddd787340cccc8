"""A receiver of webhooks that keeps the last number with what it heard, and crashes before or after it has."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field

import msgspec

from ledger.domain import webhook
from ledger.errors import UnavailableError
from ledger.queries.feed_messages import Message
from tests.fakes.subscriber import Subscriber


@dataclass
class Receiver:
    """What one receiver has on its disk. With dice, every second message is refused, lost, or taken unheard."""

    secret: bytes
    now: int
    dice: random.Random | None = None
    last: int = 0
    kept: Subscriber = field(default_factory=Subscriber)
    bodies: dict[str, bytes] = field(default_factory=dict)

    def post(self, _url: str, body: bytes, headers: dict[str, str]) -> int:
        """Take a message, or fail to."""
        name = webhook.check(self.secret, headers, body, now=self.now)
        assert self.bodies.setdefault(name, body) == body, "sent again with other words"
        fails = None if self.dice is None else self.dice.choice([None, None, None, "before", "after", "refused"])
        if fails == "before":
            raise UnavailableError("the receiver was killed before it had the message")
        if fails == "refused":
            return 500
        sent = json.loads(body)
        if sent["number"] > self.last:
            assert sent["number"] == self.last + 1, "a number was left out"
            self.last = sent["number"]
            self.kept.keep(msgspec.convert(sent["message"], Message))
        if fails == "after":
            raise UnavailableError("the receiver was killed before it could say so")
        return 204
