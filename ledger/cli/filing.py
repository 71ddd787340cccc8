"""`ombud dispute`, all of it: the commands that act, and `file`, which opens a dispute by questions and answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from ledger.cli.acting import KeyFile, OwnerOf, Password
from ledger.cli.dispute import app
from ledger.cli.dispute_acts import FAULTS, open_dispute
from ledger.cli.output import AsJson
from ledger.cli.questions import Questions, questions
from ledger.errors import InvalidInputError

__all__ = ["app", "asked", "file"]

_RECORD: Final = re.compile(r"[0-9a-f]{64}")


@app.command()
def file(
    record_id: Annotated[str | None, typer.Argument(help="Id of the disputed record, 64 hex digits.")] = None,
    *,
    key: KeyFile = None,
    agent: OwnerOf = None,
    password: Password = "",
    as_json: AsJson = False,
) -> None:
    """Open a dispute by answering questions. Deposit, fee and periods are shown, and nothing is sent without a yes."""
    person = questions("give everything to `ombud dispute open`; see `ombud dispute open --help`")
    open_dispute(**asked(person, record_id, key, agent), password=password, as_json=as_json)


def asked(person: Questions, record_id: str | None, key: Path | None, agent: str | None) -> dict[str, Any]:
    """Ask for what was not given; returns what `ombud dispute open` takes."""
    record = record_id if record_id is not None else person.ask("id of the disputed record", _record)
    fault = person.choose("what the agent did", FAULTS)
    evidence = person.several("evidence, a file or the SHA-256 of one that is kept", _evidence)
    statement = person.ask("what it shows, in your words", str)
    if key is None and agent is None:
        key = person.ask("key file of your account (`ombud key new FILE` makes one)", _key_file)
    return {
        "record_id": record, "fault": fault, "evidence": evidence, "statement": statement, "key": key, "agent": agent,
        "receipt": None, "counterparty": None, "salt": None, "yes": False,
    }  # fmt: skip


def _record(text: str) -> str:
    name = text.lower().removeprefix("0x")
    if not _RECORD.fullmatch(name):
        raise InvalidInputError("a record's id has 64 hex digits", hint="`ombud record list AGENT` shows them")
    return name


def _evidence(text: str) -> str:
    if not _RECORD.fullmatch(text.lower()) and not Path(text).is_file():
        raise InvalidInputError(f"there is no file {text!r}")
    return text


def _key_file(text: str) -> Path:
    if not Path(text).is_file():
        raise InvalidInputError(f"there is no file {text!r}")
    return Path(text)
