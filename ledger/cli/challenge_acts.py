"""`ombud challenge`, the acting commands: tile, ack, evidence, answer, settle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from ledger.chain import challenges, faults
from ledger.chain.challenges import PROMISES, THINGS
from ledger.chain.fault_proofs import AnchoredTree, Proof, check, unanswered_ack, unanswered_tile
from ledger.chain.node import Chain
from ledger.chain.questions import ChainQuestions
from ledger.chain.sender import Sender, Sent
from ledger.chain.witness import LogPlace
from ledger.cli import acks, context, given, output, published, reading, wiring
from ledger.cli.acting import Signer, provide
from ledger.cli.challenge import app
from ledger.cli.exhibits import read_file
from ledger.cli.output import AsJson
from ledger.cli.patience import until_read
from ledger.cli.sharing import shared
from ledger.domain.ack_file import AckFile
from ledger.domain.asked import AnchoredAt, TileAsked
from ledger.domain.ids import LogId, parse_hex32
from ledger.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from ledger.queries import challenges as asked
from ledger.queries.challenges import ChallengeView
from ledger.queries.wording import ether
from ledger.tiles.evidence import open_evidence

ChallengeName = Annotated[str, typer.Argument(metavar="CHALLENGE", help="Name of the challenge, 64 hex digits.")]
AckPath = Annotated[
    Path | None, typer.Option("--ack", help="The acknowledgement, if the log does not give it any more.")
]
_CREDIT: Final = "next: `ombud credit claim` pays out the deposit"


@app.command()
@shared
def tile(
    log: Annotated[str, typer.Argument(help="Id of the log, 64 hex digits.")],
    number: Annotated[int, typer.Argument(metavar="TILE", min=0, help="Number of the tile: 256 leaves each, from 0.")],
    *,
    anchor: Annotated[int | None, typer.Option(min=0, help="Number of the anchor; the newest if not given.")] = None,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Ask a log's operator for the leaf hashes of a tile that it anchored; unanswered, it loses part of its bond."""
    name = parse_hex32(log, what="log")
    with signer.opened() as sender:
        anchors = ChainQuestions(sender, LogId(name)).anchors()
        at = _anchor(name, anchors, anchor)
        provide(sender, challenges.deposit(sender.chain, THINGS))
        sent = challenges.ask_tile(sender, _tree(name, at), number)
    _asked(sent, {"log": name.hex(), "tile": number, "anchor": at.index}, as_json=as_json)


