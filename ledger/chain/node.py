"""Reading a chain: heads, blocks, the logs of our contracts, and views at any block.

Logs are fetched raw and decoded by msgspec; a window that the node refuses or cannot send in time, or whose
reply is too long, is halved until it fits. Views go through web3's contract binding (`views`). Every failure to
reach the node ends in `UnavailableError` after a bounded number of tries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Self

import msgspec

from ledger.chain.deployment import Deployment
from ledger.chain.http import LargeReplyError, SlowReplyError
from ledger.chain.rpc import DEFAULT_RETRIES, DEFAULT_TIMEOUT_S, Rpc, RpcError
from ledger.chain.wire import BLOCK, BLOCKS, LOGS, Block, WireLog, raw_logs
from ledger.domain.chain_proof import gives_root
from ledger.domain.events import RawLog
from ledger.domain.ids import Address
from ledger.errors import NotFoundError, SetupError, UnavailableError
from ledger.interpreter import keep_recursion_limit

if TYPE_CHECKING:
    from ledger.chain.views import Views

BLOCKS_PER_BATCH: Final = 100
MOST_BYTES: Final = 2_500_000
"""Longest reply of logs that is read: two windows as they should be."""

__all__ = ["Block", "Chain"]


class Chain:
    """One chain as seen through one node; safe to share between threads.

    Args:
        rpc_url: HTTP URL of the node; several of one chain with commas between them.
        deployment: Where our contracts are; None before they are deployed.
        timeout_s: Longest wait for one reply.
        retries: Further tries after the first one failed.
    """

    def __init__(
        self,
        rpc_url: str,
        deployment: Deployment | None = None,
        *,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        retries: int = DEFAULT_RETRIES,
    ) -> None:
        self.rpc = Rpc(rpc_url, timeout_s=timeout_s, retries=retries)
        self._deployment = deployment

    @property
    def url(self) -> str:
        """URL of the node."""
        return self.rpc.url

    @property
    def deployment(self) -> Deployment:
        """Where our contracts are.

        Raises:
            SetupError: if this chain was opened without a deployment.
        """
        if self._deployment is None:
            raise SetupError("this chain was opened without a deployment", hint="deploy first", code="no_deployment")
        return self._deployment

    @cached_property
    def views(self) -> Views:
        """The contracts' bindings, for calls; made on first use.

        Raises:
            SetupError: if this chain was opened without a deployment.
        """
        keep_recursion_limit()
        from ledger.chain.views import Views  # noqa: PLC0415 - web3 costs most of a second, and readers of logs need none

        return Views(self.rpc, self.deployment)

    def names(self) -> Mapping[Address, str]:
        """Return our contracts' names by address; none before they are deployed."""
        return self._deployment.contracts() if self._deployment else {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to the node."""
        self.rpc.close()

    @cached_property
    def _chain_id(self) -> int:
        found = int(self.rpc.call("eth_chainId"), 16)
        if self._deployment is not None and found != self._deployment.chain_id:
            raise SetupError(
                f"the node at {self.url} is of chain {found}, the deployment of chain {self._deployment.chain_id}",
                hint="set OMBUD_RPC_URL and OMBUD_CHAIN_ID for the same chain",
                code="wrong_chain",
            )
        return found

    def chain_id(self) -> int:
        """Return the chain's EIP-155 id, asked once.

        Raises:
            SetupError: if the deployment is of another chain.
        """
        return self._chain_id

    def elsewhere(self) -> None:
        """Ask the next of several nodes from now on: this one leaves something out."""
        self.rpc.elsewhere()

    def head(self) -> Block:
        """Return the newest block."""
        block = self.rpc.call_typed(BLOCK, "eth_getBlockByNumber", ("latest", False))
        if block is None:
            raise UnavailableError(f"the node at {self.url} has no block yet", hint="wait until it has synchronised")
        return block.head()

    def block(self, number: int) -> Block:
        """Return one block.

        Raises:
            NotFoundError: if the chain does not reach that far (any more).
        """
        block = self.rpc.call_typed(BLOCK, "eth_getBlockByNumber", (hex(number), False))
        if block is None:
            raise _no_block(number)
        return block.head()

    def blocks(self, first: int, last: int) -> list[Block]:
        """Return the blocks from `first` to `last`, both included, fetched in batches.

        Raises:
            NotFoundError: if the chain does not reach that far (any more).
        """
        out: list[Block] = []
        for start in range(first, last + 1, BLOCKS_PER_BATCH):
            numbers = range(start, min(start + BLOCKS_PER_BATCH, last + 1))
            found = self.rpc.batch_typed(BLOCKS, [("eth_getBlockByNumber", (hex(number), False)) for number in numbers])
            for number, value in zip(numbers, found, strict=True):
                if value is None:
                    raise _no_block(number)
                out.append(value.head())
        return out

    def logs(self, first: int, last: int) -> list[RawLog]:
        """Return the logs of our contracts from block `first` to `last`, both included, in chain order.

        A window that the node refuses or cannot send in time, or that is too long, is halved; a single block is not.

        Raises:
            RpcError: if the node refuses a single block.
            UnavailableError: if it cannot be reached.
        """
        return self._window(first, last, {"address": list(self.deployment.addresses.values())})

    def logs_of(self, address: Address, topics: Sequence[str | None], *, first: int = 0) -> list[RawLog]:
        """Return one contract's logs with these topics (0x hex, None for any), from its deployment to the head.

        Args:
            address: The contract.
            topics: What is looked for.
            first: Where to begin, if that is after the deployment.

        Raises:
            RpcError: if the node refuses a single block.
            UnavailableError: if it cannot be reached.
        """
        first = max(first, self.deployment.block)
        return self._window(first, self.head().number, {"address": address, "topics": list(topics)})

    def _window(self, first: int, last: int, wanted: dict[str, Any]) -> list[RawLog]:
        bounds = {"fromBlock": hex(first), "toBlock": hex(last), **wanted}
        try:
            found = self.rpc.call_typed(LOGS, "eth_getLogs", (bounds,), most=MOST_BYTES if first < last else None)
            return raw_logs(found or [])
        except (RpcError, SlowReplyError, LargeReplyError):
            if first >= last:
                raise
        middle = (first + last) // 2
        return self._window(first, middle, wanted) + self._window(middle + 1, last, wanted)

    def block_json(self, number: int) -> dict[str, Any]:
        """Return a block as the node writes it, with the hashes of its transactions.

        Raises:
            NotFoundError: if the chain does not reach that far (any more).
        """
        block: dict[str, Any] | None = self.rpc.call("eth_getBlockByNumber", (hex(number), False))
        if block is None:
            raise _no_block(number)
        return block

    def receipts_json(self, block: dict[str, Any]) -> list[dict[str, Any]]:
        """Return all receipts of a block as the node writes them, in transaction order.

        Asked one by one in a batch: not every node knows `eth_getBlockReceipts`.

        Raises:
            NotFoundError: if the block left the chain meanwhile.
        """
        found = self.rpc.batch([("eth_getTransactionReceipt", (tx,)) for tx in block["transactions"]])
        if any(receipt is None or receipt["blockHash"] != block["hash"] for receipt in found):
            raise NotFoundError(
                f"block {int(block['number'], 16)} left the chain while it was read",
                hint="read it again",
                code="reorganised",
            )
        return found

    def receipt_logs(self, number: int) -> list[RawLog]:
        """Return our contracts' logs of one block out of its receipts: the second way, which can leave nothing out.

        The receipts must give the root in the block's header. Where they are of kinds that this version cannot
        encode, `logs` must say the same.

        Raises:
            NotFoundError: if the block left the chain meanwhile.
            UnavailableError: if the node contradicts itself.
        """
        ours = frozenset(self.deployment.addresses.values())
        block = self.block_json(number)
        receipts = self.receipts_json(block)
        wires = [log for receipt in receipts for log in msgspec.convert(receipt["logs"], list[WireLog])]
        found = [log for log in raw_logs(wires) if log.address in ours]
        if not gives_root(block, receipts) and found != self.logs(number, number):
            raise UnavailableError(
                f"the node's receipts of block {number} do not give its receipts root, and its logs are others",
                hint="use another node; nothing was written",
                code="bad_receipts",
            )
        return found

    def code(self, address: Address) -> bytes:
        """Return the code at an address; empty where there is none."""
        return bytes.fromhex(self.rpc.call("eth_getCode", (address, "latest"))[2:])

    def balance(self, address: Address) -> int:
        """Return an account's balance in wei."""
        return int(self.rpc.call("eth_getBalance", (address, "latest")), 16)

    def read(self, contract: str, function: str, *args: Any, block: int | None = None) -> Any:
        """Call a view.

        Args:
            contract: Name of one of our contracts.
            function: Name of the view, or its whole signature where it is overloaded.
            *args: Its arguments.
            block: Ask the state after this block; the newest if not given.

        Raises:
            ChainRevertError: if the view reverts.
            SetupError: if no contract stands at the deployment's address.
            UnavailableError: if the node cannot be reached, or no longer keeps that state.
        """
        return self.views.read(contract, function, args, block)


def _no_block(number: int) -> NotFoundError:
    return NotFoundError(f"the chain has no block {number}", hint="its head is lower", code="no_such_block")
