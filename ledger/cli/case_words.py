"""What `ombud verify` says of a case: who claimed what, who ruled, how each voted, what it cost, what is here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from ledger.cli import output
from ledger.domain.case.evidence import EvidenceLine
from ledger.domain.case.parts import CaseSummary
from ledger.domain.case.verify import CaseReport

BASES: Final = {
    "merits": "by its panel",
    "default": "since nobody responded",
    "timeout": "since its panel did not rule in time",
}
_WEI: Final = 10**18
_DRAWS: Final = {
    "recomputed": "drawn again from the block's hash: the same seats",
    "not shown": "the block that drew them is not here",
    "none": "no panel was drawn",
}


def show_case(report: CaseReport) -> None:
    """Print what a case bundle comes to; nothing of one that does not hold."""
    found = report.summary
    if found is None or not report.ok:
        return
    for line in (*_claim(found), *_action(report), *_votes(report, found), *_outcome(found)):
        output.line(line)
    for item in report.evidence:
        output.line(_evidence(item))


def _claim(found: CaseSummary) -> Iterator[str]:
    yield (
        f"claim: {found.claimant} claimed {found.fault_class} against {found.liable}, "
        f"on {_moment(found.opened_at)}, under policy {found.policy_id}"
    )
    if found.injured is not None:
        yield f"injured: {found.injured}"
    yield f"staked: a deposit of {_ether(found.deposit)}, and {_ether(found.fee)} for a panel"


def _action(report: CaseReport) -> Iterator[str]:
    action = report.action
    if action is None:
        yield "action: not shown here, only its hash"
        return
    yield (
        f"action: record {action.record_id}, seq {action.seq} of epoch {action.epoch}, stream {action.stream}; "
        f"shown by {' and '.join(action.shown_by)}"
    )


def _votes(report: CaseReport, found: CaseSummary) -> Iterator[str]:
    yield f"panel: {_DRAWS[report.draw]}"
    for vote in found.votes:
        reasons = f", reasons {vote.reasons_hash}" if vote.reasons_hash else ""
        yield f"  {vote.arbitrator} {vote.ballot}{f': {vote.vote}' if vote.vote else ''}{reasons}"
    for passed in report.passed_over:
        yield f"  {passed.arbitrator} was named and passed over: {passed.reason}"


def _outcome(found: CaseSummary) -> Iterator[str]:
    if found.ruling is None:
        yield f"ruling: none yet; the dispute is in state {found.state}"
    else:
        basis = BASES.get(found.basis or "", found.basis)
        yield f"ruling: {found.ruling}, {basis}; the dispute is in state {found.state}"
    if found.votes:
        yield f"paid to the panel: {_ether(found.panel_paid)}; back to who paid: {_ether(found.panel_returned)}"
    if found.effects is not None:
        moved = found.effects
        yield (
            f"cost: {_ether(moved.slashed)} taken from the bond, {_ether(moved.burned)} burned; "
            f"to the claimant {_ether(moved.to_claimant)}, to the injured {_ether(moved.to_injured)}, "
            f"to the liable {_ether(moved.to_liable)}"
        )
        yield f"standing: {moved.standing / 1000:g} units of evidence against the agent"


def _evidence(item: EvidenceLine) -> str:
    size = "" if item.size is None else f", {item.size} bytes"
    name = f" {item.name!r}" if item.name else ""
    return f"{item.purpose} of {item.by}:{name} {item.sha256}, {item.state}{size}"


def _ether(wei: str) -> str:
    whole, rest = divmod(int(wei), _WEI)
    return f"{whole}.{rest:018}".rstrip("0").rstrip(".") + " ether"


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
