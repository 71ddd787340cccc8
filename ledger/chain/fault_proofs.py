"""Proofs of faults: encoded calls of the contracts that check them, as `FaultProver.prove` takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from eth_abi.abi import decode as abi_decode

from ledger.chain.node import Chain
from ledger.chain.reverts import revert_error
from ledger.chain.rpc import RpcError
from ledger.chain.witness import DirectRecord, LogPlace, SegmentPlace
from ledger.domain.entry import Entry
from ledger.domain.faults.finding import FaultKind, Finding
from ledger.domain.faults.forked_checkpoints import LeafFork, Stated
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address, checksum
from ledger.domain.signed_receipt import SignedReceipt
from ledger.domain.statements import Ack, Receipt
from ledger.errors import UnavailableError

_FINDING = "(uint8,bytes32,bytes32,address,uint256,uint32,uint32,uint64,bytes32,bytes32,bytes32,address)"


@dataclass(frozen=True, slots=True)
class Proof:
    """An encoded call of a check, and the contract that makes it."""

    checker: str
    call: bytes


@dataclass(frozen=True, slots=True)
class OpenedOutcome:
    """A record of a successful outcome: its place, its text, and what opens its output."""

    place: SegmentPlace
    text: bytes
    salt: bytes
    value: bytes

    def as_tuple(self) -> tuple[Any, ...]:
        """Return the fields in the order of the contract's structure."""
        return self.place.as_tuple(), self.text, self.salt, self.value


@dataclass(frozen=True, slots=True)
class AnchoredTree:
    """Anchor number `index` of a log: `size` leaves under `root`, put on chain in block `block`."""

    log: bytes
    index: int
    size: int
    root: bytes
    block: int


def equivocation(chain: Chain, agent_id: int, a: Entry, b: Entry) -> Proof:
    """Show two headers for one sequence number, in either order."""
    return _headers(chain, "checkEquivocation", agent_id, a, b)


def broken_chain(chain: Chain, agent_id: int, a: Entry, b: Entry) -> Proof:
    """Show a header, and the one right after it that does not name it."""
    return _headers(chain, "checkBrokenChain", agent_id, a, b)


def wrong_order(chain: Chain, agent_id: int, a: Entry, b: Entry) -> Proof:
    """Show a header, and the one right after it that says it was made before."""
    return _headers(chain, "checkTimeOrder", agent_id, a, b)


def against_closing(chain: Chain, agent_id: int, entry: Entry) -> Proof:
    """Show a header that contradicts how its epoch, or the one before, was closed."""
    return _proof(chain, "HeaderFaults", "checkAgainstClosing", agent_id, astuple(entry.segment), entry.signature)


def after_its_anchor(chain: Chain, agent_id: int, entry: Entry, at: LogPlace) -> Proof:
    """Show a header that says it was made after it was anchored."""
    return _proof(
        chain, "HeaderFaults", "checkTimeOfAnchor", agent_id, astuple(entry.segment), entry.signature, placed(at)
    )


def receipt_against_log(
    chain: Chain, agent_id: int, promised: SignedReceipt, shown: SegmentPlace, at: LogPlace
) -> Proof:
    """Show a receipt, and the other record that the anchored log holds at its place."""
    if promised.receipt.chain >> 64:
        args = (agent_id, *_signed(promised), shown.as_tuple(), placed(at))
        return _proof(chain, "ReceiptFaults", "checkReceiptAgainstLog", *args)
    packed = packed_contradiction(promised, shown, at)
    return _proof(chain, "ReceiptFaults", "checkPackedReceiptAgainstLog", agent_id, packed)


def receipt_against_segment(chain: Chain, agent_id: int, promised: SignedReceipt, shown: SegmentPlace) -> Proof:
    """Show a receipt, and the other record that a signed segment holds at its place, anchored or not."""
    args = (agent_id, *_signed(promised), shown.as_tuple())
    return _proof(chain, "ReceiptFaults", "checkReceiptAgainstSegment", *args)


