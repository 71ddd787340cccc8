"""Pages of the command line, out of the commands themselves: one a noun, as `--help` has it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points
from typing import Any, Final

from typer.main import get_command

from ledger.cli.app import make_app
from ledger.serve import COMMANDS, GUESTS
from scripts.reference.text import cell, code, page, plain, table

_HELP: Final = "help"


def commands() -> dict[str, Any]:
    """Return all commands of `ombud` by name, those of guests among them."""
    guests = {point.name: point.value for point in entry_points(group=GUESTS)}
    group: Any = get_command(make_app({**COMMANDS, **guests}))
    return {name: group.get_command(None, name) for name in group.list_commands(None)}


def pages() -> dict[str, str]:
    """Return the pages by file name, below `cli/`."""
    found = commands()
    made = {
        f"{name}.md": page(f"ombud {name}", _about(command), *_verbs(name, command)) for name, command in found.items()
    }
    rows = [(f"[`ombud {name}`]({name}.md)", cell(_first_line(command))) for name, command in sorted(found.items())]
    made["index.md"] = page("Command line", _LEAD, table(("command", "what it does"), rows))
    return made


_LEAD: Final = """Nouns, then verbs: `ombud agent show 0`. `--json` gives programs what people read, `--as-of BLOCK` the
state at a past block, where a command reads the mirror. Errors say what, why and what to do, and end with a code of
their own: [exit codes](../exit-codes.md). Every command has `--help`; `ombud --install-completion` teaches your shell
the commands."""


def _about(command: Any) -> str:
    return plain((command.help or "").strip()) or "One command."


def _first_line(command: Any) -> str:
    return (command.help or "").strip().split("\n")[0]


def _verbs(path: str, command: Any) -> Iterator[str]:
    below = getattr(command, "commands", None)
    if below is None:
        yield "\n\n".join(_usage(path, command))
        return
    for name, verb in below.items():
        if getattr(verb, "commands", None) is not None:
            yield from _verbs(f"{path} {name}", verb)
        elif not verb.hidden:
            yield "\n\n".join([f"## ombud {path} {name}", _about(verb), *_usage(f"{path} {name}", verb)])


def _usage(path: str, command: Any) -> Iterator[str]:
    shown = [one for one in command.params if one.name != _HELP and not getattr(one, "hidden", False)]
    arguments = [one for one in shown if one.param_type_name == "argument"]
    options = [one for one in shown if one.param_type_name == "option"]
    words = [f"ombud {path}", *(_place(one) for one in arguments), *(["[OPTIONS]"] if options else [])]
    yield f"```console\n$ {' '.join(words)}\n```"
    rows = [(code(_place(one)), cell(getattr(one, "help", None) or "")) for one in arguments]
    rows += [(code(", ".join([*one.opts, *one.secondary_opts])), cell(one.help or "")) for one in options]
    given = table(("argument or option", "meaning"), rows)
    if given:
        yield given


def _place(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    name = f"{name}..." if argument.nargs != 1 else name
    return name if argument.required or name.startswith("[") else f"[{name}]"
