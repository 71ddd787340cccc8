"""What subscribers are sent: one shape for facts, deadlines, alerts, and for what a fork took back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from ledger.queries.answers import Finality
from ledger.queries.asking import finality
from ledger.queries.feed_cursor import FeedCursor
from ledger.store.view import View

Topic: TypeAlias = Literal["dispute", "verdict", "challenge", "lifecycle", "deadline", "alert", "retraction"]
TOPICS: Final[tuple[Topic, ...]] = ("dispute", "verdict", "challenge", "lifecycle", "deadline", "alert")
"""What can be subscribed to; retractions come with each of them."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    `key` names what it is about: the same fact of the same block has the same key. `block`, `block_hash` and `time`
    (Unix seconds) are of the event; of a deadline or a retraction, of the newest block when it was told. A message with
    topic `retraction` takes back all earlier ones whose `block_hash` is the `block_hash` in its `data`. `tx` and
    `log_index` are the place of an event, which a node confirms. `data` differs with `event`.
    """

    topic: Topic
    event: str
    key: str
    says: str
    block: int
    block_hash: str
    time: int
    finality: Finality
    tx: str | None
    log_index: int | None
    data: Mapping[str, Any]


Found: TypeAlias = list[tuple[Message, FeedCursor]]
"""Messages, each with the cursor of who has heard it."""
Step: TypeAlias = tuple[Found, FeedCursor, bool]
"""What a step found, where the feed stands behind it, and whether the step is done, so that the next may begin."""


def of_now(view: View, topic: Topic, event: str, key: str, says: str, data: Mapping[str, Any]) -> Message:
    """Make a message about no event, but about how things stand at the mirror's newest block."""
    now = view.books.cursor
    return Message(
        topic,
        event,
        key,
        says,
        now.number,
        now.hash.hex(),
        now.time,
        finality(view.books, now.number),
        None,
        None,
        data,
    )