def receipt_against_record(chain: Chain, agent_id: int, promised: SignedReceipt, shown: DirectRecord) -> Proof:
    """Show a receipt, and the other record made on chain at its place."""
    args = (agent_id, *_signed(promised), recorded(shown))
    return _proof(chain, "ReceiptFaults", "checkReceiptAgainstRecord", *args)


def receipt_against_receipt(chain: Chain, agent_id: int, a: SignedReceipt, b: SignedReceipt) -> Proof:
    """Show two receipts for different records at one place."""
    return _proof(chain, "ReceiptFaults", "checkReceiptAgainstReceipt", agent_id, *_signed(a), *_signed(b))


def mandate_breach(
    chain: Chain, agent_id: int, receipt: Receipt, signature: bytes, tools: Iterable[bytes] = ()
) -> Proof:
    """Show a receipt beyond its mandate; `tools` is the whole list, or none to show an excess."""
    args = (agent_id, astuple(receipt), signature, sorted(set(tools)))
    return _proof(chain, "PermissionFaults", "checkMandateBreach", *args)


def manifest_breach(
    chain: Chain, agent_id: int, promised: SignedReceipt, text: bytes, index: int, tools: Iterable[bytes]
) -> Proof:
    """Show a receipt whose tool manifest number `index` does not list; `text` is that of the promised record."""
    args = (agent_id, *_signed(promised), text, index, sorted(set(tools)))
    return _proof(chain, "PermissionFaults", "checkManifestBreach", *args)


def two_effects(chain: Chain, agent_id: int, a: OpenedOutcome, b: OpenedOutcome) -> Proof:
    """Show two successful outcomes of one call with different outputs, opened."""
    return _proof(chain, "EffectFaults", "checkTwoEffects", agent_id, a.as_tuple(), b.as_tuple())


def forked_checkpoints(
    chain: Chain,
    log: bytes,
    a: Stated | AnchoredTree,
    b: Stated | AnchoredTree,
    fork: LeafFork | None = None,
) -> Proof:
    """Show two trees of a log that contradict each other, each signed by its operator or anchored."""
    leaves = (0, ZERO32, [], ZERO32, []) if fork is None else _fork(fork)
    return _proof(chain, "OperatorFaults", "checkForkedCheckpoints", log, _claim(a), _claim(b), leaves)


def forged_entry(chain: Chain, entry: Entry, at: LogPlace) -> Proof:
    """Show an anchored entry that the agent it names did not sign."""
    return _proof(chain, "OperatorFaults", "checkForgedEntry", astuple(entry.segment), entry.signature, placed(at))


def void_entry(chain: Chain, entry: Entry, at: LogPlace, before: AnchoredTree | None = None) -> Proof:
    """Show an entry whose key had long lost its say at its first anchor; `before` is the anchor before that."""
    earlier = (at.log, 0, 0, ZERO32, 0) if before is None else astuple(before)
    args = (astuple(entry.segment), entry.signature, placed(at), earlier)
    return _proof(chain, "OperatorFaults", "checkVoidEntry", *args)


def unanswered_receipt(chain: Chain, agent_id: int, receipt: Receipt) -> Proof:
    """Show that a receipt's record was asked for, and not shown by its time."""
    return _proof(chain, "Challenges", "checkReceipt", agent_id, astuple(receipt))


def unanswered_ack(chain: Chain, ack: Ack) -> Proof:
    """Show that an acknowledged header was asked for, and not shown by its time."""
    return _proof(chain, "Challenges", "checkAck", (ack.log, ack.header, ack.anchor_by))


def unanswered_tile(chain: Chain, tree: AnchoredTree, tile: int) -> Proof:
    """Show that a tile was asked for, and not shown."""
    return _proof(chain, "Availability", "checkTile", astuple(tree), tile)


