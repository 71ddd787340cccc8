"""Bonded assertions on chain: what is asserted, challenged and concluded, for audits and credibility roots alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from ledger.chain.node import Chain
from ledger.chain.sender import Sender, Sent
from ledger.domain.dispute import NOBODY
from ledger.domain.ids import Address

Room = Literal["Audits", "CredibilityRoots"]


class Standpoint(IntEnum):
    """Where an assertion stands."""

    NONE = 0
    OPEN = 1
    CHALLENGED = 2
    ACCEPTED = 3
    REJECTED = 4


@dataclass(frozen=True, slots=True)
class Assertion:
    """What the chain knows of an assertion.

    `due` in Unix seconds, from which it can be concluded without a ruling; `ruling` is None while there is none.
    """

    standpoint: Standpoint
    asserter: Address
    challenger: Address | None
    due: int
    ruling: int | None


def bond(chain: Chain, room: Room) -> int:
    """Return what an assertion costs, in wei."""
    wei: int = chain.read(room, "BOND")
    return wei


def challenge(sender: Sender, room: Room, assertion: bytes, evidence_hash: bytes, uri: str = "") -> int:
    """Challenge an assertion with a bond and the arbitrator's fee; return the arbitrator's number of the dispute.

    Raises:
        ChainRevertError: if it is not open any more, or is the sender's own.
    """
    cost = sender.chain.read(room, "challengeCost")
    sent = sender.send(room, "challenge", assertion, evidence_hash, uri, value=cost)
    number: int = sent.event("AssertionChallenged").args["arbitratorDisputeId"]
    return number


def conclude(sender: Sender, room: Room, assertion: bytes) -> bool:
    """End an assertion: unchallenged in time, ruled on, or without a ruling for too long; say whether it holds.

    Raises:
        ChainRevertError: if it is too early, or it has ended.
    """
    accepted: bool = sender.send(room, "conclude", assertion).event("AssertionEnded").args["accepted"]
    return accepted


def find(chain: Chain, room: Room, assertion: bytes) -> Assertion:
    """Return where an assertion stands; one that was never made has standpoint `NONE`."""
    standpoint, asserter, challenger, due, ruling, ruled = chain.read(room, "assertionOf", assertion)
    return Assertion(
        Standpoint(standpoint), asserter, None if challenger == NOBODY else challenger, due, ruling if ruled else None
    )


def propose_root(
    sender: Sender,
    epoch: int,
    root: bytes,
    size: int,
    *,
    as_of_block: int,
    formula: bytes,
    clusters: bytes = bytes(32),
    uri: str = "",
) -> bytes:
    """Propose the credibilities of the next epoch with a bond; return the name of the assertion.

    Args:
        sender: Who bonds.
        epoch: Number of the epoch, counted from 1.
        root: Of the tree of `ledger.domain.credibility.Credibility`.
        size: Leaves of it.
        as_of_block: Last block that the walk read.
        formula: Hash of the version of the formula and its parameters.
        clusters: Root of the tree of `Membership`; zero for none.
        uri: Where the leaves are.

    Raises:
        ChainRevertError: if it is not the next epoch, or another proposal is open.
    """
    room: Room = "CredibilityRoots"
    value = bond(sender.chain, room)
    sent = sender.send(room, "propose", epoch, root, clusters, size, as_of_block, formula, uri, value=value)
    name: bytes = sent.event("RootProposed").args["assertion"]
    return name


def audit(
    sender: Sender,
    agent_id: int,
    *,
    dimension: int,
    weight: int,
    report_hash: bytes,
    proof: bytes,
    context: bytes = bytes(32),
    uri: str = "",
) -> bytes:
    """Assert with a bond that an action was in order, as an arbitrator of the roster; return the assertion's name.

    Args:
        sender: The arbitrator.
        agent_id: Agent whose action it is.
        dimension: What the audit is about.
        weight: Milli-units in favour, 1 to 1000.
        report_hash: Hash of what was found.
        proof: The action, as `ledger.chain.witness` shows it.
        context: What the agent was acting in; zero is everything.
        uri: Where the report is.

    Raises:
        ChainRevertError: if the sender may not audit this agent, or the action is not shown or was audited.
    """
    room: Room = "Audits"
    value = bond(sender.chain, room)
    sent = sender.send(room, "audit", agent_id, context, dimension, weight, report_hash, proof, uri, value=value)
    name: bytes = sent.event("ActionAudited").args["assertion"]
    return name


def count_audit(sender: Sender, assertion: bytes) -> Sent:
    """Count an accepted audit, once.

    Raises:
        ChainRevertError: if it is not accepted, was counted, or there is no room for it now.
    """
    return sender.send("Audits", "count", assertion)
