"""What a transaction said: whom it called, and with which data."""

from __future__ import annotations

from ledger.chain.node import Chain
from ledger.errors import NotFoundError


def data_of(chain: Chain, tx: bytes) -> bytes:
    """Return the data of a transaction.

    Args:
        chain: The chain.
        tx: Its hash, 32 bytes.

    Raises:
        NotFoundError: if the node does not know it.
        UnavailableError: if the node cannot be reached.
    """
    found = chain.rpc.call("eth_getTransactionByHash", ("0x" + tx.hex(),))
    if found is None:
        raise NotFoundError(
            f"the node does not know transaction {tx.hex()}",
            hint="it may not keep old ones",
            code="no_such_transaction",
        )
    return bytes.fromhex(found["input"].removeprefix("0x"))
