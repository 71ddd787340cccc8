"""`ombud feedback`, the reading commands: list, summary, dimensions, imported, export."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import context, output, reading, wiring
from ledger.cli.output import AsJson
from ledger.cli.reading import PAGE, AsOfBlock, Limit, Output, Turn, moment, reads
from ledger.queries import dimensions as dimension_queries
from ledger.queries import feedback, feedback_exchange, feedback_summary
from ledger.queries.answers import Answer, Page
from ledger.queries.dimensions import DimensionView
from ledger.queries.feedback import FeedbackItem
from ledger.queries.feedback_summary import FeedbackSummary
from ledger.queries.hearing import STATES
from ledger.queries.sources import Sources

app = typer.Typer(
    help="Feedback: what clients say of agents, and what it weighs.", no_args_is_help=True, add_completion=False
)
Agent = Annotated[str, typer.Argument(help="Number or global id of the agent.")]
MaybeAgent = Annotated[str | None, typer.Argument(help="Number or global id of the agent; all agents if not given.")]


def _show_feedback(answer: Answer[Page[FeedbackItem]]) -> None:
    rows = [_row(item) for item in answer.data.items]
    output.table(("agent", "client", "number", "value", "tag", "weighs", "given"), rows, empty="no feedback")


@app.command(name="list")
@reads(_show_feedback)
def list_feedback(
    sources: Sources,
    agent: MaybeAgent = None,
    *,
    client: Annotated[str | None, typer.Option(help="Only that of this account.")] = None,
    state: Annotated[str | None, typer.Option(help=f"Only what is {', '.join(STATES)}.")] = None,
    turn: Turn,
) -> Answer[Page[FeedbackItem]]:
    """List feedback, oldest first; only what is backed weighs anything."""
    if agent is None:
        return feedback.all_feedback(
            sources, client=client, state=state, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of
        )
    answer = feedback.agent_feedback(
        sources, agent, state=state, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of
    )
    if client is None:
        return answer
    own = [item for item in answer.data.items if item.client.lower() == client.lower()]
    return replace(answer, data=replace(answer.data, items=own))


def _show_summary(answer: Answer[FeedbackSummary]) -> None:
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


@app.command()
@reads(_show_summary)
def summary(sources: Sources, agent: Agent, *, as_of: AsOfBlock = None) -> Answer[FeedbackSummary]:
    """Sum up what is said of an agent, each dimension in its own unit."""
    return feedback_summary.feedback_summary(sources, agent, as_of=as_of)


def _show_dimensions(answer: Answer[Page[DimensionView]]) -> None:
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


@app.command()
@reads(_show_dimensions)
def dimensions(sources: Sources, *, turn: Turn) -> Answer[Page[DimensionView]]:
    """List what feedback can measure."""
    return dimension_queries.dimensions(sources, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


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
