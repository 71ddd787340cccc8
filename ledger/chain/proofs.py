"""One log of one transaction, proved from its block header: what bundles carry, so that nobody has to ask a node."""

from __future__ import annotations

from typing import Any

from ledger.chain.node import Chain
from ledger.domain.chain_proof import ChainFact, build_fact, header_rlp_of
from ledger.errors import NotFoundError


def fact(chain: Chain, tx_hash: bytes, log_index: int) -> ChainFact:
    """Build the proof of a log.

    Args:
        chain: The chain.
        tx_hash: 32-byte hash of the transaction that emitted it.
        log_index: Index of the log in its block.

    Raises:
        NotFoundError: if the transaction is not on the chain (any more).
        ProofError: if the node's answers contradict each other, or it has no such log.
        UnavailableError: if the node cannot be reached.
    """
    receipt: dict[str, Any] | None = chain.rpc.call("eth_getTransactionReceipt", ("0x" + tx_hash.hex(),))
    if receipt is None:
        raise NotFoundError(
            f"transaction 0x{tx_hash.hex()} is not on the chain",
            hint="it may have left it in a reorganisation",
            code="no_such_tx",
        )
    block = chain.block_json(int(receipt["blockNumber"], 16))
    if block["hash"] != receipt["blockHash"]:
        raise NotFoundError(
            f"transaction 0x{tx_hash.hex()} left the chain while it was read", hint="ask again", code="reorganised"
        )
    return build_fact(block, chain.receipts_json(block), int(receipt["transactionIndex"], 16), log_index)


def header(chain: Chain, number: int) -> bytes:
    """Return a block's RLP header, which its hash is made of.

    Raises:
        NotFoundError: if the chain does not reach that far (any more).
        ProofError: if the header has fields unknown to this version.
        UnavailableError: if the node cannot be reached.
    """
    return header_rlp_of(chain.block_json(number))
