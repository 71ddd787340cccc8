"""`ombud fault`: proofs that need no judge, and questions that must be answered in time."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.chain import challenges, fault_proofs, faults, witness
from ledger.chain.fault_proofs import Proof
from ledger.chain.sender import Sender
from ledger.cli import context, output, shown, wiring
from ledger.cli.acting import Signer, miner, provide
from ledger.cli.output import AsJson
from ledger.cli.sharing import shared
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import parse_hex32
from ledger.domain.mandate_file import MAX_MANDATE_BYTES, MandateFile
from ledger.domain.signed_receipt import SignedReceipt
from ledger.errors import NotFoundError
from ledger.queries import showing
from ledger.queries.wording import ether, moment

app = typer.Typer(
    help="Faults that a proof decides: prove-breach, prove-contradiction, prove-hidden, challenge, answer, release.",
    no_args_is_help=True,
    add_completion=False,
)

ReceiptFile = Annotated[Path, typer.Option("--receipt", help="The receipt that the agent signed.")]
Commit = Annotated[
    bool, typer.Option("--commit", help="Commit to the proof a block before showing it, so that copying gains nothing.")
]


@app.callback()
def fault() -> None:
    """Prove a fault in one transaction, or ask for what was promised."""


@app.command()
@shared
def prove_breach(
    *,
    receipt: ReceiptFile,
    mandate: Annotated[Path, typer.Option(help="The mandate that it names, as `ombud mandate grant -o` wrote it.")],
    commit: Commit = False,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Prove by its own receipt that an agent went beyond its mandate; a fifth of what it loses is yours."""
    signed, granted = shown.read_receipt(receipt), _read(mandate)
    with signer.opened() as sender:
        agent_id = shown.agent_of(sender.chain, signed)
        proof = fault_proofs.mandate_breach(sender.chain, agent_id, signed.receipt, signed.signature, granted.tool_ids)
        _prove(sender, proof, agent_id, commit=commit, as_json=as_json)


