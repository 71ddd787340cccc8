"""Who reads a page with a session of a wallet: an account, and what a form of theirs must carry."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.domain.ids import Address


@dataclass(frozen=True, slots=True)
class Visitor:
    """An account that signed in; `form_key` is what its forms send along, which no other site can know."""

    account: Address
    form_key: str
