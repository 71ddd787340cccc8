"""`ombud feedback`, the reading commands: list, summary, dimensions, imported, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import context, output, reading, wiring
from ledger.cli.output import AsJson
from ledger.cli.reading import PAGE, AsOfBlock, Cursor, Limit, Output, moment
from ledger.queries import dimensions as dimension_queries
from ledger.queries import feedback, feedback_exchange, feedback_summary
from ledger.queries.feedback import FeedbackItem
from ledger.queries.hearing import STATES

app = typer.Typer(
    help="Feedback: what clients say of agents, and what it weighs.", no_args_is_help=True, add_completion=False
)
Agent = Annotated[str, typer.Argument(help="Number or global id of the agent.")]
MaybeAgent = Annotated[str | None, typer.Argument(help="Number or global id of the agent; all agents if not given.")]


@app.command(name="list")
def list_feedback(
    agent: MaybeAgent = None,
    *,
    client: Annotated[str | None, typer.Option(help="Only that of this account, about any agent.")] = None,
    state: Annotated[str | None, typer.Option(help=f"Only what is {', '.join(STATES)}.")] = None,
    limit: Limit = PAGE,
    cursor: Cursor = None,
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """List feedback, oldest first; only what is backed weighs anything."""
    with wiring.opened_sources(context.settings()) as sources:
        if agent is None:
            answer = feedback.all_feedback(sources, client=client, state=state, cursor=cursor, limit=limit, as_of=as_of)
        else:
            answer = feedback.agent_feedback(sources, agent, state=state, cursor=cursor, limit=limit, as_of=as_of)
    if as_json:
        output.as_json(answer)
        return
    rows = [_row(item) for item in answer.data.items if client is None or item.client.lower() == client.lower()]
    output.table(("agent", "client", "number", "value", "tag", "weighs", "given"), rows, empty="no feedback")
    reading.page_end(answer.data)
    reading.footer(answer)


@app.command()
def summary(agent: Agent, *, as_of: AsOfBlock = None, as_json: AsJson = False) -> None:
    """Sum up what is said of an agent, each dimension in its own unit."""
    with wiring.opened_sources(context.settings()) as sources:
        answer = feedback_summary.feedback_summary(sources, agent, as_of=as_of)
    if as_json:
        output.as_json(answer)
        return
    counts = answer.data.counts
    output.pairs(
        {
            "agent": answer.data.agent,
            "given": counts.given,
            "backed": counts.backed,
            "unverified": f"{counts.unverified} (weigh nothing)" if counts.unverified else None,
            "own side": f"{counts.own_side} (weigh nothing)" if counts.own_side else None,
            "revoked": counts.revoked or None,
        }
    )
    rows = [
        (
            found.scale.name,
            f"{found.mean} {found.scale.unit}".rstrip(),
            f"{found.scale.least} to {found.scale.most}",
            found.count,
            found.clients,
            found.named,
            found.owner,
        )
        for found in answer.data.dimensions
    ]
    output.table(
        ("dimension", "mean", "scale", "count", "clients", "named", "under owner"), rows, empty="nothing that weighs"
    )
    reading.footer(answer)


@app.command()
def dimensions(*, limit: Limit = PAGE, cursor: Cursor = None, as_of: AsOfBlock = None, as_json: AsJson = False) -> None:
    """List what feedback can measure."""
    with wiring.opened_sources(context.settings()) as sources:
        answer = dimension_queries.dimensions(sources, cursor=cursor, limit=limit, as_of=as_of)
    if as_json:
        output.as_json(answer)
        return
    rows = [
        (
            item.scale.dimension,
            item.scale.name,
            item.scale.unit,
            f"{item.scale.least} to {item.scale.most}",
            "less" if item.scale.less_is_better else "more",
        )
        for item in answer.data.items
    ]
    output.table(("dimension", "name", "unit", "scale", "better"), rows, empty="no dimensions")
    reading.page_end(answer.data)
    reading.footer(answer)


@app.command()
def imported(agent: MaybeAgent = None, *, limit: Limit = PAGE, as_json: AsJson = False) -> None:
    """List feedback that was brought from other registries; it weighs nothing here."""
    with wiring.opened_sources(context.settings()) as sources:
        found = feedback_exchange.imported(sources, agent, limit=limit)
    if as_json:
        output.as_json(found)
        return
    if agent is None:
        output.table(("agent",), [(name,) for name in found.agents], empty="nothing was imported")
        return
    rows = [(item.client, item.index, item.value, item.tag1, item.state) for item in found.items]
    output.table(("client", "number", "value", "tag", "state"), rows, empty="nothing was imported about this agent")
    if found.total > len(found.items):
        output.line(f"{found.total - len(found.items)} more: raise --limit", style="dim")


@app.command()
def export(agent: MaybeAgent = None, *, file: Output = None, as_of: AsOfBlock = None, as_json: AsJson = False) -> None:
    """Write feedback as lines of JSON, with the names of an ERC-8004 feedback file."""
    with wiring.opened_sources(context.settings()) as sources:
        answer = feedback_exchange.export_lines(sources, agent, as_of=as_of)
    data = b"".join(line + b"\n" for line in answer.data)
    if file is None:
        typer.echo(data.decode("utf-8", "surrogatepass"), nl=False)
        return
    reading.write_whole(file, data)
    if as_json:
        output.as_json({"file": str(file), "lines": len(answer.data), "as_of": answer.as_of})
    else:
        output.note(f"wrote {file}: {len(answer.data)} lines, as of block {answer.as_of.number}")


@app.command(name="import")
def import_feedback(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Lines of JSON, as `export` writes them.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Keep feedback of other registries, which weighs nothing here, and hold that of this chain against it."""
    with wiring.opened_sources(context.settings()) as sources, file.open("rb") as lines:
        brought = feedback_exchange.import_lines(sources, lines)
    if as_json:
        output.as_json(brought)
        return
    output.pairs(
        {
            "lines": brought.lines,
            "kept": f"{brought.kept} of other registries, {brought.new} new, of {brought.clients} clients: unverified",
            "of this chain": ", ".join(f"{count} {state}" for state, count in brought.here.items() if count) or None,
            "refused": brought.refused or None,
        }
    )
    for why in brought.why:
        output.line(why, style="yellow")


def _row(item: FeedbackItem) -> tuple[object, ...]:
    why = item.own_side or item.state
    value = item.value if item.link is None else f"{item.link.value} {item.link.unit}".rstrip()
    weighs = "yes" if item.weighs else f"no ({why.replace('_', ' ')})"
    return (item.agent_id, item.client, item.index, value, item.tag1, weighs, moment(item.given.time))
