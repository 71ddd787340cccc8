"""The rows of arbitrators.

One row an event, with everything that the event says, `time` and `tx` first as in all rows (see `rows`). Numbers that
contracts of others choose, and amounts, are decimal text, because they may outgrow 64 bits.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from ledger.store.rows import Codec, Tagged


class Listed(Tagged, frozen=True, tag="listed"):
    """An arbitrator was listed, anew or again; `document` says who it is; drawn until `valid_until` (Unix s).

    `model` is the hash of the id of the model that judges, zeros for an attested human.
    """

    time: int
    tx: bytes
    number: int
    document: bytes
    valid_until: int
    stake: str
    model: bytes


class Retired(Tagged, frozen=True, tag="retired"):
    """An arbitrator asked not to be drawn any more."""

    time: int
    tx: bytes
    number: int


class ConflictDeclared(Tagged, frozen=True, tag="conflict"):
    """An arbitrator said that it may not judge someone, or may again."""

    time: int
    tx: bytes
    party: str
    conflicted: bool


class Sat(Tagged, frozen=True, tag="sat"):
    """What an arbitrator did on a panel: `drawn`, `committed`, `revealed` with a vote, `absent`, or `leaked` one.

    A seat lost to a receipt was `recused`.
    """

    time: int
    tx: bytes
    panel: int
    did: str
    vote: int | None = None


class Clustered(Tagged, frozen=True, tag="cluster"):
    """An account was shown to belong to a cluster; nobody sits beside, or judges, its own."""

    time: int
    tx: bytes
    cluster: bytes


ArbitratorRow: TypeAlias = Listed | Retired | ConflictDeclared | Sat | Clustered


ARBITRATOR: Final[Codec[ArbitratorRow]] = Codec(ArbitratorRow)
