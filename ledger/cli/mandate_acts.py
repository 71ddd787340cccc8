"""`ombud mandate`, the acting commands: grant, allow, delegate, revoke."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

import typer

from ledger.chain import mandates
from ledger.cli import given, output, reading
from ledger.cli.acting import Signer
from ledger.cli.keyfile import SECRET_BYTES
from ledger.cli.mandate import app
from ledger.cli.output import AsJson
from ledger.cli.reading import Output
from ledger.cli.sharing import shared
from ledger.domain.authority import tool_id, tools_hash
from ledger.domain.delegation import MOST_HOPS, Delegation
from ledger.domain.hashing import keccak
from ledger.domain.ids import parse_hex32
from ledger.domain.mandate_file import MandateFile
from ledger.errors import InvalidInputError

MandateName = Annotated[str, typer.Argument(help="Id of the mandate, 64 hex digits.")]


@app.command()
@shared
def grant(
    agent_id: Annotated[int, typer.Argument(min=0, help="Number of the agent that may act.")],
    *,
    cap: Annotated[str, typer.Option(help="Most that may be spent, in all and at once, in the unit of receipts.")],
    until: Annotated[str, typer.Option(help="From when on it may not be used, such as 2027-01-31.")],
    tool: Annotated[list[str], typer.Option("--tool", help="An allowed tool, once a tool.")],
    file: Output = None,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Let an agent act for you, up to a cap and with the tools listed.

    Keep the file (-o): the chain keeps only a hash of the tools, and whoever proves a breach shows the list.
    """
    most = _cap(cap)
    with signer.opened() as sender:
        made = MandateFile.of(
            principal=sender.address,
            agent_id=agent_id,
            cap=most,
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
@shared
def allow(
    mandate: MandateName,
    hops: Annotated[int, typer.Argument(min=1, max=MOST_HOPS, help="How often it may be passed on.")],
    *,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Let a mandate be passed on, as its principal, once and for good."""
    name = parse_hex32(mandate, what="mandate")
    with signer.opened() as sender:
        sent = mandates.allow_delegation(sender, name, hops)
    _tell({"mandate": name.hex(), "hops": hops, "tx": sent.tx.hex(), "block": sent.block}, as_json=as_json)


@app.command()
@shared
def delegate(
    mandate: MandateName,
    agent_id: Annotated[int, typer.Argument(min=0, help="Number of the agent that it is passed on to.")],
    *,
    cap: Annotated[str, typer.Option(help="Most that it may spend; taken from what the mandate has left.")],
    until: Annotated[str, typer.Option(help="From when on it may not be used, such as 2027-01-31.")],
    held: Annotated[list[str], typer.Option("--held", help="A tool of the mandate, once a tool; all of them.")],
    tool: Annotated[list[str], typer.Option("--tool", help="A tool that is passed on, once a tool.")],
    what_for: Annotated[str, typer.Option("--for", help="What it is for; the chain keeps only its hash.")],
    hops: Annotated[int, typer.Option(min=0, max=MOST_HOPS, help="How often it may be passed on further.")] = 0,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Pass part of a mandate on, as owner or operator of the agent that holds it. The cap never comes back."""
    passed = [tool_id(name) for name in tool]
    child = Delegation(
        parent=parse_hex32(mandate, what="mandate"),
        agent_id=agent_id,
        cap=_cap(cap),
        expiry=given.moment(until, "--until"),
        tools=tools_hash(passed),
        context=keccak(what_for.encode()),
        hops=hops,
        salt=secrets.token_bytes(SECRET_BYTES),
    )
    with signer.opened() as sender:
        name = mandates.delegate(sender, child, [tool_id(one) for one in held], passed)
    facts: dict[str, Any] = {
        "mandate": name.hex(),
        "passed_on_from": child.parent.hex(),
        "agent_id": agent_id,
        "cap": cap,
        "expiry": child.expiry,
        "tools": tool,
        "hops": hops,
        "salt": child.salt.hex(),
    }
    shown = facts if as_json else facts | {"expiry": reading.moment(child.expiry), "tools": ", ".join(tool)}
    _tell(shown, as_json=as_json)


@app.command()
@shared
def revoke(
    mandate: MandateName,
    *,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Take a mandate back with all that was passed on from it, as its principal or as who passed it on."""
    name = parse_hex32(mandate, what="mandate")
    with signer.opened() as sender:
        sent = mandates.revoke(sender, name)
    _tell({"mandate": name.hex(), "tx": sent.tx.hex(), "block": sent.block}, as_json=as_json)


def _cap(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) >> 256:
        raise InvalidInputError(f"--cap {text[:40]!r} is no amount", hint="write a whole number", code="bad_cap")
    return int(text)


def _tell(facts: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        output.as_json(facts)
    else:
        output.pairs(facts)
