"""`ombud mcp`: our tools for other agents, over MCP on standard input and output."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.chain import court
from ledger.cli import context, exhibits, wiring
from ledger.cli.acting import KeyFile, OwnerOf, Password, opened_sender, provide
from ledger.domain.dispute import FaultClass
from ledger.mcp.server import make_server
from ledger.queries import showing
from ledger.queries.sources import Sources

app = typer.Typer(help="Our MCP server.", no_args_is_help=True, add_completion=False)


class KeyedFiling:
    """Opens disputes from one account.

    Args:
        sources: Where the disputed records are found.
        key: Key file of the account.
        agent: Or: the agent of this machine whose owner pays.
        password: What encrypts agents' keys.
    """

    def __init__(self, sources: Sources, key: Path | None, agent: str | None, password: str) -> None:
        self._sources = sources
        self._account = (key, agent, password)

    def file(self, record_id: str, fault: FaultClass, statement: str, evidence: str) -> dict[str, Any]:
        """Dispute a record with one text as evidence.

        Raises:
            LedgerError: if it cannot be filed; nothing was paid then.
        """
        with opened_sender(*self._account) as sender, tempfile.TemporaryDirectory() as folder:
            action = showing.of_record(self._sources, sender.chain, record_id)
            file = Path(folder) / "evidence.txt"
            file.write_text(evidence)
            exhibit = exhibits.gather(context.settings(), [str(file)], statement, sender.address)
            asked = court.quote(sender.chain, fault_class=fault, proof=action.proof)
            provide(sender, asked.deposit + asked.fee)
            opened = court.open_dispute(
                sender,
                agent_id=action.agent_id,
                fault_class=fault,
                evidence_hash=exhibit.hash,
                proof=action.proof,
                uri=exhibit.uri,
            )
        return {
            "dispute": opened.case.dispute_id,
            "agent_id": opened.case.agent_id,
            "liable": opened.case.liable,
            "deposit": str(opened.case.deposit),
            "fee": str(opened.case.fee),
            "evidence": exhibit.hash.hex(),
            "tx": opened.tx.hex(),
            "block": opened.block,
        }


@app.callback()
def mcp() -> None:
    """Our MCP server."""


@app.command()
def run(
    *,
    key: KeyFile = None,
    agent: OwnerOf = None,
    password: Password = "",
    file_disputes: Annotated[
        bool, typer.Option("--file-disputes", help="Let clients file disputes, at the cost of the key's account.")
    ] = False,
) -> None:
    """Serve check_agent, get_proof and verify_bundle to one MCP client, until it leaves."""
    with wiring.opened_sources(context.settings()) as sources:
        make_server(sources, KeyedFiling(sources, key, agent, password) if file_disputes else None).run("stdio")
