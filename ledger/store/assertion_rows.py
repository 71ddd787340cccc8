"""The rows of bonded assertions: credibility roots and audits (as all rows: `rows`). Amounts are text, in wei."""

from __future__ import annotations

from typing import Final, TypeAlias

from ledger.store.room_rows import RootProposed
from ledger.store.rows import Codec, Row, Tagged


class Asserted(Tagged, frozen=True, tag="asserted"):
    """Someone bonded on an assertion before `contract`; it may be challenged until a time (Unix seconds)."""

    time: int
    tx: bytes
    contract: str
    asserter: str
    bond: str
    open_until: int


class Challenged(Tagged, frozen=True, tag="challenged"):
    """Someone bonded against it; the arbitrator decides under its own number of the dispute."""

    time: int
    tx: bytes
    challenger: str
    dispute: str
    evidence: bytes
    uri: str


class Ended(Tagged, frozen=True, tag="ended"):
    """The assertion holds, or does not, and what became of the bonds."""

    time: int
    tx: bytes
    accepted: bool
    to_asserter: str
    to_challenger: str
    burned: str


class Audited(Tagged, frozen=True, tag="audited"):
    """What an audit asserts: that an action of an agent was in order."""

    time: int
    tx: bytes
    agent_id: int
    action: bytes
    auditor: str
    context: bytes
    dimension: int
    weight: str
    report: bytes
    uri: str


class Counted(Tagged, frozen=True, tag="counted"):
    """An accepted audit was counted; what the agent gained by it."""

    time: int
    tx: bytes
    agent_id: int
    gained: str


AssertionRow: TypeAlias = Asserted | Challenged | Ended | Audited | Counted | RootProposed


class RulingRow(Row, frozen=True):
    """What the arbitrator ruled on a challenge: 1 upholds it, 2 dismisses it."""

    time: int
    tx: bytes
    ruling: str


ASSERTION: Final[Codec[AssertionRow]] = Codec(AssertionRow)
RULING: Final[Codec[RulingRow]] = Codec(RulingRow)
