"""Policies: the terms of disputes, as they were queued on chain, and which one the owner of a bond chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.policy import Policy
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask
from ledger.queries.cursors import Place
from ledger.queries.paging import Asked, paged
from ledger.queries.sources import Sources
from ledger.store import policy_rows as rows
from ledger.store.court_view import CourtView
from ledger.store.rows import Placed
from ledger.store.view import View, lost

BASIS: Final = "policies are numbered from 1 one by one, so a missing one would show as a missing number"


@dataclass(frozen=True, slots=True)
class PolicyTimes:
    """How long each part of a dispute takes, in seconds; a response also needs `response_blocks` blocks.

    `longest` is from the opening to the last transition.
    """

    response: int
    response_blocks: int
    commit: int
    reveal: int
    appeal: int
    arbitration: int
    claim_window: int
    claim_blocks: int
    longest: int


@dataclass(frozen=True, slots=True)
class PolicyView:
    """One policy. It never changes, and a case names its `hash`.

    `rules` is the keccak256 of the text that arbitrators rule by, `texts` where anyone said it is. `deposit` in wei;
    `slice_bps` and `weights` (milli-units of evidence) by fault class. It may be chosen from `ready_at` (Unix s).
    """

    policy_id: int
    hash: str
    arbitrator: str
    rules: str
    texts: list[str]
    times: PolicyTimes
    deposit: str
    slice_bps: list[int]
    weights: list[int]
    ready_at: int
    proposer: str
    queued: Seen


def policies(sources: Sources, *, cursor: str | None, limit: int, as_of: int | None) -> Answer[Page[PolicyView]]:
    """List policies by number.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    asked = Asked.parse("policies", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[PolicyView], Completeness]:
        at = asked.begin(view)
        found = CourtView(view).policy_list(at.position, limit + 1)
        page = found[:limit]
        histories = CourtView(view).policies([item.number for item in page])
        items = [policy_view(view, item.number, history) for item, history in zip(page, histories, strict=True)]
        end = Place(page[-1].position.block, page[-1].position.prefix) if page else None
        return paged(view, at, items, end, more=len(found) > limit), counted(BASIS)

    return ask(sources, question, as_of)


def policy_view(view: View, number: int, history: list[Placed[rows.PolicyRow]]) -> PolicyView:
    """Write a policy down, from its rows.

    Raises:
        StaleMirrorError: if the mirror has lost it.
    """
    placed = next((item for item in history if isinstance(item.row, rows.Queued)), None)
    if placed is None or not isinstance(placed.row, rows.Queued):
        raise lost(f"policy {number}")
    row = placed.row
    policy = Policy.decode(row.policy)
    return PolicyView(
        policy_id=number,
        hash=row.hash.hex(),
        arbitrator=policy.arbitrator,
        rules=policy.rules.hex(),
        texts=[item.row.uri for item in history if isinstance(item.row, rows.Announced)],
        times=PolicyTimes(
            response=policy.response_time,
            response_blocks=policy.response_blocks,
            commit=policy.commit_time,
            reveal=policy.reveal_time,
            appeal=policy.appeal_time,
            arbitration=policy.arbitration_time,
            claim_window=policy.claim_window,
            claim_blocks=policy.claim_blocks,
            longest=policy.longest,
        ),
        deposit=str(policy.deposit),
        slice_bps=list(policy.slice_bps),
        weights=list(policy.weights),
        ready_at=row.ready_at,
        proposer=row.proposer,
        queued=finding.seen_at(view, placed),
    )
