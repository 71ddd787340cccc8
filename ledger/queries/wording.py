"""What happened to a dispute, one plain sentence an event, for people who know neither the contracts nor us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from ledger.domain.dispute import NOBODY, Basis, FaultClass, State
from ledger.queries.trials import RULINGS
from ledger.store import case_rows, panel_rows

_WEI: Final = Decimal(10**18)
BASES: Final = {
    Basis.NONE: "nothing yet",
    Basis.MERITS: "the arbitrator's ruling",
    Basis.DEFAULT: "nobody having responded",
    Basis.CONCESSION: "a concession",
    Basis.TIMEOUT: "no arbitrator having ruled in time",
    Basis.PROOF: "a proof",
    Basis.WITHDRAWAL: "the claim being withdrawn",
}
"""What a ruling stands on, as the end of a sentence."""


def moment(seconds: int) -> str:
    """Write Unix seconds as UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def ether(wei: str | int) -> str:
    """Write wei as ether, exactly."""
    amount = Decimal(int(wei)) / _WEI
    return f"{amount.normalize() if amount else 0:f} ether"


def fault(fault_class: int) -> str:
    """Name a fault class."""
    return FaultClass(fault_class).name.lower()


def state(value: State) -> str:
    """Name a state."""
    return value.name.lower()


def _opened(row: case_rows.Opened) -> str:
    named = "" if row.injured == NOBODY else f", as the counterparty {row.injured} may have suffered"
    return (
        f"{row.claimant} claims {fault(row.fault_class)} by agent {row.agent_id}{named}, deposits {ether(row.deposit)} "
        f"and {ether(row.fee)} for an arbitrator; {ether(row.locked)} of the bond of {row.liable} are locked"
    )


def _responded(row: case_rows.Responded) -> str:
    late = ", late: the default is undone and the bond repays the claimant's fee" if row.late else ""
    return (
        f"{row.respondent} responds with evidence{late}; an arbitrator is waited for until {moment(row.arbitrate_by)}"
    )


def _finalized(row: case_rows.Finalized) -> str:
    effect = "; it will cost bond and standing" if row.punishes else ""
    return f"the ruling is final: {RULINGS[row.ruling]}, upon {BASES[Basis(row.basis)]}{effect}"


def _executed(row: case_rows.Executed) -> str:
    amounts = {
        "slashed from the bond": row.slashed,
        "to the claimant": row.to_claimant,
        "to the counterparty": row.to_injured,
        "to the liable account": row.to_liable,
        "burned": row.burned,
    }
    moved = ", ".join(f"{ether(amount)} {what}" for what, amount in amounts.items() if int(amount))
    return f"the ruling is executed: {moved or 'nothing moves'}"


def _notified(row: case_rows.Notified) -> str:
    by, block = moment(row.respond_by), row.respond_by_block
    return f"{row.liable} is told: without a response by {by} and block {block} the claim may prevail by default"


def _concluded(row: panel_rows.Concluded) -> str:
    votes = f"{row.upheld} to uphold, {row.dismissed} to dismiss, {row.refused} to refuse"
    return f"the panel concludes: {votes}; its ruling is {RULINGS[row.ruling]}"


def _join_settled(row: case_rows.JoinSettled) -> str:
    amounts = {"back": row.to_claimant, "to the liable account": row.to_liable, "burned": row.burned}
    moved = ", ".join(f"{ether(amount)} {what}" for what, amount in amounts.items() if int(amount))
    return f"the deposit of {row.claimant}, who joined: {moved or 'nothing moves'}"


def _undecided(row: panel_rows.Undecided) -> str:
    votes = f"{row.upheld} to uphold, {row.dismissed} to dismiss, {row.refused} to refuse"
    return f"the seats do not decide: {votes}; {row.next_seats} others are drawn, for {ether(row.pay)} each"


def _recused(row: panel_rows.Recused) -> str:
    instead = "nobody sits instead" if row.replacement == NOBODY else f"{row.replacement} sits instead"
    return f"{row.arbitrator} loses its seat, having dealt with {row.party}; {instead}"


