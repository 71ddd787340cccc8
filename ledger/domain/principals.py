"""Who authorised an action, by all that is public of it, and whether that is one principal.

A record names its principal in words of its own: an address, a CAIP-10 account or a `did:pkh`, or any other text. The
root of the mandate that it names is an account. Accounts are compared with accounts and other texts with other texts:
whether a text and an account mean one person, nobody can see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.domain.ids import Address, checksum

By: TypeAlias = Literal["stated", "mandate", "cause"]
_ACCOUNT: Final = re.compile(r"(?:did:pkh:)?(?:eip155:[0-9]{1,20}:)?(0x[0-9a-fA-F]{40})")


def account_of(text: str) -> Address | None:
    """Return the account that a principal is, if its text is one; chains are not told apart."""
    match = _ACCOUNT.fullmatch(text.strip())
    return None if match is None else checksum(match[1])


@dataclass(frozen=True, slots=True)
class Principal:
    """One principal of an action, and who names it: the record itself, its mandate, or a record that caused it.

    `ref` is the mandate or the causing record, 64 hex digits; None for the record itself.
    """

    name: str
    by: By
    ref: str | None = None

    @property
    def account(self) -> Address | None:
        """The account that it is, if it is one."""
        return account_of(self.name)


@dataclass(frozen=True, slots=True)
class Cause:
    """A record that caused an action: whether of the same agent, and the principals that it names itself."""

    same_agent: bool
    principals: tuple[Principal, ...]


def conflicting(own: Sequence[Principal], causes: Sequence[Cause]) -> tuple[Principal, ...]:
    """Return the principals of an action that are not one, each named once; nothing if they may be one.

    Causes of the same agent count always, for it acts on under the authority that it had. Causes of others count where
    the action names nobody itself: then it has its authority from them alone. (Who merely deals with an action that
    names its own principal may well serve another.)

    Args:
        own: What the record states, and the root of its mandate.
        causes: The records that it names as its causes.
    """
    heard = [one for one in causes if one.same_agent or not own]
    found = [*own, *(principal for one in heard for principal in one.principals)]
    alike: dict[bool, dict[str, Principal]] = {True: {}, False: {}}
    for principal in found:
        account = principal.account
        alike[account is not None].setdefault(account or principal.name, principal)
    return tuple(one for group in alike.values() if len(group) > 1 for one in group.values())
