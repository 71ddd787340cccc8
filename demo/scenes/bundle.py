"""The case in one file, verified by a program that knows nothing but the file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseBundle:
    """How the command judged the bundle of a dispute, and one in which something was changed."""

    number: int
    size: int
    accepted: int
    changed: str
    refused: int

    title = "the case in a file"

    @property
    def colour(self) -> str:
        """Green where both were judged rightly."""
        return "green" if self.accepted == 0 and self.refused != 0 else "red"

    def told(self) -> str:
        """Say what the file holds and how it was judged."""
        good = "accepts it" if self.accepted == 0 else "refuses it"
        bad = "is refused" if self.refused else "is accepted"
        return (
            f"Dispute {self.number} fits into one file of {self.size // 1024:,} KiB: the action, the evidence, every "
            "event of court, panel and vault with its proof in a block, and what they come to. A process of its own, "
            f"without network, checks all of it, replays the case and draws the seats again: `ombud verify` {good} "
            f"(exit code {self.accepted}). The same file with {self.changed} changed {bad} (exit code {self.refused})."
        )
