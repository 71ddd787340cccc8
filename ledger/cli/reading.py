"""What reading commands share: options for pages and for the past, and the line under every answer."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, Protocol, TypeVar

import typer

from ledger.cli import output
from ledger.domain.bundle import Bundle
from ledger.domain.case.bundle import CaseBundle
from ledger.errors import InvalidInputError
from ledger.queries.answers import Answer

T = TypeVar("T")
PAGE: Final = 50
Limit = Annotated[int, typer.Option(min=1, max=500, help="Most items on a page.")]
Cursor = Annotated[str | None, typer.Option(help="Where to go on: the `next_cursor` of the page before.")]
AsOfBlock = Annotated[int | None, typer.Option("--as-of", min=0, help="Answer as of this block.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="File to write; standard output if not given.")]


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page of a list is asked for, as of which block."""

    limit: Limit = PAGE
    cursor: Cursor = None
    as_of: AsOfBlock = None


def moment(seconds: int) -> str:
    """Write Unix seconds as UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def footer(answer: Answer[T]) -> None:
    """Say as of which block an answer is, how final, and whether anything is missing."""
    at, missing = answer.as_of, answer.completeness
    whole = "complete" if missing.complete else "INCOMPLETE"
    output.line(f"as of block {at.number} ({at.hash[:12]}, {moment(at.time)}), {answer.finality}; {whole}", style="dim")
    for wait in missing.waiting_logs:
        output.line(f"log {wait.log[:12]} is {wait.condition}: {wait.reason}", style="yellow")
    for stream in missing.streams:
        for first, end in stream.gaps:
            output.line(
                f"epoch {stream.epoch}, stream {stream.stream}: records {first} to {end - 1} are missing",
                style="yellow",
            )


class Pageful(Protocol):
    """What a page says of the rest of its list."""

    @property
    def next_cursor(self) -> str | None:
        """Where to go on."""

    @property
    def more(self) -> bool:
        """Whether there is more now."""


def page_end(page: Pageful) -> None:
    """Say how to go on, if there is more."""
    if page.more:
        output.line(f"more: --cursor {page.next_cursor}", style="dim")


def note_lives(lives: Sequence[str]) -> None:
    """Say if an agent was not active when the chain first saw what it recorded."""
    if any(life != "active" for life in lives):
        output.note(f"the agent was {', '.join(lives)} when the chain first saw what it recorded")


def write_bundle(bundle: Bundle | CaseBundle, file: Path | None, *, as_json: bool) -> None:
    """Write a bundle to a file, whole or not at all, or to standard output; it is JSON by itself.

    Raises:
        InvalidInputError: if the file cannot be written.
    """
    data = bundle.serialise()
    if file is None:
        typer.echo(data.decode(), nl=False)
        return
    write_whole(file, data)
    if as_json:
        output.as_json({"file": str(file), "bytes": len(data)})
    else:
        output.note(f"wrote {file} ({len(data)} bytes); check it with `ombud verify {file}`")


def write_whole(file: Path, data: bytes) -> None:
    """Write a file, whole or not at all.

    Raises:
        InvalidInputError: if it cannot be written.
    """
    temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(file)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise InvalidInputError(
            f"--output {file} cannot be written: {error.strerror}",
            hint="give the path of a file in a folder of yours",
            code="bad_output",
        ) from error
