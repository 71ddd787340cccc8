"""`ombud dispute`, the acting commands; some stand in files of their own (`dispute_rounds`, `votes`)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from ledger.chain import court, progress
from ledger.chain.court import Quote
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.cli import context, dispute_rounds, exhibits, output, shown, votes, wiring
from ledger.cli.acting import Signer, miner, provide
from ledger.cli.dispute import app
from ledger.cli.dispute_rounds import EvidenceFiles, Statement
from ledger.cli.dispute_words import tell, tell_progress
from ledger.cli.exhibits import Exhibit
from ledger.cli.output import AsJson
from ledger.cli.sharing import shared
from ledger.cli.votes import Number
from ledger.domain.dispute import FaultClass
from ledger.domain.panel import SEATS
from ledger.errors import InvalidInputError
from ledger.queries import showing
from ledger.queries.showing import Shown
from ledger.queries.wording import ether

FAULTS: Final = tuple(fault.name.lower() for fault in FaultClass)


@app.command(name="open")
@shared
def open_dispute(
    record_id: Annotated[str | None, typer.Argument(help="Id of the disputed record, 64 hex digits.")] = None,
    *,
    fault: Annotated[str, typer.Option(help=f"What the agent did: {', '.join(FAULTS)}.")],
    evidence: EvidenceFiles,
    statement: Statement = "",
    receipt: Annotated[
        Path | None, typer.Option(help="A signed receipt that shows the action, instead of a record.")
    ] = None,
    counterparty: Annotated[str | None, typer.Option(help="Whom the receipt was given to, if it hides it.")] = None,
    salt: Annotated[str | None, typer.Option(help="What opens the receipt's counterparty, 64 hex digits.")] = None,
    signer: Signer,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Send without asking.")] = False,
    as_json: AsJson = False,
) -> None:
    """Dispute an action: escrow a deposit and the arbitrators' fee, and lock part of the agent's bond."""
    fault_class = _fault(fault)
    if (record_id is None) == (receipt is None):
        raise InvalidInputError(
            "name the disputed action once", hint="give the id of a record, or --receipt FILE", code="no_action"
        )
    with signer.opened() as sender:
        action = _action(sender.chain, record_id, receipt, counterparty, salt)
        exhibit = exhibits.gather(context.settings(), evidence, statement, sender.address)
        asked = court.quote(sender.chain, fault_class=fault_class, proof=action.proof)
        if not as_json:
            _preview(action, fault, exhibit, asked)
        _confirm(ether(asked.deposit + asked.fee), yes=yes)
        provide(sender, asked.deposit + asked.fee)
        opened = court.open_dispute(
            sender,
            agent_id=action.agent_id,
            fault_class=fault_class,
            evidence_hash=exhibit.hash,
            proof=action.proof,
            uri=exhibit.uri,
        )
        wait = progress.waits_for(sender.chain, court.find(sender.chain, opened.case.dispute_id))
    case = opened.case
    tell(
        {
            "dispute": case.dispute_id,
            "agent_id": case.agent_id,
            "claimant": case.claimant,
            "liable": case.liable,
            "fault": fault,
            "evidence": exhibit.hash.hex(),
            "evidence_files": list(exhibit.files),
            "policy": case.policy_id,
            "deposit": str(case.deposit),
            "fee": str(case.fee),
            "locked": str(case.locked),
            "tx": opened.tx.hex(),
            "block": opened.block,
        },
        wait,
        f"next: {case.liable} answers with `ombud dispute respond {case.dispute_id} --evidence FILE`; "
        f"if nobody does, anyone moves it on with `ombud dispute advance {case.dispute_id}`",
        as_json=as_json,
    )


@app.command()
@shared
def respond(
    number: Number,
    *,
    evidence: EvidenceFiles,
    statement: Statement = "",
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Answer a claim, as the owner who is liable; it goes to a panel of arbitrators then."""
    with signer.opened() as sender:
        dispute = court.find(sender.chain, number)
        exhibit = exhibits.gather(context.settings(), evidence, statement, sender.address)
        answered = court.respond(sender, dispute.case, dispute.policy, exhibit.hash, exhibit.uri)
        wait = progress.waits_for(sender.chain, court.find(sender.chain, number))
        roster: int = sender.chain.read("PanelArbitrator", "rosterSize")
    if answered.panel_number is not None and roster < SEATS:
        output.note(f"only {roster} arbitrators were ever registered: the panel of this dispute cannot be drawn")
    facts = {
        "dispute": number,
        "panel": answered.panel_number,
        "roster": roster,
        "evidence": exhibit.hash.hex(),
        "evidence_files": list(exhibit.files),
        "tx": answered.tx.hex(),
        "block": answered.block,
    }
    tell(facts, wait, f"next: anyone draws the panel with `ombud dispute advance {number}`", as_json=as_json)


