"""`ombud import`: traces of other tools, as records of the ledger."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ledger.cli import context, output, wiring
from ledger.cli.output import AsJson
from ledger.integrations import formats
from ledger.integrations.traces import Survey, TraceFile
from ledger.serve.importer import Imported, Importer

app = typer.Typer(help="Bring recorded traces into the ledger.", add_completion=False)


@app.command(name="import")
def import_file(
    file: Annotated[Path, typer.Argument(help="AgentDojo traces, or an OTLP/JSON trace export; plain or gzip.")],
    *,
    wait: Annotated[float, typer.Option(min=1, help="Longest wait for log and mirror, in seconds.")] = 120.0,
    password: Annotated[
        str, typer.Option(envvar="OMBUD_KEY_PASSWORD", help="What encrypts the agents' keys.", show_default=False)
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Import a file of traces: one agent a run or service, an intent and an outcome a tool call or span.

    The format is recognised by the file's content: AgentDojo (JSON lines), or OTLP/JSON with OpenTelemetry GenAI
    attributes (one document, or one a line); spans without them are counted and skipped. Importing again adds
    nothing; an import that was stopped goes on where it stopped. Labels are never imported.
    """
    started = time.monotonic()
    traces = formats.open_traces(file)
    survey = traces.survey()
    settings = context.settings()
    columns = (TextColumn("importing"), BarColumn(), MofNCompleteColumn(), TextColumn("records"), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    with wiring.opened_chain(settings) as chain, wiring.opened_mirror(settings) as mirror, bar:
        task = bar.add_task("records", total=survey.total)
        importer = Importer(
            settings,
            chain,
            mirror,
            file,
            traces,
            survey,
            password=password,
            progress=lambda count: bar.advance(task, count),
        )
        runs = importer.run(wait_s=wait)
    _show(file, traces, survey, runs, time.monotonic() - started, as_json=as_json)


def _show(
    file: Path, traces: TraceFile, survey: Survey, runs: list[Imported], seconds: float, *, as_json: bool
) -> None:
    written = sum(run.written for run in runs)
    if as_json:
        output.as_json(
            {
                "file": str(file),
                "format": traces.name,
                "sha256": survey.digest,
                "traces": survey.traces,
                "calls": survey.calls,
                "skipped": survey.skipped,
                "records": survey.total,
                "written": written,
                "found": survey.total - written,
                "seconds": round(seconds, 2),
                "agents": msgspec.to_builtins(runs),
            }
        )
        return
    output.table(
        ("run", "agent", "records", "written now"),
        [(run.run, run.agent, run.records, run.written) for run in runs],
        empty="no run",
    )
    what = f"{written} records written" if written else "nothing to add"
    for reason, count in survey.skipped.items():
        output.line(f"{count} spans skipped: {reason.replace('_', ' ')}", style="dim")
    output.line(f"{what}: {survey.traces} traces, {survey.calls} calls, {survey.total} records in {seconds:.1f} s")
