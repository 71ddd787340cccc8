"""The ruling record: one ruling with its grounds and its consequences, in a shape that other systems can take over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.dispute import REFUSED, SECOND, Basis
from ledger.queries import wording
from ledger.queries.actions import ActionView
from ledger.queries.answers import Seen
from ledger.queries.dockets import Docket, global_id
from ledger.queries.effects import Effects
from ledger.queries.finding import seen
from ledger.queries.lifecycle import Witness
from ledger.queries.panels import PanelView, Quorum
from ledger.queries.sources import Sources
from ledger.queries.trials import RULINGS
from ledger.store import court_rows as rows
from ledger.store.court_view import CourtView
from ledger.store.view import View

CAUSES: Final = {
    Basis.MERITS: "panel",
    Basis.DEFAULT: "default",
    Basis.CONCESSION: "concession",
    Basis.TIMEOUT: "timeout",
    Basis.PROOF: "objective",
    Basis.WITHDRAWAL: "withdrawal",
}
"""What a ruling stands on, as ruling records call it."""


@dataclass(frozen=True, slots=True)
class PanelVote:
    """One vote. `document` is the hash of what says who the arbitrator is, person or model; None if it is not known."""

    arbitrator: str
    document: str | None
    vote: str | None
    reasons_hash: str | None


@dataclass(frozen=True, slots=True)
class ActionRef:
    """An action that was ruled on, and its record and receipt where they are known."""

    action: str
    record_id: str | None
    receipt: str | None


@dataclass(frozen=True, slots=True)
class RulingEffects:
    """What the ruling cost, in wei, and did to the standing, in milli-units of evidence; None before it is executed."""

    slash: str
    restitution: str
    reputation_delta: int


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who answers, and for which share, in percent."""

    party: str
    share: int


@dataclass(frozen=True, slots=True)
class RulingRecord:
    """One ruling.

    `cause` is panel, refusal, default, timeout, concession, objective or withdrawal. `evidence_root` is the hash that
    the claim rests on; evidence given later is in the case file. The ruling can change until `appeal_deadline` (Unix
    seconds, None once it is final or was itself an appeal's). `anchors` are the events on chain that make it what it
    is. A ruling of round 2 stands in the place of another, which stays on record: `supersedes` is its id.
    """

    ruling_id: str
    dispute_id: int
    chain_id: int
    contract: str
    policy_id: int
    policy_hash: str
    round: int
    cause: str
    fault_class: str
    subject_agent: str
    principal: str
    action_refs: list[ActionRef]
    evidence_root: str
    panel: list[PanelVote]
    quorum: Quorum | None
    ruling: str
    supersedes: str | None
    earlier_ruling: str | None
    final_at: int | None
    executed_tx: str | None
    effects: RulingEffects | None
    responsibilities: list[Responsibility]
    appeal_deadline: int | None
    anchors: list[Seen]


def ruling_record(
    sources: Sources, view: View, docket: Docket, action: ActionView, panel: PanelView | None, moved: Effects
) -> RulingRecord:
    """Write down the ruling of a dispute that has one."""
    trial, dispute, case = docket.trial, docket.trial.dispute, docket.trial.case
    final, executed = trial.last(rows.Finalized), trial.last(rows.Executed)
    cause = CAUSES[dispute.basis]
    appealed = dispute.round == SECOND
    return RulingRecord(
        ruling_id=f"{global_id(sources, docket.number)}/{dispute.round}",
        dispute_id=docket.number,
        chain_id=sources.mirror.space.chain_id,
        contract=trial.opened.row.court,
        policy_id=case.policy_id,
        policy_hash=case.policy_hash.hex(),
        round=dispute.round,
        cause="refusal" if cause == "panel" and dispute.ruling == REFUSED else cause,
        fault_class=wording.fault(case.fault_class),
        subject_agent=str(sources.agent(case.agent_id)),
        principal=case.liable,
        action_refs=[
            ActionRef(action.action, action.record_id, None if action.receipt is None else action.receipt.hash)
        ],
        evidence_root=case.evidence_hash.hex(),
        panel=[] if panel is None else _votes(view, panel),
        quorum=None if panel is None else panel.quorum,
        ruling=RULINGS[dispute.ruling],
        supersedes=f"{global_id(sources, docket.number)}/1" if appealed else None,
        earlier_ruling=RULINGS[dispute.appealed_ruling] if appealed else None,
        final_at=None if final is None else final.row.time,
        executed_tx=None if executed is None else executed.row.tx.hex(),
        effects=None if executed is None else _effects(executed.row, moved),
        responsibilities=[Responsibility(case.liable, 100)] if dispute.punishes else [],
        appeal_deadline=dispute.due if final is None and not appealed else None,
        anchors=_anchors(view, docket),
    )


def _effects(executed: rows.Executed, moved: Effects) -> RulingEffects:
    delta = sum(change.added_positive - change.added_negative for change in moved.standing)
    return RulingEffects(executed.slashed, executed.to_injured, delta)


def _votes(view: View, panel: PanelView) -> list[PanelVote]:
    listings = CourtView(view).listings([seat.arbitrator for seat in panel.seats])
    return [
        PanelVote(seat.arbitrator, listed.document.hex() if listed else None, seat.vote, seat.reasons_hash)
        for seat, listed in zip(panel.seats, listings, strict=True)
    ]


def _anchors(view: View, docket: Docket) -> list[Seen]:
    """Return where the ruling was given, became final and was executed."""
    kinds = (rows.Defaulted, rows.Ruled, rows.Conceded, rows.Appealed, rows.Proved, rows.Finalized, rows.Executed)
    return [
        seen(view, Witness(moment.placed.block, moment.placed.log_index, moment.placed.row.time, moment.placed.row.tx))
        for moment in docket.trial.moments
        if isinstance(moment.placed.row, kinds)
    ]
