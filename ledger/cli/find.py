"""`ombud find`: everything that bears a name, whatever kind of name it is."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Final

import typer

from ledger.cli import context, output, wiring
from ledger.cli.output import AsJson
from ledger.cli.reading import AsOfBlock
from ledger.errors import NotFoundError
from ledger.queries.search import Found
from ledger.queries.search import find as search

app = typer.Typer(help="Find whatever bears a name.", add_completion=False)

_SHOWN: Final = ("agent", "dispute", "record", "mandate", "assertion", "challenge", "evidence")
"""Kinds that a command of their own shows; the dashboard has a page of the others."""
_PAGES: Final = {"account": "accounts", "verdict": "verdicts", "transaction": "transactions", "log": "logs"}


@app.command()
def find(
    text: Annotated[
        str, typer.Argument(help="A number, `dispute 7`, a global id, an address, or 64 hex digits of anything.")
    ],
    *,
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """Find whatever bears a name: agent, account, transaction, record, dispute, verdict, log or leaf, evidence."""
    settings = context.settings()
    with wiring.opened_sources(settings) as sources:
        found = list(search(sources, text.strip(), as_of))
    if not found:
        raise NotFoundError(
            f"nothing here is called {text[:80]!r}",
            hint="give a number, a global id, an address or 64 hex digits; the indexer may be behind: `ombud doctor`",
            code="nothing_found",
        )
    told = [(one, _seen(one, settings.api_address)) for one in found]
    if as_json:
        output.as_json([{**asdict(one), "see": see} for one, see in told])
        return
    rows = [(one.kind, one.name, one.says, see) for one, see in told]
    output.table(("KIND", "NAME", "WHAT", "SEE"), rows, empty="nothing")


def _seen(found: Found, address: str) -> str:
    """Say where the thing is shown: by which command, else on which page of the dashboard."""
    if found.kind in _SHOWN:
        return f"ombud {found.kind} show {found.name}"
    if found.kind == "leaf":
        return f"{address}/logs/{found.log}?leaf={found.name}"
    if found.kind == "block":
        return f"{address}/?as_of={found.name}"
    return f"{address}/{_PAGES[found.kind]}/{found.name}"
