"""What clients say of agents on chain: feedback in a dimension with a scale, linked to the action it stands on.

dimension = declare(sender, Scale("starred", "", decimals=1, least=0, most=1000))
index = give(client, agent_id, 45, 1, tag1="starred")
link(client, agent_id, index, dimension, show_receipt(...))        # from here on it weighs something
tally(chain, agent_id, dimension, owner_epoch=0)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from ledger.chain.node import Chain
from ledger.chain.sender import Sender, Sent
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address

PAGE: Final = 200  # links asked for in one call of a view


@dataclass(frozen=True, slots=True)
class Scale:
    """What the values of a dimension mean and may be; `least` and `most` have `decimals` digits after the point."""

    name: str
    unit: str
    decimals: int
    least: int
    most: int
    less_is_better: bool = False

    def as_tuple(self) -> tuple[str, str, int, bool, int, int]:
        """Return the fields in the order of the contract's structure."""
        return self.name, self.unit, self.decimals, self.less_is_better, self.least, self.most


class FeedbackState(IntEnum):
    """What a feedback is worth; only backed feedback weighs anything."""

    UNKNOWN = 0
    REVOKED = 1
    OWN_SIDE = 2
    UNVERIFIED = 3
    BACKED = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """How much feedback counts, and the sum of its values with the digits of its dimension."""

    count: int
    total: int


def declare(sender: Sender, scale: Scale) -> bytes:
    """Declare a dimension, and return its id.

    Raises:
        ChainRevertError: if the scale is none, or was declared before.
    """
    sent = sender.send("Dimensions", "declare", scale.as_tuple())
    dimension: bytes = sent.event("DimensionDeclared").args["dimension"]
    return dimension


def give(
    sender: Sender, agent_id: int, value: int, decimals: int = 0, *, tag1: str = "", tag2: str = "", uri: str = ""
) -> int:
    """Give feedback about an agent, and return its number among the sender's feedback about it, counted from 1.

    Raises:
        ChainRevertError: if the sender owns or operates the agent, or the value is out of bounds.
    """
    sent = sender.send("ReputationRegistry", "giveFeedback", agent_id, value, decimals, tag1, tag2, "", uri, ZERO32)
    index: int = sent.event("NewFeedback").args["feedbackIndex"]
    return index


def link(sender: Sender, agent_id: int, index: int, dimension: bytes, proof: bytes) -> Sent:
    """Link the sender's feedback to an action of the agent.

    Args:
        sender: The client that gave it.
        agent_id: Agent it is about.
        index: Number among the client's feedback about this agent.
        dimension: What it measures, named as its first tag.
        proof: The action, as `ledger.chain.witness` shows it.

    Raises:
        ChainRevertError: if the client is of the agent's own side, the value is outside the scale, or the action is not
            shown, names someone else or carries other feedback of the client.
    """
    return sender.send("EvidenceLinks", "link", agent_id, index, dimension, proof)


def state_of(chain: Chain, agent_id: int, client: Address, index: int) -> FeedbackState:
    """Return what a feedback is worth now."""
    return FeedbackState(chain.read("FeedbackView", "stateOf", agent_id, client, index))


def tally(
    chain: Chain,
    agent_id: int,
    dimension: bytes,
    *,
    owner_epoch: int,
    named_only: bool = False,
    block: int | None = None,
    page: int = PAGE,
) -> Tally:
    """Sum the backed feedback of one dimension and one owner epoch, page by page, all as of one block.

    Args:
        chain: The chain.
        agent_id: Agent it is about.
        dimension: What is measured.
        owner_epoch: Under which owner.
        named_only: Whether only clients count that the agent's receipt names.
        block: As of this block; the newest if not given.
        page: Links asked for in one call.

    Raises:
        UnavailableError: if the node cannot be reached, or no longer keeps that state.
    """
    block = chain.head().number if block is None else block
    links = chain.read("EvidenceLinks", "linkCount", agent_id, block=block)
    found, start = Tally(0, 0), 0
    while start < links:
        count, total, start = chain.read(
            "FeedbackView", "tally", agent_id, dimension, owner_epoch, named_only, start, page, block=block
        )
        found = Tally(found.count + count, found.total + total)
    return found
