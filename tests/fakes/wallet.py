"""A wallet of a browser that really signs (EIP-1193): a key of a test, and a node that mines what it sends."""

from __future__ import annotations

from typing import Any, Final

from ledger.chain.node import Chain
from ledger.chain.rpc import RpcError
from ledger.domain.sign_in import personal_digest
from ledger.domain.signing import SessionKey

INJECT: Final = "window.ethereum = {request: (asked) => window.askWallet(asked.method, asked.params ?? [])}"


class SigningWallet:
    """Answers what a page asks of `window.ethereum`, with one account.

    Args:
        page: Of Playwright; the wallet is there on every page that it opens from now on.
        chain: Where transactions go.
        key: The account's.
    """

    def __init__(self, page: Any, chain: Chain, key: SessionKey) -> None:
        self._chain = chain
        self._key = key
        self.sent: list[str] = []
        page.expose_function("askWallet", self._answer)
        page.add_init_script(INJECT)

    def _answer(self, method: str, params: list[Any]) -> Any:
        if method in ("eth_requestAccounts", "eth_accounts"):
            return [self._key.address]
        if method == "personal_sign":
            text = bytes.fromhex(params[0][2:]).decode()
            return "0x" + self._key.sign(personal_digest(text)).hex()
        if method == "eth_sendTransaction":
            return self._send(params[0])
        return self._ask(method, *params)

    def _send(self, call: dict[str, str]) -> str:
        from eth_account import Account  # noqa: PLC0415 - half a second, seldom needed

        assert call["from"] == self._key.address
        tip = self._ask("eth_maxPriorityFeePerGas")
        price = 2 * int(self._ask("eth_gasPrice"), 16) + int(tip, 16)
        gas = int(self._ask("eth_estimateGas", call), 16) * 5 // 4
        signed = Account.sign_transaction(
            {
                "type": 2,
                "chainId": self._chain.chain_id(),
                "to": call["to"],
                "data": call["data"],
                "value": int(call["value"], 16),
                "gas": gas,
                "maxPriorityFeePerGas": int(tip, 16),
                "maxFeePerGas": price,
                "nonce": int(self._ask("eth_getTransactionCount", self._key.address, "pending"), 16),
            },
            self._key.secret,
        )
        tx: str = self._ask("eth_sendRawTransaction", "0x" + bytes(signed.raw_transaction).hex())
        self.sent.append(tx)
        return tx

    def _ask(self, method: str, *params: Any) -> Any:
        try:
            return self._chain.rpc.call(method, params)
        except RpcError as error:
            raise RuntimeError(error.text) from error
