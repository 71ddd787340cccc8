"""What subscribers are told of, in chain order: one name in `c:feed` a fact, written and taken back with the fact.

So whoever follows the feed from any block on misses nothing and hears nothing twice, and an index that was built afresh
has the same feed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ledger.indexer.seen import Seen
from ledger.store import keys
from ledger.store.feed_view import FeedKind, feed_name
from ledger.store.ops import Op
from ledger.store.rows import LOG_INDEX_BYTES

_NUMBER_BYTES: Final = 8
_LIFECYCLE: Final = ":lifecycle"


def _number(text: str) -> bytes:
    return int(text).to_bytes(_NUMBER_BYTES, "big")


_ROWS: Final[Mapping[str, tuple[FeedKind, Callable[[str], bytes]]]] = {
    "dispute": (FeedKind.DISPUTE, _number),
    "panel": (FeedKind.PANEL, _number),
    "challenge": (FeedKind.CHALLENGE, bytes.fromhex),
}
"""By the second word of the key of a ZSET whose third names the subject."""
_LISTS: Final[Mapping[str, FeedKind]] = {
    keys.VERDICTS: FeedKind.VERDICT,
    keys.OPERATOR_FAULTS: FeedKind.OPERATOR_FAULT,
}
"""By the key of a ZSET of names, each preceded by its log index."""

_TOLD: Final = ("c:dispute:", "c:panel:", "c:challenge:", "c:agent:", *_LISTS)
"""What keys begin with that may be told of; most writes are seen off here."""


def told(seen: Seen, ops: Sequence[Op]) -> list[Op]:
    """Return the writes that tell subscribers of what an event wrote."""
    named = dict.fromkeys(found for found in map(_named, ops) if found is not None)
    return [seen.name_in(keys.FEED, feed_name(kind, subject, seen.block)) for kind, subject in named]


def _named(op: Op) -> tuple[FeedKind, bytes] | None:
    if op.code != "z" or not op.key.startswith(_TOLD):
        return None
    if op.key in _LISTS:
        member = op.first if isinstance(op.first, bytes) else op.first.encode()
        return _LISTS[op.key], member[LOG_INDEX_BYTES:]
    words = op.key.split(":")
    if op.key.startswith("c:agent:") and op.key.endswith(_LIFECYCLE):
        return FeedKind.LIFECYCLE, _number(words[2])
    if len(words) == len(("c", "kind", "subject")) and words[1] in _ROWS:
        kind, subject = _ROWS[words[1]]
        return kind, subject(words[2])
    return None
