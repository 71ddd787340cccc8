"""One day of the market, with everything that happens in it: trade, a leak, a fork, a conviction, a crash."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import ledger
from demo.accuser import Accuser
from demo.cast import Customer, customers
from demo.creditor import Creditor
from demo.delegation import Principal, delegate, principals
from demo.enrol import Enrolled
from demo.foresight import Statement
from demo.forker import Forker
from demo.interrupts import Interrupts
from demo.leaker import Leaker
from demo.lookout import Forecaster, Lookout
from demo.market.book import Member
from demo.market_house import open_market, purse
from demo.payment import Wallet
from demo.population import Population
from demo.saboteur import Killable, Saboteur
from demo.spender import Spender
from demo.story import Story
from demo.world import Neighbour, World
from ledger.chain.node import Chain
from ledger.domain.ids import LogId

SEGMENT_SECONDS: Final = 0.5
"""How long a record waits for its signature."""


@dataclass(slots=True)
class Day:
    """A day to live through.

    Args:
        enrolled: The population.
        chain: The chain.
        log: Id of the log.
        log_url: The log server.
        stack: Whose indexer is killed.
        home: Folder of this run: spools and market go below it.
        target: Records after which buyers start nothing new.
        seed: Seeds all dice.
        story: Told what happens.
        forecaster: States forecasts while the day goes on.
        interrupts: Whether somebody wants it to end.
    """

    enrolled: list[Enrolled]
    chain: Chain
    log: LogId
    log_url: str
    stack: Killable
    home: Path
    target: int
    seed: int
    story: Story
    interrupts: Interrupts
    forecaster: Forecaster
    world: World = field(init=False)
    principals: list[Principal] = field(init=False)
    creditor: Creditor = field(init=False)
    leaker: Leaker = field(init=False)
    forker: Forker = field(init=False)
    saboteur: Saboteur = field(init=False)
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)

    def live(self) -> None:
        """Let it all happen."""
        dice = random.Random(self.seed)
        people = customers(max(12, len(self.enrolled)), dice)
        neighbours = [Neighbour(e.persona.name, e.persona.role, str(e.ref), e.owner.address) for e in self.enrolled]
        wallets = self._delegate(people, dice)
        self.world = World(neighbours, people, self.target)
        tokens = {neighbour.agent: secrets.token_hex(16) for neighbour in neighbours}
        members = [Member(n.agent, n.name, n.role, tokens[n.agent], *purse(dice, n.role)) for n in neighbours]
        with open_market(self.home / "market", members, people, self.interrupts) as url:
            population = Population(self.enrolled, tokens, url, self.world, self._open_book, wallets, self.seed)
            self._plot(population)
            begin = time.monotonic()
            with self.story.watching(self.world):
                self.interrupts.run(self._pass(population))
            self.seconds = time.monotonic() - begin
        self.failures += population.failures

    def spool(self, enrolled: Enrolled) -> Path:
        """Return the folder of an agent's spool."""
        return self.home / "spool" / enrolled.persona.name.lower().replace(" ", "-")

    def cheat(self, kind: str) -> Enrolled:
        """Return the agent that cheats this way."""
        return next(enrolled for enrolled in self.enrolled if enrolled.persona.cheat == kind)

    def _open_book(self, enrolled: Enrolled) -> ledger.Ledger:
        """Open an agent's ledger; its records are forced to disk every 50 ms, and before each signature.

        All agents share one event loop here: with `every`, each would wait for all others' disk writes.
        """
        book = ledger.Ledger(
            self.spool(enrolled),
            key=enrolled.session_key,
            log_url=self.log_url,
            name=enrolled.persona.name,
            fsync="interval",
            segment_seconds=SEGMENT_SECONDS,
        )
        book.bind(enrolled.ref, enrolled.epoch)
        return book

    def _delegate(self, people: Sequence[Customer], dice: random.Random) -> dict[str, Wallet]:
        """Let customers grant each buyer its mandate."""
        buyers = [enrolled for enrolled in self.enrolled if enrolled.persona.role == "buyer"]
        with self.story.chapter(f"{len(buyers)} customers each grant a buyer a mandate: a cap and a list of tools"):
            self.principals = principals(self.chain, people[: len(buyers)])
            return delegate(self.chain, buyers, self.principals, self.log, dice)

    def _plot(self, population: Population) -> None:
        """Tell the cheats apart from the others, and sellers what to do with receipts."""
        people = {str(enrolled.ref): enrolled for enrolled in self.enrolled}
        customers_by_account = {found.account.address: found.customer.name for found in self.principals}
        self.creditor = Creditor(self.chain, people, customers_by_account, self.story.show)
        accuser = Accuser(self.chain, self.log_url, people, self.story.show)
        self.forker = Forker(self.cheat("forker"), population.actors, accuser, self.creditor.serve)
        self.leaker = Leaker(self.story.leak)
        spender = Spender(population.wallets[str(self.cheat("spender").ref)])
        self.saboteur = Saboteur(self.stack, self.world)
        population.serve = self.creditor.serve
        population.cheats = {"forker": self.forker.live, "leaker": self.leaker.live, "spender": spender.live}

    async def _pass(self, population: Population) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._strike())
            group.create_task(Lookout(self.forecaster, self.world, self.foretell).watch())
            await population.live()

    def foretell(self, statement: Statement) -> None:
        """Tell what was forecast, with the agents' names."""
        self.story.say(statement.told({enrolled.ref.agent_id: enrolled.persona.name for enrolled in self.enrolled}))

    async def _strike(self) -> None:
        await self.saboteur.strike()
        self.story.say(
            f"the indexer was killed (SIGKILL) at record {self.saboteur.killed_at} "
            f"and started again at record {self.saboteur.restarted_at}"
        )
