"""Bonds of agents and logs: put up, asked back, liable for another 96 days, then taken."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.chain.node import Chain
from ledger.chain.sender import Sender, Sent
from ledger.domain.ids import Address, LogId


@dataclass(frozen=True, slots=True)
class Bond:
    """What an account has put up for a subject, in wei: `active`, `unbonding` until `release_at` (Unix seconds).

    `locked` is what courts keep of both.
    """

    active: int
    unbonding: int
    locked: int
    release_at: int


def bond_of(chain: Chain, subject: bytes | LogId, account: Address) -> Bond:
    """Return the bond of an account for a subject: an agent's key, or a log."""
    return Bond(*chain.read("BondVault", "bondOf", subject, account))


def put_up(sender: Sender, subject: bytes | LogId, wei: int) -> Sent:
    """Add to the sender's bond for a subject; the sender is liable with it."""
    return sender.send("BondVault", "deposit", subject, sender.address, value=wei)


def ask_back(sender: Sender, subject: bytes | LogId, wei: int) -> Sent:
    """Ask for some of the sender's bond; it stays liable until the vault's delay is over.

    Asking for more delays all that is leaving.

    Raises:
        ChainRevertError: if it is not all active.
    """
    return sender.send("BondVault", "requestUnbond", subject, wei)


def take_back(sender: Sender, subject: bytes | LogId) -> Sent:
    """Take what was asked for, to the sender's own account.

    Raises:
        ChainRevertError: before its time, or while nothing of it is free.
    """
    return sender.send("BondVault", "withdraw", subject)
