"""The rows of mandates.

One row an event, with everything that the event says, `time` and `tx` first as in all rows (see `rows`). Numbers that
contracts of others choose, and amounts, are decimal text, because they may outgrow 64 bits.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from ledger.store.rows import Codec, Tagged


class Granted(Tagged, frozen=True, tag="granted"):
    """A principal let an agent act: at most `cap` in all, before `expiry` (Unix s), with the tools of a list's hash."""

    time: int
    tx: bytes
    agent_id: int
    principal: str
    cap: str
    expiry: int
    tools: bytes
    salt: bytes


class Revoked(Tagged, frozen=True, tag="revoked"):
    """The principal revoked a mandate."""

    time: int
    tx: bytes
    principal: str


class Delegable(Tagged, frozen=True, tag="delegable"):
    """The principal let a mandate be passed on, up to so many hops."""

    time: int
    tx: bytes
    hops: int


class Delegated(Tagged, frozen=True, tag="delegated"):
    """Part of a mandate was passed on to an agent; `by` said so for the parent's agent. Units as of a grant."""

    time: int
    tx: bytes
    parent: bytes
    agent_id: int
    cap: str
    expiry: int
    tools: bytes
    context: bytes
    hops: int
    salt: bytes
    by: str


class PassedOn(Tagged, frozen=True, tag="passed"):
    """The parent's row of a delegation: to which node, how much, and what its agent may still spend itself."""

    time: int
    tx: bytes
    child: bytes
    cap: str
    left: str


MandateRow: TypeAlias = Granted | Revoked | Delegable | Delegated | PassedOn


MANDATE: Final[Codec[MandateRow]] = Codec(MandateRow)
