"""The rows of lifecycle, capability claims, forecasters' books and credibility roots (as all rows: `rows`)."""

from __future__ import annotations

from typing import Final, TypeAlias

from ledger.store.rows import Codec, Tagged


class Suspended(Tagged, frozen=True, tag="suspended"):
    """An authority suspended an agent for a cause, until a time (Unix seconds) at which it ends by itself."""

    time: int
    tx: bytes
    cause: bytes
    authority: str
    until: int
    evidence: bytes


class Prolonged(Tagged, frozen=True, tag="prolonged"):
    """A dispute of the authority prolongs the suspension, to `latest` (Unix seconds) at most."""

    time: int
    tx: bytes
    dispute_id: int
    latest: int


class Lifted(Tagged, frozen=True, tag="lifted"):
    """The suspension ended before its time, at `ended_at` (Unix seconds)."""

    time: int
    tx: bytes
    ended_at: int


class Retired(Tagged, frozen=True, tag="retired"):
    """The owner's side retired the agent for good."""

    time: int
    tx: bytes
    by: str


class Banned(Tagged, frozen=True, tag="banned"):
    """A ruling banned the agent."""

    time: int
    tx: bytes
    dispute_id: int


class Sentenced(Tagged, frozen=True, tag="sentenced"):
    """An executed ruling or a proof, named by its cause, suspended the agent until a time (Unix seconds)."""

    time: int
    tx: bytes
    cause: bytes
    until: int


LifecycleRow: TypeAlias = Suspended | Prolonged | Lifted | Retired | Banned | Sentenced


class AuthorityQueued(Tagged, frozen=True, tag="queued"):
    """Another authority may take its place from `ready_at` (Unix seconds) on."""

    time: int
    tx: bytes
    authority: str
    ready_at: int


class AuthorityChanged(Tagged, frozen=True, tag="changed"):
    """Another authority took its place."""

    time: int
    tx: bytes
    before: str
    authority: str


AuthorityRow: TypeAlias = AuthorityQueued | AuthorityChanged


class Claimed(Tagged, frozen=True, tag="claimed"):
    """An owner claimed a capability of its agent: the next version, whose document has a hash."""

    time: int
    tx: bytes
    capability: bytes
    version: int
    document: bytes
    uri: str


class ClaimWithdrawn(Tagged, frozen=True, tag="withdrawn"):
    """The owner's side withdrew a version."""

    time: int
    tx: bytes
    capability: bytes
    version: int


class Contested(Tagged, frozen=True, tag="contested"):
    """A claimant said that its dispute is about a version."""

    time: int
    tx: bytes
    capability: bytes
    version: int
    dispute_id: int


class Refuted(Tagged, frozen=True, tag="refuted"):
    """A ruling refuted a version, for good."""

    time: int
    tx: bytes
    capability: bytes
    version: int
    dispute_id: int


ClaimRow: TypeAlias = Claimed | ClaimWithdrawn | Contested | Refuted


class ForecastCommitted(Tagged, frozen=True, tag="committed"):
    """A forecaster committed to a forecast for each of `population` agents, until the horizon's end (Unix seconds)."""

    time: int
    tx: bytes
    root: bytes
    population: int
    until: int
    model: bytes


class ForecastRevealed(Tagged, frozen=True, tag="revealed"):
    """One forecast was revealed, in parts per million; `squares` is the sum of squared errors so far."""

    time: int
    tx: bytes
    agent_id: int
    ppm: int
    salt: bytes
    squares: str
    revealed: int


class OutcomeShown(Tagged, frozen=True, tag="outcome"):
    """A dispute of the horizon was shown to be upheld; sums as they are after it."""

    time: int
    tx: bytes
    agent_id: int
    dispute_id: int
    squares: str
    upheld: int


RoundRow: TypeAlias = ForecastCommitted | ForecastRevealed | OutcomeShown


class RootProposed(Tagged, frozen=True, tag="proposed"):
    """Someone bonded on the result of the walk over all ratings up to a block."""

    time: int
    tx: bytes
    epoch: int
    root: bytes
    proposer: str
    assertion: bytes
    clusters: bytes
    size: int
    as_of_block: int
    formula: bytes
    uri: str


class RootAccepted(Tagged, frozen=True, tag="accepted"):
    """The result of an epoch stands."""

    time: int
    tx: bytes
    epoch: int
    root: bytes


class RootRejected(Tagged, frozen=True, tag="rejected"):
    """The result was challenged, and does not stand."""

    time: int
    tx: bytes
    epoch: int
    root: bytes


RootRow: TypeAlias = RootProposed | RootAccepted | RootRejected

LIFECYCLE: Final[Codec[LifecycleRow]] = Codec(LifecycleRow)
AUTHORITY: Final[Codec[AuthorityRow]] = Codec(AuthorityRow)
CLAIM: Final[Codec[ClaimRow]] = Codec(ClaimRow)
ROUND: Final[Codec[RoundRow]] = Codec(RoundRow)
ROOT: Final[Codec[RootRow]] = Codec(RootRow)