@app.command()
@shared
def prove_contradiction(
    *,
    receipt: ReceiptFile,
    other: Annotated[Path | None, typer.Option(help="Another receipt for the same place.")] = None,
    record: Annotated[str | None, typer.Option(help="The record that the ledger holds at its place.")] = None,
    commit: Commit = False,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Prove that a receipt promises another record than the agent's stream holds, or another receipt promises."""
    signed = shown.read_receipt(receipt)
    with signer.opened() as sender:
        agent_id = shown.agent_of(sender.chain, signed)
        if other is not None:
            proof = fault_proofs.receipt_against_receipt(sender.chain, agent_id, signed, shown.read_receipt(other))
        else:
            proof = _against_record(sender, agent_id, signed, record or "")
        _prove(sender, proof, agent_id, commit=commit, as_json=as_json)


@app.command()
@shared
def challenge(
    *,
    receipt: ReceiptFile,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Ask for the record that a receipt promises; whoever shows it in time gets your deposit."""
    signed = shown.read_receipt(receipt)
    with signer.opened() as sender:
        provide(sender, challenges.deposit(sender.chain))
        agent_id = shown.agent_of(sender.chain, signed)
        sent = challenges.ask_receipt(sender, agent_id, signed)
        asked = sent.event("ChallengeOpened").args
    facts = {
        "challenge": asked["id"].hex(),
        "agent_id": agent_id,
        "record": signed.receipt.record_hash.hex(),
        "answer_by": asked["answerBy"],
        "tx": sent.tx.hex(),
        "block": sent.block,
    }
    hint = "next: once that has passed, `ombud fault prove-hidden --receipt FILE` punishes what nobody showed"
    _tell(facts, facts | {"answer_by": moment(asked["answerBy"])}, hint, as_json=as_json)


@app.command()
@shared
def answer(
    *,
    receipt: ReceiptFile,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Show the record that a receipt promises, from the ledger; anyone may, and gets the deposit if it is in time."""
    signed = shown.read_receipt(receipt)
    said = signed.receipt
    with signer.opened() as sender:
        chain, agent_id = sender.chain, shown.agent_of(sender.chain, signed)
        with wiring.opened_sources(context.settings()) as sources:
            place = showing.place_of(sources, said.record_hash.hex())
        if place is None:
            direct = witness.direct_record(chain, agent_id, said.epoch, said.stream, said.seq)
            sent = challenges.answer_receipt_by_record(sender, agent_id, said, direct)
        else:
            sent = challenges.answer_receipt(sender, agent_id, said, *place)
    told = sent.event("ChallengeAnswered").args
    facts = {
        "challenge": told["id"].hex(),
        "in_time": told["inTime"],
        "tx": sent.tx.hex(),
        "block": sent.block,
    }
    _tell(facts, facts, "next: `ombud credit claim` pays out the deposit", as_json=as_json)


@app.command()
@shared
def prove_hidden(
    *,
    receipt: ReceiptFile,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Prove that a record was asked for and not shown in time; the deposit goes back to whoever asked."""
    signed = shown.read_receipt(receipt)
    with signer.opened() as sender:
        agent_id = shown.agent_of(sender.chain, signed)
        proof = fault_proofs.unanswered_receipt(sender.chain, agent_id, signed.receipt)
        _prove(sender, proof, agent_id, commit=False, as_json=as_json)
        asked = challenges.challenge(sender.chain, challenges.PROMISES, signed.receipt.hash)
        if asked is not None and not asked.closed:
            challenges.close(sender, challenges.PROMISES, signed.receipt.hash)


@app.command()
@shared
def release(
    fault_key: Annotated[str, typer.Argument(help="The fault, as it was named when it was proved.")],
    *,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Credit the reward of a fault to whoever has earned it, once it is no longer held back."""
    name = parse_hex32(fault_key, what="fault")
    with signer.opened() as sender:
        sent = faults.release(sender, name)
    told = sent.event("RewardReleased").args
    facts = {"fault": name.hex(), "prover": told["prover"], "reward": str(told["amount"]), "tx": sent.tx.hex()}
    words = facts | {"reward": ether(told["amount"])}
    _tell(facts, words, "next: `ombud credit claim` pays it out", as_json=as_json)


def _against_record(sender: Sender, agent_id: int, signed: SignedReceipt, record_id: str) -> Proof:
    said = signed.receipt
    with wiring.opened_sources(context.settings()) as sources:
        place = showing.place_of(sources, record_id)
    if place is not None:
        return fault_proofs.receipt_against_log(sender.chain, agent_id, signed, *place)
    direct = witness.direct_record(sender.chain, agent_id, said.epoch, said.stream, said.seq)
    return fault_proofs.receipt_against_record(sender.chain, agent_id, signed, direct)


def _prove(sender: Sender, proof: Proof, agent_id: int, *, commit: bool, as_json: bool) -> None:
    """Show a proof, and say what it did."""
    fault_proofs.check(sender.chain, proof)  # nothing is spent on what proves nothing
    salt = ZERO32
    if commit:
        salt = secrets.token_bytes(len(ZERO32))
        faults.commit(sender, proof, salt)
        mine = miner(sender.chain)
        if mine is not None:
            mine(1)
    verdict = faults.prove(sender, proof, salt)
    facts: dict[str, Any] = {
        "agent_id": agent_id,
        "fault": verdict.fault_key.hex(),
        "slashed": str(verdict.slashed),
        "tx": verdict.tx.hex(),
        "block": verdict.block,
    }
    if verdict.displaced is not None:
        facts["displaced"] = verdict.displaced
    hint = f"next: 256 blocks from now `ombud fault release {verdict.fault_key.hex()}` credits your share"
    _tell(facts, facts | {"slashed": ether(verdict.slashed)}, hint, as_json=as_json)


def _tell(facts: dict[str, Any], words: dict[str, Any], hint: str, *, as_json: bool) -> None:
    if as_json:
        output.as_json(facts)
        return
    output.pairs(words)
    output.line(hint, style="dim")


def _read(file: Path) -> MandateFile:
    try:
        with file.open("rb") as content:
            return MandateFile.unpack(content.read(MAX_MANDATE_BYTES + 1))
    except FileNotFoundError as error:
        raise NotFoundError(
            f"there is no file {file}", hint="`ombud mandate grant -o FILE` writes it", code="no_file"
        ) from error
