"""`ombud record`, what only the agent's own machine can do: disclose, erase, hold, release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final

import typer

from ledger.cli import context, output, reading, wiring
from ledger.cli.output import AsJson
from ledger.cli.reading import Output
from ledger.cli.record import RecordName, app
from ledger.errors import InvalidInputError
from ledger.queries import disputes
from ledger.sdk.disclosing import disclose as disclose_fields
from ledger.sdk.ledger import Ledger

OVER: Final = "executed"
"""State of a dispute that is over."""
Name = Annotated[str, typer.Option("--agent", help="Agent of this machine that wrote the record.")]
Reason = Annotated[str, typer.Option(help="Why; it is written down.")]


@app.command()
def disclose(
    record_id: RecordName,
    bundle: Annotated[Path, typer.Argument(help="A bundle that holds the record.")],
    *,
    field: Annotated[list[str], typer.Option(help="A field to show: in, out, ctx, amount, ...; may come again.")],
    agent: Name = "default",
    file: Output = None,
    leaks: Annotated[bool, typer.Option("--leaks", help="Show values even if they look like personal data.")] = False,
) -> None:
    """Show single fields of a record in a bundle; all others stay hidden and proved."""
    with _ledger(agent) as ledger:
        shown = disclose_fields(ledger, _read(bundle), record_id, field, leaks=leaks)
    if file is None:
        typer.echo(shown.decode(), nl=False)
        return
    reading.write_whole(file, shown)
    output.note(f"wrote {file}; it shows {', '.join(field)}, and `ombud verify {file}` checks it")


@app.command()
def erase(record_id: RecordName, *, reason: Reason, agent: Name = "default", as_json: AsJson = False) -> None:
    """Destroy the keys of a record's payloads, unless a hold or a running dispute about its agent forbids it."""
    with _ledger(agent) as ledger:
        destroyed = ledger.erase(record_id, reason, _running(ledger))
    if as_json:
        output.as_json({"record": record_id, "destroyed": destroyed})
    else:
        output.line(
            f"{destroyed} payloads of record {record_id} can never be opened again; destroy backups of the keys too"
        )


@app.command()
def hold(record_id: RecordName, *, reason: Reason, agent: Name = "default", as_json: AsJson = False) -> None:
    """Forbid the erasure of a record's payloads."""
    with _ledger(agent) as ledger:
        ledger.hold(record_id, reason)
    facts = {"record": record_id, "held": True, "reason": reason}
    output.told(facts, f"record {record_id} is held: {reason}", as_json=as_json)


@app.command()
def release(record_id: RecordName, *, agent: Name = "default", as_json: AsJson = False) -> None:
    """Lift a hold."""
    with _ledger(agent) as ledger:
        ledger.release(record_id)
    output.told({"record": record_id, "held": False}, f"record {record_id} is held no more", as_json=as_json)


def _ledger(name: str) -> Ledger:
    folder = context.settings().spool_folder(name)
    if not folder.exists():
        raise InvalidInputError(
            f"agent {name!r} has no spool on this machine", hint="give --agent NAME", code="no_spool"
        )
    return Ledger(folder, name=name, payloads="sealed")


def _running(ledger: Ledger) -> Callable[[str], str | None]:
    """Return what names a running dispute about the ledger's agent. None are asked for while it is not registered."""
    agent = ledger.state().agent

    def found(_: str) -> str | None:
        if agent is None:
            return None
        with wiring.opened_sources(context.settings()) as sources:
            page = disputes.disputes(sources, agent=agent, limit=500).data
        return next(
            (f"dispute {item.dispute_id} about its agent runs" for item in page.items if item.state != OVER), None
        )

    return found


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be read: {error.strerror}", code="no_file") from error
