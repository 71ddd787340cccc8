"""`ombud claim`: what agents claim to be capable of, and how a ruling refutes it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from ledger.chain import court, lifecycle
from ledger.cli import exhibits, output
from ledger.cli.acting import Signer
from ledger.cli.output import AsJson
from ledger.cli.reading import Turn, moment, reads
from ledger.cli.sharing import shared
from ledger.cli.votes import Number
from ledger.domain.hashing import keccak, sha256
from ledger.queries import capabilities
from ledger.queries.answers import Answer, Page
from ledger.queries.capabilities import ClaimView
from ledger.queries.sources import Sources

app = typer.Typer(
    help="Claims of capabilities: make, withdraw, contest, refute, show, search.",
    no_args_is_help=True,
    add_completion=False,
)
AgentId = Annotated[int, typer.Argument(min=0, help="Number of the agent.")]
Capability = Annotated[str, typer.Argument(help="Name of the capability, such as translate; the chain keeps its hash.")]


@app.command()
@shared
def make(
    agent_id: AgentId,
    capability: Capability,
    document: Annotated[
        Path, typer.Argument(help="File that says what exactly is claimed; the chain keeps its SHA-256.")
    ],
    *,
    uri: Annotated[str, typer.Option(help="Where the document can be had.")] = "",
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Claim a capability for your agent: the next version, which replaces the one before."""
    name, hash_ = keccak(capability.encode()), sha256(exhibits.read_file(document))
    with signer.opened() as sender:
        version = lifecycle.claim(sender, agent_id, name, hash_, uri)
    facts = {"agent_id": agent_id, "capability": name.hex(), "version": version, "document": hash_.hex(), "uri": uri}
    output.tell(facts, as_json=as_json)


@app.command()
@shared
def withdraw(agent_id: AgentId, capability: Capability, *, signer: Signer, as_json: AsJson = False) -> None:
    """Withdraw the newest version of a claim, as the agent's owner; it stays on record."""
    name = keccak(capability.encode())
    with signer.opened() as sender:
        sent = lifecycle.withdraw_claim(sender, agent_id, name)
    facts = {"agent_id": agent_id, "capability": name.hex(), "tx": sent.tx.hex(), "block": sent.block}
    output.tell(facts, as_json=as_json)


@app.command()
@shared
def contest(
    number: Number,
    capability: Capability,
    version: Annotated[int, typer.Argument(min=1, help="Version of the claim that the dispute is about.")],
    *,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Say that your open dispute is about a version of a claim: upheld, it refutes that version."""
    name = keccak(capability.encode())
    with signer.opened() as sender:
        sent = lifecycle.contest_claim(sender, name, version, court.find(sender.chain, number).case)
    facts = {"dispute": number, "capability": name.hex(), "version": version, "tx": sent.tx.hex(), "block": sent.block}
    output.tell(facts, as_json=as_json, hint=f"next: once it is upheld, `ombud claim refute {number}`")


@app.command()
@shared
def refute(number: Number, *, signer: Signer, as_json: AsJson = False) -> None:
    """Refute the version that an upheld dispute is about; anyone may. Search no longer finds it."""
    with signer.opened() as sender:
        sent = lifecycle.refute_claim(sender, court.find(sender.chain, number).case)
    told = sent.event("CapabilityRefuted").args
    facts = {
        "dispute": number,
        "agent_id": told["agentId"],
        "capability": told["capability"].hex(),
        "version": told["version"],
        "tx": sent.tx.hex(),
        "block": sent.block,
    }
    output.tell(facts, as_json=as_json)


def _show_claims(answer: Answer[Page[ClaimView]]) -> None:
    _table(answer.data.items, empty="it claims nothing")


@app.command()
@reads(_show_claims)
def show(
    sources: Sources, agent: Annotated[str, typer.Argument(help="Number or global id of the agent.")], *, turn: Turn
) -> Answer[Page[ClaimView]]:
    """Show every version of what an agent claims, oldest first, and what rulings refuted."""
    return capabilities.agent_claims(sources, agent, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


def _show_claimants(answer: Answer[Page[ClaimView]]) -> None:
    _table(answer.data.items, empty="nobody claims it now")


@app.command()
@reads(_show_claimants)
def search(sources: Sources, capability: Capability, *, turn: Turn) -> Answer[Page[ClaimView]]:
    """List who claims a capability now; what was withdrawn or refuted is not among them."""
    name = keccak(capability.encode()).hex()
    return capabilities.capable(sources, name, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


def _table(items: Iterable[ClaimView], *, empty: str) -> None:
    rows = [
        (
            item.agent_id,
            item.capability[:16],
            item.version,
            "in force" if item.in_force else item.standpoint,
            item.refuted_by,
            moment(item.made.time),
            item.uri,
        )
        for item in items
    ]
    columns = ("agent", "capability (hash)", "version", "state", "refuted by dispute", "made", "uri")
    output.table(columns, rows, empty=empty)
