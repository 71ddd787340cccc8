"""The rows of policies, and of who chose them.

One row an event, with everything that the event says, `time` and `tx` first as in all rows (see `rows`). Numbers that
contracts of others choose, and amounts, are decimal text, because they may outgrow 64 bits.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from ledger.store.rows import Codec, Row, Tagged


class Queued(Tagged, frozen=True, tag="queued"):
    """A policy came to be; `policy` is its encoded structure. It may be chosen from `ready_at` (Unix s)."""

    time: int
    tx: bytes
    hash: bytes
    proposer: str
    ready_at: int
    policy: bytes


class Announced(Tagged, frozen=True, tag="announced"):
    """Someone said where the text of a policy is (ERC-1497). Anyone may."""

    time: int
    tx: bytes
    uri: str


PolicyRow: TypeAlias = Queued | Announced


class AdoptedRow(Row, frozen=True):
    """The owner of a bond chose a policy."""

    time: int
    tx: bytes
    beneficiary: str
    policy_id: int


POLICY: Final[Codec[PolicyRow]] = Codec(PolicyRow)
ADOPTED: Final[Codec[AdoptedRow]] = Codec(AdoptedRow)
