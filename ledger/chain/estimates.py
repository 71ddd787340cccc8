"""What a transaction would take, and why a node or a contract does not take it: asked before anything is signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.chain.node import Chain
from ledger.chain.reverts import revert_error
from ledger.chain.rpc import RpcError
from ledger.domain.ids import Address
from ledger.errors import ChainRevertError, SetupError, UnavailableError


def gas_of(chain: Chain, where: str, call: Mapping[str, Any]) -> int:
    """Return the gas that a call would use if it were in the next block.

    Args:
        chain: The chain.
        where: Contract.function, for errors.
        call: `from`, `to`, `data` and `value`, as nodes read them.

    Raises:
        ChainRevertError: if the contract would refuse it, with the decoded custom error.
        SetupError: if the account cannot pay.
        UnavailableError: if the node cannot be reached.
    """
    try:
        return int(chain.rpc.call("eth_estimateGas", (dict(call),)), 16)
    except RpcError as error:
        raise refused(where, Address(call["from"]), error) from error


def refused(where: str, account: Address, error: RpcError) -> ChainRevertError | SetupError | UnavailableError:
    """Say why a node did not take a call of an account."""
    if "insufficient funds" in error.text.lower() or "enough funds" in error.text.lower():
        return SetupError(
            f"{where}: account {account} cannot pay: {error.text}", hint="fund the account", code="no_funds"
        )
    if error.data is not None or "revert" in error.text.lower():
        return revert_error(where, bytes.fromhex((error.data or "0x")[2:]))
    return UnavailableError(f"{where}: {error.message}", hint=error.hint, code="rpc_error")
