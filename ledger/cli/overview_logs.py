"""`ombud overview integrity`: what can be relied on of the logs."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import output
from ledger.cli.reading import AsOfBlock, reads
from ledger.queries import integrity as integrities
from ledger.queries.answers import Answer
from ledger.queries.integrity import Integrity, LogIntegrity
from ledger.queries.sources import Sources
from ledger.queries.spread import Spread


def _show(answer: Answer[Integrity]) -> None:
    found = answer.data
    columns = ("log", "operator", "anchored", "held", "lateness (median, 99 %, most)", "late", "rejected", "proved")
    output.table(columns, [_row(one) for one in found.logs], empty="no logs")
    streams = found.streams
    held = f"{streams.held} of {streams.claimed} records are here"
    output.line(f"{streams.complete} of {streams.streams} streams complete; {held}")
    for gap in streams.gaps:
        output.line(
            f"agent {gap.agent_id}, epoch {gap.epoch}, stream {gap.stream}: {gap.first} to {gap.end - 1} are missing",
            style="yellow",
        )
    for kind, states in found.asked.items():
        output.line(f"asked for {kind}: {_words(states)}")
    output.pairs(
        {
            "proved": _words(found.proved),
            "equivocations": found.equivocations,
            "promises kept": found.receipts.kept,
            "promises broken": found.receipts.hidden + found.receipts.late + found.receipts.contradicted,
            "forks taken back": found.forks,
            "final up to block": found.finalised_block,
            "erasures": found.erasures,
            "evidence files": None if found.holdings is None else _words(found.holdings.by_state),
            "held by cases": None if found.holdings is None else _words(found.holdings.holds),
        }
    )


def _row(one: LogIntegrity) -> tuple[object, ...]:
    log = one.log
    return (
        log.log,
        log.operator,
        log.anchored_size,
        log.held_size,
        _spread(one.lateness),
        one.late,
        _words(one.rejected),
        _words(one.operator_faults),
    )


def _spread(found: Spread | None) -> str:
    return "" if found is None else f"{found.p50} s, {found.p99} s, {found.most} s"


def _words(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


@reads(_show)
def integrity(
    sources: Sources,
    *,
    log: Annotated[str | None, typer.Option(help="Only this log, by its id.")] = None,
    late_after: Annotated[int, typer.Option(min=0, help="After how many seconds an entry counts as late.")] = 3600,
    as_of: AsOfBlock = None,
) -> Answer[Integrity]:
    """Show what is held, how late it was anchored, what was asked for and not shown, what was proved."""
    return integrities.integrity(sources, log=log, late_after=late_after, as_of=as_of)
