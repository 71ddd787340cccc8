"""Whose side an account is on: what an agent's owner, operators, wallet and keys say of the agent weighs nothing.

The same rules as `EvidenceLinks.isOwnSide`, as of any block. Operators and wallets of the past are not on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.domain.ids import Address, checksum
from ledger.queries import finding
from ledger.queries.lifecycle import Agent, fold
from ledger.store import feedback_rows as rows
from ledger.store.feedback_view import FeedbackView
from ledger.store.rows import Placed
from ledger.store.view import View

Relation: TypeAlias = Literal["owner", "past_owner", "operator", "wallet", "session_key"]
_WALLET: Final = "agentWallet"
_ADDRESS_BYTES: Final = 20


@dataclass(frozen=True, slots=True)
class Side:
    """An agent as of a block, and who acts for all agents of its owner."""

    agent: Agent
    operators: frozenset[str]

    @property
    def accounts(self) -> list[str]:
        """The accounts that act for the agent now, or did: owners, operators, wallet, session keys."""
        agent = self.agent
        keys = [key for epoch in agent.epochs for key in epoch.keys]
        owners = [past.owner for past in agent.owners]
        approved = [] if agent.approved is None else [agent.approved]
        return list(dict.fromkeys([*owners, *keys, *approved, *sorted(self.operators), self._wallet()]))

    def relation(self, account: str) -> Relation | None:
        """Say how an account belongs to the agent's own side; None if it does not."""
        agent = self.agent
        if account == agent.owner.owner:
            return "owner"
        if any(account in epoch.keys for epoch in agent.epochs):
            return "session_key"
        if any(account == past.owner for past in agent.owners):
            return "past_owner"
        if account == agent.approved or account in self.operators:
            return "operator"
        return "wallet" if account == self._wallet() else None

    def owner_epoch_at(self, block: int, log_index: int) -> int:
        """Return the owner epoch that ran at a place on chain."""
        begun = [o.owner_epoch for o in self.agent.owners if (o.since.block, o.since.log_index) < (block, log_index)]
        return begun[-1] if begun else 0

    def _wallet(self) -> Address:
        """Read the wallet as the registry does: the first 20 bytes, whatever was stored."""
        stored = self.agent.metadata.get(_WALLET, b"")[:_ADDRESS_BYTES]
        return checksum(stored + bytes(_ADDRESS_BYTES - len(stored)))


def sides(view: View, numbers: Iterable[int]) -> dict[int, Side]:
    """Return the own sides of several agents.

    Raises:
        NotFoundError: if one of them is not registered yet.
    """
    wanted = list(dict.fromkeys(numbers))
    folded = [fold(number, life) for number, life in zip(wanted, view.lives(wanted), strict=True)]
    agents = {number: found or finding.agent(view, number) for number, found in zip(wanted, folded, strict=True)}
    owners = list(dict.fromkeys(agent.owner.owner for agent in agents.values()))
    acting = dict(zip(owners, map(_acting, FeedbackView(view).operators(owners)), strict=True))
    return {number: Side(agent, acting[agent.owner.owner]) for number, agent in agents.items()}


def _acting(history: list[Placed[rows.OperatorRow]]) -> frozenset[str]:
    last = {placed.row.operator: placed.row.approved for placed in history}
    return frozenset(operator for operator, approved in last.items() if approved)