def check(chain: Chain, proof: Proof) -> Finding:
    """Ask the checker what a proof shows, as the prover will.

    Raises:
        ChainRevertError: if it shows nothing.
        UnavailableError: if the node cannot be asked.
    """
    call = {"to": chain.deployment.addresses[proof.checker], "data": "0x" + proof.call.hex()}
    try:
        answer = chain.rpc.call("eth_call", (call, "latest"))
    except RpcError as error:
        if error.data is None:
            raise UnavailableError(f"{proof.checker}: {error.message}", hint=error.hint, code="rpc_error") from error
        raise revert_error(proof.checker, bytes.fromhex(error.data[2:])) from error
    kind, key, subject, _, _, epoch, stream, seq, a, b, action, _ = abi_decode([_FINDING], bytes.fromhex(answer[2:]))[0]
    return Finding(FaultKind(kind), key, subject, epoch, stream, seq, a, b, action)


def packed_contradiction(promised: SignedReceipt, shown: SegmentPlace, at: LogPlace) -> bytes:
    """Return a receipt and the other record at its place, as `PackedContradiction.sol` lays them out.

    What the contract can compute is left out: the agent, the record's position in its segment, both roots; and of the
    words after the marks, those that are as usual. The number of the receipt's chain must have 64 bits at most.
    """
    said, segment = promised.receipt, shown.entry.segment
    log = b"" if at.log == said.log else at.log
    terms = _ints((32, said.amount)) + said.tool + said.mandate + _ints((32, said.running_total))
    if not any(terms):
        terms = b""
    marks = 0x80 * bool(log) | 0x40 * bool(terms) | len(shown.path)
    parts = (
        _ints((4, said.epoch), (4, said.stream), (8, said.seq)),
        said.record_hash + said.counterparty + _ints((8, said.chain)) + said.log,
        _ints((8, said.anchor_by)) + promised.signature,
        _ints((8, segment.first_seq), (4, segment.count)) + segment.prev_header,
        _ints((8, segment.ts)) + shown.entry.signature + shown.record_id,
        _ints((8, at.anchor_index), (8, at.size), (8, at.block), (8, at.leaf_index), (1, marks)),
        log + terms + b"".join(shown.path) + b"".join(at.path),
    )
    return b"".join(parts)


def liable_operator(chain: Chain, log: bytes) -> Address:
    """Return who answers for a log."""
    return checksum(chain.read("ActionLog", "logOf", log)[0])


def placed(at: LogPlace) -> tuple[Any, ...]:
    """Return where an entry stands in a log, as the contracts take it."""
    return at.log, at.anchor_index, at.size, at.root, at.block, at.leaf_index, list(at.path)


def recorded(shown: DirectRecord) -> tuple[Any, ...]:
    """Return a record made on chain, as the contracts take it."""
    later = [tuple(item) for item in shown.later]
    return shown.epoch, shown.stream, shown.seq, shown.prev_header, shown.record_id, shown.ts, later


def _headers(chain: Chain, check_: str, agent_id: int, a: Entry, b: Entry) -> Proof:
    args = (agent_id, astuple(a.segment), a.signature, astuple(b.segment), b.signature)
    return _proof(chain, "HeaderFaults", check_, *args)


def _ints(*fields: tuple[int, int]) -> bytes:
    """Return unsigned integers, each as (bytes, value), big endian."""
    return b"".join(value.to_bytes(size, "big") for size, value in fields)


def _signed(promised: SignedReceipt) -> tuple[Any, bytes]:
    return astuple(promised.receipt), promised.signature


def _claim(said: Stated | AnchoredTree) -> tuple[int, bytes, bytes, int, int]:
    if isinstance(said, AnchoredTree):
        return said.size, said.root, b"", said.index, said.block
    return said.checkpoint.size, said.checkpoint.root, said.signature, 0, 0


def _fork(fork: LeafFork) -> tuple[int, bytes, Sequence[bytes], bytes, Sequence[bytes]]:
    return fork.index, fork.leaf_a, list(fork.path_a), fork.leaf_b, list(fork.path_b)


def _proof(chain: Chain, checker: str, function: str, *args: Any) -> Proof:
    return Proof(checker, bytes.fromhex(chain.views.encode(checker, function, args)[2:]))
