"""`ombud mandate`, the acting commands: grant, revoke."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

import typer

from ledger.chain import mandates
from ledger.cli import given, output, reading
from ledger.cli.acting import KeyFile, OwnerOf, Password, opened_sender
from ledger.cli.keyfile import SECRET_BYTES
from ledger.cli.mandate import app
from ledger.cli.output import AsJson
from ledger.cli.reading import Output
from ledger.domain.ids import parse_hex32
from ledger.domain.mandate_file import MandateFile
from ledger.errors import InvalidInputError

MandateName = Annotated[str, typer.Argument(help="Id of the mandate, 64 hex digits.")]


@app.command()
def grant(
    agent_id: Annotated[int, typer.Argument(min=0, help="Number of the agent that may act.")],
    *,
    cap: Annotated[str, typer.Option(help="Most that may be spent, in all and at once, in the unit of receipts.")],
    until: Annotated[str, typer.Option(help="From when on it may not be used, such as 2027-01-31.")],
    tool: Annotated[list[str], typer.Option("--tool", help="An allowed tool, once a tool.")],
    file: Output = None,
    key: KeyFile = None,
    agent: OwnerOf = None,
    password: Password = "",
    as_json: AsJson = False,
) -> None:
    """Let an agent act for you, up to a cap and with the tools listed.

    Keep the file (-o): the chain keeps only a hash of the tools, and whoever proves a breach shows the list.
    """
    if not cap.isascii() or not cap.isdigit() or int(cap) >> 256:
        raise InvalidInputError(f"--cap {cap[:40]!r} is no amount", hint="write a whole number", code="bad_cap")
    with opened_sender(key, agent, password) as sender:
        made = MandateFile.of(
            principal=sender.address,
            agent_id=agent_id,
            cap=int(cap),
            expiry=given.moment(until, "--until"),
            tools=tool,
            salt=secrets.token_bytes(SECRET_BYTES),
        )
        if file is not None:
            reading.write_whole(file, made.pack())
        name = mandates.grant(sender, made.mandate)
    facts: dict[str, Any] = {
        "mandate": name.hex(),
        "principal": made.mandate.principal,
        "agent_id": agent_id,
        "cap": cap,
        "expiry": made.mandate.expiry,
        "tools": list(made.tools),
        "salt": made.mandate.salt.hex(),
        "file": None if file is None else str(file),
    }
    if as_json:
        output.as_json(facts)
        return
    output.pairs(facts | {"expiry": reading.moment(made.mandate.expiry), "tools": ", ".join(made.tools)})


@app.command()
def revoke(
    mandate: MandateName,
    *,
    key: KeyFile = None,
    agent: OwnerOf = None,
    password: Password = "",
    as_json: AsJson = False,
) -> None:
    """Take a mandate back, as its principal."""
    name = parse_hex32(mandate, what="mandate")
    with opened_sender(key, agent, password) as sender:
        sent = mandates.revoke(sender, name)
    facts = {"mandate": name.hex(), "tx": sent.tx.hex(), "block": sent.block}
    if as_json:
        output.as_json(facts)
    else:
        output.pairs(facts)
