"""Writing to a chain: one transaction after the other for each account, and what came of it.

An account's nonces are given out under a lock that all senders of the account in this program share, and
always asked of the node: a count of our own would go wrong with a reorganisation, a dropped transaction or
a second program. Whoever meets another program at the same nonce asks again, a bounded number of times.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import msgspec

from ledger.chain import estimates
from ledger.chain.node import Chain
from ledger.chain.reverts import revert_error
from ledger.chain.rpc import RpcError
from ledger.chain.wire import WireLog, raw_logs
from ledger.domain.events import Event, decode
from ledger.domain.hashing import keccak
from ledger.domain.ids import Address
from ledger.domain.signing import SessionKey
from ledger.errors import ChainRevertError, ConflictError, UnavailableError
from ledger.interpreter import keep_recursion_limit

GAS_MARGIN: Final = 1.25  # state may change between estimate and block
BASE_FEE_HEADROOM: Final = 2  # survives six full blocks of rising base fee (EIP-1559: 12.5% each)
NONCE_TRIES: Final = 5
WAIT_S: Final = 120.0
_FIRST_PAUSE_S: Final = 0.005
_LONGEST_PAUSE_S: Final = 1.0
_NONCE_TAKEN: Final = ("nonce too low", "replacement transaction underpriced", "nonce has already been used")
_ALREADY_THERE: Final = ("already known", "already exists", "known transaction")

_LOCKS: Final[defaultdict[tuple[int, Address], threading.Lock]] = defaultdict(threading.Lock)
_LOCKS_GUARD: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Sent:
    """A mined transaction with the decoded events of our contracts. `gas_used` in gas, `block` its number."""

    tx: bytes
    block: int
    gas_used: int
    events: list[Event]
    contract_address: str | None = None

    def event(self, name: str) -> Event:
        """Return the one event of this name.

        Raises:
            ConflictError: if the transaction emitted none.
        """
        for event in self.events:
            if event.name == name:
                return event
        raise ConflictError(f"transaction 0x{self.tx.hex()} emitted no {name}", code="no_such_event")


class Sender:
    """An account that sends transactions; safe to share between threads.

    Args:
        chain: The chain, with its deployment.
        key: Private key of the account. Not a well-known one outside local chains (`deploy` checks).
        wait_s: Longest wait for a transaction to be mined.
        sleep: How to pause between looks for the receipt, in seconds.
    """

    def __init__(
        self,
        chain: Chain,
        key: SessionKey,
        *,
        wait_s: float = WAIT_S,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.chain = chain
        self._key = key
        self._wait_s = wait_s
        self._sleep = sleep

    def __repr__(self) -> str:
        return f"Sender({self.address})"

    @property
    def address(self) -> Address:
        """The account's address."""
        return self._key.address

    def send(self, contract: str, function: str, *args: Any, value: int = 0) -> Sent:
        """Call a function of one of our contracts and wait until it is mined.

        Args:
            contract: Name of the contract.
            function: Name of the function, or its whole signature where it is overloaded.
            *args: Its arguments.
            value: Wei to send along.

        Raises:
            ChainRevertError: if the contract refuses, with the decoded custom error.
            SetupError: if the account cannot pay.
            UnavailableError: if the node cannot be reached or does not mine it in time.
        """
        where = f"{contract}.{function.partition('(')[0]}"
        data = self.chain.views.encode(contract, function, args)
        return self._transact(where, {"to": self.chain.deployment.addresses[contract], "data": data, "value": value})

    def transfer(self, to: Address, value: int) -> Sent:
        """Send wei to an account and wait until it is mined."""
        return self._transact("transfer", {"to": to, "data": "0x", "value": value})

    def create(
        self, name: str, code: bytes, *, nonce: int | None = None, signed: Callable[[bytes], None] = lambda _: None
    ) -> Sent:
        """Send init code that creates a contract, and wait until it is mined.

        Args:
            name: What the contract is called.
            code: Its code and arguments.
            nonce: The nonce that its address follows from; the account's next if not given.
            signed: Told the transaction's hash before it is sent.

        Raises:
            ConflictError: if another transaction of the account has that nonce.
        """
        fixed = {} if nonce is None else {"nonce": nonce}
        return self._transact(f"{name}.constructor", {"data": "0x" + code.hex(), "value": 0}, fixed, signed)

    def next_nonce(self) -> int:
        """Return the nonce of the account's next transaction, waiting ones counted."""
        return int(self.chain.rpc.call("eth_getTransactionCount", (self.address, "pending")), 16)

    def mined_nonce(self) -> int:
        """Return how many transactions of the account are in blocks."""
        return int(self.chain.rpc.call("eth_getTransactionCount", (self.address, "latest")), 16)

    def _transact(
        self,
        where: str,
        call: dict[str, Any],
        fixed: Mapping[str, int] = MappingProxyType({}),
        signed: Callable[[bytes], None] = lambda _: None,
    ) -> Sent:
        request = {**call, "from": self.address, "value": hex(call["value"])}
        gas = estimates.gas_of(self.chain, where, request)
        transaction = {
            **call,
            "type": 2,
            "chainId": self.chain.chain_id(),
            "gas": int(gas * GAS_MARGIN),
            **self._fees(),
            **fixed,
        }
        tx = self._submit(where, transaction, signed)
        receipt = self._receipt(where, tx)
        if int(receipt["status"], 16) != 1:
            raise self._late_revert(where, request, receipt)
        return self._sent(tx, receipt)

    def gas_price(self) -> int:
        """Return what a unit of gas costs now, in wei: base fee and tip.

        Raises:
            UnavailableError: if the node cannot be reached.
        """
        return sum(self._base_and_tip())

    def _base_and_tip(self) -> tuple[int, int]:
        block, tip = self.chain.rpc.batch(
            [("eth_getBlockByNumber", ("latest", False)), ("eth_maxPriorityFeePerGas", ())]
        )
        return int(block["baseFeePerGas"], 16), int(tip, 16)

    def _fees(self) -> dict[str, int]:
        base, priority = self._base_and_tip()
        return {"maxPriorityFeePerGas": priority, "maxFeePerGas": BASE_FEE_HEADROOM * base + priority}

    def _submit(self, where: str, transaction: dict[str, Any], told: Callable[[bytes], None]) -> bytes:
        keep_recursion_limit()
        from eth_account import Account  # noqa: PLC0415 - half a second, paid by those who send

        with _LOCKS_GUARD:
            lock = _LOCKS[transaction["chainId"], self.address]
        with lock:
            for _ in range(NONCE_TRIES):
                nonce = transaction["nonce"] if "nonce" in transaction else self.next_nonce()
                raw = bytes(Account.sign_transaction({**transaction, "nonce": nonce}, self._key.secret).raw_transaction)
                told(keccak(raw))
                try:
                    self.chain.rpc.call("eth_sendRawTransaction", ("0x" + raw.hex(),))
                except RpcError as error:
                    text = error.text.lower()
                    if self._knows(keccak(raw)) or any(words in text for words in _ALREADY_THERE):
                        return keccak(raw)  # an earlier try of ours got through without its reply
                    if not any(words in text for words in _NONCE_TAKEN):
                        raise estimates.refused(where, self.address, error) from error
                    if "nonce" in transaction:
                        raise ConflictError(
                            f"{where}: another transaction of {self.address} has nonce {nonce}",
                            hint="let nobody else send from this account meanwhile",
                            code="nonce_used",
                        ) from error
                else:
                    return keccak(raw)
        raise UnavailableError(
            f"{where}: another program uses account {self.address} at the same time",
            hint="give each program its own account",
            code="nonce_contention",
        )

    def _knows(self, tx: bytes) -> bool:
        return self.chain.rpc.call("eth_getTransactionByHash", ("0x" + tx.hex(),)) is not None

    def _receipt(self, where: str, tx: bytes) -> dict[str, Any]:
        pause, deadline = _FIRST_PAUSE_S, time.monotonic() + self._wait_s
        while True:
            receipt: dict[str, Any] | None = self.chain.rpc.call("eth_getTransactionReceipt", ("0x" + tx.hex(),))
            if receipt is not None:
                return receipt
            if time.monotonic() > deadline:
                raise UnavailableError(
                    f"{where}: transaction 0x{tx.hex()} was not mined within {self._wait_s:.0f} s",
                    hint="it may still be; look for it before sending again",
                    code="not_mined",
                )
            self._sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)

    def _sent(self, tx: bytes, receipt: dict[str, Any]) -> Sent:
        names = self.chain.names()
        logs = raw_logs(msgspec.convert(receipt["logs"], list[WireLog]))
        events = [event for log in logs if (event := decode(log, names)) is not None]
        return Sent(
            tx, int(receipt["blockNumber"], 16), int(receipt["gasUsed"], 16), events, receipt["contractAddress"]
        )

    def _late_revert(self, where: str, request: dict[str, Any], receipt: dict[str, Any]) -> ChainRevertError:
        """Explain a transaction that passed the estimate and failed in its block, by replaying it there."""
        try:
            self.chain.rpc.call("eth_call", (request, receipt["blockNumber"]))
        except RpcError as error:
            if error.data is not None:
                return revert_error(where, bytes.fromhex(error.data[2:]))
        return revert_error(where, b"")
