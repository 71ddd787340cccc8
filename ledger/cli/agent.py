"""`ombud agent`: register an agent of this machine, and look at any agent."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import typer

from ledger.cli import context, enrol, given, keyfile, output, permitted, reading, renewal, wiring
from ledger.cli.output import AsJson
from ledger.cli.reading import AsOfBlock, Turn, reads
from ledger.domain.permission import STATES
from ledger.domain.signing import SessionKey
from ledger.queries import agents, owners, permissions
from ledger.queries.agents import AgentSummary, AgentView
from ledger.queries.answers import Answer, Page
from ledger.queries.owners import OwnedAgent
from ledger.queries.permission_views import ActionPermission
from ledger.queries.sources import Sources
from ledger.queries.wording import ether
from ledger.sdk import Ledger

app = typer.Typer(help="Agents: register, list, show, owned, permissions.", no_args_is_help=True, add_completion=False)
_FLUSH_S: Final = 30.0


@app.command()
def register(
    name: Annotated[str, typer.Argument(help="What the agent is called on this machine.")] = "default",
    *,
    uri: Annotated[str, typer.Option(help="Where its registration file is.")] = "",
    bond: Annotated[str, typer.Option(help="Bond to deposit, in ether.")] = "0",
    owner_key: Annotated[
        Path | None, typer.Option(help="Key file of the owner's account; on a local chain one is made and funded.")
    ] = None,
    password: Annotated[
        str, typer.Option(envvar="OMBUD_KEY_PASSWORD", help="What encrypts its keys.", show_default=False)
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Register an agent, open an epoch for its session key, and send what its spool holds already.

    Doing it again changes nothing; what a crash left undone is done.
    """
    settings = context.settings()
    owner = SessionKey(keyfile.read_secret(owner_key)) if owner_key else None
    with wiring.opened_chain(settings) as chain:
        enrolled = enrol.enrol(
            settings, chain, name, uri=uri, bond_wei=given.wei(bond, "--bond"), password=password, owner=owner
        )
    spool = settings.spool_folder(name)
    with Ledger(spool, key=enrolled.key, log_url=settings.log_url, name=name, fsync=settings.fsync) as ledger:
        ledger.bind(enrolled.ref, enrolled.epoch, enrolled.stream, opening_head=enrolled.opening_head)
        written = ledger.state().written
        if written:
            ledger.flush(_FLUSH_S)
    facts = {
        "agent": str(enrolled.ref),
        "owner": enrolled.owner,
        "session_key": enrolled.key.address,
        "epoch": enrolled.epoch,
        "stream": enrolled.stream,
        "log": enrolled.log.hex(),
        "key_file": str(enrolled.key_file),
        "spool": str(spool),
        "records_sent": written,
    }
    if as_json:
        output.as_json(facts)
    else:
        output.pairs(facts)
        named = "" if name == "default" else f'name="{name}"'
        output.line(f"in the agent, as before: ledger.init({named})")


