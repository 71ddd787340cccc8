"""web3.py over our own transport, so that retries and errors are the same for both ways of asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from web3.providers.base import JSONBaseProvider

if TYPE_CHECKING:
    from web3.types import RPCEndpoint, RPCResponse

    from ledger.chain.rpc import Rpc


class RpcProvider(JSONBaseProvider):
    """A web3 provider that sends through an `Rpc`."""

    def __init__(self, rpc: Rpc) -> None:
        super().__init__()
        self._rpc = rpc

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """Send one request; web3 reads errors out of the response itself."""
        return self.decode_rpc_response(self._rpc.post(self.encode_rpc_request(method, params)))
