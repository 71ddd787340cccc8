"""`ombud lifecycle`: agents suspended by the authority, retired by their owners, banned by rulings."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.chain import court, lifecycle
from ledger.chain.sender import Sent
from ledger.cli import context, exhibits, output, reading, wiring
from ledger.cli.acting import Signer
from ledger.cli.given import account
from ledger.cli.output import AsJson
from ledger.cli.reading import AsOfBlock, Turn, moment, reads
from ledger.cli.sharing import shared
from ledger.cli.votes import Number
from ledger.domain.hashing import keccak
from ledger.queries import agents, authorities
from ledger.queries.answers import Answer, Page
from ledger.queries.authorities import AuthorityStep
from ledger.queries.sources import Sources

app = typer.Typer(
    help="Lifecycle of agents: show, suspend, prolong, release, lift, retire, close, ban, authorities, queue, accept.",
    no_args_is_help=True,
    add_completion=False,
)
AgentId = Annotated[int, typer.Argument(min=0, help="Number of the agent.")]


@app.command()
def show(
    agent: Annotated[str, typer.Argument(help="Number or global id of the agent.")],
    *,
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """Show how an agent stands, until when, and every step that led there."""
    with wiring.opened_sources(context.settings()) as sources:
        answer = agents.agent(sources, agent, as_of=as_of)
    life = answer.data.life
    if as_json:
        output.as_json({"agent": answer.data.agent, "life": life, "as_of": answer.as_of, "finality": answer.finality})
        return
    until = None if life.until is None else moment(life.until)
    output.pairs({"agent": answer.data.agent, "state": life.state, "until": until})
    rows = [
        (step.step, moment(step.seen.time), step.by, "" if step.until is None else moment(step.until), step.dispute_id)
        for step in life.steps
    ]
    output.table(("step", "at", "by", "until", "dispute"), rows, empty="it was never suspended, retired or banned")
    reading.footer(answer)


def _show_authorities(answer: Answer[Page[AuthorityStep]]) -> None:
    rows = [
        (
            item.step,
            item.authority,
            item.before,
            None if item.ready_at is None else moment(item.ready_at),
            moment(item.seen.time),
        )
        for item in answer.data.items
    ]
    output.table(("step", "authority", "before", "not before", "at"), rows, empty="the first authority still stands")


@app.command(name="authorities")
@reads(_show_authorities)
def list_authorities(sources: Sources, *, turn: Turn) -> Answer[Page[AuthorityStep]]:
    """List who was to be the authority that suspends agents, and who became it."""
    return authorities.authorities(sources, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


@app.command()
@shared
def suspend(
    agent_id: AgentId,
    *,
    cause: Annotated[str, typer.Option(help="Why, in your own words; its hash is used, once a cause.")],
    evidence: Annotated[list[str], typer.Option("--evidence", help="Path of a file, or SHA-256 of one in the store.")],
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Suspend an agent for seven days, as the authority; a dispute of yours can prolong it."""
    with signer.opened() as sender:
        exhibit = exhibits.gather(context.settings(), evidence, cause, sender.address)
        until = lifecycle.suspend(sender, agent_id, keccak(cause.encode()), exhibit.hash)
    facts = {
        "agent_id": agent_id,
        "cause": keccak(cause.encode()).hex(),
        "evidence": exhibit.hash.hex(),
        "until": until,
    }
    hint = "next: open a dispute about it and `ombud lifecycle prolong`, or the suspension ends by itself"
    output.tell(facts, as_json=as_json, words={"until": moment(until)}, hint=hint)


