"""A subscriber that keeps what it was told, with its place in the feed, and crashes between any two messages."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from ledger.queries.feed import Item, feed
from ledger.queries.feed_messages import Message
from ledger.queries.sources import Sources


@dataclass
class Subscriber:
    """What one subscriber has on its disk: its cursor, and the messages that were not taken back."""

    cursor: str | None = "start"
    topics: str | None = None
    held: list[Message] = field(default_factory=list)
    heard: int = 0
    retractions: int = 0

    def take(self, item: Item) -> None:
        """Keep one message and its cursor in one step, as a subscriber should."""
        self.cursor = item.cursor
        self.keep(item.message)

    def keep(self, message: Message) -> None:
        """Keep a message, or take back what it says is gone."""
        self.heard += 1
        if message.topic != "retraction":
            assert message.key not in {held.key for held in self.held}, "told twice"
            self.held.append(message)
            return
        gone = [held for held in self.held if held.block_hash == message.data["block_hash"]]
        assert gone, "taken back what was never told"
        self.held = [held for held in self.held if held not in gone]
        self.retractions += 1

    def listen(self, sources: Sources, dice: random.Random | None = None) -> None:
        """Hear everything; with dice, in pages of any size, each of which may be lost in part by a crash."""
        while True:
            limit = 500 if dice is None else dice.randint(1, 7)
            page = feed(sources, topics=self.topics, cursor=self.cursor, limit=limit).data
            survived = (
                page.items if dice is None or dice.random() < 0.5 else page.items[: dice.randint(0, len(page.items))]
            )
            for item in survived:
                self.take(item)
            if len(survived) == len(page.items):
                self.cursor = page.next_cursor
                if not page.more:
                    return

    def facts(self) -> list[str]:
        """Return the keys of the facts held, in the order in which they were told."""
        return [message.key for message in self.held if message.topic not in ("deadline", "alert")]

    def all_of(self, topic: str) -> set[str]:
        """Return the keys of the messages of a topic."""
        return {message.key for message in self.held if message.topic == topic}
