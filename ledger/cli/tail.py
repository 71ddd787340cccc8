"""`ombud tail`: what an agent's spool holds, while it is written. Needs no server."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from ledger.cli import context, output
from ledger.cli.output import AsJson
from ledger.sdk import TailLine, tail

app = typer.Typer(help="Show what a spool holds.", add_completion=False)


@app.command(name="tail")
def show(
    spool: Annotated[Path | None, typer.Argument(help="The spool's folder; that of --name if not given.")] = None,
    *,
    name: Annotated[str, typer.Option(help="Name of the agent on this machine.")] = "default",
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Wait for more.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the records of a spool, oldest first; drafts have no id until `ombud agent register` binds them."""
    folder, none = spool or context.read_settings().spool_folder(name), True
    for line in tail(folder, follow=follow):
        none = False
        if as_json:
            output.json_line(
                {"seq": line.seq, "record_id": line.record_id, "record": msgspec.to_builtins(line.statement)}
            )
        else:
            output.line(_text(line))
    if none:
        output.note(f"the spool at {folder} holds nothing yet; what an agent writes there appears here")


def _text(line: TailLine) -> str:
    item = line.statement
    when = datetime.fromtimestamp(item.ts / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
    what = output.visible(f"{item.op} {item.tool}" if item.tool else item.op)
    session = output.visible(item.session)
    end = item.outcome or ""
    identity = line.record_id[:12] if line.record_id else "draft"
    return f"{line.seq:>7}  {when}Z  {item.phase:<7}  {what:<32}  {end:<9}  {session}  {identity}"
