"""Clients, owners and validators of a world in memory: they emit what the ERC-8004 registries and our links emit.

Numbers of feedback are counted on the chain as it is, so a fork takes them back.
"""

from __future__ import annotations

from typing import Any

from ledger.domain.events import decode
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import Address
from tests.fakes.chain_source import Emitted
from tests.fakes.world import NAMES, NOBODY, FakeAgent, World, account

STARRED = keccak(b"starred 0 to 100.0")
UPTIME = keccak(b"uptime in percent")


class FakeOpinions:
    """What accounts say of agents. Each act mines one block, unless its events are asked for."""

    def __init__(self, world: World) -> None:
        self.world = world

    def declare(self, dimension: bytes = STARRED, **more: Any) -> None:
        """Declare a dimension; `starred`, 0.0 to 100.0, unless said otherwise."""
        scale = {"name": "starred", "unit": "", "decimals": 1, "lessIsBetter": False, "least": 0, "most": 1000}
        self.world.chain.mine(("Dimensions", "DimensionDeclared", {"dimension": dimension, **scale, **more}))

    def next_index(self, agent: FakeAgent, client: str) -> int:
        """Return the number that the client's next feedback about an agent gets."""
        logs = (log for block in self.world.chain.chain for log in block.found)
        events = [event for log in logs if (event := decode(log, NAMES)) is not None and event.name == "NewFeedback"]
        wanted = (agent.number, account(client))
        return 1 + sum((event.args["agentId"], event.args["clientAddress"]) == wanted for event in events)

    def given(self, agent: FakeAgent, client: str, value: int, index: int, **more: Any) -> Emitted:
        """Return the event of a feedback."""
        said = {"valueDecimals": 0, "tag1": "starred", "tag2": "", "endpoint": "", "feedbackURI": ""} | more
        return ("ReputationRegistry", "NewFeedback", {
            "agentId": agent.number, "clientAddress": account(client), "feedbackIndex": index, "value": value,
            "indexedTag1": said["tag1"], "feedbackHash": ZERO32, **said})  # fmt: skip

    def give(self, agent: FakeAgent, client: str, value: int = 80, **more: Any) -> int:
        """Give feedback; return its number."""
        index = self.next_index(agent, client)
        self.world.chain.mine(self.given(agent, client, value, index, **more))
        return index

    def take_back(self, agent: FakeAgent, client: str, index: int) -> None:
        """Revoke feedback."""
        at = {"agentId": agent.number, "clientAddress": account(client), "feedbackIndex": index}
        self.world.chain.mine(("ReputationRegistry", "FeedbackRevoked", at))

    def respond(self, agent: FakeAgent, client: str, index: int, responder: Address) -> None:
        """Respond to feedback."""
        at = {"agentId": agent.number, "clientAddress": account(client), "feedbackIndex": index}
        response = {"responder": responder, "responseURI": "ipfs://answer", "responseHash": keccak(b"answer")}
        self.world.chain.mine(("ReputationRegistry", "ResponseAppended", at | response))

    def link(self, agent: FakeAgent, client: str, index: int, value: int, **more: Any) -> bytes:
        """Link feedback to an action; return the action."""
        action = keccak(f"{agent.number} {client} {index}".encode())
        args = {"dimension": STARRED, "ownerEpoch": 0, "named": True} | more
        self.world.chain.mine(("EvidenceLinks", "FeedbackLinked", {
            "agentId": agent.number, "client": account(client), "action": action, "feedbackIndex": index,
            "value": value, **args}))  # fmt: skip
        return action

    def backed(self, agent: FakeAgent, client: str, value: int = 80, **more: Any) -> int:
        """Give feedback in `starred` and link it; return its number."""
        index = self.give(agent, client, value)
        self.link(agent, client, index, 10 * value, **more)
        return index

    # -- sides ------------------------------------------------------------------------------------------------

    def transfer(self, agent: FakeAgent, to: str) -> None:
        """Transfer an agent, which clears its wallet."""
        wallet = {"indexedMetadataKey": "agentWallet", "metadataKey": "agentWallet", "metadataValue": b""}
        moved = {"from": agent.owner, "to": account(to), "tokenId": agent.number}
        self.world.chain.mine(
            ("AgentRegistry", "MetadataSet", {"agentId": agent.number, **wallet}),
            ("AgentRegistry", "Transfer", moved),
        )
        agent.owner = account(to)

    def set_wallet(self, agent: FakeAgent, wallet: str) -> None:
        """Set an agent's wallet."""
        value = bytes.fromhex(account(wallet)[2:])
        named = {"indexedMetadataKey": "agentWallet", "metadataKey": "agentWallet", "metadataValue": value}
        self.world.chain.mine(("AgentRegistry", "MetadataSet", {"agentId": agent.number, **named}))

    def approve(self, agent: FakeAgent, operator: str | None) -> None:
        """Let an account act for one agent; None lets nobody."""
        approved = NOBODY if operator is None else account(operator)
        args = {"owner": agent.owner, "approved": approved, "tokenId": agent.number}
        self.world.chain.mine(("AgentRegistry", "Approval", args))

    def approve_for_all(self, owner: Address, operator: str, *, approved: bool = True) -> None:
        """Let an account act for all agents of an owner, or no more."""
        args = {"owner": owner, "operator": account(operator), "approved": approved}
        self.world.chain.mine(("AgentRegistry", "ApprovalForAll", args))

    # -- validation -------------------------------------------------------------------------------------------

    def request(self, agent: FakeAgent, validator: str, name: bytes) -> None:
        """Ask a validator."""
        args = {"validatorAddress": account(validator), "agentId": agent.number, "requestURI": "ipfs://work"}
        self.world.chain.mine(("ValidationRegistry", "ValidationRequest", args | {"requestHash": name}))

    def answer(self, agent: FakeAgent, validator: str, name: bytes, response: int) -> None:
        """Answer a request."""
        args = {"validatorAddress": account(validator), "agentId": agent.number, "requestHash": name}
        reasons = {"responseURI": "ipfs://why", "responseHash": keccak(b"why"), "tag": "final"}
        self.world.chain.mine(("ValidationRegistry", "ValidationResponse", args | reasons | {"response": response}))