@app.command()
@shared
def prolong(agent_id: AgentId, number: Number, *, signer: Signer, as_json: AsJson = False) -> None:
    """Prolong a suspension by a dispute that the authority has opened since; anyone may."""
    with signer.opened() as sender:
        sent = lifecycle.prolong(sender, agent_id, court.find(sender.chain, number).case)
    latest = sent.event("SuspensionProlonged").args["latest"]
    facts = {"agent_id": agent_id, "dispute": number, "latest": latest, "tx": sent.tx.hex(), "block": sent.block}
    hint = f"next: once the dispute is over, `ombud lifecycle release {agent_id} {number}` ends it"
    output.tell(facts, as_json=as_json, words={"latest": moment(latest)}, hint=hint)


@app.command()
@shared
def release(agent_id: AgentId, number: Number, *, signer: Signer, as_json: AsJson = False) -> None:
    """End a prolonged suspension whose dispute is over; anyone may."""
    with signer.opened() as sender:
        sent = lifecycle.release(sender, agent_id, court.find(sender.chain, number).case)
    _ended(agent_id, sent, as_json=as_json)


@app.command()
@shared
def lift(agent_id: AgentId, *, signer: Signer, as_json: AsJson = False) -> None:
    """End a suspension early, as the authority."""
    with signer.opened() as sender:
        sent = lifecycle.lift(sender, agent_id)
    _ended(agent_id, sent, as_json=as_json)


@app.command()
@shared
def retire(agent_id: AgentId, *, signer: Signer, as_json: AsJson = False) -> None:
    """Retire your agent for good. Its bond stays liable for what it did."""
    with signer.opened() as sender:
        sent = lifecycle.retire(sender, agent_id)
    output.tell({"agent_id": agent_id, "tx": sent.tx.hex(), "block": sent.block}, as_json=as_json)


@app.command()
@shared
def close(agent_id: AgentId, *, signer: Signer, as_json: AsJson = False) -> None:
    """Close the running epoch of an agent whose whole bond is leaving; anyone may.

    Its owner still answers for what was done; no more may be done under keys for which nothing stands.
    """
    with signer.opened() as sender:
        epoch = lifecycle.close_unbonded(sender, agent_id)
    hint = "its keys say nothing new from now on; the bond answers for what they said, as long as it is leaving"
    output.tell({"agent_id": agent_id, "epoch": epoch}, as_json=as_json, hint=hint)


@app.command()
@shared
def ban(number: Number, *, signer: Signer, as_json: AsJson = False) -> None:
    """Ban the agent of an executed ruling on the merits that it deceived; anyone may."""
    with signer.opened() as sender:
        sent = lifecycle.ban(sender, court.find(sender.chain, number).case)
    facts = {"agent_id": sent.event("AgentBanned").args["agentId"], "dispute": number, "tx": sent.tx.hex()}
    output.tell(facts | {"block": sent.block}, as_json=as_json)


@app.command()
@shared
def queue(
    successor: Annotated[str, typer.Argument(help="Address of the account that is to suspend agents.")],
    *,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Queue another authority, by the present one; everybody can see it before it takes its place."""
    with signer.opened() as sender:
        ready = lifecycle.queue_authority(sender, account(successor, "the successor"))
    output.tell(
        {"authority": sender.address, "queued": successor, "ready_at": ready},
        as_json=as_json,
        words={"ready_at": moment(ready)},
        hint="then the queued account runs `ombud lifecycle accept`",
    )


@app.command()
@shared
def accept(*, signer: Signer, as_json: AsJson = False) -> None:
    """Take the place of the authority, by the account that was queued, once the delay is over."""
    with signer.opened() as sender:
        sent = lifecycle.accept_authority(sender)
    args = sent.event("AuthorityChanged").args
    facts = {"authority": args["authority"], "before": args["before"], "tx": sent.tx.hex(), "block": sent.block}
    output.tell(facts, as_json=as_json)


def _ended(agent_id: int, sent: Sent, *, as_json: bool) -> None:
    ended = sent.event("SuspensionLifted").args["endedAt"]
    facts = {"agent_id": agent_id, "ended_at": ended, "tx": sent.tx.hex(), "block": sent.block}
    output.tell(facts, as_json=as_json, words={"ended_at": moment(ended)})
