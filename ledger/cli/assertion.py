"""`ombud assertion`: bonded assertions, credibility roots and audits alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from ledger.cli import output
from ledger.cli.reading import AsOfBlock, Turn, moment, reads
from ledger.queries import assertions, roots
from ledger.queries.answers import Answer, Page
from ledger.queries.assertions import STANDPOINTS, BondedAssertion
from ledger.queries.roots import Roots
from ledger.queries.sources import Sources
from ledger.queries.wording import ether

app = typer.Typer(
    help="Bonded assertions: list, show, roots, propose-root, audit, challenge, conclude, count.",
    no_args_is_help=True,
    add_completion=False,
)


def _show_assertions(answer: Answer[Page[BondedAssertion]]) -> None:
    _table(answer.data.items)


@app.command(name="list")
@reads(_show_assertions)
def list_assertions(
    sources: Sources,
    *,
    standpoint: Annotated[str | None, typer.Option(help=f"Only those that are {', '.join(STANDPOINTS)}.")] = None,
    agent: Annotated[
        str | None, typer.Option("--about", help="Only audits of this agent: number or global id.")
    ] = None,
    turn: Turn,
) -> Answer[Page[BondedAssertion]]:
    """List assertions, oldest first."""
    if agent is not None:
        return assertions.audits(sources, agent, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)
    return assertions.assertions(sources, standpoint=standpoint, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


def _show_assertion(answer: Answer[BondedAssertion]) -> None:
    found = answer.data
    said, audit, against, end = found.root, found.audit, found.challenge, found.ended
    output.pairs(
        {
            "assertion": found.assertion,
            "is": f"{_about(found)}, {found.standpoint}",
            "asserter": found.asserter,
            "bond": ether(int(found.bond)),
            "can be ended": "now" if found.may_conclude else (f"from {moment(found.due)}" if end is None else None),
            "root": None
            if said is None
            else f"{said.root}, {said.size} leaves, ratings up to block {said.as_of_block}",
            "leaves at": None if said is None else said.uri,
            "action": None if audit is None else audit.action,
            "report": None if audit is None else f"{audit.report} {audit.uri}".strip(),
            "gained": None if audit is None else audit.gained,
            "challenged by": None if against is None else f"{against.challenger}, panel dispute {against.dispute}",
            "ruling": None if against is None else against.ruling or "none yet",
            "paid": None if end is None else f"{ether(int(end.to_asserter))} back to the asserter",
        }
    )


@app.command()
@reads(_show_assertion)
def show(
    sources: Sources,
    name: Annotated[str, typer.Argument(metavar="ASSERTION", help="Name of the assertion, 64 hex digits.")],
    *,
    as_of: AsOfBlock = None,
) -> Answer[BondedAssertion]:
    """Show one assertion: what it says, who challenged it, and what became of the bonds."""
    return assertions.assertion(sources, name, as_of=as_of)


def _show_roots(answer: Answer[Roots]) -> None:
    rows = [
        (
            item.epoch,
            item.state,
            item.root,
            item.size,
            item.as_of_block,
            item.assertion[:16],
            moment(item.proposed.time),
        )
        for item in answer.data.items
    ]
    columns = ("epoch", "state", "root", "leaves", "as of block", "assertion", "proposed")
    output.table(columns, rows, empty="no root was proposed yet")


@app.command(name="roots")
@reads(_show_roots)
def list_roots(sources: Sources, *, turn: Turn) -> Answer[Roots]:
    """List credibility roots by epoch: which stand, and which were proposed or rejected."""
    return roots.roots(sources, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


def _about(item: BondedAssertion) -> str:
    if item.audit is not None:
        return f"audit of agent {item.audit.agent_id}"
    return "credibility root" if item.root is None else f"credibility root of epoch {item.root.epoch}"


def _table(items: Iterable[BondedAssertion]) -> None:
    rows = [
        (
            item.assertion,
            _about(item),
            item.standpoint,
            "now" if item.may_conclude else moment(item.due),
            item.asserter,
            None if item.challenge is None else item.challenge.challenger,
        )
        for item in items
    ]
    columns = ("assertion", "about", "standpoint", "can be ended from", "asserter", "challenger")
    output.table(columns, rows, empty="no assertions")
