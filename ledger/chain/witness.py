"""Showing the court that an action is an agent's: the calls of `ActionWitness` that a claimant hands over as proof.

    proof = show_logged(chain, agent_id, segment, position, place)      # a record in an anchored log
    witnessed(chain, proof).liable                                      # who answers for it

A proof is the encoded call itself; the court asks the witness with it. `witnessed` asks it beforehand, so that a
claimant knows what is at stake before anything is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any, Final

from eth_abi.abi import decode as abi_decode

from ledger.chain.node import Chain
from ledger.chain.reverts import revert_error
from ledger.chain.rpc import RpcError
from ledger.domain import tree
from ledger.domain.dispute import NOBODY, RefKind
from ledger.domain.entry import Entry, SignedSegment
from ledger.domain.events import TOPICS, decode
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address, checksum
from ledger.domain.statements import Ack, Receipt
from ledger.errors import InvalidInputError, NotFoundError, UnavailableError

_ANSWER: Final = "(uint8,uint256,bytes32,address,address,bytes32,uint64,uint256)"
_MS: Final = 1000


@dataclass(frozen=True, slots=True)
class LogPlace:
    """Where a segment stands in an anchored log: leaf `leaf_index` under the log's anchor number `anchor_index`.

    `size` leaves under `root` were anchored in block `block`; `path` leads from the leaf to that root.
    """

    log: bytes
    anchor_index: int
    size: int
    root: bytes
    block: int
    leaf_index: int
    path: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class SegmentPlace:
    """Where a record stands in a signed segment; `path` leads from its id to the segment's records root."""

    entry: Entry
    record_id: bytes
    position: int
    path: Sequence[bytes]

    @classmethod
    def of(cls, segment: SignedSegment, position: int) -> SegmentPlace:
        """Find the place of a record in a whole segment.

        Raises:
            InvalidInputError: if the segment has no such position.
        """
        ids = segment.record_ids()
        if not 0 <= position < len(ids):
            raise InvalidInputError(
                f"the segment has {len(ids)} records and none at position {position}", hint="positions start at 0"
            )
        return cls(segment.entry, ids[position], position, tree.inclusion_path(tree.levels(ids), position))

    def as_tuple(self) -> tuple[Any, ...]:
        """Return the fields in the order of the contract's structure."""
        return astuple(self.entry.segment), self.entry.signature, self.record_id, self.position, list(self.path)


@dataclass(frozen=True, slots=True)
class DirectRecord:
    """A record made on chain, and those that came after it in its stream: id and Unix ms of each."""

    epoch: int
    stream: int
    seq: int
    prev_header: bytes
    record_id: bytes
    ts: int
    later: Sequence[tuple[bytes, int]] = ()


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What the witness says of an action: whose it is, who is liable, who was injured (`NOBODY` if not named).

    `witness` is the first moment that the chain knows of, Unix seconds; `anchor_block` is 0 unless it was logged.
    """

    kind: RefKind
    agent_id: int
    agent: bytes
    liable: Address
    injured: Address
    action: bytes
    witness: int
    anchor_block: int


def show_logged(chain: Chain, agent_id: int, segment: SignedSegment, position: int, at: LogPlace) -> bytes:
    """Show a record of a signed segment under an anchor.

    Args:
        chain: The chain, with its deployment.
        agent_id: Whose record it is.
        segment: The signed segment that holds it.
        position: Its place in the segment, counted from 0.
        at: Where the segment stands in the log.

    Raises:
        InvalidInputError: if the segment has no such position.
    """
    return show_in_log(chain, agent_id, SegmentPlace.of(segment, position), at)


def show_in_log(chain: Chain, agent_id: int, record: SegmentPlace, at: LogPlace) -> bytes:
    """Show a record under an anchor by its proofs alone, as queries and bundles tell them."""
    anchored = (at.log, at.anchor_index, at.size, at.root, at.block, at.leaf_index, list(at.path))
    return _encode(chain, "onLog", agent_id, record.as_tuple(), anchored)


def show_acknowledged(
    chain: Chain, agent_id: int, segment: SignedSegment, position: int, ack: Ack, signature: bytes
) -> bytes:
    """Show a record of a signed segment that an operator promised to anchor; `signature` is the operator's.

    Raises:
        InvalidInputError: if the segment has no such position.
    """
    promise = (ack.log, ack.anchor_by, signature)
    return _encode(chain, "onAck", agent_id, SegmentPlace.of(segment, position).as_tuple(), promise)


def show_receipt(
    chain: Chain,
    agent_id: int,
    receipt: Receipt,
    signature: bytes,
    counterparty: Address = NOBODY,
    salt: bytes = ZERO32,
) -> bytes:
    """Show an action that an agent signed a receipt for.

    Args:
        chain: The chain, with its deployment.
        agent_id: Whose receipt it is.
        receipt: The receipt.
        signature: 65 bytes, by a session key.
        counterparty: Whom it was given to, who then shares in the slash; `NOBODY` not to say.
        salt: Opens the commitment to the counterparty; zero where the receipt names it plainly.
    """
    return _encode(chain, "onReceipt", agent_id, (astuple(receipt), signature, counterparty, salt))


def show_record(chain: Chain, agent_id: int, record: DirectRecord) -> bytes:
    """Show a record made on chain; `direct_record` reads it out of the chain's events."""
    later = [tuple(item) for item in record.later]
    shown = (record.epoch, record.stream, record.seq, record.prev_header, record.record_id, record.ts, later)
    return _encode(chain, "onRecord", agent_id, shown)


