"""The ruling record: one ruling with its grounds and its consequences, in a shape that other systems can take over."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.domain.case.ruling import cause_of_ruling, dissenting
from ledger.domain.dispute import SECOND
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
from ledger.store import case_rows as rows
from ledger.store.court_view import CourtView
from ledger.store.view import View


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

    `cause` is panel, refusal, default, timeout, concession, objective or withdrawal. `rules` is the keccak256 of the
    text that was ruled by, `evidence_root` the hash that the claim rests on, `evidence` all that was given, in order.
    `dissent` are arbitrators whose vote was another than their panel's ruling. The ruling can change until
    `appeal_deadline` (Unix seconds, None once it is final or was itself an appeal's). `anchors` are the events on chain
    that make it what it is. A ruling of round 2 stands in the place of another, which stays on record: `supersedes` is
    its id. `ledger.domain.case.ruling` makes all of it again from the case's bundle.
    """

    ruling_id: str
    dispute_id: int
    chain_id: int
    contract: str
    policy_id: int
    policy_hash: str
    rules: str
    round: int
    cause: str
    fault_class: str
    subject_agent: str
    principal: str
    action_refs: list[ActionRef]
    evidence_root: str
    evidence: list[str]
    panel: list[PanelVote]
    dissent: list[str]
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
    cause, ruling = cause_of_ruling(dispute.basis, dispute.ruling), RULINGS[dispute.ruling]
    appealed = dispute.round == SECOND
    return RulingRecord(
        ruling_id=f"{global_id(sources, docket.number)}/{dispute.round}",
        dispute_id=docket.number,
        chain_id=sources.mirror.space.chain_id,
        contract=trial.opened.row.court,
        policy_id=case.policy_id,
        policy_hash=case.policy_hash.hex(),
        rules=dispute.policy.rules.hex(),
        round=dispute.round,
        cause=cause,
        fault_class=wording.fault(case.fault_class),
        subject_agent=str(sources.agent(case.agent_id)),
        principal=case.liable,
        action_refs=[
            ActionRef(action.action, action.record_id, None if action.receipt is None else action.receipt.hash)
        ],
        evidence_root=case.evidence_hash.hex(),
        evidence=_evidence(docket),
        panel=[] if panel is None else _votes(view, panel),
        dissent=[] if panel is None else _dissent(panel, ruling, cause),
        quorum=None if panel is None else panel.quorum,
        ruling=ruling,
        supersedes=f"{global_id(sources, docket.number)}/1" if appealed else None,
        earlier_ruling=RULINGS[dispute.appealed_ruling] if appealed else None,
        final_at=None if final is None else final.row.time,
        executed_tx=None if executed is None else executed.row.tx.hex(),
        effects=None if executed is None else _effects(executed.row, moved),
        responsibilities=[Responsibility(case.liable, 100)] if dispute.punishes else [],
        appeal_deadline=dispute.due if final is None and not appealed else None,
        anchors=_anchors(view, docket),
    )


def _evidence(docket: Docket) -> list[str]:
    given = (rows.Opened, rows.Joined, rows.Responded, rows.EvidenceAdded, rows.Appealed)
    told = [moment.placed.row for moment in docket.trial.moments]
    return list(dict.fromkeys(row.evidence.hex() for row in told if isinstance(row, given)))


def _dissent(panel: PanelView, ruling: str, cause: str) -> list[str]:
    return list(dissenting([(seat.arbitrator, seat.vote) for seat in panel.seats], ruling, cause))


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
