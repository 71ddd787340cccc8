"""`ombud doctor`: what works, what does not, and what to do about it. One line a check."""

from __future__ import annotations

import msgspec
import typer

from ledger.cli import checkup, context, output
from ledger.cli.output import AsJson
from ledger.errors import SetupError

app = typer.Typer(help="Look at the machine and a running stack.", add_completion=False)
_STYLES = {"ok": "green", "warn": "yellow", "fail": "bold red"}


@app.command()
def doctor(*, as_json: AsJson = False) -> None:
    """Check Node.js, contracts, chain, mirror, servers, clock and key files. Exit code 8 if a check fails."""
    findings = checkup.examine(context.settings())
    if as_json:
        output.as_json({"ok": all(f.state != "fail" for f in findings), "checks": msgspec.to_builtins(findings)})
    else:
        for finding in findings:
            output.line(f"{finding.state:<4}  {finding.name:<12}  {finding.found}", style=_STYLES[finding.state])
            if finding.remedy:
                output.line(f"      {'':<12}  {finding.remedy}")
    if any(finding.state == "fail" for finding in findings):
        raise typer.Exit(SetupError.exit_code)
