"""What a fork took back of what a subscriber was told, newest block first, and where the feed goes on then."""

from __future__ import annotations

from msgspec.structs import replace

from ledger.errors import NotFoundError
from ledger.queries.feed_cursor import WHOLE_BLOCK, FeedCursor, Told
from ledger.queries.feed_messages import Found, Message, Step, of_now
from ledger.queries.sources import Sources
from ledger.store.view import View


def read(sources: Sources, view: View, at: FeedCursor, limit: int) -> Step:
    """Return the blocks that are to be taken back, and the cursor on the chain as it is."""
    if _stands(sources, view, at.number, at.hash):
        return [], _pruned(view, at), at.number <= view.block  # a mirror that is behind has nothing new to tell
    out: Found = []
    while at.path and not _stands(sources, view, at.path[-1].number, at.path[-1].hash):
        if len(out) >= limit:
            return out, at, False
        *kept, gone = at.path
        at = replace(
            at,
            path=tuple(kept),
            moment=gone.moment or at.moment,
            models={model: min(block, gone.number - 1) for model, block in at.models.items()},
            within=0,
        )
        out.append((_retraction(view, gone), at))
    at = _rewound(sources, view, at)
    if out:
        out[-1] = (out[-1][0], at)
    return out, at, at.number <= view.block


def settled(view: View, at: FeedCursor) -> FeedCursor:
    """Return the cursor of who has heard everything up to the view's block."""
    now = view.books.cursor
    return _pruned(view, replace(at, number=now.number, hash=now.hash, prefix=WHOLE_BLOCK))


def _stands(sources: Sources, view: View, number: int, block_hash: bytes) -> bool:
    known = view.block_id(number) if number <= view.block else None
    if known is not None:
        return known.hash == block_hash
    try:
        return sources.block(number).hash == block_hash
    except NotFoundError:
        return False


def _pruned(view: View, at: FeedCursor) -> FeedCursor:
    """Forget blocks that no fork takes back any more."""
    final = min(view.books.floor, at.number if at.prefix == WHOLE_BLOCK else at.number - 1)
    if final <= at.base:
        return at
    return replace(at, base=final, path=tuple(told for told in at.path if told.number > final))


def _rewound(sources: Sources, view: View, at: FeedCursor) -> FeedCursor:
    """Go back to the newest block that was told of and stands, or to the last final one."""
    last = at.path[-1] if at.path else _base(sources, view, at.base)
    models = {model: min(block, last.number) for model, block in at.models.items()}
    return replace(at, number=last.number, hash=last.hash, prefix=WHOLE_BLOCK, models=models)


def _base(sources: Sources, view: View, number: int) -> Told:
    known = view.block_id(number) if number <= view.block else None
    return Told(number, sources.block(number).hash if known is None else known.hash)


def _retraction(view: View, gone: Told) -> Message:
    return of_now(
        view,
        "retraction",
        "taken_back",
        f"retraction/{gone.number}/{gone.hash.hex()}",
        f"block {gone.number} is no longer on the chain: what was told of it is taken back",
        {"block": gone.number, "block_hash": gone.hash.hex()},
    )