@app.command()
@shared
def ack(
    file: Annotated[Path, typer.Argument(help="The acknowledgement, as `ombud ack show HEADER -o FILE` wrote it.")],
    *,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Ask a log's operator for the anchor that it promised; unanswered, it loses part of its bond."""
    found = acks.read(file)
    with signer.opened() as sender:
        provide(sender, challenges.deposit(sender.chain, PROMISES))
        sent = challenges.ask_ack(sender, found.ack, found.signature, found.place)
    _asked(sent, {"log": found.ack.log.hex(), "header": found.ack.header.hex()}, as_json=as_json)


@app.command()
@shared
def evidence(
    sha256: Annotated[str, typer.Argument(help="SHA-256 of the evidence, 64 hex digits.")],
    custodian: Annotated[str, typer.Argument(help="Account that said that it keeps it.")],
    *,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Ask a custodian for evidence; unanswered, it loses the point for good."""
    name, who = parse_hex32(sha256, what="evidence"), given.account(custodian, "CUSTODIAN")
    with signer.opened() as sender:
        provide(sender, challenges.deposit(sender.chain, THINGS))
        sent = challenges.ask_evidence(sender, name, who)
    _asked(sent, {"evidence": name.hex(), "custodian": who}, as_json=as_json)


@app.command()
@shared
def answer(
    name: ChallengeName,
    *,
    file: Annotated[Path | None, typer.Option(help="The evidence; out of this machine's store if not given.")] = None,
    acknowledgement: AckPath = None,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Show what a challenge asks for; anyone may, and gets the deposit if it is in time.

    Tiles and anchored entries come from the log itself. A receipt's record is shown by `ombud fault answer`.
    """
    found = _find(name)
    with signer.opened() as sender:
        if found.kind == "evidence":
            content = _evidence(found.subject) if file is None else read_file(file)
            sent = challenges.answer_evidence(
                sender, bytes.fromhex(found.subject), given.account(found.custodian or "", "custodian"), content
            )
        elif found.kind == "hidden_tile":
            sent = _answer_tile(sender, found)
        elif found.kind == "unanchored_entry":
            sent = _answer_ack(sender, found, acknowledgement)
        else:
            raise InvalidInputError(
                "it asks for the record that a receipt promises",
                hint="show it with `ombud fault answer --receipt FILE`",
                code="needs_receipt",
            )
    told = sent.event("ChallengeAnswered").args
    facts = {"challenge": told["id"].hex(), "in_time": bool(told["inTime"]), "tx": sent.tx.hex(), "block": sent.block}
    output.tell(facts, as_json=as_json, hint=_CREDIT)


@app.command()
@shared
def settle(name: ChallengeName, *, acknowledgement: AckPath = None, signer: Signer, as_json: AsJson = False) -> None:
    """End a challenge that nobody answered in time: prove the operator's fault, and give the deposit back.

    Custodians of evidence lose the point. A receipt's record that is hidden is proved by `ombud fault prove-hidden`.
    """
    found = _find(name)
    facts: dict[str, object] = {"challenge": found.challenge, "kind": found.kind}
    words: dict[str, object] = {}
    with signer.opened() as sender:
        if found.kind in ("hidden_tile", "unanchored_entry"):
            proof = _proof(sender, found, acknowledgement)
            check(sender.chain, proof)  # nothing is spent on what proves nothing
            verdict = faults.prove(sender, proof)
            facts |= {"fault": verdict.fault_key.hex(), "slashed": str(verdict.slashed)}
            words["slashed"] = ether(verdict.slashed)
        elif found.kind != "evidence":
            raise InvalidInputError(
                "it asks for the record that a receipt promises",
                hint="prove it hidden with `ombud fault prove-hidden --receipt FILE`",
                code="needs_receipt",
            )
        sent = challenges.close(sender, _book(found), bytes.fromhex(found.challenge))
    facts |= {"tx": sent.tx.hex(), "block": sent.block}
    output.tell(facts, as_json=as_json, words=words, hint="the deposit is credited to whoever asked")


def _find(name: str) -> ChallengeView:
    settings = context.settings()
    with wiring.opened_chain(settings) as chain:
        head = chain.head().number
    with wiring.opened_sources(settings) as sources:
        until_read(lambda: sources.mirror.books().cursor.number, head)
        return asked.challenge(sources, name, as_of=None).data


def _book(found: ChallengeView) -> str:
    return THINGS if found.kind in ("evidence", "hidden_tile") else PROMISES


def _anchor(log: bytes, anchors: list[AnchoredAt], index: int | None) -> AnchoredAt:
    if not anchors or (index is not None and index >= len(anchors)):
        raise NotFoundError(
            f"log {log.hex()} has {len(anchors)} anchors, and not number {'0' if index is None else index}",
            hint="see GET /v1/logs/LOG/anchors",
            code="no_such_anchor",
        )
    return anchors[-1 if index is None else index]


def _tree(log: bytes, at: AnchoredAt) -> AnchoredTree:
    return AnchoredTree(log, at.index, at.size, at.root, at.block)


def _asked_tree(sender: Sender, found: ChallengeView) -> tuple[int, AnchoredAt]:
    log, number = bytes.fromhex(found.subject), int(found.about, 16)
    anchors = ChainQuestions(sender, LogId(log)).anchors()
    at = TileAsked(bytes.fromhex(found.challenge), found.answer_by, number).tree(log, anchors)
    if at is None:
        raise ConflictError(
            "the anchor that it is about has left the chain", hint="look again in a few blocks", code="no_such_anchor"
        )
    return number, at


def _answer_tile(sender: Sender, found: ChallengeView) -> Sent:
    log = bytes.fromhex(found.subject)
    number, at = _asked_tree(sender, found)
    with published.opened_log(context.settings(), sender.chain, log) as reader:
        hashes, path = reader.tile(number, at.size)
    return challenges.answer_tile(sender, _tree(log, at), number, hashes, path)


def _answer_ack(sender: Sender, found: ChallengeView, file: Path | None) -> Sent:
    promised, log = _promise(sender.chain, found, file), bytes.fromhex(found.subject)
    leaf = acks.leaf_of(published.url_of(sender.chain, log), promised.ack.header)
    with published.opened_log(context.settings(), sender.chain, log) as reader:
        entry = reader.segment(leaf).entry
        at = next((item for item in ChainQuestions(sender, LogId(log)).anchors() if item.size > leaf), None)
        if at is None:
            raise UnavailableError(
                "the header is not anchored yet",
                hint="ask the operator to anchor it, and try again",
                code="not_anchored",
            )
        path = reader.inclusion_path(leaf, at.size)
    place = LogPlace(log, at.index, at.size, at.root, at.block, leaf, path)
    return challenges.answer_ack(sender, promised.ack, entry, place)


def _proof(sender: Sender, found: ChallengeView, file: Path | None) -> Proof:
    if found.kind == "hidden_tile":
        number, at = _asked_tree(sender, found)
        return unanswered_tile(sender.chain, _tree(bytes.fromhex(found.subject), at), number)
    return unanswered_ack(sender.chain, _promise(sender.chain, found, file).ack)


def _promise(chain: Chain, found: ChallengeView, file: Path | None) -> AckFile:
    if file is not None:
        promised = acks.read(file)
    else:
        promised = acks.from_log(published.url_of(chain, bytes.fromhex(found.subject)), bytes.fromhex(found.about))
    if promised.ack.hash.hex() != found.challenge:
        raise InvalidInputError(
            "that acknowledgement is not the one that the challenge is about",
            hint="give the one that it was opened with, with --ack FILE",
            code="other_ack",
        )
    return promised


def _evidence(sha256: str) -> bytes:
    return open_evidence(context.settings().evidence_folder).get(sha256)


def _asked(sent: Sent, about: dict[str, object], *, as_json: bool) -> None:
    told = sent.event("ChallengeOpened").args
    name, until = told["id"].hex(), told["answerBy"]
    facts = {"challenge": name, **about, "answer_by": until, "tx": sent.tx.hex(), "block": sent.block}
    hint = f"next: unanswered by then, `ombud challenge settle {name}`"
    output.tell(facts, as_json=as_json, words={"answer_by": reading.moment(until)}, hint=hint)
