"""`ombud feedback`, the acting commands: give, revoke, declare."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.chain import feedback as registry
from ledger.chain.feedback import Scale
from ledger.cli import context, output, shown, wiring
from ledger.cli.acting import Signer
from ledger.cli.feedback import app
from ledger.cli.output import AsJson
from ledger.cli.sharing import shared
from ledger.domain.feedback_file import MAX_DECIMALS, MAX_VALUE
from ledger.domain.ids import parse_hex32
from ledger.errors import InvalidInputError
from ledger.queries import showing

AgentNumber = Annotated[int, typer.Argument(min=0, help="Number of the agent.")]


def measured(text: str, what: str) -> tuple[int, int]:
    """Read a decimal number as an integer and its digits after the point, as registries hold values.

    Raises:
        InvalidInputError: naming `what`, if it is no number that they can hold.
    """
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise _bad_value(text, what) from error
    if not number.is_finite():
        raise _bad_value(text, what)
    sign, digits, exponent = number.as_tuple()
    decimals = max(0, -int(exponent))
    value = int("".join(map(str, digits))) * 10 ** max(0, min(int(exponent), 40))
    if decimals > MAX_DECIMALS or value > MAX_VALUE:
        raise _bad_value(text, what)
    return (-value if sign else value), decimals


def _bad_value(text: str, what: str) -> InvalidInputError:
    return InvalidInputError(
        f"{what} {text[:60]!r} is no value of feedback",
        hint=f"write a number such as 87.5, with at most {MAX_DECIMALS} digits after the point",
        code="bad_value",
    )


@app.command()
@shared
def give(
    agent_id: AgentNumber,
    value: Annotated[str, typer.Argument(help="The value, such as 87.5.")],
    *,
    tag: Annotated[str, typer.Option(help="What is measured: the name of the dimension.")] = "",
    context_tag: Annotated[str, typer.Option("--context", help="In which context.")] = "",
    uri: Annotated[str, typer.Option(help="Where more is said.")] = "",
    dimension: Annotated[
        str | None, typer.Option(help="Dimension to link it in, 64 hex digits; with --record or --receipt.")
    ] = None,
    record: Annotated[str | None, typer.Option(help="Record of the agent that it stands on, 64 hex digits.")] = None,
    receipt: Annotated[Path | None, typer.Option(help="Receipt of the agent that it stands on, instead.")] = None,
    salt: Annotated[str | None, typer.Option(help="What opens the receipt's counterparty, 64 hex digits.")] = None,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Give feedback about an agent, and link it to the action that it stands on: unlinked it weighs nothing."""
    number, decimals = measured(value, "VALUE")
    evidence = [given for given in (record, receipt) if given is not None]
    if len(evidence) > 1 or (dimension is None) != (not evidence):
        raise InvalidInputError(
            "it is not clear what the feedback stands on",
            hint="give --dimension with one of --record and --receipt, or none of them",
            code="no_action",
        )
    measures = None if dimension is None else parse_hex32(dimension, what="--dimension")
    with signer.opened() as sender:
        proof = None
        if record is not None:
            with wiring.opened_sources(context.settings()) as sources:
                proof = showing.of_record(sources, sender.chain, record).proof
        elif receipt is not None:
            proof = shown.of_receipt(sender.chain, receipt, sender.address if salt else None, salt).proof
        index = registry.give(sender, agent_id, number, decimals, tag1=tag, tag2=context_tag, uri=uri)
        linked = None
        if proof is not None and measures is not None:
            linked = registry.link(sender, agent_id, index, measures, proof).event("FeedbackLinked").args["action"]
    facts: dict[str, Any] = {
        "agent_id": agent_id,
        "client": sender.address,
        "number": index,
        "value": value,
        "action": None if linked is None else linked.hex(),
        "weighs": linked is not None,
    }
    if as_json:
        output.as_json(facts)
        return
    output.pairs(facts | {"weighs": "yes" if linked else "nothing: it stands on no action"})


@app.command()
@shared
def revoke(
    agent_id: AgentNumber,
    number: Annotated[int, typer.Argument(min=1, help="Number of your feedback about this agent.")],
    *,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Take your feedback back."""
    with signer.opened() as sender:
        sent = sender.send("ReputationRegistry", "revokeFeedback", agent_id, number)
    _tell({"agent_id": agent_id, "number": number, "tx": sent.tx.hex(), "block": sent.block}, as_json=as_json)


@app.command()
@shared
def declare(
    name: Annotated[str, typer.Argument(help="What is measured; the tag that feedback carries.")],
    least: Annotated[str, typer.Argument(help="Least value, such as 0.")],
    most: Annotated[str, typer.Argument(help="Greatest value, such as 100.0: its digits are those of the scale.")],
    *,
    unit: Annotated[str, typer.Option(help="Unit of the values.")] = "",
    less: Annotated[bool, typer.Option("--less-is-better", help="Low values are good ones.")] = False,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Declare a dimension, with its unit and bounds; anyone may, and it never changes."""
    (low, low_digits), (high, high_digits) = measured(least, "LEAST"), measured(most, "MOST")
    digits = max(low_digits, high_digits)
    scale = Scale(
        name,
        unit,
        digits,
        low * 10 ** (digits - low_digits),
        high * 10 ** (digits - high_digits),
        less_is_better=less,
    )
    with signer.opened() as sender:
        dimension = registry.declare(sender, scale)
    _tell({"dimension": dimension.hex(), "name": name, "unit": unit, "least": least, "most": most}, as_json=as_json)


def _tell(facts: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        output.as_json(facts)
    else:
        output.pairs(facts)
