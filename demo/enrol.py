"""Enrolment: every agent gets an owner, an ERC-8004 registration, an epoch with a session key, and a bond.

Each owner also chooses the court's policy for machines, with minutes instead of days, before its agent does anything.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from demo.cast import Persona
from ledger.chain.agents import StreamGrant, bond, open_epoch, register_agent
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.domain.ids import AgentRef
from ledger.domain.signing import SessionKey

ETHER: Final = 10**18
PURSE_WEI: Final = 100 * ETHER
"""What each owner's account starts with; it is play money of a local node."""
BOND_WEI: Final = 10 * ETHER
FAST_POLICY: Final = 2
"""Number of the policy for machines; every deployment has it."""
STREAM: Final = 1
"""The SDK's stream of segments."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An agent as the chain knows it, with the keys only it holds."""

    persona: Persona
    ref: AgentRef
    epoch: int
    session_key: SessionKey
    owner: SessionKey


def enrol(
    chain: Chain, personas: Sequence[Persona], home_log: bytes, arrived: Callable[[Enrolled], None]
) -> list[Enrolled]:
    """Enrol a population, one after the other: a local node mines each transaction at once.

    Args:
        chain: The local chain, with its deployment.
        personas: Who is to be enrolled.
        home_log: 32-byte id of the log their streams belong to.
        arrived: Told of each agent as it is enrolled.

    Raises:
        LedgerError: whatever the chain refuses.
    """
    node = DevNode(chain)

    def one(persona: Persona) -> Enrolled:
        owner, session_key = SessionKey(secrets.token_bytes(32)), SessionKey(secrets.token_bytes(32))
        node.fund(owner.address, PURSE_WEI)
        sender = Sender(chain, owner)
        ref = register_agent(sender)
        epoch = open_epoch(sender, ref, [session_key], [StreamGrant(STREAM, home_log)])
        bond(sender, ref, BOND_WEI)
        sender.send("Policies", "adopt", ref.key, FAST_POLICY)
        enrolled = Enrolled(persona, ref, epoch, session_key, owner)
        arrived(enrolled)
        return enrolled

    return [one(persona) for persona in personas]
