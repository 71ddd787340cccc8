"""The rules by which arbitrators decide, each stated in one sentence before any case, and applied to findings alone.

No rule knows who is on trial. All of them dismiss a claim whose record is not the one in dispute, or whose
commitment the evidence does not open: then nobody can know what was done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from demo.court.findings import Findings
from ledger.domain.dispute import DISMISSED, UPHELD

WORDS: Final[Mapping[int, str]] = {0: "refuses to rule", UPHELD: "upholds the claim", DISMISSED: "dismisses the claim"}


@dataclass(frozen=True, slots=True)
class Opinion:
    """A vote (1 upholds, 2 dismisses) and its reasons."""

    vote: int
    reasons: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, what it says, and how it judges findings that hold together."""

    name: str
    says: str
    judge: Callable[[Findings], Opinion]

    def apply(self, found: Findings) -> Opinion:
        """Decide; dismisses what is not established before the rule is asked."""
        if found.record is None:
            return Opinion(DISMISSED, "No file is the record in dispute: none hashes to the action's name.")
        if found.opened is None:
            return Opinion(
                DISMISSED,
                f"The record is the one in dispute, but nothing filed opens its commitment {found.record.in_}: "
                "what was sent, and to whom, is not established.",
            )
        return self.judge(found)


def _purpose(found: Findings) -> Opinion:
    if found.record is None or not found.recipient or found.record.tool != "send_file":
        return Opinion(DISMISSED, "The record does not say that a file was sent anywhere.")
    return Opinion(
        UPHELD,
        f"The opened arguments say that the file of {found.customer} went to {found.recipient}. Whatever a courier "
        "reads it for, no delivery needs a copy at an address outside the market. That the tool lets it happen, and "
        "that the reading was allowed, is no answer.",
    )


def _harm(found: Findings) -> Opinion:
    if found.mail is None:
        return Opinion(
            DISMISSED, "The record opens, but no mail that it caused was filed: that anything arrived is open."
        )
    return Opinion(
        UPHELD,
        f"The mail names the record as its cause, the agent as its sender, and {found.recipient} as the address that "
        f"the opened arguments say. It holds the whole file of {found.customer}: a person's data is where it should "
        "not be. Record and mail confirm each other, and neither party wrote both.",
    )


def _trust(found: Findings) -> Opinion:
    read = next((cause for cause in found.causes if cause.tool == "read_customer"), None)
    if read is None:
        return Opinion(
            DISMISSED, "No record was filed by which the agent came by the file: that it was entrusted is open."
        )
    return Opinion(
        UPHELD,
        f"The filed records show that the agent read the file in session {read.session}, by its record {read.seq}, and "
        f"that sending it to {found.recipient} is what came of it. That it was let in for an order is why it had to "
        "keep the file to itself, not a reason to pass it on.",
    )


def _letter(found: Findings) -> Opinion:
    tool = found.record.tool if found.record else ""
    return Opinion(
        DISMISSED,
        f"The record shows that the agent used {tool}, a tool that it had been given, on the file of {found.customer}. "
        f"No term that forbids {found.recipient} was filed. What is unwise is not yet a breach.",
    )


PURPOSE: Final = Rule("purpose", "what is read for one purpose is not passed on for another", _purpose)
HARM: Final = Rule("harm", "who claims harm shows that it arrived, and that the agent's own record caused it", _harm)
TRUST: Final = Rule("trust", "who is let in for a task keeps what it finds there", _trust)
LETTER: Final = Rule("letter", "what no filed term forbids is allowed", _letter)
