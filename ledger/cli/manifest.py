"""`ombud manifest`: which tools an agent may use, as its owner declares it, and which did so when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledger.chain import manifests as chain_manifests
from ledger.cli import context, exhibits, given, output, wiring
from ledger.cli.acting import Signer
from ledger.cli.output import AsJson
from ledger.cli.reading import Turn, moment, reads
from ledger.cli.sharing import shared
from ledger.domain.authority import MOST_TOOLS, tool_id
from ledger.domain.hashing import sha256
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries import manifests
from ledger.queries.answers import Answer
from ledger.queries.manifests import Manifests
from ledger.queries.sources import Sources

app = typer.Typer(help="Manifests: publish, show, in-force.", no_args_is_help=True, add_completion=False)
AgentId = Annotated[int, typer.Argument(min=0, help="Number of the agent.")]


@app.command()
@shared
def publish(
    agent_id: AgentId,
    document: Annotated[Path, typer.Argument(help="The file agent-permissions.json; the chain keeps its SHA-256.")],
    *,
    tool: Annotated[list[str], typer.Option("--tool", help="A tool that it lists, once a tool; none for none.")] = [],  # noqa: B006 Typer copies it
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Put a manifest into force, as the agent's owner: a tool that it does not list is a fault from then on."""
    if len(set(tool)) > MOST_TOOLS:
        raise InvalidInputError(
            f"{len(set(tool))} tools are too many", hint=f"list at most {MOST_TOOLS}", code="bad_tools"
        )
    hash_ = sha256(exhibits.read_file(document))
    with signer.opened() as sender:
        index = chain_manifests.declare(sender, agent_id, hash_, [tool_id(name) for name in tool])
    facts = {"agent_id": agent_id, "index": index, "document": hash_.hex(), "tools": sorted(set(tool))}
    output.tell(
        facts,
        as_json=as_json,
        words={"tools": ", ".join(sorted(set(tool))) or "none"},
        hint="keep the list: whoever proves a breach, and whoever doubts a proof, must show all of it",
    )


def _show_manifests(answer: Answer[Manifests]) -> None:
    rows = [
        (item.index, "in force" if item.in_force else "replaced", moment(item.declared.time), item.document, item.tools)
        for item in answer.data.manifests
    ]
    output.table(("manifest", "state", "since", "document (SHA-256)", "hash of its tools"), rows, empty="no manifests")


@app.command()
@reads(_show_manifests)
def show(
    sources: Sources, agent: Annotated[str, typer.Argument(help="Number or global id of the agent.")], *, turn: Turn
) -> Answer[Manifests]:
    """Show the manifests of an agent, oldest first."""
    return manifests.manifests(sources, agent, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


@app.command()
def in_force(
    agent_id: AgentId,
    *,
    at: Annotated[
        str | None, typer.Option("--at", help="At this moment, such as 2027-01-31T12:00:00Z; now if not given.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the manifest that was in force at a moment, as the chain has it."""
    with wiring.opened_chain(context.settings()) as chain:
        when = chain.head().timestamp if at is None else given.moment(at, "--at")
        index = chain_manifests.in_force_at(chain, agent_id, when)
        if index is None:
            raise NotFoundError(
                f"agent {agent_id} had no manifest at {moment(when)}",
                hint="`ombud manifest show AGENT` lists all; without one, every tool is allowed",
                code="no_manifest",
            )
        found = chain_manifests.manifest(chain, agent_id, index)
    facts = {
        "agent_id": agent_id,
        "index": index,
        "document": found.document.hex(),
        "tools": found.tools.hex(),
        "since": found.since,
        "until": found.until or None,
    }
    words = {"since": moment(found.since), "until": moment(found.until) if found.until else None}
    output.tell(facts, as_json=as_json, words=words)
