"""`ombud record`: an agent's records, each with its proof."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from ledger.cli import context, exhibits, output, permitted, reading, wiring
from ledger.cli.output import AsJson
from ledger.cli.reading import AsOfBlock, Output, Turn, reads
from ledger.queries import bundles, permissions, records, statements, traces
from ledger.queries import verification as verifications
from ledger.queries.answers import Answer, Page
from ledger.queries.permissions import RecordPermission, ShownRecord
from ledger.queries.record_effects import STATES
from ledger.queries.records import RecordView
from ledger.queries.sources import Sources
from ledger.queries.traces import TraceView
from ledger.queries.verification import Verification

app = typer.Typer(
    help="Records: list, show, permission, bundle, scitt, trace, prov, check, disclose, erase, hold, release.",
    no_args_is_help=True,
    add_completion=False,
)
NO_RECORDS: Final = "no records yet: one appears when its segment is anchored; `ombud tail` shows a spool before that"
_PLACE: Final = ("agent", "epoch", "stream", "seq")
RecordName = Annotated[str, typer.Argument(help="Id of the record, 64 hex digits.")]


def _show_records(answer: Answer[Page[RecordView]]) -> None:
    show_records(answer.data.items)


@app.command(name="list")
@reads(_show_records)
def list_records(
    sources: Sources,
    agent: Annotated[str, typer.Argument(help="Number or global id of the agent.")],
    *,
    turn: Turn,
    proofs: Annotated[bool, typer.Option("--proofs", help="With each record's proof (JSON only).")] = False,
    after: Annotated[int | None, typer.Option(min=0, help="Only what the chain first saw after this block.")] = None,
    effect: Annotated[str | None, typer.Option(help=f"Only those whose effect is {', '.join(STATES)}.")] = None,
    as_json: AsJson = False,
) -> Answer[Page[RecordView]]:
    """List the records of an agent, oldest first."""
    return records.agent_records(
        sources,
        agent,
        cursor=turn.cursor,
        limit=turn.limit,
        as_of=turn.as_of,
        proofs=proofs and as_json,
        after=after,
        effect=effect,
    )


def _show_record(answer: Answer[ShownRecord]) -> None:
    found = answer.data.record
    seen, content = found.witnessed, found.content or {}
    output.pairs(
        {
            "record": found.record_id,
            "agent": found.agent,
            "place": f"epoch {found.epoch}, stream {found.stream}, number {found.seq}",
            "home": found.home,
            "witnessed": f"block {seen.block}, {reading.moment(seen.time)}, tx {seen.tx}",
            "effect": _effect(found),
            "context": _context(found),
            **{name: value for name, value in content.items() if name not in _PLACE},
        }
    )
    if found.proof is not None and found.proof.log is not None:
        output.line(f"proof: `ombud record bundle {found.record_id} -o bundle.json` and `ombud verify bundle.json`")
    permitted.tell(answer.data.permission)


def _context(found: RecordView) -> str:
    seen = found.context
    if seen is None:
        return "not public"
    return seen.state.replace("_", " ") + ("" if seen.reason is None else f": {seen.reason.replace('_', ' ')}")


def _effect(found: RecordView) -> str:
    by = found.countersigned
    return found.effect if by is None else f"{found.effect} by agent {by.agent.rpartition('/')[2]}: {by.record_id}"


@app.command()
@reads(_show_record)
def show(sources: Sources, record_id: RecordName, *, as_of: AsOfBlock = None) -> Answer[ShownRecord]:
    """Show one record with its proof, and what permitted it when the chain first saw it."""
    return permissions.shown_record(sources, record_id, as_of=as_of)


def _show_permission(answer: Answer[RecordPermission]) -> None:
    permitted.tell(answer.data.actions)


@app.command()
@reads(_show_permission)
def permission(
    sources: Sources,
    record_id: RecordName,
    *,
    tools: permitted.Tools = [],  # noqa: B006 Typer copies it
    as_of: AsOfBlock = None,
) -> Answer[RecordPermission]:
    """Show what permitted a record when the chain first saw it: policy, manifest, mandate, principals."""
    return permissions.record_permission(sources, record_id, as_of=as_of, tools=tools)


@app.command()
def bundle(record_id: RecordName, *, file: Output = None, as_of: AsOfBlock = None, as_json: AsJson = False) -> None:
    """Export one record with everything that proves it, for `ombud verify`."""
    with wiring.opened_sources(context.settings()) as sources:
        found = bundles.marked_record_bundle(sources, record_id, as_of=as_of)
    reading.note_lives(found.lives)
    reading.write_bundle(found.bundle, file, as_json=as_json)


@app.command()
def scitt(
    record_id: RecordName,
    *,
    file: Annotated[Path, typer.Option("--output", "-o", help="File to write, in COSE.")],
    as_of: AsOfBlock = None,
    as_json: AsJson = False,
) -> None:
    """Export one record as a transparent statement (SCITT): a capsule and a COSE receipt, signed by its log."""
    with wiring.opened_sources(context.settings()) as sources:
        data = statements.record_statement(sources, record_id, as_of=as_of)
    reading.write_whole(file, data)
    if as_json:
        output.as_json({"file": str(file), "bytes": len(data)})
    else:
        output.note(f"wrote {file} ({len(data)} bytes); check it with `ombud verify {file} --log-key KEY`")


def _show_trace(answer: Answer[TraceView]) -> None:
    found = answer.data
    lines = [("before", node) for node in found.ancestors]
    lines += [("this", found.record), *(("after", node) for node in found.descendants)]
    output.table(
        ("", "agent", "session", "what", "record"),
        [
            (
                where,
                node.agent.rpartition("/")[2],
                node.session or "",
                " ".join(filter(None, (node.op, node.tool, node.phase))) or node.home,
                node.record_id,
            )
            for where, node in lines
        ],
        empty="",
    )
    for name in found.unknown:
        output.line(f"named as a cause and held nowhere: {name}", style="yellow")
    for edge in found.edges:
        if edge.receipt == "missing":
            output.line(f"no receipt: {edge.cause} caused {edge.effect}, of another agent", style="yellow")
    for fault in found.faults:
        first = ", the first in this trace" if fault.holds and fault.record_id == found.first_fault else ""
        output.line(f"{fault.ref}: {fault.kind}, {fault.state}: {fault.record_id}{first}")
    if found.first_failure is not None:
        output.line(f"the first that says it failed: {found.first_failure}")


@app.command()
@reads(_show_trace)
def trace(sources: Sources, record_id: RecordName, *, as_of: AsOfBlock = None) -> Answer[TraceView]:
    """Show what led to a record and what it led to, across agents, causes first, and what was held against it."""
    return traces.record_trace(sources, record_id, as_of=as_of)


def _show_check(answer: Answer[Verification]) -> None:
    found = answer.data
    seen = None if found.record is None else found.record.witnessed
    output.pairs(
        {
            "record": found.record_id,
            "standing": found.standing if found.rejected_by is None else f"rejected: {found.rejected_by}",
            "agent": None if found.record is None else found.record.agent,
            "signed by": found.key,
            "witnessed": None if seen is None else f"block {seen.block}, {reading.moment(seen.time)}",
            "contradicted by": ", ".join(found.contradicted_by),
            "held against it": ", ".join(f"{one.ref}: {one.kind}, {one.state}" for one in found.held_against),
            "payloads erased by": ", ".join(found.erased_by),
        }
    )


@app.command()
@reads(_show_check)
def check(
    sources: Sources,
    file: Annotated[Path, typer.Argument(help="File with the record's canonical bytes, or with its id.")],
    *,
    as_of: AsOfBlock = None,
) -> Answer[Verification]:
    """Say what is known about a record that you hold: whose, since when, contradicted by what, erased or not."""
    return verifications.verification(sources, exhibits.read_file(file), as_of=as_of)


@app.command()
def prov(record_id: RecordName, *, as_of: AsOfBlock = None) -> None:
    """Print the trace of a record as W3C PROV-JSON."""
    with wiring.opened_sources(context.settings()) as sources:
        found = traces.trace_provenance(sources, record_id, as_of=as_of)
    output.as_json(found.data)


def show_records(items: list[RecordView]) -> None:
    """Print records as a table."""
    rows = []
    for item in items:
        content = item.content or {}
        what = " ".join(str(content[name]) for name in ("op", "tool") if name in content) or item.kind
        rows.append(
            (
                item.seq,
                reading.moment(item.witnessed.time),
                content.get("phase", ""),
                what,
                content.get("outcome", ""),
                item.effect,
                content.get("session", ""),
                item.record_id,
            )
        )
    output.table(
        ("seq", "witnessed", "phase", "what", "outcome", "effect", "session", "record"), rows, empty=NO_RECORDS
    )
