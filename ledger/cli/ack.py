"""`ombud ack`: what operators of logs promised, as an agent's spool keeps it."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.chain.fault_proofs import liable_operator
from ledger.chain.logs import log_on_chain
from ledger.cli import acks, context, output, reading, wiring
from ledger.cli.output import AsJson
from ledger.cli.reading import Output, moment
from ledger.domain.ids import LogId, parse_hex32
from ledger.errors import NotFoundError, ProofError
from ledger.sdk.acks import kept_acks

app = typer.Typer(help="Acknowledgements: list, show, check.", no_args_is_help=True, add_completion=False)
Name = Annotated[str, typer.Option(help="Name of the agent on this machine.")]
Header = Annotated[str, typer.Argument(help="Header of the segment, 64 hex digits.")]


@app.command(name="list")
def list_acks(*, name: Name = "default", as_json: AsJson = False) -> None:
    """List the acknowledgements in an agent's spool, oldest first."""
    found = list(kept_acks(context.read_settings().spool_folder(name)))
    if as_json:
        output.as_json(found)
        return
    rows = [
        (kept.header, f"{kept.first_seq} to {kept.first_seq + kept.count - 1}", moment(kept.anchor_by), kept.log[:16])
        for kept in found
    ]
    output.table(("header", "records", "anchor by", "log"), rows, empty="no segment was acknowledged yet")


@app.command()
def show(header: Header, *, name: Name = "default", file: Output = None, as_json: AsJson = False) -> None:
    """Show an acknowledgement, from the spool or else from the log; with -o, keep it as a file."""
    found = acks.find(parse_hex32(header, what="header"), name)
    if file is not None:
        reading.write_whole(file, found.pack())
    facts = {
        "header": found.ack.header.hex(),
        "log": found.ack.log.hex(),
        "chain": found.ack.chain,
        "anchor_by": found.ack.anchor_by,
        "signer": found.signer(),
        "batch_size": None if found.place is None else found.place.size,
        "file": None if file is None else str(file),
    }
    hint = "" if file is None else f"next: not anchored by then, `ombud challenge ack {file}` asks for it on chain"
    output.tell(facts, as_json=as_json, words={"anchor_by": moment(found.ack.anchor_by)}, hint=hint)


@app.command()
def check(header: Header, *, name: Name = "default", as_json: AsJson = False) -> None:
    """See that an acknowledgement is the operator's, and whether its time is over."""
    found = acks.find(parse_hex32(header, what="header"), name)
    with wiring.opened_chain(context.settings()) as chain:
        log = log_on_chain(chain, LogId(found.ack.log))
        if log is None:
            raise NotFoundError(
                f"no log {found.ack.log.hex()} is registered", hint="see GET /v1/logs", code="no_such_log"
            )
        operator, signer = liable_operator(chain, found.ack.log), found.signer()
        if (signer, found.ack.chain) != (operator, chain.chain_id()):
            raise ProofError(
                f"it is signed by {signer} for chain {found.ack.chain}, not by operator {operator} of this one",
                hint="keep what the log sent when it accepted the segment",
                code="not_acknowledged",
            )
        late = chain.head().timestamp > found.ack.anchor_by
    facts = {"header": found.ack.header.hex(), "operator": operator, "anchor_by": found.ack.anchor_by, "due": late}
    words = {
        "anchor_by": moment(found.ack.anchor_by),
        "due": "its time is over" if late else "it may still be anchored",
    }
    output.tell(facts, as_json=as_json, words=words)
