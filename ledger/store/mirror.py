"""The mirror as its writers see it: begin, apply, roll back; and the door to reading it.

Every write names the state it was computed from and does nothing if the mirror is elsewhere by then, so a
restarted or a second indexer changes nothing that is already there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from ledger.errors import ConflictError, LedgerError, StaleMirrorError, UnavailableError
from ledger.store import digest, keys
from ledger.store.books import BlockId, Books
from ledger.store.connection import Connection
from ledger.store.keys import Space
from ledger.store.ops import Op, Runs
from ledger.store.rows import PENDING, LogCursor, PendingRow, encode
from ledger.store.view import View

_LOOKS: Final = 8
_DIGEST_LOOKS: Final = 40
_DIGEST_PAUSE_S: Final = 0.05
_DELETED_AT_ONCE: Final = 1000
_FENCED: Final = -2
LEASE_LOST: Final = "lease_lost"
"""Code of the error of a writer that another has overtaken."""
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class BlockWrite:
    """What one block writes that a fork may still take back: its undo is kept."""

    number: int
    ops: Sequence[Op]


@dataclass(frozen=True, slots=True)
class Window:
    """A run of blocks to apply at once.

    `end` is the cursor afterwards; `floor` the highest final block; `ring` the blocks whose hashes to remember.
    `final` is what blocks write that no fork takes back, `blocks` are those above.
    """

    end: BlockId
    floor: int
    ring: Sequence[BlockId]
    final: Runs
    blocks: Sequence[BlockWrite]


@dataclass(frozen=True, slots=True)
class RangeWrite:
    """A run of log entries to apply at once, witnessed by an anchor in `block`. `ops` set the log's cursor too."""

    log: bytes
    before: LogCursor | None
    block: int
    ops: Sequence[Op]


@dataclass(frozen=True, slots=True)
class Touched:
    """Keys, without prefix, that were written between one look and another, whose `order` and `history` these are."""

    order: int
    history: str
    keys: Sequence[str]


