"""Bounties on chain: locked for a task, released on acceptance, returned on an upheld dispute."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from enum import IntEnum

from ledger.chain.node import Chain
from ledger.chain.sender import Sender, Sent
from ledger.domain.dispute import Case
from ledger.domain.ids import Address


class Stage(IntEnum):
    """Where a bounty stands."""

    NONE = 0
    LOCKED = 1
    DELIVERED = 2
    CONTESTED = 3
    RELEASED = 4
    RETURNED = 5


@dataclass(frozen=True, slots=True)
class Bounty:
    """A bounty: `amount` in wei, times in Unix seconds; `due` is that of delivery, then of the review."""

    client: Address
    stage: Stage
    due: int
    agent_id: int
    amount: int
    task: bytes
    delivery: bytes
    payee: Address
    delivered_at: int
    dispute_id: int


def register_asset(sender: Sender, agent_id: int, asset: bytes, bps: int) -> Sent:
    """Register an asset of an agent with its share of a bounty, in basis points, as the agent's owner.

    Raises:
        ChainRevertError: if it is registered, or asks for too much.
    """
    return sender.send("Credits", "registerAsset", agent_id, asset, bps)


def lock(sender: Sender, agent_id: int, task: bytes, deliver_by: int, wei: int) -> int:
    """Lock wei for a task of an agent; return the number of the bounty.

    Raises:
        ChainRevertError: if there is no money, task, time or agent.
    """
    bounty_id: int = (
        sender.send("Credits", "lock", agent_id, task, deliver_by, value=wei).event("BountyLocked").args["bountyId"]
    )
    return bounty_id


def deliver(sender: Sender, bounty_id: int, delivery: bytes, assets: Iterable[bytes] = ()) -> Sent:
    """Deliver, as the side of the agent; `assets` are those of others that the delivery reuses.

    Raises:
        ChainRevertError: if it is too late, or an asset is unknown.
    """
    return sender.send("Credits", "deliver", bounty_id, delivery, sorted(set(assets)))


def accept(sender: Sender, bounty_id: int) -> Sent:
    """Release a delivered bounty: its client at any time, anyone once the review is over.

    Raises:
        ChainRevertError: if it is not delivered, or too early.
    """
    return sender.send("Credits", "accept", bounty_id)


def contest(sender: Sender, bounty_id: int, case: Case) -> Sent:
    """Hold a delivered bounty by a dispute of its client; anyone may.

    Raises:
        ChainRevertError: if the dispute does not hold it.
    """
    return sender.send("Credits", "contest", bounty_id, astuple(case))


def settle(sender: Sender, bounty_id: int, case: Case) -> Sent:
    """End a contested bounty as its dispute did; anyone may.

    Raises:
        ChainRevertError: if the dispute is not over.
    """
    return sender.send("Credits", "settle", bounty_id, astuple(case))


def reclaim(sender: Sender, bounty_id: int) -> Sent:
    """Return a bounty that was not delivered in time; anyone may.

    Raises:
        ChainRevertError: if it was, or it is too early.
    """
    return sender.send("Credits", "reclaim", bounty_id)


def find(chain: Chain, bounty_id: int, *, block: int | None = None) -> Bounty:
    """Return a bounty after a block, the newest if not given; one that was never locked has stage `NONE`."""
    client, stage, *rest = chain.read("Credits", "bountyOf", bounty_id, block=block)
    return Bounty(client, Stage(stage), *rest)
