"""Which agents have an account in common: as owner now or once, as wallet, session key, or who may act for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.ids import checksum
from ledger.queries.lifecycle import Agent

NOBODY: Final = checksum(bytes(20))
_WALLET: Final = "agentWallet"
_ADDRESS_BYTES: Final = 20


@dataclass(frozen=True, slots=True)
class Link:
    """An account that an agent shares with another: what it is to the one (`here`) and to the other (`there`).

    owner, past_owner, wallet, approved or session_key. No session key is ever bound to two agents, so a key that is
    used again shows as that of one and as owner, wallet or approved of another.
    """

    account: str
    here: str
    agent_id: int
    there: str


def links(agents: Sequence[Agent], wanted: Sequence[int]) -> list[Link]:
    """Return what some agents share with others, by account.

    Args:
        agents: All that are looked through.
        wanted: Numbers of those that are asked about; what they share among themselves is not told.
    """
    own = set(wanted)
    others: dict[str, list[tuple[int, str]]] = {}
    for agent in agents:
        if agent.number not in own:
            for account, part in _accounts(agent).items():
                others.setdefault(account, []).append((agent.number, part))
    found = {
        Link(account, here, number, there)
        for agent in agents
        if agent.number in own
        for account, here in _accounts(agent).items()
        for number, there in others.get(account, ())
    }
    return sorted(found, key=lambda link: (link.agent_id, link.account, link.here))


def _accounts(agent: Agent) -> dict[str, str]:
    """Return the accounts around an agent, each with the strongest part that it has in it."""
    stored = agent.metadata.get(_WALLET, b"")[:_ADDRESS_BYTES]
    parts = {key: "session_key" for epoch in agent.epochs for key in epoch.keys}
    parts[checksum(stored + bytes(_ADDRESS_BYTES - len(stored)))] = "wallet"
    if agent.approved is not None:
        parts[agent.approved] = "approved"
    parts |= {past.owner: "past_owner" for past in agent.owners}
    parts[agent.owner.owner] = "owner"
    return {account: part for account, part in parts.items() if account != NOBODY}
