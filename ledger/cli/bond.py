"""`ombud bond`: what an owner puts up for an agent, and how it gets it back."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.chain import bonds
from ledger.chain.sender import Sender, Sent
from ledger.cli import given, output
from ledger.cli.acting import Signer, provide
from ledger.cli.output import AsJson
from ledger.cli.reading import moment
from ledger.cli.sharing import shared
from ledger.domain.ids import AgentRef
from ledger.errors import ConflictError, NotFoundError
from ledger.queries.wording import ether

app = typer.Typer(
    help="Bonds of agents: add, ask-back, take-back; `ombud agent show` shows them.",
    no_args_is_help=True,
    add_completion=False,
)
AgentId = Annotated[int, typer.Argument(min=0, help="Number of the agent.")]


@app.command()
@shared
def add(
    agent_id: AgentId,
    amount: Annotated[str, typer.Argument(metavar="ETHER", help="How much, in ether, such as 0.5.")],
    *,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Add to your bond for an agent. You are liable with it for what the agent does while you own it."""
    wei = given.wei(amount, "ETHER")
    with signer.opened() as sender:
        owner = sender.chain.read("AgentRegistry", "ownerOf", agent_id)
        if owner != sender.address:
            raise ConflictError(
                f"agent {agent_id} belongs to {owner}, and a bond of {sender.address} would answer for nothing",
                hint="sign as the owner: --agent NAME or --key FILE",
                code="not_the_owner",
            )
        provide(sender, wei)
        _tell(sender, agent_id, bonds.put_up(sender, _subject(sender, agent_id), wei), as_json=as_json)


@app.command()
@shared
def ask_back(
    agent_id: AgentId,
    *,
    amount: Annotated[str | None, typer.Option(help="How much, in ether; all that is active if not given.")] = None,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Ask for your bond. It leaves the active bond at once, and answers for what was done for another 96 days.

    Asking for more later delays all of it. Once all is leaving, `ombud lifecycle close` ends the running epoch.
    """
    with signer.opened() as sender:
        subject = _subject(sender, agent_id)
        wei = bonds.bond_of(sender.chain, subject, sender.address).active if amount is None else None
        if wei == 0:
            raise NotFoundError(
                f"{sender.address} has no active bond for agent {agent_id}",
                hint="what was asked for already is taken by `ombud bond take-back`",
                code="no_bond",
            )
        sent = bonds.ask_back(sender, subject, given.wei(amount or "", "--amount") if wei is None else wei)
        _tell(sender, agent_id, sent, as_json=as_json)


@app.command()
@shared
def take_back(agent_id: AgentId, *, signer: Signer, as_json: AsJson = False) -> None:
    """Take the bond that you asked for, once its time is over; what courts have locked stays."""
    with signer.opened() as sender:
        _tell(sender, agent_id, bonds.take_back(sender, _subject(sender, agent_id)), as_json=as_json)


def _subject(sender: Sender, agent_id: int) -> bytes:
    return AgentRef(sender.chain.chain_id(), sender.chain.deployment.registry, agent_id).key


def _tell(sender: Sender, agent_id: int, sent: Sent, *, as_json: bool) -> None:
    bond = bonds.bond_of(sender.chain, _subject(sender, agent_id), sender.address)
    leaves = bond.release_at if bond.unbonding else None
    facts = {
        "agent_id": agent_id,
        "account": sender.address,
        "active": str(bond.active),
        "unbonding": str(bond.unbonding),
        "locked": str(bond.locked),
        "release_at": leaves,
        "tx": sent.tx.hex(),
        "block": sent.block,
    }
    words = {"active": ether(bond.active), "unbonding": ether(bond.unbonding), "locked": ether(bond.locked)}
    output.tell(facts, as_json=as_json, words=words | ({} if leaves is None else {"release_at": moment(leaves)}))
