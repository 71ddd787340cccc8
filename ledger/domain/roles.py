"""Who asks, and what that lets them do: pure words, nothing is looked up here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ledger.domain.ids import Address


class Role(StrEnum):
    """A part that someone plays towards the API.

    `PUBLIC` reads what everybody reads. `PARTY` and `ARBITRATOR` are parts in one case, and follow from the chain.
    `AUTHORITY` and `OPERATOR` come with a key that the operator gave out.
    """

    PUBLIC = "public"
    PARTY = "party"
    ARBITRATOR = "arbitrator"
    AUTHORITY = "authority"
    OPERATOR = "operator"


GIVEN: Final = (Role.AUTHORITY, Role.OPERATOR)
"""Roles that a key can carry; the others are read off the chain, case by case."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent one request.

    `name` is what limits and logs call them: a key's id, an account, or an address of the network. `account` is the
    wallet that signed in, if one did. `rate` is how many requests a second they may make; None for what is usual.
    """

    name: str
    roles: frozenset[Role] = frozenset({Role.PUBLIC})
    account: Address | None = None
    rate: int | None = None

    @property
    def known(self) -> bool:
        """Whether they showed who they are."""
        return self.account is not None or self.roles != {Role.PUBLIC}

    def may(self, roles: Iterable[Role]) -> bool:
        """Whether they have one of these roles."""
        return not self.roles.isdisjoint(roles)
