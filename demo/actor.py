"""One agent at work: every tool call is recorded before it is made and after it has ended.

The record's id travels with the call, so that whatever the call causes at another agent can name it as its
cause. An actor only ever sees the market through its own MCP session, and the ledger through its own keys.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final, Literal

import ledger
from demo.cast import Persona
from demo.market.client import MarketClient
from demo.market.outcomes import DeniedError, MarketError, RefusedError
from demo.world import World

INTERACTIONS: Final = frozenset({"ask", "order", "pay", "refuse", "ship", "deliver", "show_paper", "send_file"})
"""Tools that act on others; the rest only looks, or speaks its mind."""
MISTAKES: Final = frozenset(
    {
        "bad_call",
        "unknown_member",
        "unknown_offer",
        "unknown_quote",
        "unknown_order",
        "no_courier",
        "no_broker",
        "no_paper",
    }
)
"""Codes that no rule provokes on purpose: whoever meets them has a rule that is wrong."""


class Ended(Exception):  # noqa: N818 - an ending, not an error: rules expect it
    """A call that ended otherwise than asked for, and is on record as such."""

    def __init__(self, outcome: str, code: str) -> None:
        super().__init__(f"{outcome}: {code}")
        self.outcome = outcome
        self.code = code


class RuleError(Exception):
    """An agent's rules did something that makes no sense; the demonstration has failed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool answered, and the id of the record of having asked (64 hex digits)."""

    value: Any
    record: str
