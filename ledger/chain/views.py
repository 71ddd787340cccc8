"""Calls of our contracts through web3's bindings: views read, and the data of transactions.

web3 runs over our own transport, so that retries and errors are the same for every way of asking.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from web3 import Web3
from web3.contract import Contract
from web3.exceptions import BadFunctionCallOutput, ContractLogicError, Web3RPCError
from web3.providers.base import JSONBaseProvider
from web3.types import RPCEndpoint, RPCResponse

from ledger.chain.abi import artefact
from ledger.chain.deployment import Deployment
from ledger.chain.reverts import revert_error
from ledger.chain.rpc import Rpc
from ledger.errors import ChainRevertError, SetupError, UnavailableError


class _RpcProvider(JSONBaseProvider):
    """A web3 provider that sends through an `Rpc`."""

    def __init__(self, rpc: Rpc) -> None:
        super().__init__()
        self._rpc = rpc

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """Send one request; web3 reads errors out of the response itself."""
        return self.decode_rpc_response(self._rpc.post(self.encode_rpc_request(method, params)))


class Views:
    """The bindings of one deployment's contracts.

    Args:
        rpc: The node.
        deployment: Where the contracts are.
    """

    def __init__(self, rpc: Rpc, deployment: Deployment) -> None:
        # Without middleware: it would ask for the chain's id before each call, and `Chain` has checked it.
        self._web3 = Web3(_RpcProvider(rpc), middleware=[])
        self._deployment = deployment
        self._bindings: dict[str, Contract] = {}

    def _binding(self, name: str) -> Contract:
        """Return a contract's binding; each is made on first use, since it costs more than a call."""
        if name not in self._bindings:
            address = self._web3.to_checksum_address(self._deployment.addresses[name])
            self._bindings[name] = self._web3.eth.contract(address=address, abi=artefact(name).abi)
        return self._bindings[name]

    def encode(self, contract: str, function: str, args: Sequence[Any]) -> str:
        """Return the data of a transaction that calls a function, as 0x hex."""
        data: str = self._binding(contract).encode_abi(function, args=list(args))
        return data

    def read(self, contract: str, function: str, args: Sequence[Any], block: int | None) -> Any:
        """Call a view; see `Chain.read`."""
        where = f"{contract}.{function}"
        try:
            call = self._binding(contract).functions[function](*args)
            return call.call(block_identifier="latest" if block is None else block)
        except ContractLogicError as error:
            if error.data is None and "revert" not in str(error.message).lower():
                raise _refused(where, error.message) from error  # web3 takes every refusal of eth_call for a revert
            raise _revert_of(where, error) from error
        except BadFunctionCallOutput as error:
            raise SetupError(
                f"{where}: there is no such contract at {self._deployment.addresses[contract]}",
                hint="the deployment file is of another chain; run `ombud doctor`",
                code="wrong_deployment",
            ) from error
        except Web3RPCError as error:
            raise _refused(where, (error.rpc_response or {}).get("error", {}).get("message")) from error


def _refused(where: str, text: str | None) -> UnavailableError:
    return UnavailableError(f"{where}: the node refused: {text}", hint="see the node's log", code="rpc_error")


def _revert_of(where: str, error: ContractLogicError) -> ChainRevertError:
    data = error.data
    return revert_error(where, bytes.fromhex(data.removeprefix("0x")) if isinstance(data, str) else b"")
