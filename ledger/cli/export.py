"""`ombud export`: records, disputes and verdicts in a folder that verifies offline, with a signed manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from ledger.access.private import secret_at
from ledger.cli import context, output, wiring
from ledger.cli.incident import desk_number
from ledger.cli.output import AsJson
from ledger.domain.export.manifest import MANIFEST
from ledger.domain.export.verify import RECORDS
from ledger.errors import ConflictError
from ledger.home import Home
from ledger.queries.exports import DEFAULT_RECORDS, Asked, Part, export
from ledger.queries.incidents import incidents
from ledger.tiles import retention
from ledger.tiles.incidents import IncidentBook
from ledger.tiles.verifier import verifier_files

app = typer.Typer(help="Export to a folder that verifies offline.", add_completion=False)
SIGNING_KEY: Final = "api"
"""The key that signs the API's answers signs exports too."""


@app.command()
def export_all(
    folder: Annotated[Path, typer.Argument(help="Where to write; must not hold an export yet.")],
    *,
    agent: Annotated[list[str] | None, typer.Option(help="Only of this agent; may be given several times.")] = None,
    most: Annotated[int, typer.Option(help="Most records.")] = DEFAULT_RECORDS,
    as_of: Annotated[int | None, typer.Option(help="As of this block; the newest if not given.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write an export; `ombud verify FOLDER` checks it without any network."""
    settings = context.settings()
    if (folder / MANIFEST).exists():
        raise ConflictError(f"{folder} holds an export", hint="choose another folder", code="known_export")
    asked = Asked(tuple(agent or ()), most, as_of)
    secret = secret_at(Home(settings.home).key_file(SIGNING_KEY))
    files = records = size = 0
    with wiring.opened_sources(settings) as sources:
        clock = incidents(sources, IncidentBook(settings.home / "incidents"), desk_number(settings)).data.items
        for part in export(sources, asked, secret=secret, incidents=clock, tools=verifier_files()):
            _write(folder, part)
            files, size = files + 1, size + len(part.data)
            records += part.items if part.kind == RECORDS else 0
            if part.name == MANIFEST and sources.evidence is not None:
                sources.evidence.put(
                    part.data,
                    media_type="application/json",
                    retention_class=retention.EXPORT_MANIFEST,
                    submitter="ombud export",
                )
    if as_json:
        output.as_json({"folder": str(folder), "files": files, "records": records, "bytes": size})
    else:
        output.line(f"{files} files, {records} records in bundles, {size} bytes in {folder}")
        output.line(f"check it with: ombud verify {folder}")


def _write(folder: Path, part: Part) -> None:
    path = folder / part.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(part.data)
