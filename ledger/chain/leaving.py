"""How an operator gets its bond back: asked for, liable for another 96 days, then taken."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.domain.ids import Address, LogId


@dataclass(frozen=True, slots=True)
class OperatorBond:
    """What answers for a log, in wei: `active`, `unbonding` until `release_at` (Unix seconds), `locked` of both."""

    active: int
    unbonding: int
    locked: int
    release_at: int


def operator_bond(chain: Chain, log: LogId, operator: Address) -> OperatorBond:
    """Return the bond of a log's operator."""
    return OperatorBond(*chain.read("BondVault", "bondOf", log, operator))


def ask_back(sender: Sender, log: LogId, amount: int) -> None:
    """Ask for the operator's bond; it stays liable until the vault's delay is over.

    Raises:
        ChainRevertError: if it is not all active.
    """
    sender.send("BondVault", "requestUnbond", log, amount)


def take_back(sender: Sender, log: LogId) -> None:
    """Take the bond that was asked for, to the operator's own account.

    Raises:
        ChainRevertError: before its time, or while nothing of it is free.
    """
    sender.send("BondVault", "withdraw", log)