def _reviewed(row: panel_rows.Reviewed) -> str:
    verb = "stands" if row.ruling == row.earlier_ruling else "is overturned"
    before, after = RULINGS.get(row.earlier_ruling, "?"), RULINGS.get(row.ruling, "?")
    return f"the ruling {before} of panel {row.earlier} {verb}: panel {row.review} says {after}"


_SENTENCES: Final[Mapping[type[case_rows.CaseRow | panel_rows.PanelRow], Callable[[Any], str]]] = {
    case_rows.Opened: _opened,
    case_rows.Notified: _notified,
    case_rows.Responded: _responded,
    case_rows.EvidenceAdded: lambda row: f"{row.party} adds evidence {row.evidence.hex()}",
    case_rows.EvidenceShown: lambda row: f"{row.party} says that the evidence is at {row.uri}",
    case_rows.ArbitrationStarted: lambda row: (
        f"arbitrator {row.arbitrator} takes it on, as its dispute {row.number}, for {ether(row.fee)}"
    ),
    case_rows.ArbitrationPending: lambda row: f"arbitrator {row.arbitrator} does not take it on; anyone may ask again",
    case_rows.Defaulted: lambda row: (
        f"nobody has responded: the claim prevails unless a response comes by {moment(row.until)}"
    ),
    case_rows.Ruled: lambda row: f"arbitrator {row.arbitrator} rules: {RULINGS[row.ruling]}",
    case_rows.LateRuled: lambda row: f"arbitrator {row.arbitrator} rules too late, which changes nothing",
    case_rows.Finalized: _finalized,
    case_rows.Executed: _executed,
    case_rows.Joined: lambda row: f"{row.claimant} joins the claim and deposits {ether(row.deposit)}",
    case_rows.Withdrawn: lambda row: f"{row.claimant} withdraws the claim",
    case_rows.Conceded: lambda row: f"{row.liable} concedes; the ruling can change until {moment(row.until)}",
    case_rows.Appealed: lambda row: (
        f"{row.appellant} appeals; a larger panel is waited for until {moment(row.arbitrate_by)}"
    ),
    case_rows.Proved: lambda row: f"{row.caller} ends it: the fault is proved, as verdict {row.fault_key.hex()}",
    case_rows.JoinSettled: _join_settled,
    panel_rows.Seated: lambda row: (
        f"draw {row.round}: {len(row.seats)} seats are drawn: {', '.join(row.seats)}; they commit until "
        f"{moment(row.commit_until)}"
    ),
    panel_rows.Undecided: _undecided,
    panel_rows.Recused: _recused,
    panel_rows.Leaked: lambda row: (
        f"{row.reporter} shows the vote of {row.arbitrator} too early: it does not count, and costs "
        f"{ether(row.slashed)}"
    ),
    panel_rows.Unfilled: lambda row: (
        f"too few may sit for {row.seats} seats; the panel says {RULINGS.get(row.ruling, '?')} for want of them"
    ),
    panel_rows.Reviewed: _reviewed,
    panel_rows.Armed: lambda row: (
        f"seats will be drawn by the hash of block {row.draw_block} out of {row.roster} arbitrators"
    ),
    panel_rows.Drawn: lambda row: (
        f"the seats are drawn: {', '.join(row.seats)}; they commit until {moment(row.commit_until)}"
    ),
    panel_rows.Committed: lambda row: f"{row.arbitrator} commits to a vote that nobody can see yet",
    panel_rows.Revealed: lambda row: (
        f"{row.arbitrator} reveals the vote {RULINGS.get(row.vote, str(row.vote))}, paid {ether(row.paid)}"
    ),
    panel_rows.Absent: lambda row: f"{row.arbitrator} stayed away and loses {ether(row.slashed)}",
    panel_rows.Concluded: _concluded,
}


def says(row: case_rows.CaseRow | panel_rows.PanelRow) -> str:
    """Say what an event means."""
    return _SENTENCES[type(row)](row)
