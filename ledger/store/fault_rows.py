"""The rows of operators' faults, rewards, challenges, custody and manifests; `time` and `tx` first (see `rows`).

Amounts are decimal text, in wei.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from ledger.store.rows import Codec, Row, Tagged


class OperatorFaultRow(Row, frozen=True):
    """One fault of a log's operator, proved on chain."""

    block: int
    log_index: int
    time: int
    tx: bytes
    log: bytes
    kind: int
    operator: str
    prover: str
    statement_a: bytes
    statement_b: bytes
    slashed: str


class Displaced(Tagged, frozen=True, tag="displaced"):
    """Who committed to a proof earlier, in block `committed_at`, took the place of another prover."""

    time: int
    tx: bytes
    displaced: str
    prover: str
    committed_at: int


class Released(Tagged, frozen=True, tag="released"):
    """The reward of a proof was paid."""

    time: int
    tx: bytes
    prover: str
    amount: str


RewardRow: TypeAlias = Displaced | Released


class ChallengeOpened(Tagged, frozen=True, tag="opened"):
    """Someone asked, before `contract`, for what was promised; it may be shown until `answer_by` (Unix seconds).

    `kind` is the fault that silence proves, 0 for evidence. `subject` is an agent key, a log or the hash of evidence;
    `about` a receipt, a header, a tile or a custodian.
    """

    time: int
    tx: bytes
    contract: str
    kind: int
    subject: bytes
    challenger: str
    about: bytes
    answer_by: int


class ChallengeAnswered(Tagged, frozen=True, tag="answered"):
    """Someone showed it: in time, or only to have come late."""

    time: int
    tx: bytes
    answerer: str
    in_time: bool


class ChallengeClosed(Tagged, frozen=True, tag="closed"):
    """The deposit went back to the challenger, since nobody answered in time."""

    time: int
    tx: bytes
    challenger: str


ChallengeRow: TypeAlias = ChallengeOpened | ChallengeAnswered | ChallengeClosed


class Kept(Tagged, frozen=True, tag="kept"):
    """A custodian said that it keeps evidence, and will show it."""

    time: int
    tx: bytes
    custodian: str


class Defaulted(Tagged, frozen=True, tag="defaulted"):
    """A custodian did not show evidence in time, when it was asked by a challenge."""

    time: int
    tx: bytes
    custodian: str
    challenge: bytes


CustodyRow: TypeAlias = Kept | Defaulted


class ManifestRow(Row, frozen=True):
    """An agent's list of tools came into force: SHA-256 of its document, hash of the tools."""

    time: int
    tx: bytes
    index: int
    document: bytes
    tools: bytes


OPERATOR_FAULT: Final[Codec[OperatorFaultRow]] = Codec(OperatorFaultRow)
REWARD: Final[Codec[RewardRow]] = Codec(RewardRow)
CHALLENGE: Final[Codec[ChallengeRow]] = Codec(ChallengeRow)
CUSTODY: Final[Codec[CustodyRow]] = Codec(CustodyRow)
MANIFEST: Final[Codec[ManifestRow]] = Codec(ManifestRow)
