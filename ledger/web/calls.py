"""Transactions as they are prepared here and signed elsewhere: data by the interface of our contracts, and no key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_abi.abi import encode as abi_encode

from ledger.chain.abi import artefact, canonical_type
from ledger.domain import shown_action
from ledger.domain.ids import Address
from ledger.errors import DefectError


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A transaction that nobody has signed: `value` in wei, decimal; `data` as 0x hex; `call` is what the data says."""

    chain_id: int
    to: Address
    value: str
    data: str
    call: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a transaction of `account` would use in gas; None, and `why_not`, if it would be refused or nobody says."""

    account: Address | None
    gas: int | None
    why_not: str


def prepare(chain_id: int, to: Address, contract: str, function: str, *args: Any, value: int = 0) -> Unsigned:
    """Prepare a call.

    Args:
        chain_id: EIP-155 id of the chain that it is for.
        to: Where the contract is.
        contract: Its name.
        function: Name of the function.
        *args: Its arguments.
        value: Wei to send along.

    Raises:
        DefectError: unless the contract has exactly one such function.
    """
    inputs = _inputs(contract, function)
    kinds = [canonical_type(item) for item in inputs]
    data = selector(contract, function) + abi_encode(kinds, args)
    said = {item["name"].rstrip("_"): _said(item, value) for item, value in zip(inputs, args, strict=True)}
    return Unsigned(chain_id, to, str(value), "0x" + data.hex(), f"{contract}.{function}", said)


def selector(contract: str, function: str) -> bytes:
    """Return the four bytes by which a contract knows a function.

    Raises:
        DefectError: unless the contract has exactly one such function.
    """
    kinds = ",".join(canonical_type(item) for item in _inputs(contract, function))
    return shown_action.selector(f"{function}({kinds})")


def _inputs(contract: str, function: str) -> list[dict[str, Any]]:
    found = [item for item in artefact(contract).abi if item["type"] == "function" and item["name"] == function]
    if len(found) != 1:
        raise DefectError
    inputs: list[dict[str, Any]] = found[0]["inputs"]
    return inputs


def _said(item: dict[str, Any], value: Any) -> Any:
    """Write an argument so that a person, and JSON, can read it: structures by the names of their fields."""
    if item["type"] == "tuple":
        return {part["name"]: _said(part, one) for part, one in zip(item["components"], value, strict=True)}
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return str(value) if isinstance(value, int) else value


def exported(made: Unsigned, estimate: Estimate | None = None) -> dict[str, object]:
    """Return a transaction as whoever signs elsewhere gets it; `gas` and `from` if somebody's was estimated."""
    known = {} if estimate is None or estimate.gas is None else {"from": estimate.account, "gas": estimate.gas}
    return {
        "chainId": made.chain_id,
        **known,
        "to": made.to,
        "value": made.value,
        "data": made.data,
        "meaning": made.call,
    }
