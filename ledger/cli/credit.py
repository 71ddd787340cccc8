"""`ombud credit`: what rulings, votes and proofs earned an account, and how it gets it."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import context, output, wiring
from ledger.cli.acting import Signer
from ledger.cli.given import account
from ledger.cli.output import AsJson
from ledger.cli.reading import AsOfBlock
from ledger.cli.sharing import shared
from ledger.queries.wording import ether

app = typer.Typer(help="Credits: show, claim.", no_args_is_help=True, add_completion=False)


@app.command()
def show(
    address: Annotated[str, typer.Argument(help="The account.")], *, as_of: AsOfBlock = None, as_json: AsJson = False
) -> None:
    """Show what an account may claim, as the chain has it."""
    who = account(address, "ADDRESS")
    with wiring.opened_chain(context.settings()) as chain:
        amount: int = chain.read("BondVault", "creditOf", who, block=as_of)
    if as_json:
        output.as_json({"account": who, "credit": str(amount)})
    else:
        output.pairs({"account": who, "credit": ether(amount)})


@app.command()
@shared
def claim(*, signer: Signer, as_json: AsJson = False) -> None:
    """Have the vault pay the signer's credit out."""
    with signer.opened() as sender:
        sent = sender.send("BondVault", "claim")
    amount = sent.event("CreditClaimed").args["amount"]
    if as_json:
        output.as_json({"account": sender.address, "claimed": str(amount), "tx": sent.tx.hex(), "block": sent.block})
        return
    output.pairs({"account": sender.address, "claimed": ether(amount), "tx": sent.tx.hex()})
