"""`ombud assertion`, the acting commands: propose-root, audit, challenge, conclude, count."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from ledger.chain import assertions
from ledger.chain.assertions import Room, Standpoint
from ledger.chain.node import Chain
from ledger.cli import context, exhibits, output, wiring
from ledger.cli.acting import Signer, provide
from ledger.cli.assertion import app
from ledger.cli.dispute_rounds import EvidenceFiles, Statement
from ledger.cli.output import AsJson
from ledger.cli.sharing import shared
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import parse_hex32
from ledger.domain.recovery import MOST_GAIN
from ledger.errors import NotFoundError
from ledger.queries import showing

AssertionName = Annotated[str, typer.Argument(metavar="ASSERTION", help="Name of the assertion, 64 hex digits.")]
Uri = Annotated[str, typer.Option(help="Where more is said.")]


@app.command()
@shared
def propose_root(
    epoch: Annotated[int, typer.Argument(min=1, help="Number of the epoch: the next one.")],
    root: Annotated[str, typer.Argument(help="Root, as `ombud reputation recompute` gives it, 64 hex digits.")],
    *,
    size: Annotated[int, typer.Option(min=1, help="Leaves under it.")],
    as_of_block: Annotated[int, typer.Option(min=0, help="Last block whose ratings were read.")],
    formula: Annotated[str, typer.Option(help="Hash of the formula and its parameters, 64 hex digits.")],
    clusters: Annotated[str | None, typer.Option(help="Root over accounts that act as one; none if not given.")] = None,
    uri: Uri = "",
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Assert with a bond everyone's credibility in the next epoch; whoever doubts it challenges within three days."""
    told, by = parse_hex32(root, what="root"), parse_hex32(formula, what="--formula")
    groups = ZERO32 if clusters is None else parse_hex32(clusters, what="--clusters")
    with signer.opened() as sender:
        provide(sender, assertions.bond(sender.chain, "CredibilityRoots"))
        name = assertions.propose_root(
            sender, epoch, told, size, as_of_block=as_of_block, formula=by, clusters=groups, uri=uri
        )
    facts = {"assertion": name.hex(), "epoch": epoch, "root": told.hex(), "proposer": sender.address}
    output.tell(facts, as_json=as_json, hint=f"next: in three days, `ombud assertion conclude {name.hex()}`")


@app.command()
@shared
def audit(
    record_id: Annotated[str, typer.Argument(help="Id of the record that was audited, 64 hex digits.")],
    *,
    report: EvidenceFiles,
    weight: Annotated[
        int, typer.Option(min=1, max=MOST_GAIN, help="How much speaks for it, in milli-units.")
    ] = MOST_GAIN,
    dimension: Annotated[int, typer.Option(min=0, max=255, help="What the audit is about.")] = 0,
    statement: Statement = "",
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Assert with a bond that an action was in order, as an arbitrator of the roster."""
    with signer.opened() as sender:
        with wiring.opened_sources(context.settings()) as sources:
            action = showing.of_record(sources, sender.chain, record_id)
        exhibit = exhibits.gather(context.settings(), report, statement, sender.address)
        provide(sender, assertions.bond(sender.chain, "Audits"))
        name = assertions.audit(
            sender,
            action.agent_id,
            dimension=dimension,
            weight=weight,
            report_hash=exhibit.hash,
            proof=action.proof,
            uri=exhibit.uri,
        )
    facts = {
        "assertion": name.hex(),
        "agent_id": action.agent_id,
        "auditor": sender.address,
        "report": exhibit.hash.hex(),
    }
    hint = f"next: in three days, `ombud assertion conclude {name.hex()}`, then `ombud assertion count {name.hex()}`"
    output.tell(facts, as_json=as_json, hint=hint)


@app.command()
@shared
def challenge(
    name: AssertionName,
    *,
    evidence: EvidenceFiles,
    statement: Statement = "",
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Challenge an assertion with a bond and the arbitrators' fee: a panel decides which bond is lost."""
    wanted = parse_hex32(name, what="assertion")
    with signer.opened() as sender:
        room = _room(sender.chain, wanted)
        exhibit = exhibits.gather(context.settings(), evidence, statement, sender.address)
        provide(sender, sender.chain.read(room, "challengeCost"))
        number = assertions.challenge(sender, room, wanted, exhibit.hash, exhibit.uri)
    facts = {"assertion": wanted.hex(), "panel_dispute": number, "challenger": sender.address}
    hint = f"next: once the panel has ruled, or in 14 days, `ombud assertion conclude {wanted.hex()}`"
    output.tell(facts | {"evidence": exhibit.hash.hex()}, as_json=as_json, hint=hint)


@app.command()
@shared
def conclude(name: AssertionName, *, signer: Signer, as_json: AsJson = False) -> None:
    """End an assertion that nobody challenged in time, that was ruled on, or that nobody rules on; anyone may."""
    wanted = parse_hex32(name, what="assertion")
    with signer.opened() as sender:
        accepted = assertions.conclude(sender, _room(sender.chain, wanted), wanted)
    output.tell(
        {"assertion": wanted.hex(), "accepted": accepted},
        as_json=as_json,
        hint="next: `ombud credit claim` pays bonds out"
        + (", `ombud assertion count` counts an audit" if accepted else ""),
    )


@app.command()
@shared
def count(name: AssertionName, *, signer: Signer, as_json: AsJson = False) -> None:
    """Count an accepted audit, once: the agent gains standing by it, up to its ceiling; anyone may."""
    wanted = parse_hex32(name, what="assertion")
    with signer.opened() as sender:
        sent = assertions.count_audit(sender, wanted)
    told = sent.event("AuditCounted").args
    facts = {"assertion": wanted.hex(), "agent_id": told["agentId"], "gained": told["gained"], "tx": sent.tx.hex()}
    output.tell(facts | {"block": sent.block}, as_json=as_json)


def _room(chain: Chain, name: bytes) -> Room:
    for room in get_args(Room):
        if assertions.find(chain, room, name).standpoint is not Standpoint.NONE:
            found: Room = room
            return found
    raise NotFoundError(
        f"nothing was asserted as {name.hex()}", hint="`ombud assertion list` lists all", code="no_such_assertion"
    )
