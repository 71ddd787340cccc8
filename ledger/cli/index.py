"""`ombud index`: run the indexer, compare and rebuild what it made."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import Progress

from ledger import telemetry
from ledger.cli import context, output, wiring
from ledger.cli.output import AsJson
from ledger.errors import ConflictError
from ledger.indexer.metrics import Metrics, served
from ledger.indexer.rebuild import rebuild
from ledger.indexer.run import run as run_indexer

app = typer.Typer(help="The mirror: run the indexer, compare, rebuild.", no_args_is_help=True, add_completion=False)
_DIFFERENT: Final = ConflictError.exit_code


@app.command()
def run() -> None:
    """Follow the chain and its logs into the mirror, until Ctrl-C."""
    telemetry.configure()
    stop = wiring.stop_on_signals()
    settings = context.settings()
    with wiring.opened_job(settings) as job, ExitStack() as opened:
        metrics = Metrics(job.mirror, job.clock)
        if settings.index_port is not None:
            opened.enter_context(served(metrics, settings.index_host, settings.index_port))
        run_indexer(job, stop, metrics)


@app.command()
def digest(*, as_json: AsJson = False) -> None:
    """Print the digest of everything the mirror derived, and the block it stands at."""
    with wiring.opened_mirror(context.settings()) as mirror:
        value, books = mirror.digest()
    cursor = books.cursor
    if as_json:
        output.as_json({"digest": value.hex(), "as_of": {"number": cursor.number, "hash": cursor.hash.hex()}})
    else:
        output.line(f"{value.hex()}  block {cursor.number} {cursor.hash.hex()}")


@app.command(name="rebuild")
def rebuild_index(
    *,
    check: Annotated[
        bool,
        typer.Option("--check", help="Only compare the digests; the live index stays. Exit code 4 if they differ."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Index everything again from the first block, beside the live index, then swap."""
    console = Console(stderr=True)
    bar = Progress(console=console, transient=True, disable=not sys.stderr.isatty())
    with wiring.opened_job(context.settings()) as job, bar:
        task = bar.add_task("blocks", total=None)
        done = rebuild(job, swap=not check, progress=lambda at, of: bar.update(task, completed=at, total=of))
    if as_json:
        output.as_json(
            {
                "equal": done.equal,
                "digest": done.fresh.hex(),
                "live_digest": done.live.hex() if done.live else None,
                "block": done.block,
                "swapped": done.swapped,
            }
        )
    else:
        verdict = "the same as the live index" if done.equal else "other than the live index"
        output.line(f"{done.fresh.hex()}  block {done.block}: {verdict if done.live else 'there was no index'}")
    if check and not done.equal:
        raise typer.Exit(_DIFFERENT)
