"""A customer's file on its way out."""

from __future__ import annotations

from dataclasses import dataclass

from demo.scenes import short


@dataclass(frozen=True, slots=True)
class Leak:
    """Who sent a file, whose it was, where to, and the record that says so; `number` counts from 1."""

    leaker: str
    customer: str
    recipient: str
    record: str
    number: int = 1

    title = "on record: a customer's file left"
    colour = "yellow"

    def told(self) -> str:
        """Say what happened, and that nothing has judged it yet."""
        return (
            f"{self.leaker}, a courier, sent the file of {self.customer} to {self.recipient}, outside the market. "
            f"The tool allowed it and nothing has judged it. But {self.leaker} wrote it down before it was sent "
            f"(record {short(self.record)}). The address is not in the record: the record commits to it, so that it "
            f"can be proved later and not denied. Whoever was harmed can dispute it."
        )

    def again(self) -> str:
        """Say in one line that it happened again."""
        return f"{self.leaker} sent the file of {self.customer} away too (leak {self.number}, {short(self.record)})"
