"""`ombud bounty`: money locked for a task, released on acceptance, returned on an upheld dispute."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.chain import bounties, court
from ledger.chain.bounties import Stage
from ledger.chain.sender import Sent
from ledger.cli import context, given, output, wiring
from ledger.cli.acting import Signer, provide
from ledger.cli.output import AsJson
from ledger.cli.reading import AsOfBlock, moment
from ledger.cli.sharing import shared
from ledger.cli.votes import Number
from ledger.domain.bounty import MOST_ASSETS_BPS
from ledger.domain.dispute import NOBODY
from ledger.domain.ids import parse_hex32
from ledger.errors import NotFoundError
from ledger.queries.wording import ether

app = typer.Typer(
    help="Bounties: lock, deliver, accept, contest, settle, reclaim, register-asset, show.",
    no_args_is_help=True,
    add_completion=False,
)
BountyId = Annotated[int, typer.Argument(min=0, help="Number of the bounty.")]
AgentId = Annotated[int, typer.Argument(min=0, help="Number of the agent.")]
_CLAIM = "next: `ombud credit claim` pays out what was credited"


@app.command()
def show(bounty_id: BountyId, *, as_of: AsOfBlock = None, as_json: AsJson = False) -> None:
    """Show a bounty, as the chain has it."""
    with wiring.opened_chain(context.settings()) as chain:
        found = bounties.find(chain, bounty_id, block=as_of)
    if found.stage is Stage.NONE:
        raise NotFoundError(
            f"there is no bounty {bounty_id}", hint="`ombud bounty lock` tells its number", code="no_such_bounty"
        )
    facts = {
        "bounty": bounty_id,
        "stage": found.stage.name.lower(),
        "client": found.client,
        "agent_id": found.agent_id,
        "amount": str(found.amount),
        "task": found.task.hex(),
        "due": found.due,
        "delivery": found.delivery.hex() if found.delivered_at else None,
        "payee": None if found.payee == NOBODY else found.payee,
        "delivered_at": found.delivered_at or None,
        "dispute": found.dispute_id if found.stage is Stage.CONTESTED else None,
    }
    delivered = moment(found.delivered_at) if found.delivered_at else None
    words = {"amount": ether(found.amount), "due": moment(found.due), "delivered_at": delivered}
    output.tell(facts, as_json=as_json, words=words)


@app.command()
@shared
def lock(
    agent_id: AgentId,
    *,
    amount: Annotated[str, typer.Option(help="How much, in ether.")],
    task: Annotated[str, typer.Option(help="SHA-256 of what is to be done, 64 hex digits.")],
    until: Annotated[str, typer.Option(help="Until when it is to be delivered, such as 2027-01-31.")],
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Lock money for a task of an agent."""
    wei, name, by = given.wei(amount, "--amount"), parse_hex32(task, what="--task"), given.moment(until, "--until")
    with signer.opened() as sender:
        provide(sender, wei)
        number = bounties.lock(sender, agent_id, name, by, wei)
    facts = {"bounty": number, "agent_id": agent_id, "client": sender.address, "amount": str(wei), "deliver_by": by}
    hint = f"next: its side delivers; nothing delivered, `ombud bounty reclaim {number}` returns the money"
    output.tell(facts, as_json=as_json, words={"amount": ether(wei), "deliver_by": moment(by)}, hint=hint)


@app.command()
@shared
def deliver(
    bounty_id: BountyId,
    delivery: Annotated[str, typer.Argument(help="SHA-256 of what is delivered, 64 hex digits.")],
    *,
    asset: Annotated[list[str], typer.Option("--asset", help="A registered asset that it reuses, once an asset.")] = [],  # noqa: B006 Typer copies it
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Deliver, as the agent's side; the client has seven days to accept or to dispute."""
    name, reused = parse_hex32(delivery, what="delivery"), [parse_hex32(one, what="--asset") for one in asset]
    with signer.opened() as sender:
        sent = bounties.deliver(sender, bounty_id, name, reused)
    by = sent.event("BountyDelivered").args["reviewBy"]
    facts = {"bounty": bounty_id, "review_by": by, "tx": sent.tx.hex(), "block": sent.block}
    hint = f"next: the client accepts; after that time anyone may, with `ombud bounty accept {bounty_id}`"
    output.tell(facts, as_json=as_json, words={"review_by": moment(by)}, hint=hint)


@app.command()
@shared
def accept(bounty_id: BountyId, *, signer: Signer, as_json: AsJson = False) -> None:
    """Release a delivered bounty: its client at any time, anyone once the review is over."""
    with signer.opened() as sender:
        sent = bounties.accept(sender, bounty_id)
    _settled(bounty_id, sent, as_json=as_json)


@app.command()
@shared
def contest(bounty_id: BountyId, number: Number, *, signer: Signer, as_json: AsJson = False) -> None:
    """Hold a delivered bounty by a dispute of its client about the agent; anyone may."""
    with signer.opened() as sender:
        sent = bounties.contest(sender, bounty_id, court.find(sender.chain, number).case)
    facts = {"bounty": bounty_id, "dispute": number, "tx": sent.tx.hex(), "block": sent.block}
    output.tell(facts, as_json=as_json, hint=f"next: once it is over, `ombud bounty settle {bounty_id} {number}`")


@app.command()
@shared
def settle(bounty_id: BountyId, number: Number, *, signer: Signer, as_json: AsJson = False) -> None:
    """End a contested bounty as its dispute did: upheld, the client has it back; anyone may."""
    with signer.opened() as sender:
        sent = bounties.settle(sender, bounty_id, court.find(sender.chain, number).case)
    _settled(bounty_id, sent, as_json=as_json)


@app.command()
@shared
def reclaim(bounty_id: BountyId, *, signer: Signer, as_json: AsJson = False) -> None:
    """Return a bounty that was not delivered in time; anyone may."""
    with signer.opened() as sender:
        sent = bounties.reclaim(sender, bounty_id)
    _settled(bounty_id, sent, as_json=as_json)


@app.command()
@shared
def register_asset(
    agent_id: AgentId,
    asset: Annotated[str, typer.Argument(help="SHA-256 of the asset, 64 hex digits.")],
    *,
    bps: Annotated[int, typer.Option(min=0, max=MOST_ASSETS_BPS, help="Its share of a bounty, in basis points.")],
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Register what others may reuse for a share of their bounty, as the agent's owner."""
    name = parse_hex32(asset, what="asset")
    with signer.opened() as sender:
        sent = bounties.register_asset(sender, agent_id, name, bps)
    facts = {"asset": name.hex(), "agent_id": agent_id, "bps": bps, "tx": sent.tx.hex(), "block": sent.block}
    output.tell(facts, as_json=as_json)


def _settled(bounty_id: int, sent: Sent, *, as_json: bool) -> None:
    ends = {event.name: event.args for event in sent.events}
    facts: dict[str, object] = {"bounty": bounty_id, "tx": sent.tx.hex(), "block": sent.block}
    if "BountyReleased" in ends:
        told = ends["BountyReleased"]
        paid = {"to_agent": told["toAgent"], "to_assets": told["toAssets"]}
    else:
        paid = {"returned": sent.event("BountyReturned").args["amount"]}
    amounts = {name: str(wei) for name, wei in paid.items()}
    words = {name: ether(wei) for name, wei in paid.items()}
    output.tell(facts | amounts, as_json=as_json, words=words, hint=_CLAIM)
