"""The population: everybody lives at once, each with its own MCP session, spool and dice, until the day is over.

When an agent's rules break, the day is closed: the others finish what they do, the failure is returned in
words, and the demonstration fails with it.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from mcp.server.mcpserver import MCPServer

import ledger
from demo.actor import Actor
from demo.enrol import Enrolled
from demo.market.client import Credentials, MarketClient
from demo.payment import Wallet
from demo.roles import auditor, broker, buyer, courier, seller
from demo.roles.seller import Serve
from demo.world import World

DAY_SECONDS: Final = 120.0
"""Longest time a day may take: whoever is still waiting then has waited for something that never came."""
_FLUSH_SECONDS: Final = 20.0

Life = Callable[[Actor], Awaitable[None]]
_LIVES: Final[Mapping[str, Life]] = {
    "courier": courier.live,
    "broker": broker.live,
    "auditor": auditor.live,
}


async def _send_all(actor: Actor) -> None:
    """Wait until the log has acknowledged everything an agent wrote."""
    await asyncio.to_thread(actor.book.flush, _FLUSH_SECONDS)


@dataclass(slots=True)
class Population:
    """Who lives, where, and by which rules.

    Args:
        enrolled: The agents as the chain knows them.
        tokens: Market tokens by global agent id.
        market: The market's URL, or its server itself in tests.
        world: The shared day.
        open_book: Opens an agent's ledger: own spool, own session key.
        wallets: What each buyer may spend, by global agent id.
        seed: Seeds everybody's dice.
        serve: How sellers serve a paid order.
        cheats: Lives of those who cheat, by the name of the cheat.
    """

    enrolled: Sequence[Enrolled]
    tokens: Mapping[str, str]
    market: str | MCPServer
    world: World
    open_book: Callable[[Enrolled], ledger.Ledger]
    wallets: Mapping[str, Wallet]
    seed: int
    serve: Serve = seller.serve_order
    cheats: Mapping[str, Life] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    """Everybody by global agent id, once born."""
    failures: list[str] = field(default_factory=list)
    """What went wrong, one sentence an agent."""

    async def live(self) -> None:
        """Let everybody live through the day, send what they wrote, and close their books."""
        async with AsyncExitStack() as stack:
            for enrolled in self.enrolled:
                actor = await self._actor(stack, enrolled)
                self.actors[actor.agent] = actor
            actors = list(self.actors.values())
            for actor in actors:
                if actor.persona.role == "seller":
                    await self._guard(actor, seller.open_shop)
            lives = {actor.agent: asyncio.create_task(self._guard(actor, self._life(actor))) for actor in actors}
            try:
                await self._day(lives)
            finally:
                for task in lives.values():
                    task.cancel()
                await asyncio.gather(*lives.values(), return_exceptions=True)
            await asyncio.gather(*(self._guard(actor, _send_all) for actor in actors))

    async def _day(self, lives: Mapping[str, asyncio.Task[None]]) -> None:
        """Wait until the buyers are done, close the day, and wait for the others."""
        buyers = [task for agent, task in lives.items() if self.actors[agent].persona.role == "buyer"]
        await asyncio.wait(buyers, timeout=DAY_SECONDS)
        self.world.close()
        _, late = await asyncio.wait(lives.values(), timeout=DAY_SECONDS / 4)
        for agent, task in lives.items():
            if task in late:
                persona = self.actors[agent].persona
                self.failures.append(f"{persona.name}, a {persona.role}, did not finish its day")

    def _life(self, actor: Actor) -> Life:
        if cheat := self.cheats.get(actor.persona.cheat or ""):
            return cheat
        if actor.persona.role == "buyer":
            return partial(buyer.live, wallet=self.wallets[actor.agent])
        if actor.persona.role == "seller":
            return partial(seller.live, serve=self.serve)
        return _LIVES[actor.persona.role]

    async def _actor(self, stack: AsyncExitStack, enrolled: Enrolled) -> Actor:
        agent = str(enrolled.ref)
        book = self.open_book(enrolled)
        stack.callback(book.close)
        market = await stack.enter_async_context(MarketClient(self.market, Credentials(agent, self.tokens[agent])))
        dice = random.Random(f"{self.seed}:{enrolled.persona.name}")
        return Actor(enrolled.persona, agent, book, market, self.world, dice)

    async def _guard(self, actor: Actor, life: Life) -> None:
        """Run one life; what breaks it is kept in words."""
        try:
            await life(actor)
        except Exception as error:  # noqa: BLE001 - the loop of one agent's life: nothing may vanish here
            name = type(error).__name__
            self.failures.append(f"{actor.persona.name}, a {actor.persona.role}: {name}: {error}")
            self.world.close()
