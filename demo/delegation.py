"""Delegation: each buyer acts for one customer, who grants it a mandate on chain from an account of its own."""

from __future__ import annotations

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from demo.cast import Customer
from demo.enrol import ETHER, Enrolled
from demo.payment import TOOLS, Wallet
from ledger.chain import mandates
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.domain.authority import Mandate, tool_id, tools_hash
from ledger.domain.ids import Address, LogId
from ledger.domain.signing import SessionKey

CAP_CENTS: Final = (40_000, 80_000)
"""Least and most that an honest buyer may spend in a day."""
SMALL_CAP_CENTS: Final = (4_000, 6_000)
"""The same for the one that will spend more."""
PURSE_WEI: Final = 10 * ETHER
VALID_SECONDS: Final = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Principal:
    """A customer with the account from which it delegates, and claims what it is owed."""

    customer: Customer
    account: SessionKey


def principals(chain: Chain, customers: Sequence[Customer]) -> list[Principal]:
    """Give each customer a funded account."""
    found = [Principal(customer, SessionKey(secrets.token_bytes(32))) for customer in customers]
    node = DevNode(chain)
    for principal in found:
        node.fund(principal.account.address, PURSE_WEI)
    return found


def draft(principal: Address, buyer: Enrolled, expiry: int, dice: random.Random) -> Mandate:
    """Write a buyer's mandate; `expiry` in Unix seconds."""
    cap = dice.randint(*(SMALL_CAP_CENTS if buyer.persona.cheat == "spender" else CAP_CENTS))
    tools = tools_hash(tool_id(name) for name in TOOLS)
    return Mandate(principal, buyer.ref.agent_id, cap, expiry, tools, secrets.token_bytes(32))


def delegate(
    chain: Chain, buyers: Sequence[Enrolled], found: Sequence[Principal], log: LogId, dice: random.Random
) -> dict[str, Wallet]:
    """Let each principal grant its buyer a mandate; returns the buyers' wallets by global agent id.

    Args:
        chain: The chain.
        buyers: The buyers.
        found: Their principals, in the same order.
        log: Log that the buyers' records go to.
        dice: Decides the caps.

    Raises:
        LedgerError: whatever the chain refuses.
    """
    expiry = chain.head().timestamp + VALID_SECONDS
    wallets: dict[str, Wallet] = {}
    for buyer, principal in zip(buyers, found, strict=True):
        mandate = draft(principal.account.address, buyer, expiry, dice)
        name = mandates.grant(Sender(chain, principal.account), mandate)
        wallets[str(buyer.ref)] = Wallet(principal.customer.id, mandate, name, log)
    return wallets
