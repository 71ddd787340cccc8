"""What answers say of the permission of an action."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.domain.permission import State
from ledger.domain.principals import By
from ledger.queries.answers import Seen
from ledger.queries.mandate_nodes import Ending


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: its code, and what it says."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Stated:
    """What the record itself states: its own date (Unix seconds), tool, principal, mandate and policy."""

    at: int
    tool: str | None
    principal: str | None
    mandate: str | None
    policy: str | None


@dataclass(frozen=True, slots=True)
class PolicyThen:
    """The court policy of the liable owner's bond then: what a dispute about the action is decided by.

    `rules` is keccak256 of the text that arbitrators rule by, `texts` where anyone had said by then that it is.
    `adopted` is where the owner chose it; None where the owner never chose, so that the first policy counts.
    """

    liable: str
    policy_id: int
    hash: str
    rules: str
    texts: list[str]
    adopted: Seen | None
    queued: Seen


@dataclass(frozen=True, slots=True)
class ManifestThen:
    """The manifest that was in force: SHA-256 of agent-permissions.json, hash of the tools that it lists."""

    index: int
    document: str
    tools: str
    declared: Seen


@dataclass(frozen=True, slots=True)
class MandateThen:
    """The mandate that the record names, as it stood. `live` if it was granted to this agent and had not ended.

    `ended_at` (Unix seconds), `ended_by` and `ended` are of what ended it by then, before its expiry.
    """

    mandate_id: str
    principal: str
    live: bool
    cap: str
    expiry: int
    tools: str
    granted: Seen
    ended_at: int | None
    ended_by: Ending | None
    ended: Seen | None


@dataclass(frozen=True, slots=True)
class PrincipalView:
    """One of several principals: its name, and who names it; `ref` is the mandate, or the causing record."""

    name: str
    by: By
    ref: str | None


@dataclass(frozen=True, slots=True)
class ActionPermission:
    """What permitted one action when the chain first saw it (`witnessed`).

    `state` is within, outside, unstated or unknown, and `reasons` say why (none for within). `stated` is None for a
    record made on chain, of which only the hash is public. `policy`, `manifest` and `mandate` are None where there was
    none. `conflicting_principals` names all principals where it has several that cannot be one.
    """

    record_id: str
    agent: str
    epoch: int
    stream: int
    seq: int
    home: str
    witnessed: Seen
    state: State
    reasons: list[Why]
    stated: Stated | None
    policy: PolicyThen | None
    manifest: ManifestThen | None
    mandate: MandateThen | None
    conflicting_principals: list[PrincipalView]
