"""The same index again, from the first block, beside the live one: to compare digests, or to take its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from ledger.errors import ConflictError, StaleMirrorError, UnavailableError
from ledger.indexer.run import Job
from ledger.store.log_view import LogView
from ledger.store.mirror import Mirror

_CHASES: Final = 10


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild gave: both digests (32 bytes; `live` is None if there was no index) and the block of each."""

    live: bytes | None
    fresh: bytes
    block: int
    generation: int
    swapped: bool

    @property
    def equal(self) -> bool:
        """Whether the live index is what chain and logs say."""
        return self.live == self.fresh


def rebuild(job: Job, *, swap: bool, progress: Callable[[int, int], None] = lambda _done, _of: None) -> Rebuilt:
    """Index everything again into the next generation.

    The live index is left alone: it may be read and written meanwhile. Without `swap` the new one is dropped.

    Args:
        job: As the indexer has it.
        swap: Whether readers and indexers use the new index from now on.
        progress: Called with (block reached, block to reach).

    Raises:
        ConflictError: if a log does not answer now, so that the new index would lack entries the live one has.
        UnavailableError: if node or mirror cannot be reached.
    """
    live = job.mirror
    old = live.live_generation()
    fresh = Mirror(live.connection, live.space, generation=old + 1)
    fresh.drop(old + 1)
    beside = replace(job, mirror=fresh)
    done = False
    try:
        live_digest = _catch_up(beside, live, progress)
        _refuse_loss(fresh, live)
        digest, books = fresh.digest()
        if swap:
            live.go_live(books.generation)
        done = swap
    finally:
        live.drop(old if done else old + 1)
    return Rebuilt(live_digest, digest, books.cursor.number, books.generation, swap)


def _catch_up(beside: Job, live: Mirror, progress: Callable[[int, int], None]) -> bytes | None:
    """Index up to where the live index stands still; return its digest there, or None if there is none."""
    if live.look() is None:
        _run_to(beside, beside.chain.head().number, progress)
        return None
    for _ in range(_CHASES):
        until = live.books().cursor.number
        _run_to(beside, until, progress)
        try:
            digest, books = live.digest()
        except StaleMirrorError:
            continue
        if books.cursor.number == until:
            return digest
    raise UnavailableError(
        "the live index never stood still to be compared", hint="stop the indexer meanwhile", code="mirror_moved"
    )


def _run_to(job: Job, until: int, progress: Callable[[int, int], None]) -> None:
    follower, logs = job.follower(until=until), job.log_follower()
    while True:
        step = follower.step()
        progress(job.mirror.books().cursor.number, until)
        if step.idle:
            break
    if job.mirror.books().cursor.number < until:
        raise UnavailableError(f"the node's chain ends before block {until}", hint="wait until it has synchronised")
    while logs.step().entries:
        pass


def _refuse_loss(fresh: Mirror, live: Mirror) -> None:
    """See that every log that waits in the new index holds as much there as in the live one."""
    waiting = fresh.pending(fresh.books())
    held = _held(fresh, list(waiting))
    before = _held(live, list(waiting)) if live.look() is not None else [0] * len(waiting)
    for (log, row), size, live_size in zip(waiting.items(), held, before, strict=True):
        if size < live_size:
            raise ConflictError(
                f"log {log.hex()} is {row.condition}: {row.reason}",
                hint=f"a rebuilt index would hold {size} of its entries, the live one holds {live_size} and stays",
                code="log_waits",
            )


def _held(mirror: Mirror, logs: list[bytes]) -> list[int]:
    cursors = LogView(mirror.view(mirror.books())).cursors(logs)
    return [0 if cursor is None else cursor.size for cursor in cursors]
