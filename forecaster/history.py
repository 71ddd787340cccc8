"""The input: what the ledger knew about one agent as of a block, as plain values.

Nothing here reads a clock or a store. A history is cut at a block with `until`, and everything the forecaster
learns from or answers about is such a cut, so that a forecast can be recomputed later from the same block.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from ledger.domain.record import Kind, Outcome, Phase
from ledger.errors import InvalidInputError

_LISTS: Final = ("records", "disputes", "verdicts", "standing", "grants", "ratings", "kin")


@dataclass(frozen=True, slots=True)
class Opening:
    """The opened amounts of a receipt, in the smallest unit of its mandate."""

    amount: int
    running_total: int
    """Sum of all amounts under the mandate so far, this one included."""
    cap: int | None = None
    """What the mandate allows in sum; None if it was not opened."""


@dataclass(frozen=True, slots=True)
class Action:
    """What one record says in clear, and where it was anchored; see `ledger.domain.record.Record`."""

    record_id: str
    """64 hex digits."""
    seq: int
    ts: int
    """Unix milliseconds, as the agent says; only differences are ever used."""
    block: int
    """Block of the anchor that covers the record."""
    kind: Kind
    phase: Phase
    op: str
    session: str
    tool: str | None = None
    outcome: Outcome | None = None
    parents: tuple[str, ...] = ()
    call: str | None = None
    principal: str | None = None
    mandate: str | None = None
    policy: str | None = None
    model: str | None = None
    risk: str | None = None
    opening: Opening | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """A mandate that a principal made known on chain."""

    block: int
    mandate: str
    """64 hex digits, as records name it."""
    cap: int
    """Most that may be spent, in all and at once, in the smallest unit."""
    expiry: int
    """Unix milliseconds from which it may not be used."""
    revoked: int | None = None
    """Block at which its principal took it back; None if it did not, or not yet."""
    revoked_ms: int | None = None
    """The time of that block, Unix milliseconds."""

    def until(self, block: int) -> Grant:
        """Return what was known of it at a block."""
        late = self.revoked is not None and self.revoked > block
        return replace(self, revoked=None, revoked_ms=None) if late else self


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute that was opened against the agent, and how far it had come; None for what had not happened."""

    block: int
    """Block of the opening."""
    records: tuple[str, ...] = ()
    """The records it is about, 64 hex digits each."""
    responded: int | None = None
    """Block at which the liable side answered."""
    defaulted: int | None = None
    """Block at which it was found not to have answered."""
    closed: int | None = None
    """Block of the final ruling, whatever it says."""

    def until(self, block: int) -> Dispute:
        """Return what was known of it at a block."""

        def known(at: int | None) -> int | None:
            return None if at is None or at > block else at

        return replace(
            self, responded=known(self.responded), defaulted=known(self.defaulted), closed=known(self.closed)
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """A fault that was decided, by proof or by final ruling: upheld against the agent, or dismissed."""

    block: int
    """Block at which it was decided."""
    upheld: bool
    records: tuple[str, ...] = ()
    """The records the fault is in, 64 hex digits each."""
    opened: int | None = None
    """Block at which the dispute about it was opened; None if a proof decided it at once."""

    @property
    def since(self) -> int:
        """The block from which the accusation was public."""
        return self.block if self.opened is None else self.opened


@dataclass(frozen=True, slots=True)
class StandingChange:
    """The agent's Standing from this block on, in parts per million."""

    block: int
    score_ppm: int


@dataclass(frozen=True, slots=True)
class Rating:
    """What somebody said of the agent, or the agent's side of somebody."""

    block: int
    peer: str
    """The other side; it is only compared, and never enters a feature."""
    value: float
    """-1 to 1: worst to best."""
    received: bool
    """Whether it is about the agent; else it was given by its side."""
    usual: float | None = None
    """What others had said, on average, of the same agent before; None if nobody had."""
    age: int = 0
    """Blocks for which whoever says it had been saying things by then."""
    record: str | None = None
    """The agent's record that it stands on, 64 hex digits."""


@dataclass(frozen=True, slots=True)
class Kin:
    """A fault that was upheld against another agent of the same owner."""

    block: int


@dataclass(frozen=True, slots=True)
class AgentHistory:
    """Everything known about an agent as of a block.

    Args:
        agent_id: Token id; names the agent, never enters a feature.
        owner: Owner as of the block; groups agents, never enters a feature.
        as_of_block: The block this is about.
        records: Intents and outcomes by ascending block of their anchor, and in stream order within it.
        disputes: By ascending block of their opening.
        verdicts: By ascending block.
        standing: By ascending block.
        grants: Mandates by ascending block of their grant.
        ratings: What was said of it and by its side, by ascending block.
        kin: Faults upheld against its owner's other agents, by ascending block.

    Raises:
        InvalidInputError: if something is out of order, or later than the block.
    """

    agent_id: int
    owner: str
    as_of_block: int
    records: tuple[Action, ...]
    disputes: tuple[Dispute, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    standing: tuple[StandingChange, ...] = ()
    grants: tuple[Grant, ...] = ()
    ratings: tuple[Rating, ...] = ()
    kin: tuple[Kin, ...] = ()

    def __post_init__(self) -> None:
        for name in _LISTS:
            blocks = [item.block for item in getattr(self, name)]
            if any(later < earlier for earlier, later in pairwise(blocks)):
                raise InvalidInputError(f"{name} of agent {self.agent_id} are not ordered by block")
            latest = max(blocks, default=0)
            if name == "disputes":
                latest = max(
                    [latest, *(at for d in self.disputes for at in (d.responded, d.defaulted, d.closed) if at)]
                )
            if latest > self.as_of_block:
                raise InvalidInputError(
                    f"{name} of agent {self.agent_id} reach block {latest}, after {self.as_of_block}",
                    hint="cut the history with until()",
                )

    def until(self, block: int) -> AgentHistory:
        """Return what was known at an earlier block; a later block changes nothing but `as_of_block`."""
        return replace(
            self,
            as_of_block=block,
            records=self.records[: self.position(block)],
            disputes=tuple(item.until(block) for item in self.disputes if item.block <= block),
            verdicts=tuple(item for item in self.verdicts if item.block <= block),
            standing=tuple(item for item in self.standing if item.block <= block),
            grants=tuple(item.until(block) for item in self.grants if item.block <= block),
            ratings=tuple(item for item in self.ratings if item.block <= block),
            kin=tuple(item for item in self.kin if item.block <= block),
        )

    def position(self, block: int) -> int:
        """Return how many records were anchored up to and including a block."""
        return bisect_right(self.records, block, key=lambda item: item.block)

    @property
    def acts(self) -> int:
        """How many acts were begun: the number of intents."""
        return sum(item.phase == "intent" for item in self.records)

    def without(self, record_ids: frozenset[str]) -> AgentHistory:
        """Return the history as if some acts had never been: records go with the other half of their act.

        Whoever named a removed record as a cause, names it no longer.
        """
        halves = {r.record_id: r.parents[0] for r in self.records if r.phase == "outcome" and r.parents}
        gone = record_ids | {halves[item] for item in record_ids if item in halves}
        gone |= {outcome for outcome, intent in halves.items() if intent in gone}
        kept = (
            replace(r, parents=tuple(p for p in r.parents if p not in gone)) if not gone.isdisjoint(r.parents) else r
            for r in self.records
            if r.record_id not in gone
        )
        return replace(
            self, records=tuple(kept), ratings=tuple(item for item in self.ratings if item.record not in gone)
        )
