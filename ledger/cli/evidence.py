"""`ombud evidence`: files that a dispute rests on, kept under their hash in this machine's home folder."""

from __future__ import annotations

import mimetypes
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import context, output, reading
from ledger.cli.output import AsJson
from ledger.cli.reading import PAGE, Cursor, Limit, Output
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries.evidence import evidence_page
from ledger.tiles import evidence, retention
from ledger.tiles.evidence import Evidence, EvidenceStore
from ledger.tiles.pruning import prune

app = typer.Typer(help="Evidence files: add, show, list, get.", no_args_is_help=True, add_completion=False)
Sha256 = Annotated[str, typer.Argument(help="SHA-256 of the file, 64 hex digits.")]


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="The file, at most 16 MiB.")],
    *,
    media_type: Annotated[str | None, typer.Option(help="What it is; guessed from its name if not given.")] = None,
    retention_class: Annotated[
        str, typer.Option("--retention", help=f"How long it is kept: {', '.join(retention.CLASSES)}.")
    ] = retention.ORDINARY,
    submitter: Annotated[str, typer.Option(help="Who submits it. Said, not proved.")] = "local",
    as_json: AsJson = False,
) -> None:
    """Keep a file under its hash. The same bytes again change nothing, but may be kept longer."""
    kind = media_type or mimetypes.guess_type(file.name)[0] or evidence.UNKNOWN_TYPE
    try:
        with file.open("rb") as content:
            found, new = _store().put(content, media_type=kind, retention_class=retention_class, submitter=submitter)
    except FileNotFoundError as error:
        raise NotFoundError(f"there is no file {file}", hint="give the path of a file", code="no_file") from error
    except (IsADirectoryError, PermissionError) as error:
        raise InvalidInputError(
            f"{file} cannot be read: {error.strerror}", hint="give the path of a readable file", code="bad_file"
        ) from error
    if as_json:
        output.as_json(asdict(found) | {"new": new})
        return
    _show(found)
    output.line("kept" if new else "it was here before")


@app.command()
def show(sha256: Sha256, *, as_json: AsJson = False) -> None:
    """Show what is known about a file, and whether it can be had."""
    found = _store().meta(sha256)
    if as_json:
        output.as_json(found)
        return
    _show(found)


@app.command(name="list")
def list_evidence(*, limit: Limit = PAGE, cursor: Cursor = None, as_json: AsJson = False) -> None:
    """List the files in the order of their hashes."""
    page = evidence_page(_store(), cursor=cursor, limit=limit)
    if as_json:
        output.as_json(page)
        return
    rows = [
        (item.sha256, item.size, item.media_type, item.availability.state, reading.moment(item.first_seen))
        for item in page.items
    ]
    output.table(("sha256", "bytes", "type", "availability", "first seen"), rows, empty="no evidence")
    reading.page_end(page)


@app.command()
def get(sha256: Sha256, *, file: Output = None) -> None:
    """Write a file's bytes, having hashed them."""
    data = _store().get(sha256)
    if file is None:
        sys.stdout.buffer.write(data)
        return
    reading.write_whole(file, data)
    output.note(f"wrote {file} ({len(data)} bytes)")


@app.command()
def hold(
    sha256: Sha256,
    *,
    case: Annotated[str, typer.Option(help="The case for whose sake it is held.")],
    as_json: AsJson = False,
) -> None:
    """Forbid removal of a file until the case lets go of it; several cases may."""
    _store().hold(sha256, case)
    output.told({"sha256": sha256, "case": case, "held": True}, f"held for {case}: {sha256}", as_json=as_json)


@app.command()
def lift(
    sha256: Sha256,
    *,
    case: Annotated[str, typer.Option(help="The case that lets go of it.")],
    as_json: AsJson = False,
) -> None:
    """Let a case's hold on a file end."""
    _store().lift(sha256, case)
    facts = {"sha256": sha256, "case": case, "held": False}
    output.told(facts, f"no longer held for {case}: {sha256}", as_json=as_json)


@app.command(name="prune")
def prune_evidence(*, as_json: AsJson = False) -> None:
    """Remove files whose retention is over; what a case holds stays."""
    pruned = prune(_store())
    if as_json:
        output.as_json({"removed": pruned.removed, "held": pruned.held})
    else:
        output.line(f"{len(pruned.removed)} files removed, {len(pruned.held)} kept because a case holds them")


def _store() -> EvidenceStore:
    return evidence.open_evidence(context.settings().evidence_folder)


def _show(found: Evidence) -> None:
    available = found.availability
    since = "" if available.since is None else f" since {reading.moment(available.since)}: {available.reason}"
    output.pairs(
        {
            "sha256": found.sha256,
            "size": f"{found.size} bytes",
            "media type": found.media_type,
            "submitter": f"{found.submitter} (said, not proved)",
            "first seen": reading.moment(found.first_seen),
            "kept until": f"{reading.moment(found.keep_until)} ({found.retention})",
            "held by": ", ".join(found.holds),
            "availability": available.state + since,
        }
    )
