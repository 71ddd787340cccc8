"""One agent at work: every tool call is recorded before it is made and after it has ended.

The record's id travels with the call, so that whatever the call causes at another agent can name it as its
cause. An actor only ever sees the market through its own MCP session, and the ledger through its own keys.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final, Literal

import ledger
from demo.cast import Persona
from demo.market.client import MarketClient
from demo.market.outcomes import DeniedError, MarketError, RefusedError
from demo.world import Happening, World
from ledger.sdk import caused_by

Kind = Literal["operational", "interaction", "semantic"]
Act = Callable[..., Awaitable[Any]]

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


@dataclass(frozen=True, slots=True)
class Actor:
    """One agent.

    Args:
        persona: Who it is.
        agent: Its global agent id.
        book: Its ledger: own spool, own session key.
        market: Its MCP session.
        world: The shared day.
        rng: Its dice.
    """

    persona: Persona
    agent: str
    book: ledger.Ledger
    market: MarketClient
    world: World
    rng: random.Random

    def session(self, name: str, mandate: bytes | None = None) -> AbstractContextManager[object]:
        """Group what is recorded meanwhile under one session id, and name the mandate it happens under."""
        return ledger.session(name, mandate=mandate.hex() if mandate else None)

    async def call(
        self,
        tool: str,
        *,
        because: tuple[str, ...] = (),
        kind: Kind | None = None,
        patience: float | None = None,
        **arguments: object,
    ) -> Answer:
        """Call a tool of the market, on record.

        Args:
            tool: The tool's name.
            because: Ids of the records that caused this call, this agent's or others'.
            kind: The record's kind, if it is not plain from the tool.
            patience: Seconds to wait for the answer.
            **arguments: The tool's arguments.

        Raises:
            Ended: if the call was refused, denied, failed or timed out.
            RuleError: if it made no sense in the first place.
        """

        async def act(record: str, **arguments: object) -> Any:
            """Ask the market."""
            return await self.ask(tool, arguments, record, patience)

        kind = kind or ("interaction" if tool in INTERACTIONS else "operational")
        return await self.on_record(tool, act, op="execute_tool", kind=kind, because=because, **arguments)

    async def ask(self, tool: str, arguments: Mapping[str, object], record: str, patience: float | None = None) -> Any:
        """Ask the market within a record, and say its refusals in the ledger's words."""
        try:
            return await self.market.call(tool, arguments, record, patience)
        except RefusedError as error:
            raise ledger.Refused(str(error)) from error
        except DeniedError as error:
            raise ledger.Denied(str(error)) from error

    async def on_record(
        self, tool: str, act: Act, *, op: str, kind: Kind, because: tuple[str, ...] = (), **arguments: object
    ) -> Answer:
        """Do anything on record; see `call` for what it raises.

        Args:
            tool: What it is done with.
            act: Does it, given the id of the record of the intent and the arguments.
            op: The record's operation.
            kind: The record's kind.
            because: Ids of the records that caused it.
            **arguments: What is committed to as its input.
        """
        ids: list[str] = []

        @self.book.record(op=op, tool=tool, kind=kind)
        async def recorded(**arguments: object) -> Any:
            """Act, between the record of the intent and that of the outcome."""
            ids.append(ledger.current_record_id() or "")
            return await act(ids[0], **arguments)

        try:
            with caused_by(*because):
                value = await recorded(**arguments)
        except (ledger.Refused, ledger.Denied, MarketError, TimeoutError) as error:
            raise self._ended(tool, error) from error
        self._note(tool, "success")
        return Answer(value, ids[0])

    async def attempt(self, tool: str, **arguments: Any) -> Answer | None:
        """Call a tool and shrug if it ends badly; see `call`."""
        try:
            return await self.call(tool, **arguments)
        except Ended:
            return None

    def _ended(self, tool: str, error: Exception) -> Ended | RuleError:
        if isinstance(error, TimeoutError):
            self._note(tool, "timeout")
            return Ended("timeout", "timeout")
        cause = error if isinstance(error, MarketError) else error.__cause__
        assert isinstance(cause, MarketError)  # noqa: S101 - call raises them from nothing else
        self._note(tool, cause.outcome, cause.code)
        if cause.code in MISTAKES:
            return RuleError(f"{self.persona.name}, a {self.persona.role}, called {tool} and met {cause}")
        return Ended(cause.outcome, cause.code)

    def _note(self, tool: str, outcome: str, code: str = "") -> None:
        self.world.note(self.persona.role, Happening(self.persona.name, tool, outcome, code))
