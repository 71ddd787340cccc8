"""What a transaction said, and what it made our contracts say."""

from __future__ import annotations

import msgspec

from ledger.chain.node import Chain
from ledger.chain.wire import WireLog, raw_logs
from ledger.domain.events import RawLog
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


def logs_of(chain: Chain, tx: bytes) -> list[RawLog]:
    """Return every log of a transaction, in order.

    Args:
        chain: The chain.
        tx: Its hash, 32 bytes.

    Raises:
        NotFoundError: if it is not on the chain (any more).
        UnavailableError: if the node cannot be reached.
    """
    found = chain.rpc.call("eth_getTransactionReceipt", ("0x" + tx.hex(),))
    if found is None:
        raise NotFoundError(
            f"transaction {tx.hex()} is not on the chain",
            hint="it may wait still, or have left it in a reorganisation",
            code="no_such_transaction",
        )
    return raw_logs(msgspec.convert(found["logs"], list[WireLog]))
