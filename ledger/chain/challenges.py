"""Asking for what was promised or anchored, with a deposit, and answering.

Whoever asks pays `deposit`; an answer in time takes it. What nobody shows is then proved by
`fault_proofs.unanswered_receipt`, `unanswered_ack` or `unanswered_tile`; evidence that its custodian does not show is
lost by `close`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from enum import IntEnum
from typing import Final

from ledger.chain.fault_proofs import AnchoredTree, placed, recorded
from ledger.chain.node import Chain
from ledger.chain.sender import Sender, Sent
from ledger.chain.witness import DirectRecord, LogPlace, SegmentPlace
from ledger.domain.ack_batch import BatchPlace
from ledger.domain.dispute import NOBODY
from ledger.domain.entry import Entry
from ledger.domain.ids import Address
from ledger.domain.signed_receipt import SignedReceipt
from ledger.domain.statements import Ack, Receipt

PROMISES: Final = "Challenges"
THINGS: Final = "Availability"


class ChallengeState(IntEnum):
    """Where a challenge stands."""

    OPEN = 1
    LATE = 2
    ANSWERED = 3


@dataclass(frozen=True, slots=True)
class Challenge:
    """A question: who asked, until when it can be answered (Unix seconds), and where it stands."""

    challenger: Address
    answer_by: int
    state: ChallengeState
    closed: bool


def deposit(chain: Chain, contract: str = PROMISES) -> int:
    """Return what asking costs, wei."""
    wei: int = chain.read(contract, "DEPOSIT")
    return wei


def challenge(chain: Chain, contract: str, name: bytes) -> Challenge | None:
    """Return a challenge by its name; None if it was never opened."""
    challenger, answer_by, state, closed = chain.read(contract, "challengeOf", name)
    return None if challenger == NOBODY else Challenge(challenger, answer_by, ChallengeState(state), closed)


def ask_receipt(sender: Sender, agent_id: int, promised: SignedReceipt) -> Sent:
    """Ask for the record that a receipt promises, at any time.

    Raises:
        ChainRevertError: if the agent did not sign it, or it was asked for before.
    """
    args = (agent_id, astuple(promised.receipt), promised.signature)
    return sender.send(PROMISES, "challengeReceipt", *args, value=deposit(sender.chain))


def ask_ack(sender: Sender, ack: Ack, signature: bytes, place: BatchPlace | None = None) -> Sent:
    """Ask for the anchor that an operator promised, alone or in a batch.

    Raises:
        ChainRevertError: if the operator did not promise it, or it was asked for before.
    """
    promise = (ack.log, ack.header, ack.anchor_by)
    return sender.send(PROMISES, "challengeAck", promise, ack_signature(signature, place), value=deposit(sender.chain))


def ask_tile(sender: Sender, tree: AnchoredTree, tile: int) -> Sent:
    """Ask for the leaf hashes of a tile of an anchored tree.

    Raises:
        ChainRevertError: if there is no such tile, or it was asked for before.
    """
    return sender.send(THINGS, "challengeTile", astuple(tree), tile, value=deposit(sender.chain, THINGS))


def ask_evidence(sender: Sender, evidence_hash: bytes, custodian: Address) -> Sent:
    """Ask a custodian for evidence.

    Raises:
        ChainRevertError: if it never said that it keeps it, or was asked before.
    """
    return sender.send(THINGS, "challengeEvidence", evidence_hash, custodian, value=deposit(sender.chain, THINGS))


def answer_receipt(sender: Sender, agent_id: int, receipt: Receipt, shown: SegmentPlace, at: LogPlace) -> Sent:
    """Show the promised record in an anchored log.

    Raises:
        ChainRevertError: if it is not there, or nothing is open.
    """
    return sender.send(PROMISES, "answerReceipt", agent_id, astuple(receipt), shown.as_tuple(), placed(at))


def answer_receipt_by_header(sender: Sender, agent_id: int, receipt: Receipt, shown: SegmentPlace) -> Sent:
    """Show the promised record in a signed segment, which is posted on chain if it was not before.

    Raises:
        ChainRevertError: if it is not there, or nothing is open.
    """
    return sender.send(PROMISES, "answerReceiptByHeader", agent_id, astuple(receipt), shown.as_tuple())


def answer_receipt_by_ack(  # a promise within a promise takes as many words
    sender: Sender,
    agent_id: int,
    receipt: Receipt,
    shown: SegmentPlace,
    ack: Ack,
    signature: bytes,
    place: BatchPlace | None = None,
) -> Sent:
    """Show that an operator promised to anchor the segment of the promised record.

    Raises:
        ChainRevertError: if it did not, or promised for much later.
    """
    promise = (ack.log, ack.anchor_by, ack_signature(signature, place))
    return sender.send(PROMISES, "answerReceiptByAck", agent_id, astuple(receipt), shown.as_tuple(), promise)


def answer_receipt_by_record(sender: Sender, agent_id: int, receipt: Receipt, shown: DirectRecord) -> Sent:
    """Show that the promised record was made on chain.

    Raises:
        ChainRevertError: if it was not, or nothing is open.
    """
    return sender.send(PROMISES, "answerReceiptByRecord", agent_id, astuple(receipt), recorded(shown))


def answer_ack(sender: Sender, ack: Ack, entry: Entry, at: LogPlace) -> Sent:
    """Show the promised header in the operator's anchored log.

    Raises:
        ChainRevertError: if it is not there, or nothing is open.
    """
    promise = (ack.log, ack.header, ack.anchor_by)
    return sender.send(PROMISES, "answerAck", promise, astuple(entry.segment), entry.signature, placed(at))


def answer_tile(sender: Sender, tree: AnchoredTree, tile: int, hashes: Sequence[bytes], path: Sequence[bytes]) -> Sent:
    """Show a tile: its leaf hashes, and the path above it (`ledger.domain.faults.tiles.path_over`).

    Raises:
        ChainRevertError: if they are others, or nothing is open.
    """
    return sender.send(THINGS, "answerTile", astuple(tree), tile, list(hashes), list(path))


def answer_evidence(sender: Sender, evidence_hash: bytes, custodian: Address, content: bytes) -> Sent:
    """Show evidence, whole.

    Raises:
        ChainRevertError: if it is other evidence, or nothing is open.
    """
    return sender.send(THINGS, "answerEvidence", evidence_hash, custodian, content)


def post_header(sender: Sender, agent_id: int, entry: Entry) -> Sent:
    """Post a signed header on chain, where its log withholds it.

    Raises:
        ChainRevertError: if it was posted before, or its key has no say.
    """
    return sender.send(PROMISES, "postHeader", agent_id, astuple(entry.segment), entry.signature)


def keep_evidence(sender: Sender, evidence_hash: bytes) -> Sent:
    """Say that the sender keeps evidence, and will show it when asked.

    Raises:
        ChainRevertError: if it said so before.
    """
    return sender.send(THINGS, "keepEvidence", evidence_hash)


def is_defaulted(chain: Chain, evidence_hash: bytes, custodian: Address) -> bool:
    """Whether a custodian was asked for evidence and did not show it."""
    answer: bool = chain.read(THINGS, "isDefaulted", evidence_hash, custodian)
    return answer


def close(sender: Sender, contract: str, name: bytes) -> Sent:
    """Give the deposit of an unanswered challenge back; a custodian that did not answer loses the point.

    Raises:
        ChainRevertError: if it can still be answered, or was.
    """
    return sender.send(contract, "close", name)


def ack_signature(signature: bytes, place: BatchPlace | None) -> bytes:
    """Return an operator's signature as the contracts take it: with the header's place, if it signed a batch."""
    if place is None:
        return signature
    numbers = place.index.to_bytes(8, "big") + place.size.to_bytes(8, "big")
    return signature + numbers + b"".join(place.path)