class Mirror:
    """One world in one Redis.

    Args:
        connection: Where it is kept.
        space: Which chain and registry it mirrors.
        generation: Which index to use; the live one if not given.
    """

    def __init__(self, connection: Connection, space: Space, *, generation: int | None = None) -> None:
        self.connection = connection
        self.space = space
        self._fixed = generation
        self._last = generation or 0
        self._fence = ""

    @classmethod
    def open(
        cls, url: str, chain_id: int, registry: str, *, generation: int | None = None, read_url: str | None = None
    ) -> Mirror:
        """Open the mirror of a chain and an identity registry, for questions on a replica; nothing is read yet."""
        return cls(Connection(url, read_url), Space(chain_id, registry), generation=generation)

    def close(self) -> None:
        """Close the connections."""
        self.connection.close()

    # -- books ------------------------------------------------------------------------------------------------

    def look(self) -> Books | None:
        """Read the books; None for an index that was never begun, or was flushed.

        Raises:
            UnavailableError: if Redis cannot be reached.
        """
        for _ in range(_LOOKS):
            generation = self._last
            live, meta, stated = self.connection.many(
                [
                    ("GET", self.space.live),
                    ("HGETALL", self.space.prefix(generation) + keys.META),
                    ("GET", self.space.world + keys.FORECAST_ORDER),
                ]
            )
            wanted = int(live or 0) if self._fixed is None else self._fixed
            if wanted == generation:
                return Books.read(meta, generation, int(stated or 0)) if meta else None
            self._last = wanted
        raise StaleMirrorError("the mirror's index is being swapped", hint="ask again")

    def books(self) -> Books:
        """Read the books.

        Raises:
            StaleMirrorError: if the mirror is empty.
            UnavailableError: if Redis cannot be reached.
        """
        found = self.look()
        if found is None:
            raise StaleMirrorError(
                "the mirror is empty: it was flushed, or never indexed",
                hint="start the indexer (`ombud index run`) and wait until it has caught up",
                code="mirror_empty",
            )
        return found

    def begin(self, origin: BlockId, *, instance: str, now: float) -> bool:
        """Open the books at the block before the first one of interest; nothing happens if they are open.

        Args:
            origin: That block.
            instance: A random name for this index.
            now: Unix seconds.
        """
        self.look()
        return bool(self._script("begin", self._last, instance, origin.number, origin.hash, origin.time, repr(now)))

    def saw(self, head: int, *, now: float) -> bool:
        """Note the chain's head and that the follower is alive at `now` (Unix seconds)."""
        return bool(self._script("saw", self._last, head, repr(now)))

    # -- writes -----------------------------------------------------------------------------------------------

    def lease(self, holder: str, seconds: float) -> bool:
        """Take or keep the lease of the live index, whose token all writes show from then on; 0 s gives it back.

        Args:
            holder: Who asks: a random name.
            seconds: How long it holds unless asked for again, by the server's clock.

        Returns:
            False if another holder has it.
        """
        self.look()
        prefix = self.space.prefix(self._last)
        token = self.connection.script("lease", prefix + keys.META, [prefix, holder, round(seconds * 1000)])
        self._fence = f"{holder}:{token}"  # what another took is not ours by showing nothing
        return token > 0

    def apply_window(self, seen: Books, window: Window) -> bool:
        """Apply blocks after `seen.cursor`.

        Returns:
            False, with nothing changed, if the cursor is elsewhere: another indexer was faster, or a fork came.
        """
        args: list[Any] = [seen.cursor.number, seen.cursor.hash]
        args += [window.end.number, window.end.hash, window.end.time, window.floor, len(window.ring)]
        for block in window.ring:
            args += (block.number, block.pack())
        args.append(len(window.final.all))
        for code, key, operands in window.final.all:
            args += (code, key, len(operands) // 2)
            args += operands
        for write in window.blocks:
            args += (write.number, len(write.ops))
            for op in write.ops:
                args += op
        return bool(self._script("apply", seen.generation, *args))

    def apply_range(self, seen: Books, write: RangeWrite) -> bool:
        """Apply log entries under an anchor read at `seen`.

        Returns:
            False, with nothing changed, if the log's cursor is elsewhere or a fork came since.
        """
        before = b"" if write.before is None else encode(write.before)
        args: list[Any] = [seen.instance, seen.forks, keys.log_cursor(write.log), before, write.block]
        for op in write.ops:
            args += op
        return bool(self._script("apply_range", seen.generation, *args))

    def rollback(self, seen: Books, to: BlockId) -> bool:
        """Take back everything above a block, in both spaces.

        Returns:
            False, with nothing changed, if the cursor is elsewhere.

        Raises:
            ConflictError: if the block is below finality, where nothing can be taken back.
        """
        done = self._script(
            "rollback", seen.generation, seen.cursor.number, seen.cursor.hash, to.number, to.hash, to.time
        )
        if done < 0:
            raise deep_fork(seen, to.number)
        return bool(done)

    def ring(self, seen: Books) -> list[BlockId]:
        """Return the recent blocks whose hashes are known, newest first."""
        members = self.connection.call("ZRANGE", self.space.prefix(seen.generation) + keys.RING, 0, -1, "REV")
        return [BlockId.unpack(member) for member in members]

    # -- logs that wait ---------------------------------------------------------------------------------------

    def pending(self, seen: Books) -> dict[bytes, PendingRow]:
        """Return the logs whose ranges wait, by log id."""
        found = self.connection.call("HGETALL", self.space.prefix(seen.generation) + keys.PENDING)
        return {log: PENDING.row(row) for log, row in found.items()}

    def set_pending(self, seen: Books, log: bytes, row: PendingRow | None) -> None:
        """Note that a log waits, or (None) that it does no more."""
        key = self.space.prefix(seen.generation) + keys.PENDING
        if row is None:
            self.connection.call("HDEL", key, log)
        else:
            self.connection.call("HSET", key, log, encode(row))

    # -- reading ----------------------------------------------------------------------------------------------

    def view(self, seen: Books, block: int | None = None, *, remember: bool = False) -> View:
        """Open a view as of a block, the cursor's if not given; one that is asked of one state may `remember`."""
        at = seen.cursor.number if block is None else block
        return View(self.connection, self.space.prefix(seen.generation), seen, at, remember=remember)

    def consistent(self, question: Callable[[View], A], block: int | None = None, *, before: Books | None = None) -> A:
        """Ask a question of one state: asked again if a rollback, a log range or a flush came in between.

        Args:
            question: Reads the view it is given; asked up to eight times.
            block: As of which block; the cursor's if not given.
            before: The books, if they were read just now.

        Raises:
            StaleMirrorError: if the mirror is empty, or never stood still.
        """
        before = before or self.books()
        for _ in range(_LOOKS):
            try:
                answer: A | None = question(self.view(before, block, remember=True))
                problem: LedgerError | None = None
            except LedgerError as error:  # raised below, unless the state it saw was torn
                answer, problem = None, error
            after = self.books()
            if before.same_answers(after):
                if problem is not None:
                    raise problem
                return answer  # type: ignore[return-value]
            before = after
        raise StaleMirrorError("the mirror changed during every try to read it", hint="ask again", code="mirror_moved")

    def touched(self, seen: Books) -> Touched | None:
        """Say which keys were written since `seen`; None if that cannot be told, as after a fork."""
        prefix = self.space.prefix(seen.generation)
        found = self.connection.listing("touched", prefix + keys.META, [prefix, seen.order, seen.history])
        if not found:
            return None
        order, history, *names = found
        return Touched(int(order), history.decode(), [name.decode() for name in names])

    def digest(self) -> tuple[bytes, Books]:
        """Return the digest of everything derived, and the books it belongs to.

        Raises:
            StaleMirrorError: if the mirror is empty, or was written at every try.
        """
        for look in range(_DIGEST_LOOKS):
            if look:
                time.sleep(_DIGEST_PAUSE_S)
            before = self.books()
            try:
                value = digest.digest(self.connection, self.space.prefix(before.generation))
            except StaleMirrorError:
                continue
            after = self.books()
            if before.same_answers(after) and before.cursor == after.cursor:
                return value, before
        raise StaleMirrorError(
            f"the mirror was written at each of {_DIGEST_LOOKS} tries to take its digest",
            hint="ask again when less is written, or stop the indexer meanwhile",
            code="mirror_moved",
        )

    # -- generations ------------------------------------------------------------------------------------------

    def live_generation(self) -> int:
        """Return the generation that readers use."""
        return int(self.connection.call("GET", self.space.live) or 0)

    def go_live(self, generation: int) -> None:
        """Let readers and followers use a generation from now on."""
        self.connection.call("SET", self.space.live, generation)

    def drop(self, generation: int) -> None:
        """Delete every key of a generation."""
        names = list(self.connection.scan(self.space.prefix(generation) + "*"))
        for begin in range(0, len(names), _DELETED_AT_ONCE):
            self.connection.call("UNLINK", *names[begin : begin + _DELETED_AT_ONCE])

    def _script(self, name: str, generation: int, *args: Any) -> int:
        """Run one of our scripts that write.

        Raises:
            UnavailableError: if another indexer has taken the lease; nothing was written.
        """
        prefix = self.space.prefix(generation)
        done = self.connection.script(name, prefix + keys.META, [prefix, *args, self._fence])
        if done == _FENCED:
            raise UnavailableError(
                "another indexer leads now; nothing was written", hint="let it, or stop it", code=LEASE_LOST
            )
        return done


def deep_fork(seen: Books, number: int) -> ConflictError:
    """Make the error of a fork below finality."""
    return ConflictError(
        f"the chain forked at or below block {number}, but the mirror took everything up to {seen.floor} for final",
        hint="if the node is the right one, run `ombud index rebuild` and raise OMBUD_FINALITY_DEPTH",
        code="deep_fork",
        floor=seen.floor,
        fork=number,
    )
