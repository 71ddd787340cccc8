"""How an arbitrator votes: `ombud dispute commit` and `ombud dispute reveal`.

What a vote says must not be known before it is revealed. So the reasons stay in a private folder until then, and
go into the evidence store, which others may read, only after.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from ledger.chain import court, panel, progress
from ledger.chain.node import Chain
from ledger.chain.panel import Hearing
from ledger.chain.sender import Sender
from ledger.cli import ballots, context, dispute_words, exhibits, output
from ledger.cli.acting import Signer
from ledger.cli.dispute_words import tell
from ledger.cli.output import AsJson
from ledger.cli.sharing import shared
from ledger.domain.ballot import VOTES, Ballot
from ledger.domain.dispute import Dispute
from ledger.domain.hashing import sha256
from ledger.errors import ConflictError, LedgerError
from ledger.tiles.evidence import EvidenceStore, open_evidence

_MARKS: Final = ("has no seat", "has committed to nothing", "has revealed already", "was counted as absent")
Number = Annotated[int, typer.Argument(min=1, help="Number of the dispute.")]


@shared
def commit(
    number: Number,
    *,
    vote: Annotated[Literal["uphold", "dismiss", "refuse"], typer.Option(help="The vote.")],
    reasons: Annotated[Path, typer.Option(help="File with the reasons; kept here until the vote is revealed.")],
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Commit to a vote, as an arbitrator with a seat; nobody can see it before it is revealed.

    Vote, reasons and salt are kept in the home folder before anything is sent: keep it until they are revealed.
    """
    settings = context.settings()
    with signer.opened() as sender:
        dispute, hearing = _hearing(sender.chain, number)
        why = exhibits.read_file(reasons)
        hash_, salt = sha256(why), ballots.new_salt()
        bound = panel.commitment(sender.chain, hearing.number, sender.address, VOTES[vote], hash_, salt, hearing.round)
        ballot = Ballot(
            dispute=number,
            panel=hearing.number,
            arbitrator=sender.address,
            vote=vote,
            reasons=hash_.hex(),
            media_type=exhibits.type_of(reasons),
            salt=salt.hex(),
        )
        kept = ballots.keep_ballot(settings.home, bound, ballot, why)
        sent = panel.commit(sender, hearing.number, VOTES[vote], hash_, salt)
        wait = progress.waits_for(sender.chain, dispute)
    facts = {
        "dispute": number,
        "panel": hearing.number,
        "arbitrator": sender.address,
        "commitment": bound.hex(),
        "reasons": hash_.hex(),
        "ballot": str(kept),
        "tx": sent.tx.hex(),
        "block": sent.block,
    }
    says = f"next: `ombud dispute reveal {number}`, when all have voted or their time is over"
    tell(facts, wait, says, as_json=as_json)


@shared
def reveal(
    number: Number,
    *,
    ballot: Annotated[
        Path | None, typer.Option(help="The ballot, if it is not in this home folder.", show_default=False)
    ] = None,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Reveal the vote that was committed, and be paid for it."""
    settings = context.settings()
    with signer.opened() as sender:
        dispute, hearing = _hearing(sender.chain, number)
        bound: bytes = sender.chain.read("PanelArbitrator", "ballotOf", hearing.number, sender.address)
        file = ballot or _ballot_file(settings.home, bound, number, sender)
        found = ballots.read_ballot(file)
        reasons, salt = bytes.fromhex(found.reasons), bytes.fromhex(found.salt)
        sent = panel.reveal(sender, hearing.number, VOTES[found.vote], reasons, salt)
        _publish(file, found, open_evidence(settings.evidence_folder))
        wait = progress.waits_for(sender.chain, dispute)
    facts = {
        "dispute": number,
        "panel": hearing.number,
        "arbitrator": sender.address,
        "vote": found.vote,
        "reasons": found.reasons,
        "paid": str(sent.event("VoteRevealed").args["paid"]),
        "tx": sent.tx.hex(),
        "block": sent.block,
    }
    says = f"next: `ombud credit claim` pays you; anyone lets the panel rule with `ombud dispute advance {number}`"
    tell(facts, wait, says, as_json=as_json)


def _hearing(chain: Chain, number: int) -> tuple[Dispute, Hearing]:
    dispute = court.find(chain, number)
    found = None if dispute.pending else court.panel_number(chain, number)
    if found is None:
        raise ConflictError(
            f"dispute {number} has no panel: it is {dispute_words.state(dispute)}",
            hint="a panel is drawn once the liable account has responded",
            code="no_panel",
        )
    return dispute, panel.hearing(chain, found)


def _ballot_file(home: Path, bound: bytes, number: int, sender: Sender) -> Path:
    mark = int.from_bytes(bound, "big")
    if mark < len(_MARKS):
        raise ConflictError(
            f"{sender.address} {_MARKS[mark]} in dispute {number}",
            hint="only a seat that has committed reveals, once",
            code="nothing_to_reveal",
        )
    return ballots.ballot_file(home, bound)


def _publish(file: Path, ballot: Ballot, store: EvidenceStore) -> None:
    """Let others read the reasons, now that the vote is known; without them the vote counts all the same."""
    kept = ballots.reasons_file(file)
    try:
        reasons = exhibits.read_file(kept)
    except LedgerError:
        reasons = b""
    if sha256(reasons).hex() == ballot.reasons:
        store.put(reasons, media_type=ballot.media_type, submitter=ballot.arbitrator)
    else:
        output.note(
            f"{kept} does not hold the reasons: add the file of hash {ballot.reasons} with `ombud evidence add`"
        )
