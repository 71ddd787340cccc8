"""`ombud dispute`: joining a claim, appealing a ruling, and ending a dispute by a proof."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.chain import court, progress
from ledger.cli import context, exhibits
from ledger.cli.acting import Signer, provide
from ledger.cli.dispute_words import tell
from ledger.cli.output import AsJson
from ledger.cli.sharing import shared
from ledger.cli.votes import Number
from ledger.domain.dispute import least_deposit

EvidenceFiles = Annotated[
    list[str], typer.Option("--evidence", help="An evidence file, or the SHA-256 of one in the store; once a file.")
]
Statement = Annotated[str, typer.Option(help="What the evidence shows, in your words.")]


@shared
def join(
    number: Number,
    *,
    evidence: EvidenceFiles,
    statement: Statement = "",
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Join a claim before it is answered, with evidence and a deposit that is at risk like the first one."""
    with signer.opened() as sender:
        dispute = court.find(sender.chain, number)
        exhibit = exhibits.gather(context.settings(), evidence, statement, sender.address)
        provide(sender, least_deposit(dispute.policy, 0, 0))
        sent = court.join(sender, dispute.case, dispute.policy, exhibit.hash, exhibit.uri)
        joined = sent.event("ClaimJoined").args
        wait = progress.waits_for(sender.chain, court.find(sender.chain, number))
    facts = {
        "dispute": number,
        "claimant": joined["claimant"],
        "deposit": str(joined["deposit"]),
        "evidence": exhibit.hash.hex(),
        "evidence_files": list(exhibit.files),
        "tx": sent.tx.hex(),
        "block": sent.block,
    }
    tell(facts, wait, f"next: {dispute.case.liable} answers all claimants at once", as_json=as_json)


@shared
def appeal(
    number: Number,
    *,
    evidence: EvidenceFiles,
    statement: Statement = "",
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Appeal a ruling to seven others, once, and pay for them; in the first half of the time only who lost may."""
    with signer.opened() as sender:
        dispute = court.find(sender.chain, number)
        exhibit = exhibits.gather(context.settings(), evidence, statement, sender.address)
        cost = court.appeal_cost(sender.chain)
        provide(sender, cost)
        asked = court.appeal(sender, dispute.case, dispute.policy, exhibit.hash, exhibit.uri, value=cost)
        wait = progress.waits_for(sender.chain, court.find(sender.chain, number))
    facts = {
        "dispute": number,
        "panel": asked.panel_number,
        "cost": str(cost),
        "evidence": exhibit.hash.hex(),
        "evidence_files": list(exhibit.files),
        "tx": asked.tx.hex(),
        "block": asked.block,
    }
    tell(facts, wait, f"next: anyone draws seven others with `ombud dispute advance {number}`", as_json=as_json)


@shared
def end_by_proof(
    number: Number,
    *,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """End a dispute whose fault is proved: upheld at once, and not punished again."""
    with signer.opened() as sender:
        dispute = court.find(sender.chain, number)
        sent = court.end_by_proof(sender, dispute.case, dispute.policy)
        wait = progress.waits_for(sender.chain, court.find(sender.chain, number))
    facts = {"dispute": number, "tx": sent.tx.hex(), "block": sent.block}
    tell(facts, wait, f"next: anyone pays it out with `ombud dispute advance {number}`", as_json=as_json)
