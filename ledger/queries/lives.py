"""Whether an agent is active, suspended, retired or banned, by the rules of `Lifecycle.lifeAt`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ledger.queries import finding
from ledger.queries.answers import Seen
from ledger.store import room_rows as rows
from ledger.store.room_view import RoomView
from ledger.store.rows import Placed
from ledger.store.view import View

Life: TypeAlias = Literal["active", "suspended", "retired", "banned"]


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One step: suspended, prolonged, lifted, retired or banned; or sentenced, by a ruling or a proof.

    `until` (Unix seconds) is when a suspension ends by itself, or ended; `cause` and `evidence` are hashes that the
    authority names, or the cause is the ruling's or the fault's; `dispute_id` is the dispute that prolongs a
    suspension, or that banned.
    """

    step: str
    by: str | None
    until: int | None
    cause: str | None
    evidence: str | None
    dispute_id: int | None
    seen: Seen


@dataclass(frozen=True, slots=True)
class LifeView:
    """How an agent stands as of the answer's block, `until` when (Unix seconds) if that ends by itself, and why."""

    state: Life
    until: int | None
    steps: list[LifeStep]


@dataclass(frozen=True, slots=True)
class Past:
    """How an agent stood at any time; times in Unix seconds. By the rules of `Lifecycle.lifeAt`."""

    suspensions: tuple[tuple[int, int], ...]
    retired_at: int | None
    banned_at: int | None
    sentences: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, history: Sequence[Placed[rows.LifecycleRow]]) -> Past:
        """Read an agent's steps, oldest first."""
        suspensions: dict[int, int] = {}
        sentences: list[tuple[int, int]] = []
        begun = 0
        ends: dict[str, int] = {}
        for placed in history:
            row = placed.row
            match row:
                case rows.Suspended():
                    begun = row.time
                    suspensions[begun] = row.until
                case rows.Prolonged():
                    suspensions[begun] = row.latest
                case rows.Lifted():
                    suspensions[begun] = row.ended_at
                case rows.Sentenced():
                    sentences.append((row.time, row.until))
                case rows.Retired():
                    ends.setdefault("retired", row.time)
                case rows.Banned():
                    ends.setdefault("banned", row.time)
        return cls(tuple(suspensions.items()), ends.get("retired"), ends.get("banned"), tuple(sentences))

    def at(self, time: int) -> Life:
        """Say how the agent stood at a time."""
        if self.banned_at is not None and self.banned_at <= time:
            return "banned"
        if self.retired_at is not None and self.retired_at <= time:
            return "retired"
        return "active" if self.suspended_until(time) is None else "suspended"

    def suspended_until(self, time: int) -> int | None:
        """Return when the suspension ends that holds at a time; None if none does."""
        begun = [end for begin, end in self.suspensions if begin <= time]
        ends = [*begun[-1:], *(end for begin, end in self.sentences if begin <= time)]
        return max((end for end in ends if time < end), default=None)


def pasts(view: View, numbers: Sequence[int]) -> dict[int, Past]:
    """Return how several agents stood at any time up to the view's block."""
    histories = RoomView(view).lifecycles(numbers)
    return {number: Past.of(history) for number, history in zip(numbers, histories, strict=True)}


def life_of(view: View, history: Sequence[Placed[rows.LifecycleRow]], now: int) -> LifeView:
    """Fold an agent's lifecycle.

    Args:
        view: As of which block.
        history: Its steps, oldest first.
        now: Unix seconds of that block.
    """
    view.load_blocks([placed.block for placed in history])
    past = Past.of(history)
    state = past.at(now)
    until = past.suspended_until(now) if state == "suspended" else None
    return LifeView(state, until, [_step(view, placed) for placed in history])


def _step(view: View, placed: Placed[rows.LifecycleRow]) -> LifeStep:
    row = placed.row
    seen = finding.seen_at(view, placed)
    match row:
        case rows.Suspended():
            return LifeStep("suspended", row.authority, row.until, row.cause.hex(), row.evidence.hex(), None, seen)
        case rows.Prolonged():
            return LifeStep("prolonged", None, row.latest, None, None, row.dispute_id, seen)
        case rows.Lifted():
            return LifeStep("lifted", None, row.ended_at, None, None, None, seen)
        case rows.Sentenced():
            return LifeStep("sentenced", None, row.until, row.cause.hex(), None, None, seen)
        case rows.Retired():
            return LifeStep("retired", row.by, None, None, None, None, seen)
        case _:
            return LifeStep("banned", None, None, None, None, row.dispute_id, seen)
