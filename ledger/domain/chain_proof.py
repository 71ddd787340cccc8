"""One log of one transaction, proved from a block header alone: the chain's side of every bundle.

A block's hash is keccak of its RLP header; the header holds the root of a Merkle-Patricia trie of
receipts (Ethereum Yellow Paper §4.3, appendix D; EIP-2718 for typed receipts). Whoever trusts the block
hash can check the log without a node.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import rlp
from rlp.exceptions import RLPException
from trie.exceptions import (
    BadTrieProof,
    InvalidNibbles,
    InvalidNode,
    MissingTraversalNode,
    MissingTrieNode,
    TraversedPartialPath,
    ValidationError,
)
from trie.hexary import HexaryTrie

from ledger.domain.events import RawLog
from ledger.domain.hashing import keccak
from ledger.domain.ids import checksum
from ledger.errors import InvalidInputError, ProofError

HEADER_FIELDS: Final = (
    ("parentHash", "data"),
    ("sha3Uncles", "data"),
    ("miner", "data"),
    ("stateRoot", "data"),
    ("transactionsRoot", "data"),
    ("receiptsRoot", "data"),
    ("logsBloom", "data"),
    ("difficulty", "int"),
    ("number", "int"),
    ("gasLimit", "int"),
    ("gasUsed", "int"),
    ("timestamp", "int"),
    ("extraData", "data"),
    ("mixHash", "data"),
    ("nonce", "data"),
    ("baseFeePerGas", "int"),  # EIP-1559
    ("withdrawalsRoot", "data"),  # EIP-4895
    ("blobGasUsed", "int"),  # EIP-4844
    ("excessBlobGas", "int"),  # EIP-4844
    ("parentBeaconBlockRoot", "data"),  # EIP-4788
    ("requestsHash", "data"),  # EIP-7685
)
_UNREADABLE: Final = (  # all that hostile bytes make rlp and trie raise
    RLPException,
    BadTrieProof,
    InvalidNibbles,
    InvalidNode,
    MissingTraversalNode,
    MissingTrieNode,
    TraversedPartialPath,
    ValidationError,
    RecursionError,
    IndexError,
    TypeError,
    ValueError,
)
UNKNOWN_INDEX: Final = -1
_RECEIPTS_ROOT: Final = 5
_NUMBER: Final = 8
_TIMESTAMP: Final = 11


@dataclass(frozen=True, slots=True)
class ChainFact:
    """A log with its proof: the block's RLP header and the receipt's trie proof, root first."""

    block_number: int
    block_hash: bytes
    header_rlp: bytes
    tx_index: int
    receipt_proof: tuple[bytes, ...]
    log_in_receipt: int


def _quantity(value: str) -> bytes:
    number = int(value, 16)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _data(value: str) -> bytes:
    return bytes.fromhex(value[2:])


def header_rlp_of(block: Mapping[str, Any]) -> bytes:
    """Encode a block's header from the JSON of `eth_getBlockByNumber`.

    Raises:
        ProofError: if it does not hash to the block's own hash (a header field this version does not know).
    """
    parts = [
        (_data if kind == "data" else _quantity)(block[name])
        for name, kind in HEADER_FIELDS
        if block.get(name) is not None
    ]
    encoded: bytes = rlp.encode(parts)
    if keccak(encoded) != _data(block["hash"]):
        raise ProofError(
            f"the header of block {int(block['number'], 16)} has fields unknown to this version", code="unknown_header"
        )
    return encoded


def encode_receipt(receipt: Mapping[str, Any]) -> bytes:
    """Encode a receipt as the receipts trie holds it, from the JSON of `eth_getTransactionReceipt`."""
    logs = [
        [_data(log["address"]), [_data(topic) for topic in log["topics"]], _data(log["data"])]
        for log in receipt["logs"]
    ]
    outcome = _quantity(receipt["status"]) if receipt.get("status") is not None else _data(receipt["root"])
    body: bytes = rlp.encode([outcome, _quantity(receipt["cumulativeGasUsed"]), _data(receipt["logsBloom"]), logs])
    kind = int(receipt.get("type") or "0x0", 16)
    return bytes([kind]) + body if kind else body


def gives_root(block: Mapping[str, Any], receipts: Sequence[Mapping[str, Any]]) -> bool:
    """Whether these are all receipts of a block, as its header says. False, too, for kinds unknown to this version."""
    return bool(_trie(receipts).root_hash == _data(block["receiptsRoot"]))


def _trie(receipts: Sequence[Mapping[str, Any]]) -> HexaryTrie:
    trie = HexaryTrie({})
    for index, receipt in enumerate(receipts):
        trie[rlp.encode(index)] = encode_receipt(receipt)
    return trie


def build_fact(
    block: Mapping[str, Any], receipts: Sequence[Mapping[str, Any]], tx_index: int, log_index: int
) -> ChainFact:
    """Prove one log.

    Args:
        block: JSON of the block.
        receipts: JSON of all receipts of the block, in transaction order.
        tx_index: Which transaction.
        log_index: Index of the log in the block.

    Raises:
        ProofError: if the receipts do not give the header's receipts root, or the log is not there.
    """
    header = header_rlp_of(block)
    trie = _trie(receipts)
    number = int(block["number"], 16)
    if trie.root_hash != _data(block["receiptsRoot"]):
        raise ProofError(f"the node's receipts of block {number} do not give its receipts root", code="bad_receipts")
    indexes = [int(log["logIndex"], 16) for log in receipts[tx_index]["logs"]]
    if log_index not in indexes:
        raise ProofError(f"transaction {tx_index} of block {number} has no log {log_index}", code="no_such_log")
    return ChainFact(
        block_number=number,
        block_hash=_data(block["hash"]),
        header_rlp=header,
        tx_index=tx_index,
        receipt_proof=tuple(rlp.encode(node) for node in trie.get_proof(rlp.encode(tx_index))),  # type: ignore[no-untyped-call]
        log_in_receipt=indexes.index(log_index),
    )


def block_time(fact: ChainFact) -> int:
    """Return the block's time in Unix seconds, from its header."""
    return header_facts(fact.header_rlp)[1]


