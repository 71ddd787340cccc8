"""`ombud fault`: proofs that need no judge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledger.chain import faults
from ledger.cli import output, shown
from ledger.cli.acting import KeyFile, OwnerOf, Password, opened_sender
from ledger.cli.output import AsJson
from ledger.domain.ids import AgentRef
from ledger.domain.mandate_file import MAX_MANDATE_BYTES, MandateFile
from ledger.errors import NotFoundError
from ledger.queries.wording import ether

app = typer.Typer(help="Faults that a proof decides: prove-breach.", no_args_is_help=True, add_completion=False)


@app.callback()
def fault() -> None:
    """Prove a fault: in one transaction, and without a judge."""


@app.command()
def prove_breach(
    *,
    receipt: Annotated[Path, typer.Option(help="The receipt that the agent signed.")],
    mandate: Annotated[Path, typer.Option(help="The mandate that it names, as `ombud mandate grant -o` wrote it.")],
    key: KeyFile = None,
    agent: OwnerOf = None,
    password: Password = "",
    as_json: AsJson = False,
) -> None:
    """Prove by its own receipt that an agent went beyond its mandate; a fifth of what it loses is yours."""
    signed, granted = shown.read_receipt(receipt), _read(mandate)
    with opened_sender(key, agent, password) as sender:
        chain = sender.chain
        ref = AgentRef(chain.chain_id(), chain.deployment.registry, shown.agent_of(chain, signed))
        verdict = faults.prove_mandate_breach(
            sender, ref, signed.receipt, signed.signature, granted.mandate, granted.tool_ids
        )
    facts = {
        "agent": str(ref),
        "fault": verdict.fault_key.hex(),
        "slashed": str(verdict.slashed),
        "tx": verdict.tx.hex(),
        "block": verdict.block,
    }
    if as_json:
        output.as_json(facts)
        return
    output.pairs(facts | {"slashed": ether(verdict.slashed)})
    output.line("next: `ombud credit claim` pays out your share", style="dim")


def _read(file: Path) -> MandateFile:
    try:
        with file.open("rb") as content:
            return MandateFile.unpack(content.read(MAX_MANDATE_BYTES + 1))
    except FileNotFoundError as error:
        raise NotFoundError(
            f"there is no file {file}", hint="`ombud mandate grant -o FILE` writes it", code="no_file"
        ) from error
