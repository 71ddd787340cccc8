"""What a replayed case comes to, in the words of a bundle."""

from __future__ import annotations

from ledger.domain.case.parts import CaseSummary, Effects, JoinedClaim, SeatVote
from ledger.domain.case.replay import CaseReplay
from ledger.domain.dispute import DISMISSED, NOBODY, REFUSED, SECOND, UPHELD, Basis, State
from ledger.domain.panel import QUORUM

RULINGS = {REFUSED: "refused", UPHELD: "upheld", DISMISSED: "dismissed"}


def summary_of(replay: CaseReplay) -> CaseSummary:
    """Summarise a case."""
    dispute, panel = replay.dispute, replay.panel.panel
    appealed = dispute.round == SECOND
    case = dispute.case
    ruled = dispute.state in {State.PROVISIONAL, State.FINAL, State.EXECUTED}
    return CaseSummary(
        claimant=case.claimant,
        liable=case.liable,
        injured=None if case.injured == NOBODY else case.injured,
        fault_class=case.fault_class.name.lower(),
        evidence_hash=case.evidence_hash.hex(),
        policy_id=case.policy_id,
        policy_hash=case.policy_hash.hex(),
        deposit=str(case.deposit),
        fee=str(case.fee),
        opened_at=case.opened_at,
        state=dispute.state.name.lower(),
        ruling=RULINGS[dispute.ruling] if ruled else None,
        basis=dispute.basis.name.lower() if dispute.basis is not Basis.NONE else None,
        ruled_at=replay.ruled.time if replay.ruled else None,
        final_at=replay.final.time if replay.final else None,
        executed_at=replay.executed.time if replay.executed else None,
        quorum=QUORUM if panel is None else panel.quorum,
        votes=_votes(replay),
        panel_paid=str(sum(one.paid for one in replay.panels)),
        panel_returned=str(sum(one.returned for one in replay.panels)),
        effects=_effects(replay),
        round=dispute.round,
        earlier_ruling=RULINGS[dispute.appealed_ruling] if appealed else None,
        appellant=dispute.appellant if appealed else None,
        joined=tuple(
            JoinedClaim(claimant=join.claimant, deposit=str(join.deposit), evidence_hash=join.evidence_hash.hex())
            for join in dispute.joins
        ),
    )


def _votes(replay: CaseReplay) -> tuple[SeatVote, ...]:
    panel = replay.panel.panel
    votes = []
    for seat, ballot in panel.ballots.items() if panel is not None else ():
        vote, reasons = replay.panel.votes.get(seat, (None, None))
        votes.append(
            SeatVote(
                arbitrator=seat,
                ballot=ballot.name.lower(),
                vote=None if vote is None else RULINGS[vote],
                reasons_hash=None if reasons is None else reasons.hex(),
                model=replay.panel.models[seat].hex() if seat in replay.panel.models else None,
            )
        )
    return tuple(votes)


def _effects(replay: CaseReplay) -> Effects | None:
    paid, dispute = replay.payout, replay.dispute
    if paid is None:
        return None
    return Effects(
        slashed=str(paid.slashed),
        to_claimant=str(paid.to_claimant),
        to_injured=str(paid.to_injured),
        to_liable=str(paid.to_liable),
        burned=str(paid.burned),
        standing=dispute.policy.weights[dispute.case.fault_class] if dispute.punishes else 0,
    )