def check_header(header_rlp: bytes, number: int, block_hash: bytes) -> None:
    """See that a header is of the block with this number and hash.

    Raises:
        ProofError: if it is not.
    """
    if keccak(header_rlp) != block_hash:
        raise ProofError(f"the header of block {number} does not hash to its block hash", code="bad_header")
    try:
        found = int.from_bytes(rlp.decode(header_rlp)[_NUMBER], "big")
    except _UNREADABLE as error:
        raise ProofError(f"the header of block {number} cannot be read", code="bad_header") from error
    if found != number:
        raise ProofError(f"the header is not of block {number}", code="bad_header")


def header_facts(header_rlp: bytes) -> tuple[bytes, int]:
    """Return the parent's hash and the time (Unix seconds) of a header that `check_header` has passed.

    Raises:
        ProofError: if it has too few fields.
    """
    try:
        fields = rlp.decode(header_rlp)
        return fields[0], int.from_bytes(fields[_TIMESTAMP], "big")
    except _UNREADABLE as error:
        raise ProofError("the header has no time", code="bad_header") from error


def verify_fact(fact: ChainFact) -> RawLog:
    """Check the proof and return the log it proves. The block hash itself is for the caller to trust.

    A receipt holds neither its transaction's hash nor the log's index in the block: they are left out.

    Raises:
        ProofError: if header, trie proof or place do not hold.
    """
    logs = receipt_logs(fact)
    if fact.log_in_receipt >= len(logs):
        raise _bad_receipt(fact)
    return logs[fact.log_in_receipt]


def receipt_logs(fact: ChainFact) -> tuple[RawLog, ...]:
    """Check the proof and return every log of the receipt: who proves one log of a transaction proves them all.

    Raises:
        ProofError: if header or trie proof do not hold, or the proof has nodes that lead nowhere.
    """
    check_header(fact.header_rlp, fact.block_number, fact.block_hash)
    try:
        root = rlp.decode(fact.header_rlp)[_RECEIPTS_ROOT]
        receipt = _proved_value(root, rlp.encode(fact.tx_index), fact.receipt_proof)
        logs = [
            (checksum(address), tuple(bytes(topic) for topic in topics), bytes(data))
            for address, topics, data in rlp.decode(receipt[1:] if receipt[:1] < b"\xc0" else receipt)[3]
        ]
    except (*_UNREADABLE, InvalidInputError) as error:
        raise _bad_receipt(fact) from error
    return tuple(
        RawLog(
            address=address,
            topics=topics,
            data=data,
            block_number=fact.block_number,
            block_hash=fact.block_hash,
            tx_hash=b"",
            tx_index=fact.tx_index,
            log_index=UNKNOWN_INDEX,
        )
        for address, topics, data in logs
    )


def _proved_value(root: bytes, key: bytes, proof: Sequence[bytes]) -> bytes:
    """Return what the trie holds at `key`; `proof` must be its nodes on the way, root first, and nothing else."""
    trie = HexaryTrie({keccak(node): node for node in proof}, root)
    value: bytes = trie[key]
    if [rlp.encode(node) for node in trie.get_proof(key)] != list(proof):  # type: ignore[no-untyped-call]
        raise ValueError
    return value


def _bad_receipt(fact: ChainFact) -> ProofError:
    return ProofError(f"the receipt proof in block {fact.block_number} does not hold", code="bad_receipt_proof")
