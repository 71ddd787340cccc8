"""`ombud init`: a file of settings to begin with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

import typer

from ledger.cli import context, output
from ledger.cli.output import AsJson
from ledger.cli.questions import questions
from ledger.errors import ConflictError, InvalidInputError, SetupError
from ledger.settings import Settings

app = typer.Typer(help="Write a file of settings to begin with.", add_completion=False)

_ABOUT: Final = {
    "profile": "local, or production: which refuses keys that everybody knows",
    "home": "folder of everything this machine keeps",
    "chain_id": "EIP-155 id of the chain",
    "rpc_url": "JSON-RPC of a node; several of one chain with commas between them",
    "redis_url": "Redis or Valkey; the embedded one if this line is left out",
    "log_url": "where agents send segments and readers fetch tiles",
    "log_origin": "name of our log: first line of its checkpoints",
    "api_url": "what users call our API",
}
_PLACEHOLDER: Final = "11" * 32  # stands for a secret that is never written here
_QUOTED: Final = str.maketrans({"'": "'\\''"})


@app.command()
def init(
    *,
    file: Annotated[Path, typer.Option("--output", "-o", help="File to write; never overwritten.")] = Path("ombud.env"),
    profile: Annotated[str | None, typer.Option(help=_ABOUT["profile"] + ".")] = None,
    chain_id: Annotated[int | None, typer.Option(min=1, help=_ABOUT["chain_id"] + ".")] = None,
    rpc_url: Annotated[str | None, typer.Option(help=_ABOUT["rpc_url"] + ".")] = None,
    redis_url: Annotated[str | None, typer.Option(help=_ABOUT["redis_url"] + ".")] = None,
    log_url: Annotated[str | None, typer.Option(help=_ABOUT["log_url"] + ".")] = None,
    log_origin: Annotated[str | None, typer.Option(help=_ABOUT["log_origin"] + ".")] = None,
    api_url: Annotated[str | None, typer.Option(help=_ABOUT["api_url"] + ".")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing: defaults stand for what is not given.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write a file of settings to begin with; it holds no secret, and is never overwritten.

    Your shell reads it with `set -a; . ./ombud.env; set +a`, systemd with EnvironmentFile.
    """
    if file.exists():
        raise _exists(file)
    given: dict[str, Any] = {
        "profile": profile, "chain_id": chain_id, "rpc_url": rpc_url, "redis_url": redis_url,
        "log_url": log_url, "log_origin": log_origin, "api_url": api_url,
    }  # fmt: skip
    chosen = {name: value for name, value in given.items() if value is not None}
    if not yes:
        chosen = _asked(chosen)
    settings = _checked(chosen)
    text = written(settings, {"profile", "home", "chain_id", "rpc_url", "log_url", "log_origin", *chosen})
    try:
        with file.open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError as error:
        raise _exists(file) from error
    output.tell({"file": str(file), "profile": settings.profile, "chain_id": settings.chain_id}, as_json=as_json)
    if not as_json:
        output.note(f"read it with: set -a; . {file}; set +a    then see what is missing: ombud doctor")


def written(settings: Settings, names: set[str]) -> str:
    """Write settings as lines that a shell and systemd read alike.

    Args:
        settings: Their values.
        names: Which of them.
    """
    lines = [
        "# Settings of Ombud. All there are: docs/reference/settings.md of the documentation, or ledger/settings.py.\n"
    ]
    for name, about in _ABOUT.items():
        value = getattr(settings, name)
        if name in names and value is not None:
            lines.append(f"# {about}\nOMBUD_{name.upper()}='{str(value).translate(_QUOTED)}'\n")
    if settings.profile == "production":
        lines.append(
            "# OMBUD_OPERATOR_KEY and OMBUD_KEY_PASSWORD are secrets: give them by your store of secrets, not here.\n"
        )
    return "\n".join(lines)


def _asked(chosen: dict[str, Any]) -> dict[str, Any]:
    """Ask for what was not given."""
    person = questions("add --yes, and give what differs from the defaults as options")
    found = dict(chosen)
    defaults = Settings.model_fields
    if "profile" not in found:
        found["profile"] = person.choose("profile", ("local", "production"), default="local")
    for name in ("chain_id", "rpc_url", "log_url", "log_origin", "redis_url"):
        if name not in found:
            answer = person.ask(_ABOUT[name], _parser(name), default=str(defaults[name].default or ""))
            found |= {name: answer} if answer else {}
    return found


def _parser(name: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if name.endswith("_url") and text and not urlsplit(text.partition(",")[0]).netloc:
            raise InvalidInputError(f"{text!r} is no URL")
        if name == "chain_id" and not (text.isascii() and text.isdecimal() and int(text) > 0):
            raise InvalidInputError(f"{text!r} is no chain id")
        return text

    return parse


def _checked(chosen: dict[str, Any]) -> Settings:
    secret = {"operator_key": _PLACEHOLDER} if chosen.get("profile") == "production" else {}
    try:
        return context.read_settings(**chosen, **secret)
    except SetupError as error:
        raise InvalidInputError(error.message, hint="see `ombud init --help`", code=error.code) from error


def _exists(file: Path) -> ConflictError:
    return ConflictError(
        f"{file} exists, and settings are never overwritten",
        hint="edit it, move it away, or give --output another file",
        code="file_exists",
    )
