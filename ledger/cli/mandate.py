"""`ombud mandate`, the reading commands: list, show."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import output
from ledger.cli.reading import AsOfBlock, Turn, moment, reads
from ledger.queries import mandates
from ledger.queries.answers import Answer, Page
from ledger.queries.mandates import MandateTree, MandateView
from ledger.queries.sources import Sources

app = typer.Typer(help="Mandates: what principals let agents do.", no_args_is_help=True, add_completion=False)


def _show_mandates(answer: Answer[Page[MandateView]]) -> None:
    rows = [
        (item.mandate_id, item.state, item.principal, item.cap, item.left, item.expiry, item.parent)
        for item in answer.data.items
    ]
    output.table(
        ("mandate", "state", "principal", "cap", "left", "expiry (Unix s)", "passed on from"), rows, empty="no mandates"
    )


@app.command(name="list")
@reads(_show_mandates)
def list_mandates(
    sources: Sources, agent: Annotated[str, typer.Argument(help="Number or global id of the agent.")], *, turn: Turn
) -> Answer[Page[MandateView]]:
    """List the mandates of an agent, oldest first."""
    return mandates.agent_mandates(sources, agent, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


def _show_mandate(answer: Answer[MandateView]) -> None:
    found = answer.data
    output.pairs(
        {
            "mandate": found.mandate_id,
            "state": found.state,
            "agent": found.agent,
            "principal": found.principal,
            "cap": found.cap,
            "left": found.left,
            "expiry": f"{found.expiry} (Unix seconds)",
            "tools": found.tools,
            "passed on from": found.parent,
            "root": None if found.parent is None else found.root,
            "context": found.context,
            "may be passed on": f"{found.hops} hops" if found.hops else None,
            "passed on": f"{found.passed_on} times" if found.passed_on else None,
            "granted": moment(found.granted.time),
            "ended": None
            if found.ended_at is None
            else f"{moment(found.ended_at)} ({(found.ended_by or '').replace('_', ' ')})",
            "revoked": None if found.revoked is None else moment(found.revoked.time),
        }
    )


@app.command()
@reads(_show_mandate)
def show(
    sources: Sources,
    mandate: Annotated[str, typer.Argument(help="Name of the mandate, 64 hex digits.")],
    *,
    as_of: AsOfBlock = None,
) -> Answer[MandateView]:
    """Show one mandate, and whether it is in force."""
    return mandates.mandate(sources, mandate, as_of=as_of)


def _show_tree(answer: Answer[MandateTree]) -> None:
    found = answer.data
    rows = [
        (
            "  " * node.depth + node.mandate.mandate_id[:16],
            node.mandate.agent_id,
            node.mandate.state,
            node.mandate.cap,
            node.mandate.left,
            node.mandate.hops,
            node.mandate.expiry,
        )
        for node in found.nodes
    ]
    output.table(("mandate", "agent", "state", "cap", "left", "hops", "expiry (Unix s)"), rows, empty="no mandates")
    shown = "at least " if found.more else ""
    output.line(f"{shown}{found.left} of {found.cap} may still be spent under it", style="dim")


@app.command()
@reads(_show_tree)
def tree(
    sources: Sources,
    mandate: Annotated[str, typer.Argument(help="Name of the mandate, 64 hex digits.")],
    *,
    as_of: AsOfBlock = None,
) -> Answer[MandateTree]:
    """Show a mandate and all that was passed on from it, with what each agent may still spend."""
    return mandates.mandate_tree(sources, mandate, as_of=as_of)
