"""The course of a dispute as periods: which are over, which one runs and until when, which are still to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.queries.cases import CaseFile
from ledger.queries.panels import PanelView

Stage: TypeAlias = Literal["done", "now", "next", "skipped"]
_OVER: Final = ("final", "executed")
_RULED: Final = ("provisional", *_OVER)


@dataclass(frozen=True, slots=True)
class Period:
    """One period. `until` (Unix seconds) is when it ends at the latest or ended; None if nothing says so."""

    name: str
    says: str
    stage: Stage
    until: int | None


def periods(case: CaseFile) -> list[Period]:
    """Return the periods of a dispute in their order, as of the page's block."""
    return [*_claim(case), *_panel(case), *_end(case)]


def _claim(case: CaseFile) -> Iterator[Period]:
    opened = case.timeline[0].seen.time
    yield Period("Claim", f"The claim of {case.fault_class} is filed, deposit and fee are paid", "done", opened)
    answered = any(entry.event == "DisputeResponded" for entry in case.timeline)
    until = opened + case.policy.times.response
    if case.state == "open":
        yield Period("Response", "The liable party may answer with evidence", "now", until)
    elif answered:
        yield Period("Response", "The liable party answered", "done", _time_of(case, "DisputeResponded"))
    else:
        yield Period("Response", "Nobody answered", "skipped", until)


def _panel(case: CaseFile) -> Iterator[Period]:
    panel = case.panel
    stages = (
        ("Draw", "Seats are drawn by the hash of a block"),
        ("Commit", "Arbitrators bind themselves to votes that nobody sees"),
        ("Reveal", "Arbitrators show their votes, and the hash of their reasons"),
    )
    if panel is None:
        waited = case.state in ("open", "arbitration")
        for name, says in stages:
            yield Period(name, says if waited else "No panel was needed", "next" if waited else "skipped", None)
        return
    at = _standing(case, panel)
    untils = (None, panel.commit_until or None, panel.reveal_until or None)
    review = " (of the review by seven)" if panel.reviews else ""
    for place, ((name, says), until) in enumerate(zip(stages, untils, strict=True)):
        stage: Stage = "done" if place < at else "now" if place == at else "next"
        yield Period(name, says + review, stage, until)


def _standing(case: CaseFile, panel: PanelView) -> int:
    """Return which of draw, commit and reveal a panel is at; 3 behind them."""
    if panel.phase == "concluded":
        return 3
    if panel.phase == "armed":
        return 0
    due = case.deadline
    if due is not None and due.act in ("reveal", "conclude"):
        return 2
    return 1


def _end(case: CaseFile) -> Iterator[Period]:
    ruled, over = case.state in _RULED, case.state in _OVER
    ruling = case.ruling_record
    says = f"Ruled: {case.ruling}, on {case.basis}" if ruled else "The ruling"
    yield Period("Ruling", says, "done" if ruled else "next", _time_of(case, "RulingGiven"))
    appeal = None if ruling is None else ruling.appeal_deadline
    if case.round > 1:
        yield Period("Appeal", "The loser appealed; seven arbitrators review the ruling", "done", None)
    else:
        waits: Stage = "now" if case.state == "provisional" else "done" if over else "next"
        yield Period("Appeal", "The loser may appeal once" if not over else "No appeal came", waits, appeal)
    final = None if ruling is None else ruling.final_at
    yield Period("Final", "The ruling can no more change", "done" if over else "next", final)
    executed = case.state == "executed"
    stage: Stage = "done" if executed else "now" if case.state == "final" else "next"
    yield Period("Executed", "Bond, credits and standing are moved", stage, _time_of(case, "DisputeExecuted"))


def _time_of(case: CaseFile, event: str) -> int | None:
    return next((entry.seen.time for entry in reversed(case.timeline) if entry.event == event), None)