def direct_record(chain: Chain, agent_id: int, epoch: int, stream: int, seq: int) -> DirectRecord:
    """Read a record made on chain, and all later ones of its stream, from their events.

    Raises:
        NotFoundError: if that stream has no such record.
    """
    recorded = ["0x" + TOPICS["ActionLog"]["ActionRecorded"].hex(), "0x" + agent_id.to_bytes(32, "big").hex()]
    logs = chain.logs_of(chain.deployment.addresses["ActionLog"], recorded)
    events = [event for log in logs if (event := decode(log, chain.names())) is not None]
    wanted = [
        event
        for event in events
        if (event.args["epoch"], event.args["stream"]) == (epoch, stream) and event.args["seq"] >= seq
    ]
    if not wanted or wanted[0].args["seq"] != seq:
        raise NotFoundError(
            f"agent {agent_id} recorded no number {seq} in stream {stream} of epoch {epoch} on chain",
            hint="a record in a log is shown by its segment",
            code="no_such_record",
        )
    times = {number: chain.block(number).timestamp * _MS for number in {event.log.block_number for event in wanted}}
    first, *later = wanted
    return DirectRecord(
        epoch=epoch,
        stream=stream,
        seq=seq,
        prev_header=first.args["prevHeader"],
        record_id=first.args["contentHash"],
        ts=times[first.log.block_number],
        later=tuple((event.args["contentHash"], times[event.log.block_number]) for event in later),
    )


def witnessed(chain: Chain, proof: bytes) -> Witnessed:
    """Ask the witness what a proof shows, as the court will.

    Raises:
        ChainRevertError: if it shows nothing.
        UnavailableError: if the node cannot be asked.
    """
    call = {"to": chain.deployment.addresses["ActionWitness"], "data": "0x" + proof.hex()}
    try:
        answer = chain.rpc.call("eth_call", (call, "latest"))
    except RpcError as error:
        if error.data is None:
            raise UnavailableError(f"ActionWitness: {error.message}", hint=error.hint, code="rpc_error") from error
        raise revert_error("ActionWitness", bytes.fromhex(error.data[2:])) from error
    fields = abi_decode([_ANSWER], bytes.fromhex(answer[2:]))[0]
    kind, agent_id, agent, liable, injured, action, witness, anchor_block = fields
    return Witnessed(RefKind(kind), agent_id, agent, checksum(liable), checksum(injured), action, witness, anchor_block)


def _encode(chain: Chain, function: str, *args: Any) -> bytes:
    return bytes.fromhex(chain.views.encode("ActionWitness", function, args)[2:])
