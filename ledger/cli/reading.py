"""What reading commands share: options for pages and for the past, and the line under every answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import Annotated, Any, Final, Protocol, TypeVar, runtime_checkable

import typer

from ledger.cli import context, output, wiring
from ledger.cli.output import AsJson
from ledger.cli.sharing import shared
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


@runtime_checkable
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


def reads(
    show: Callable[[Answer[T]], None],
) -> Callable[[Callable[..., Answer[T]]], Callable[..., None]]:
    """Make a command out of a question: open what it is asked of, print the answer, say how far it can be relied on.

    @app.command()
    @reads(_show_agent)
    def show(sources: Sources, agent: AgentName, *, as_of: AsOfBlock = None) -> Answer[AgentView]: ...

    The command has the question's parameters without `sources`, groups of options spread out, and `--json`, which a
    question may take too if it depends on who reads.

    Args:
        show: Prints an answer for people; how to go on and the line under every answer follow by themselves.
    """

    def command_of(question: Callable[..., Answer[T]]) -> Callable[..., None]:
        asked = signature(question, eval_str=True)
        _, *own = asked.parameters.values()
        depends = "as_json" in asked.parameters

        @wraps(question)
        def command(*, as_json: AsJson = False, **given: Any) -> None:
            told = {**given, "as_json": as_json} if depends else given
            with wiring.opened_sources(context.settings()) as sources:
                answer = question(sources, **told)
            if as_json:
                output.as_json(answer)
                return
            show(answer)
            if isinstance(answer.data, Pageful):
                page_end(answer.data)
            footer(answer)

        switch = Parameter("as_json", Parameter.KEYWORD_ONLY, default=False, annotation=AsJson)
        parameters = own if depends else [*own, switch]
        del command.__wrapped__  # else signatures are read off the question
        command.__signature__ = asked.replace(parameters=parameters, return_annotation=None)  # type: ignore[attr-defined]
        command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return shared(command)

    return command_of


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
