"""What the demonstration measured, what it owed, and whether that is enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Final

MIN_AGENTS: Final = 20
MIN_RECORDS: Final = 2000
MIN_ANCHORS: Final = 3
MIN_RULINGS: Final = 1


@dataclass(slots=True)
class Report:
    """Figures, each measured at the end from the chain, the mirror or an exit code; nothing is assumed."""

    agents: int = 0
    """Agents with at least one record in the mirror."""
    records: int = 0
    """Records in the mirror, under anchored roots."""
    anchors: int = 0
    """Anchors of the log in the mirror."""
    objective_rulings: int = 0
    """Proved faults in the mirror."""
    mandate_rulings: int = 0
    """Proved breaches of a mandate in the mirror."""
    panel_rulings: int = 0
    """Disputes in the mirror that a panel ruled on and that are executed."""
    appeals: int = 0
    """Cases that were held and that a larger panel heard again, by the mirror."""
    standing_changed: bool = False
    """Whether the convicted agent's standing on chain differs from before."""
    bundle_verified: bool = False
    """Whether `ombud verify` accepted a session's bundle."""
    tampered_bundle_rejected: bool = False
    """Whether it refused the same bundle with one byte of a record changed, and named the record."""
    mirror_digest_equals_rebuild: bool = False
    """Whether the mirror and one rebuilt from the chain and the log have the same digest."""
    indexer_killed_and_recovered: bool = False
    """Whether an indexer killed in mid-run, and in mid-case, was started again and caught up to the same digest."""
    leak_on_record: bool = False
    """Whether the leaked file's recipient opens the commitment in the leaker's anchored record."""
    alerted: list[str] = field(default_factory=list)
    """Agents for which an alert had fired before they were disputed or convicted."""
    alert_precedes_dispute: bool = False
    """Whether one fired for the disputed agent: as of a block before the opening, and stated before it."""
    forecast_committed_before_dispute: bool = False
    """Whether a forecast about the disputed agent was committed to on chain in a block before the opening's."""
    case_bundle_verified: bool = False
    """Whether `ombud verify` accepted the dispute's bundle, and refused it with one digit changed."""
    records_by_outcome: dict[str, int] = field(default_factory=dict)
    """Outcome records in the mirror, by outcome."""
    slashed_wei: int = 0
    """What the convicted agent's bond lost."""
    seconds: float = 0.0
    """From the first line to the last check."""
    population_seconds: float = 0.0
    """How long the agents lived."""
    failures: list[str] = field(default_factory=list)
    """What went wrong, in words."""

    def shortfalls(self) -> Iterator[str]:
        """Say what falls short of what was promised, one sentence each."""
        for name, least in (
            ("agents", MIN_AGENTS),
            ("records", MIN_RECORDS),
            ("anchors", MIN_ANCHORS),
            ("objective_rulings", MIN_RULINGS),
            ("mandate_rulings", MIN_RULINGS),
            ("panel_rulings", MIN_RULINGS),
            ("appeals", MIN_RULINGS),
        ):
            if getattr(self, name) < least:
                yield f"{name} is {getattr(self, name)}, at least {least} were promised"
        for name in (
            "standing_changed",
            "bundle_verified",
            "tampered_bundle_rejected",
            "mirror_digest_equals_rebuild",
            "indexer_killed_and_recovered",
            "leak_on_record",
            "alert_precedes_dispute",
            "forecast_committed_before_dispute",
            "case_bundle_verified",
        ):
            if not getattr(self, name):
                yield f"{name} does not hold"
        if not self.alerted:
            yield "alerted is empty: no alert fired before a dispute or a conviction"
        for outcome in ("success", "refused", "denied", "failure", "timeout"):
            if not self.records_by_outcome.get(outcome):
                yield f"no record of outcome {outcome!r}"
        yield from self.failures

    @property
    def ok(self) -> bool:
        """Whether nothing falls short."""
        return next(self.shortfalls(), None) is None

    def to_json(self) -> dict[str, object]:
        """Return the figures as one flat object, with `ok`."""
        return {**asdict(self), "ok": self.ok, "shortfalls": list(self.shortfalls())}
