"""What a contract refused, in words: revert data decoded with the custom errors of all our contracts.

One table serves every call, because an error may come from a contract further down the call.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from eth_abi.abi import decode as abi_decode
from eth_abi.exceptions import DecodingError

from ledger.chain.abi import artefact, canonical_type
from ledger.chain.deployment import CONTRACTS
from ledger.chain.refusals import explain
from ledger.domain.hashing import keccak
from ledger.domain.ids import checksum
from ledger.errors import ChainRevertError

_PANICS: Final = {
    0x01: "an assertion failed",
    0x11: "an arithmetic overflow",
    0x12: "a division by zero",
    0x21: "a value outside its enumeration",
    0x32: "an index outside its array",
}
_ERROR_STRING: Final = keccak(b"Error(string)")[:4]
_PANIC: Final = keccak(b"Panic(uint256)")[:4]
_SELECTOR_BYTES: Final = 4


@cache
def error_table() -> dict[bytes, tuple[str, tuple[tuple[str, str], ...]]]:
    """Return name and parameters (name, type) of every custom error of our contracts, by selector."""
    table = {}
    for contract in CONTRACTS:
        for item in artefact(contract).abi:
            if item["type"] == "error":
                parameters = tuple((part["name"], canonical_type(part)) for part in item["inputs"])
                signature = f"{item['name']}({','.join(kind for _, kind in parameters)})"
                table[keccak(signature.encode())[:_SELECTOR_BYTES]] = (item["name"], parameters)
    return table


def _plain(kind: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return checksum(value) if kind == "address" else value


def decode_revert(data: bytes) -> tuple[str, dict[str, Any]]:
    """Return the name of an error and its values; the text itself for `Error(string)`."""
    selector, body = data[:_SELECTOR_BYTES], data[_SELECTOR_BYTES:]
    try:
        if selector == _ERROR_STRING:
            return abi_decode(["string"], body)[0], {}
        if selector == _PANIC:
            code = abi_decode(["uint256"], body)[0]
            return f"Panic 0x{code:02x}: {_PANICS.get(code, 'a check of the compiler')}", {}
        if selector in error_table():
            name, parameters = error_table()[selector]
            values = abi_decode([kind for _, kind in parameters], body)
            return name, {part: _plain(kind, value) for (part, kind), value in zip(parameters, values, strict=True)}
    except DecodingError:
        pass  # data that only looks like one of ours: shown raw below
    return (f"unknown error 0x{data[:64].hex()}" if data else "no reason given"), {}


def revert_error(where: str, data: bytes) -> ChainRevertError:
    """Build the exception for a refused call; `where` is Contract.function."""
    name, values = decode_revert(data)
    shown = f"{name}({', '.join(f'{k}={v}' for k, v in values.items())})" if values else name
    known = explain(name, values)
    return ChainRevertError(
        f"{where} refused: {shown}" + (f": {known.why}" if known and known.why else ""),
        hint=known.hint if known else "the values say what the contract compared",
        call=where,
        name=name,
        values=values,
    )
