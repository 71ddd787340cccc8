"""A local node's clock, snapshots and reorganisations, for demos and tests. Real nodes refuse these methods.

with dev.reorganised(depth=5):
    ...                      # blocks mined here leave the chain at the end of the block,
                             # and others take their places: same heights, other hashes
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ledger.chain.node import Chain
from ledger.chain.rpc import RpcError
from ledger.chain.wellknown import LOCAL_CHAINS, MNEMONIC, well_known_key
from ledger.domain.ids import Address
from ledger.domain.signing import SessionKey
from ledger.errors import SetupError

__all__ = ["MNEMONIC", "DevNode"]


class DevNode:
    """Levers of a local node (Hardhat, anvil).

    Args:
        chain: The chain as seen through that node.

    Raises:
        SetupError: if it is not a local chain.
    """

    def __init__(self, chain: Chain) -> None:
        if chain.chain_id() not in LOCAL_CHAINS:
            raise SetupError(
                f"chain {chain.chain_id()} is not a local one",
                hint="time and blocks move by themselves there",
                code="not_local",
            )
        self.chain = chain

    def mine(self, blocks: int = 1) -> None:
        """Mine empty blocks, or one with what waits, one second apart."""
        for _ in range(blocks):
            self._ask("evm_mine")

    def increase_time(self, seconds: int) -> None:
        """Move the clock of the next block forward."""
        self._ask("evm_increaseTime", seconds)

    def set_time(self, timestamp: int) -> None:
        """Set the time of the next block, in Unix seconds; later than the head's."""
        self._ask("evm_setNextBlockTimestamp", timestamp)

    def set_automine(self, on: bool) -> None:  # noqa: FBT001 the node's own word for it
        """Mine each transaction at once, or let them wait for `mine`, so that several share a block."""
        self._ask("evm_setAutomine", on)

    def snapshot(self) -> str:
        """Remember the state; good for one `revert`."""
        name: str = self._ask("evm_snapshot")
        return name

    def revert(self, snapshot: str) -> None:
        """Go back to a snapshot.

        Raises:
            SetupError: if it was used before.
        """
        if self._ask("evm_revert", snapshot) is not True:
            raise SetupError(f"snapshot {snapshot} is gone", hint="each snapshot serves once", code="no_snapshot")

    def fund(self, address: Address, wei: int) -> None:
        """Set an account's balance."""
        self._ask("hardhat_setBalance", address, hex(wei))

    def account(self, index: int) -> SessionKey:
        """Return the private key of one of the node's own funded accounts."""
        return well_known_key(index)

    @contextmanager
    def reorganised(self, depth: int | None = None) -> Iterator[None]:
        """Run a block of code on a branch of the chain that is then replaced by another one.

        Args:
            depth: How many blocks the abandoned branch has at the end; it is filled up with empty ones.
                As many as the code mined, if not given. The new branch is one block longer.
        """
        snapshot, start = self.snapshot(), self.chain.head().number
        yield
        if depth is not None:
            self.mine(depth - (self.chain.head().number - start))
        lost = self.chain.head().number - start
        self.revert(snapshot)
        self.increase_time(lost + 1)
        self.mine(lost + 1)

    def _ask(self, method: str, *params: Any) -> Any:
        try:
            return self.chain.rpc.call(method, params)
        except RpcError as error:
            raise SetupError(
                f"the node at {self.chain.url} refused {method}: {error.text}",
                hint="use a local Hardhat or anvil node",
                code="not_local",
            ) from error
