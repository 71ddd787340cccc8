"""The rows of feedback, dimensions, operators and validation. As all rows (see `rows`): `time` and `tx` first.

Values of feedback are decimal text, because 128 bits outgrow 64.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from ledger.store.rows import Codec, Row, Tagged


class Given(Tagged, frozen=True, tag="given"):
    """A client said something of an agent: `value` with `decimals` digits after the point. `hash` is of the file."""

    time: int
    tx: bytes
    value: str
    decimals: int
    tag1: str
    tag2: str
    endpoint: str
    uri: str
    hash: bytes


class TakenBack(Tagged, frozen=True, tag="revoked"):
    """The client took its feedback back."""

    time: int
    tx: bytes


class Answered(Tagged, frozen=True, tag="response"):
    """Someone responded to the feedback; `hash` is of the response's file."""

    time: int
    tx: bytes
    responder: str
    uri: str
    hash: bytes


class Linked(Tagged, frozen=True, tag="linked"):
    """The client showed the action that its feedback stands on; `value` has the digits of the dimension.

    `named` says whether the agent's receipt names the client as its counterparty.
    """

    time: int
    tx: bytes
    action: bytes
    dimension: bytes
    value: str
    owner_epoch: int
    named: bool


FeedbackRow: TypeAlias = Given | TakenBack | Answered | Linked


class DimensionRow(Row, frozen=True):
    """What feedback measures, and between which bounds, both with `decimals` digits after the point."""

    block: int
    log_index: int
    time: int
    tx: bytes
    name: str
    unit: str
    decimals: int
    less_is_better: bool
    least: str
    most: str


class OperatorRow(Row, frozen=True):
    """An owner let an account act for all its agents, or no more."""

    time: int
    tx: bytes
    operator: str
    approved: bool


class Asked(Tagged, frozen=True, tag="asked"):
    """A validator was asked about an agent's work."""

    time: int
    tx: bytes
    agent_id: int
    validator: str
    uri: str


class Validated(Tagged, frozen=True, tag="answered"):
    """The validator answered: 0 (failed) to 100 (passed). It may answer again."""

    time: int
    tx: bytes
    response: int
    uri: str
    hash: bytes
    tag: str


ValidationRow: TypeAlias = Asked | Validated

FEEDBACK: Final[Codec[FeedbackRow]] = Codec(FeedbackRow)
DIMENSION: Final[Codec[DimensionRow]] = Codec(DimensionRow)
OPERATOR: Final[Codec[OperatorRow]] = Codec(OperatorRow)
VALIDATION: Final[Codec[ValidationRow]] = Codec(ValidationRow)
