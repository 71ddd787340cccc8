"""Compiled contracts: interface and code, one JSON file each, shipped with the package."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec
from eth_abi.abi import encode as abi_encode

from ledger.errors import SetupError

_WORD_BYTES: Final = 32
_IMMUTABLE: Final = re.compile(rb"\x7f\x00{32}")  # PUSH32 of zeros: what solc leaves where an immutable goes


class Artefact(msgspec.Struct, frozen=True, kw_only=True):
    """One compiled contract, as the contract build writes it. Code is hex with 0x."""

    abi: list[dict[str, Any]]
    bytecode: str
    deployed_bytecode: str

    def init_code(self, *arguments: Any) -> bytes:
        """Return the code that creates the contract, its constructor's arguments behind it."""
        kinds = [canonical_type(part) for item in self.abi if item["type"] == "constructor" for part in item["inputs"]]
        return bytes.fromhex(self.bytecode.removeprefix("0x")) + abi_encode(kinds, arguments)

    def is_code(self, code: bytes) -> bool:
        """Say whether `code`, read from a chain, is this contract, whatever its immutables hold."""
        ours = bytes.fromhex(self.deployed_bytecode.removeprefix("0x"))
        if len(ours) != len(code):
            return False
        theirs = bytearray(code)
        for place in _IMMUTABLE.finditer(ours):
            theirs[place.start() + 1 : place.end()] = bytes(_WORD_BYTES)
        return ours == theirs


def canonical_type(parameter: dict[str, Any]) -> str:
    """Write an ABI parameter's type as selectors and eth_abi want it, tuples spelt out."""
    kind: str = parameter["type"]
    if not kind.startswith("tuple"):
        return kind
    inner = ",".join(canonical_type(component) for component in parameter["components"])
    return f"({inner}){kind.removeprefix('tuple')}"


@cache
def artefact(name: str) -> Artefact:
    """Load a compiled contract.

    Raises:
        SetupError: if it was not compiled into this installation.
    """
    try:
        data = files("ledger.chain").joinpath("abi", f"{name}.json").read_bytes()
        return msgspec.json.decode(data, type=Artefact)
    except FileNotFoundError as error:
        raise SetupError(
            f"the compiled contract {name} is missing", hint="build the contracts (see the README)", code="no_artefact"
        ) from error
    except msgspec.DecodeError as error:
        raise SetupError(f"the compiled contract {name} cannot be read: {error}", code="bad_artefact") from error