@app.command()
@shared
def concede(
    number: Number,
    *,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Concede a claim, as the owner who is liable, instead of responding: it costs a quarter less."""
    with signer.opened() as sender:
        dispute = court.find(sender.chain, number)
        sent = court.concede(sender, dispute.case, dispute.policy)
        wait = progress.waits_for(sender.chain, court.find(sender.chain, number))
    facts = {"dispute": number, "tx": sent.tx.hex(), "block": sent.block}
    tell(facts, wait, f"next: anyone moves it on with `ombud dispute advance {number}`", as_json=as_json)


@app.command()
@shared
def withdraw(
    number: Number,
    *,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Withdraw a claim, as its claimant, before a response: the deposit goes to the owner, the fee comes back."""
    with signer.opened() as sender:
        dispute = court.find(sender.chain, number)
        sent = court.withdraw_claim(sender, dispute.case, dispute.policy)
        wait = progress.waits_for(sender.chain, court.find(sender.chain, number))
    facts = {"dispute": number, "tx": sent.tx.hex(), "block": sent.block}
    tell(facts, wait, f"next: anyone pays it out with `ombud dispute advance {number}`", as_json=as_json)


@app.command(name="evidence")
@shared
def add_evidence(
    number: Number,
    files: Annotated[list[str], typer.Argument(help="Evidence files, or SHA-256 hashes of files in the store.")],
    *,
    statement: Statement = "",
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Add evidence to a dispute; anyone may, until there is a ruling."""
    with signer.opened() as sender:
        dispute = court.find(sender.chain, number)
        exhibit = exhibits.gather(context.settings(), files, statement, sender.address)
        sent = court.submit_evidence(sender, dispute.case, dispute.policy, exhibit.hash, exhibit.uri)
        wait = progress.waits_for(sender.chain, dispute)
    facts = {
        "dispute": number,
        "evidence": exhibit.hash.hex(),
        "evidence_files": list(exhibit.files),
        "tx": sent.tx.hex(),
        "block": sent.block,
    }
    tell(facts, wait, "", as_json=as_json)


@app.command()
@shared
def advance(
    number: Number,
    *,
    skip: Annotated[
        bool, typer.Option("--skip", help="If nothing is due: move a local chain's clock to when something is.")
    ] = False,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Do whatever is due and anyone may do, or say whose turn it is.

    On a local chain, where no blocks come by themselves, those that a step waits for are mined.
    """
    with signer.opened() as sender:
        moved = progress.advance(sender, number, mine=miner(sender.chain))
        if skip and not moved.steps and moved.wait is not None:
            _pass_time(sender.chain, moved.wait.until)
            moved = progress.advance(sender, number, mine=miner(sender.chain))
    tell_progress(number, moved, as_json=as_json)


def _pass_time(chain: Chain, until: int) -> None:
    dev = DevNode(chain)
    if until > chain.head().timestamp:
        dev.set_time(until)
        dev.mine()


def _fault(name: str) -> FaultClass:
    try:
        return FaultClass[name.upper()]
    except KeyError as error:
        raise InvalidInputError(
            f"--fault {name!r} is no fault class", hint=f"use {', '.join(FAULTS)}", code="bad_fault"
        ) from error


def _action(
    chain: Chain, record_id: str | None, receipt: Path | None, counterparty: str | None, salt: str | None
) -> Shown:
    if receipt is not None:
        return shown.of_receipt(chain, receipt, counterparty, salt)
    with wiring.opened_sources(context.settings()) as sources:
        return showing.of_record(sources, chain, record_id or "")


def _preview(action: Shown, fault: str, exhibit: Exhibit, asked: Quote) -> None:
    policy = asked.policy
    output.pairs(
        {
            "agent": action.agent_id,
            "liable": asked.shown.liable,
            "action": action.says,
            "fault": fault,
            "evidence": f"{exhibit.hash.hex()} (files: {len(exhibit.files)})",
            "policy": f"{asked.policy_id}: {_hours(policy.response_time)} to respond, "
            f"{_hours(policy.commit_time)} to vote, {_hours(policy.reveal_time)} to reveal, "
            f"{_hours(policy.appeal_time)} until final",
            "deposit": f"{ether(asked.deposit)}; half of it is burned and half goes to the liable account "
            "if the claim is dismissed",
            "fee": f"{ether(asked.fee)}; it comes back out of the bond if the claim is upheld",
            "at stake": f"{policy.slice_bps[FaultClass[fault.upper()]] / 100:g} % of the bond",
        }
    )


def _hours(seconds: int) -> str:
    return f"{seconds / 3600:g} h"


def _confirm(amount: str, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise InvalidInputError(
            f"opening this dispute costs {amount}, and nobody is there to be asked",
            hint="add --yes to send it",
            code="not_confirmed",
        )
    if not typer.confirm(f"send {amount} and open the dispute?", err=True):
        raise InvalidInputError("nothing was sent", hint="the evidence is kept; open it later", code="not_confirmed")


app.command()(dispute_rounds.join)
app.command()(dispute_rounds.appeal)
app.command(name="end-by-proof")(dispute_rounds.end_by_proof)
app.command()(votes.commit)
app.command()(votes.reveal)
