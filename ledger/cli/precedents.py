"""`ombud dispute precedents`: earlier rulings on disputes like this one."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import output
from ledger.cli.reading import AsOfBlock, moment, reads
from ledger.queries import precedents as questions
from ledger.queries.answers import Answer
from ledger.queries.precedents import Precedents
from ledger.queries.sources import Sources


def _show(answer: Answer[Precedents]) -> None:
    found = answer.data
    rows = [
        (
            item.dispute_id,
            f"{item.ruling} ({item.basis})",
            moment(item.ruled_at),
            f"{item.likeness / 10_000:.0f} %",
            ", ".join(f"{one.feature} {one.value}" for one in item.shared),
            "like facts, other ruling" if item.inconsistent else "like facts" if item.like_facts else "",
        )
        for item in found.items
    ]
    output.table(("dispute", "ruling", "when", "alike", "shares", ""), rows, empty="no earlier ruling is like it")
    for told in found.inconsistencies:
        output.line(f"{told.says}: upheld {told.upheld}, dismissed {told.dismissed}", style="yellow")
    output.line(
        f"{found.looked_at} of {found.of} earlier disputes of this class were ruled on and compared", style="dim"
    )


@reads(_show)
def precedents(
    sources: Sources,
    dispute: Annotated[str, typer.Argument(help="Number or global id of the dispute.")],
    *,
    as_of: AsOfBlock = None,
) -> Answer[Precedents]:
    """Show the earlier rulings that a dispute is most like, and rulings on like facts that differ."""
    return questions.precedents(sources, dispute, as_of=as_of)
