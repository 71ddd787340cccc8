"""`ombud log register`: a log of one's own on chain, with what it costs and promises said before."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlsplit

import typer

from ledger.chain.deploy import MIN_OPERATOR_BOND
from ledger.chain.logs import log_on_chain, register_log
from ledger.chain.sender import Sender
from ledger.cli import context, output, wiring
from ledger.cli.acting import provide
from ledger.cli.output import AsJson
from ledger.cli.questions import Questions, questions
from ledger.domain import note
from ledger.domain.ids import log_id
from ledger.errors import ConflictError, InvalidInputError
from ledger.queries.wording import ether
from ledger.serve.world import checkpoint_key, operator_key
from ledger.settings import Settings

_ORIGIN: Final = re.compile(r"[a-zA-Z0-9.-]+(?:/[a-zA-Z0-9._/-]+)?")


@dataclass(frozen=True, slots=True)
class NewLog:
    """What is registered: the log's name, where it is served, and its operator's bond in wei."""

    origin: str
    url: str
    bond: int


def register(
    *,
    origin: Annotated[str | None, typer.Option(help="Name of the log; OMBUD_LOG_ORIGIN.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it is served; OMBUD_LOG_URL.")] = None,
    bond: Annotated[
        int, typer.Option(min=1, help="Wei that answer for what it acknowledges; the least that is taken if not given.")
    ] = MIN_OPERATOR_BOND,
    interactive: Annotated[bool, typer.Option("--interactive", "-i", help="Ask for name and address.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Send without asking.")] = False,
    as_json: AsJson = False,
) -> None:
    """Register a log on chain: its name and its key for ever, its address for now, and the operator's bond."""
    settings = context.settings()
    wanted = NewLog(checked_origin(origin or settings.log_origin), checked_url(url or settings.log_url), bond)
    if interactive:
        wanted = asked(questions("leave --interactive out, and give --origin and --url"), wanted)
    with wiring.opened_chain(settings) as chain:
        sender = Sender(chain, operator_key(settings))
        identity = log_id(chain.chain_id(), chain.deployment.addresses["ActionLog"], wanted.origin)
        if log_on_chain(chain, identity) is not None:
            raise ConflictError(
                f"a log {wanted.origin} is registered already",
                hint="choose another name; `ombud log status` shows yours",
                code="log_exists",
            )
        if not as_json:
            output.pairs(preview(settings, wanted, sender.address))
        _confirm(wanted, yes=yes)
        provide(sender, wanted.bond)
        key = note.public_bytes(checkpoint_key(settings))
        register_log(sender, origin=wanted.origin, checkpoint_key=key, url=wanted.url, bond=wanted.bond)
    output.tell(
        {"log": identity.hex(), "origin": wanted.origin, "operator": sender.address, "bond": str(wanted.bond)},
        as_json=as_json,
        hint=f"next: OMBUD_LOG_ORIGIN={wanted.origin} OMBUD_LOG_URL={wanted.url} ombud log run",
    )


def asked(person: Questions, known: NewLog) -> NewLog:
    """Ask for name and address of a log; what is known stands for an empty answer."""
    return NewLog(
        origin=person.ask("name of the log, for ever", checked_origin, default=known.origin),
        url=person.ask("where it is served", checked_url, default=known.url),
        bond=known.bond,
    )


def preview(settings: Settings, wanted: NewLog, operator: str) -> dict[str, str]:
    """Say what registering means, before anything is sent."""
    return {
        "log": wanted.origin,
        "served at": f"{wanted.url}; can be changed later",
        "operator": f"{operator}; cannot be changed",
        "bond": f"{ether(wanted.bond)}; forks and broken promises cost part of it, paid to whoever shows them",
        "promises": f"what it acknowledges is anchored within {settings.anchor_window / 3600:g} h",
        "answers": "what is asked for on chain is shown within 3 days; the server does so by itself",
        "leaving": "the bond is free 96 days after nothing is owed any more: `ombud log close`, then `ombud log leave`",
    }


def checked_origin(text: str) -> str:
    """Read the name of a log: a URL without its scheme."""
    if not _ORIGIN.fullmatch(text):
        raise InvalidInputError(f"{text!r} is no name of a log", hint="a URL without https://, such as example.org/log")
    return text


def checked_url(text: str) -> str:
    """Read where a log is served."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise InvalidInputError(f"{text!r} is no address of a log", hint="https://log.example.org")
    return text


def _confirm(wanted: NewLog, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise InvalidInputError(
            f"registering this log binds {ether(wanted.bond)}, and nobody is there to be asked",
            hint="add --yes to send it",
            code="not_confirmed",
        )
    if not Questions().agreed(f"bind {ether(wanted.bond)} and register the log?"):
        raise InvalidInputError("nothing was sent", hint="register it later", code="not_confirmed")