@app.command()
def renew(
    name: Annotated[str, typer.Argument(help="What the agent is called on this machine.")] = "default",
    *,
    lost: Annotated[
        bool, typer.Option("--lost", help="The spool or the key is lost, and with it what was not acknowledged.")
    ] = False,
    owner_key: Annotated[Path | None, typer.Option(help="Key file of the owner's account.")] = None,
    password: Annotated[
        str, typer.Option(envvar="OMBUD_KEY_PASSWORD", help="What encrypts its keys.", show_default=False)
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Close the agent's epoch where its log ends, and open the next with a new session key.

    Stop the agent first. Do it when its key or its spool was lost, or restored from a backup, or now and then.
    """
    settings = context.settings()
    owner = SessionKey(keyfile.read_secret(owner_key)) if owner_key else None
    with wiring.opened_chain(settings) as chain:
        renewed = renewal.renew(settings, chain, name, password=password, owner=owner, lost=lost)
    output.tell(asdict(renewed), as_json=as_json, hint="next: start the agent again; ledger.init() finds its new epoch")


def _show_agents(answer: Answer[Page[AgentSummary]]) -> None:
    rows = [
        (item.agent_id, "none" if item.epoch is None else item.epoch, item.owner, item.uri, item.agent)
        for item in answer.data.items
    ]
    output.table(
        ("agent", "open epoch", "owner", "uri", "global id"),
        rows,
        empty="no agents yet: `ombud agent register NAME` registers one",
    )


@app.command(name="list")
@reads(_show_agents)
def list_agents(sources: Sources, *, turn: Turn) -> Answer[Page[AgentSummary]]:
    """List the agents, in the order of their registration."""
    return agents.agents(sources, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


def _show_agent(answer: Answer[AgentView]) -> None:
    found = answer.data
    output.pairs(
        {
            "agent": found.agent,
            "owner": found.owner,
            "uri": found.uri,
            "registered": reading.moment(found.registered.time),
            "records": found.records,
            "verdicts": found.verdicts,
            "disputes": f"{found.disputes.opened}, of which {found.disputes.running} run",
        }
    )
    for epoch in found.epochs:
        end = "open" if epoch.closed is None else f"closed {reading.moment(epoch.closed.time)} by {epoch.ended_by}"
        output.line(f"epoch {epoch.epoch}: {end}, {len(epoch.keys)} keys, {len(epoch.streams)} streams")
    for held in found.bonds:
        output.line(f"bond of {held.beneficiary}: {ether(held.active)}, {held.unbonding} wei leaving")
    for score in found.scores:
        points = f"{score.score_ppm / 10_000:.2f}% from {score.count} changes"
        output.line(f"standing in {score.dimension_name}: {points}, context {score.context[:12]}")


@app.command()
@reads(_show_agent)
def show(
    sources: Sources,
    agent: Annotated[str, typer.Argument(help="Number or global id of the agent.")],
    *,
    as_of: AsOfBlock = None,
) -> Answer[AgentView]:
    """Show one agent: owners, epochs and keys, bonds, standing."""
    return agents.agent(sources, agent, as_of=as_of)


def _show_owned(answer: Answer[Page[OwnedAgent]]) -> None:
    rows = [
        (
            item.agent_id,
            item.owner_epoch,
            reading.moment(item.since.time),
            "owns it" if item.until is None else reading.moment(item.until.time),
            item.life,
            item.faults,
            "none" if item.bond is None else ether(item.bond.active),
            item.agent,
        )
        for item in answer.data.items
    ]
    head = ("agent", "owner epoch", "since", "until", "stands", "faults", "bond", "global id")
    output.table(head, rows, empty="this account never owned an agent")


@app.command()
@reads(_show_owned)
def owned(
    sources: Sources, account: Annotated[str, typer.Argument(help="Address of the owner.")], *, turn: Turn
) -> Answer[Page[OwnedAgent]]:
    """List the agents that an account owns or owned, by owner epoch."""
    return owners.owned_agents(sources, account, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


def _show_permissions(answer: Answer[Page[ActionPermission]]) -> None:
    permitted.table(answer.data.items)


@app.command(name="permissions")
@reads(_show_permissions)
def list_permissions(
    sources: Sources,
    agent: Annotated[str, typer.Argument(help="Number or global id of the agent.")],
    *,
    state: Annotated[str | None, typer.Option(help=f"Only those {', '.join(STATES)}.")] = None,
    conflicting: Annotated[bool, typer.Option("--conflicting", help="Only those under several principals.")] = False,
    tools: permitted.Tools = [],  # noqa: B006 Typer copies it
    turn: Turn,
) -> Answer[Page[ActionPermission]]:
    """List what permitted each action of an agent when the chain first saw it."""
    return permissions.agent_permissions(
        sources,
        agent,
        state=state,
        conflicting=conflicting,
        cursor=turn.cursor,
        limit=turn.limit,
        as_of=turn.as_of,
        tools=tools,
    )
