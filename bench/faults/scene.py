"""A real chain with records and bonds of a few agents, and what is true as of each block of each branch of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bench.filled_chain import Filled, fill, record_tx
from ledger.chain.dev import DevNode
from ledger.domain.events import decode
from ledger.domain.ids import AgentRef

AGENTS: Final = 3
_MOST_RECORDS: Final = 4
_WEI: Final = 10**9
_GAS: Final = 300_000


@dataclass(frozen=True, slots=True)
class Truth:
    """What was recorded and bonded as of a block: record ids and wei by agent."""

    records: tuple[tuple[str, ...], ...]
    bonds: tuple[int, ...]


@dataclass(slots=True)
class Scene:
    """The chain, and its levers. `truths` is by block hash, of all branches there ever were."""

    filled: Filled
    dev: DevNode
    agents: list[int]
    now: Truth
    truths: dict[str, Truth] = field(default_factory=dict)

    @classmethod
    def on(cls, url: str) -> Scene:
        """Deploy on a fresh node, and make agents with a first record each."""
        filled = fill(url, blocks=AGENTS, per_block=1, of_agents=AGENTS, final=False)
        agents = list(filled.keys)
        scene = cls(filled, DevNode(filled.chain), agents, Truth(((),) * AGENTS, (0,) * AGENTS))
        for number in range(filled.first, filled.last + 1):
            scene._took(number)
        scene._note()
        scene.dev.set_automine(on=False)
        return scene

    def head(self) -> tuple[int, str]:
        """Return number and hash of the newest block."""
        block = self.filled.chain.head()
        return block.number, block.hash.hex()

    def mine(self, dice: random.Random, blocks: int, *, between: Callable[[], None] = lambda: None) -> None:
        """Mine blocks, every second one empty on average, the others with records of one agent or a bond."""
        for _ in range(blocks):
            agent = dice.randrange(AGENTS)
            match dice.randrange(4):
                case 0:
                    self._send(record_tx(self.filled, self.agents[agent], dice.randint(1, _MOST_RECORDS)))
                case 1:
                    self._send(self._deposit(agent, dice.randint(1, 9) * _WEI))
            self.dev.mine()
            self._took(self.filled.chain.head().number)
            self._note()
            between()

    def forked(self, dice: random.Random, depth: int, between: Callable[[], None]) -> None:
        """Mine a branch, take it back, and mine a longer one in its place."""
        before, snapshot = self.now, self.dev.snapshot()
        self.mine(dice, depth, between=between)
        self.dev.revert(snapshot)
        self.now = before
        self.dev.increase_time(depth + dice.randint(1, 60))
        self.mine(dice, depth + dice.randint(1, 3), between=between)

    def jump(self, seconds: int) -> None:
        """Let the chain's clock jump forward."""
        self.dev.increase_time(seconds)

    def _send(self, tx: dict[str, object]) -> None:
        self.filled.chain.rpc.call("eth_sendTransaction", (tx,))

    def _deposit(self, agent: int, wei: int) -> dict[str, object]:
        deployment = self.filled.chain.deployment
        ref = AgentRef(deployment.chain_id, deployment.registry, self.agents[agent])
        data = self.filled.chain.views.encode("BondVault", "deposit", (ref.key, self.filled.sender.address))
        return {
            "from": self.filled.sender.address,
            "to": deployment.addresses["BondVault"],
            "data": data,
            "value": hex(wei),
            "gas": hex(_GAS),
        }

    def _took(self, number: int) -> None:
        """Read a block's events into what is true now, straight from the node."""
        records, bonds = [list(ids) for ids in self.now.records], list(self.now.bonds)
        chain = self.filled.chain
        keys = {self._key(agent): place for place, agent in enumerate(self.agents)}
        for log in chain.receipt_logs(number):
            event = decode(log, chain.names())
            if event is None:
                continue
            if event.name == "ActionRecorded":
                records[self.agents.index(event.args["agentId"])].append(event.args["contentHash"].hex())
            elif event.name == "BondDeposited":
                bonds[keys[event.args["subject"]]] = event.args["active"]
        self.now = Truth(tuple(tuple(ids) for ids in records), tuple(bonds))

    def _key(self, agent: int) -> bytes:
        deployment = self.filled.chain.deployment
        return AgentRef(deployment.chain_id, deployment.registry, agent).key

    def _note(self) -> None:
        self.truths[self.head()[1]] = self.now
