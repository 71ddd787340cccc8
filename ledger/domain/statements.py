"""Statements: what session keys and operators sign, as EIP-712 structures.

The domain of segments, acknowledgements, checkpoints and receipts is {name: 'Ombud', version: '1'} without
chain and contract, on purpose: two histories of one agent contradict each other wherever they are shown.
Acknowledgements, checkpoints and receipts name chain and log in their fields. Key bindings are for one
contract only, so their domain names it. Type and domain hashes are computed once (EIP-712 §encodeData).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.hashing import keccak, word
from ledger.domain.ids import HeaderId
from ledger.errors import InvalidInputError

_NAME: Final = keccak(b"Ombud")
_VERSION: Final = keccak(b"1")
DOMAIN_SEPARATOR: Final = keccak(keccak(b"EIP712Domain(string name,string version)") + _NAME + _VERSION)
_CONTRACT_DOMAIN_TYPE: Final = keccak(
    b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
)


def _type_hash(name: str, members: str) -> bytes:
    return keccak(f"{name}({members})".encode())


SEGMENT_TYPE: Final = _type_hash(
    "Segment",
    "bytes32 agent,uint32 epoch,uint32 stream,uint64 firstSeq,uint32 count,bytes32 prevHeader,"
    "bytes32 recordsRoot,uint64 ts",
)
_ACK_TYPE: Final = _type_hash("Ack", "uint256 chain,bytes32 log,bytes32 header,uint64 anchorBy")
_CHECKPOINT_TYPE: Final = _type_hash("Checkpoint", "uint256 chain,bytes32 log,uint64 size,bytes32 root")
_RECEIPT_TYPE: Final = _type_hash(
    "Receipt",
    "bytes32 agent,uint32 epoch,uint32 stream,uint64 seq,bytes32 recordHash,bytes32 counterparty,uint256 chain,"
    "bytes32 log,uint64 anchorBy,uint256 amount,bytes32 tool,bytes32 mandate,uint256 runningTotal",
)
_KEY_BINDING_TYPE: Final = _type_hash("KeyBinding", "uint256 agentId,uint32 epoch,address key")


def digest(struct_hash: bytes) -> bytes:
    """Return what is signed for a statement: keccak256(0x1901 || chain-free domain || struct hash)."""
    return keccak(b"\x19\x01" + DOMAIN_SEPARATOR + struct_hash)


def _check_width(value: int, bits: int, name: str) -> None:
    if not 0 <= value < 1 << bits:
        raise InvalidInputError(f"field {name!r} is {value}", hint=f"it is an unsigned integer of {bits} bits")


def _check_words(**words: bytes) -> None:
    for name, value in words.items():
        if len(value) != len(_NAME):
            raise InvalidInputError(f"field {name!r} has {len(value)} bytes", hint="it is 32 bytes")


@dataclass(frozen=True, slots=True)
class Segment:
    """Header of a contiguous run of one agent's records: `count` records from `first_seq`; `ts` in Unix ms.

    `prev_header` is the header id of the stream's previous segment: zero at the start of epoch 0, the
    closing head at the start of a later epoch.
    """

    agent: bytes
    epoch: int
    stream: int
    first_seq: int
    count: int
    prev_header: bytes
    records_root: bytes
    ts: int

    def __post_init__(self) -> None:
        _check_words(agent=self.agent, prev_header=self.prev_header, records_root=self.records_root)
        for value, bits, name in (
            (self.epoch, 32, "epoch"),
            (self.stream, 32, "stream"),
            (self.first_seq, 64, "firstSeq"),
            (self.count, 32, "count"),
            (self.ts, 64, "ts"),
        ):
            _check_width(value, bits, name)
        if self.count == 0:
            raise InvalidInputError("field 'count' is 0", hint="a segment holds at least one record")
        _check_width(self.first_seq + self.count, 64, "firstSeq + count")

    @property
    def end_seq(self) -> int:
        """The first sequence number after the segment."""
        return self.first_seq + self.count

    @property
    def header(self) -> HeaderId:
        """The EIP-712 struct hash: the header's id, and the next segment's `prev_header`."""
        return HeaderId(
            keccak(
                SEGMENT_TYPE
                + self.agent
                + word(self.epoch)
                + word(self.stream)
                + word(self.first_seq)
                + word(self.count)
                + self.prev_header
                + self.records_root
                + word(self.ts)
            )
        )


@dataclass(frozen=True, slots=True)
class Ack:
    """An operator's promise to anchor a header in `log` on `chain` by `anchor_by` (Unix seconds)."""

    chain: int
    log: bytes
    header: bytes
    anchor_by: int

    def __post_init__(self) -> None:
        _check_words(log=self.log, header=self.header)
        _check_width(self.chain, 256, "chain")
        _check_width(self.anchor_by, 64, "anchorBy")

    @property
    def hash(self) -> bytes:
        """The EIP-712 struct hash."""
        return keccak(_ACK_TYPE + word(self.chain) + self.log + self.header + word(self.anchor_by))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's state, as the operator's chain key signs it: `size` leaves under `root`."""

    chain: int
    log: bytes
    size: int
    root: bytes

    def __post_init__(self) -> None:
        _check_words(log=self.log, root=self.root)
        _check_width(self.chain, 256, "chain")
        _check_width(self.size, 64, "size")

    @property
    def hash(self) -> bytes:
        """The EIP-712 struct hash."""
        return keccak(_CHECKPOINT_TYPE + word(self.chain) + self.log + word(self.size) + self.root)


@dataclass(frozen=True, slots=True)
class Receipt:
    """An agent's promise, signed before the counterparty acts, that a record will be anchored by `anchor_by`.

    `amount` and `running_total` are in the smallest unit of the mandate; `tool` is keccak256 of its name.
    """

    agent: bytes
    epoch: int
    stream: int
    seq: int
    record_hash: bytes
    counterparty: bytes
    chain: int
    log: bytes
    anchor_by: int
    amount: int
    tool: bytes
    mandate: bytes
    running_total: int

    def __post_init__(self) -> None:
        _check_words(
            agent=self.agent,
            record_hash=self.record_hash,
            counterparty=self.counterparty,
            log=self.log,
            tool=self.tool,
            mandate=self.mandate,
        )
        for value, bits, name in (
            (self.epoch, 32, "epoch"),
            (self.stream, 32, "stream"),
            (self.seq, 64, "seq"),
            (self.chain, 256, "chain"),
            (self.anchor_by, 64, "anchorBy"),
            (self.amount, 256, "amount"),
            (self.running_total, 256, "runningTotal"),
        ):
            _check_width(value, bits, name)

    @property
    def words(self) -> bytes:
        """The fields as EIP-712 encodes them: 13 words of 32 bytes."""
        return (
            self.agent
            + word(self.epoch)
            + word(self.stream)
            + word(self.seq)
            + self.record_hash
            + self.counterparty
            + word(self.chain)
            + self.log
            + word(self.anchor_by)
            + word(self.amount)
            + self.tool
            + self.mandate
            + word(self.running_total)
        )

    @property
    def hash(self) -> bytes:
        """The EIP-712 struct hash."""
        return keccak(_RECEIPT_TYPE + self.words)


def key_binding_digest(*, chain_id: int, key_ring: str, agent_id: int, epoch: int, key: str) -> bytes:
    """Return what a session key signs to prove its possession to `KeyRing` (domain with chain and contract)."""
    domain = keccak(_CONTRACT_DOMAIN_TYPE + _NAME + _VERSION + word(chain_id) + bytes(12) + bytes.fromhex(key_ring[2:]))
    struct = keccak(_KEY_BINDING_TYPE + word(agent_id) + word(epoch) + bytes(12) + bytes.fromhex(key[2:]))
    return keccak(b"\x19\x01" + domain + struct)
