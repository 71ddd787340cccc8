"""What the forecaster said before anyone complained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from demo.scenes import short

MOST_REASONS = 3
MOST_RECORDS = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in plain words, and the records that carry it, the heaviest first."""

    says: str
    records: Sequence[str]


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert about one agent: stated as of a block, when the mirror stood at another; `since` it has not been quiet.

    `probability` is of an upheld fault within the next `horizon` acts, None if none was stated. `others` are the other
    agents that it fires for.
    """

    agent: str
    role: str
    as_of: int
    stated: int
    since: int | None
    probability: float | None
    horizon: int
    reasons: Sequence[Reason]
    others: Sequence[str]
    agents: int
    trained_on: str

    colour = "magenta"

    @property
    def title(self) -> str:
        """One line above the frame."""
        return f"alert: {self.agent}"

    def told(self) -> str:
        """Say who is to be looked at and why, before anyone disputed anything."""
        chance = "" if self.probability is None else f" ({self.probability:.0%} for its next {self.horizon} acts)"
        because = "\n".join(
            f"  {reason.says} [{', '.join(map(short, reason.records[:MOST_RECORDS])) or 'no single record'}]"
            for reason in self.reasons[:MOST_REASONS]
        )
        others = f"It also fires for {', '.join(self.others)}." if self.others else "It fires for nobody else."
        return (
            f"As of block {self.as_of}, and stated by block {self.stated}, the forecaster asks people to look at "
            f"{self.agent}, a {self.role}{chance}; nobody has disputed anything yet. Its reasons, with their records:"
            f"\n\n{because}\n\n{others} {self.agents} agents were looked at. The model learnt on a "
            f"{self.trained_on}; what it says is advice, and changes nothing on chain."
        )
