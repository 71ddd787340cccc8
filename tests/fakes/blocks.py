"""A chain in memory: blocks and receipts as a node's JSON, with real header hashes and receipt roots.

It emits events of our contracts by their declared layout, so that proofs can be made and spoiled without
a node; the integration tests hold the same code against Hardhat's blocks.
"""

from __future__ import annotations

from typing import Any

import rlp
from eth_abi.abi import encode as abi_encode
from trie.hexary import HexaryTrie

from ledger.domain.chain_proof import HEADER_FIELDS, ChainFact, build_fact, encode_receipt
from ledger.domain.events import EVENTS, TOPICS
from ledger.domain.hashing import keccak
from ledger.domain.ids import Address, checksum

CONTRACTS: dict[str, Address] = {name: checksum(keccak(name.encode())[12:]) for name in EVENTS}


def log_json(contract: str, name: str, args: dict[str, Any], index: int = 0) -> dict[str, Any]:
    """Encode one event as a node's JSON log."""
    event = EVENTS[contract][TOPICS[contract][name]]
    topics = [event.topic, *(abi_encode([kind], [args[label]]) for label, kind in event.indexed)]
    data = abi_encode([kind for _, kind in event.plain], [args[label] for label, _ in event.plain])
    return {
        "address": CONTRACTS[contract].lower(),
        "topics": ["0x" + topic.hex() for topic in topics],
        "data": "0x" + data.hex(),
        "logIndex": hex(index),
    }


def block_of(
    number: int, timestamp: int, transactions: list[list[dict[str, Any]]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Build a block whose transactions emit the given logs; returns block and receipts JSON."""
    receipts = [
        {
            "status": "0x1",
            "type": "0x2" if position % 2 else "0x0",
            "cumulativeGasUsed": hex(21000 * (position + 1)),
            "logsBloom": "0x" + "00" * 256,
            "logs": logs,
            "transactionHash": "0x" + keccak(f"{number}/{position}".encode()).hex(),
        }
        for position, logs in enumerate(transactions)
    ]
    trie = HexaryTrie({})
    for position, receipt in enumerate(receipts):
        trie[rlp.encode(position)] = encode_receipt(receipt)
    widths = {"miner": 20, "logsBloom": 256, "nonce": 8, "extraData": 0}
    block = {name: "0x" + "00" * widths.get(name, 32) if kind == "data" else "0x0" for name, kind in HEADER_FIELDS} | {
        "number": hex(number),
        "timestamp": hex(timestamp),
        "receiptsRoot": "0x" + trie.root_hash.hex(),
    }
    parts = []
    for name, kind in HEADER_FIELDS:
        if kind == "data":
            parts.append(bytes.fromhex(block[name][2:]))
        else:
            value = int(block[name], 16)
            parts.append(value.to_bytes((value.bit_length() + 7) // 8, "big"))
    block["hash"] = "0x" + keccak(rlp.encode(parts)).hex()
    return block, receipts


def prove(number: int, timestamp: int, contract: str, name: str, args: dict[str, Any]) -> ChainFact:
    """Emit one event in the second of two transactions and prove it."""
    noise = log_json("BondVault", "CreditClaimed", {"account": CONTRACTS["KeyRing"], "amount": 1}, 0)
    block, receipts = block_of(
        number, timestamp, [[noise], [noise | {"logIndex": "0x1"}, log_json(contract, name, args, 2)]]
    )
    return build_fact(block, receipts, 1, 2)
