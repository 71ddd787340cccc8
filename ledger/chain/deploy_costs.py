"""What a deployment will cost, before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from eth_abi.abi import encode

from ledger.chain import estimates
from ledger.chain.abi import artefact
from ledger.chain.node import Chain
from ledger.chain.rpc import RpcError
from ledger.domain.hashing import keccak
from ledger.domain.ids import Address, checksum
from ledger.errors import ChainRevertError

CREATION_GAS: Final = 53_000  # a transaction (21,000) that creates (32,000), Yellow Paper appendix G
CODE_BYTE_GAS: Final = 200  # of deployed code, the same
INIT_WORD_GAS: Final = 2  # EIP-3860
ZERO_BYTE_GAS, BYTE_GAS = 4, 16  # of data, EIP-2028
CONSTRUCTOR_GAS: Final = 400_000
"""What our constructors may take beyond that; asked for where a node cannot try one out yet."""
FEE_ORACLE: Final = checksum("0x420000000000000000000000000000000000000F")
"""GasPriceOracle of rollups of the OP Stack, which knows what data costs on layer 1."""
_UPPER_BOUND: Final = keccak(b"getL1FeeUpperBound(uint256)")[:4]


@dataclass(frozen=True, slots=True)
class Cost:
    """What creating one contract takes, in gas; `tried` by the node, or worked out from its size alone."""

    name: str
    gas: int
    tried: bool


def costs(chain: Chain, deployer: Address, codes: Mapping[str, bytes]) -> list[Cost]:
    """Return what each creation takes.

    Args:
        chain: The chain.
        deployer: Who creates.
        codes: Code and arguments by contract.

    Raises:
        SetupError: if the account cannot pay for one of them.
        UnavailableError: if the node cannot be reached.
    """
    return [_cost(chain, deployer, name, code) for name, code in codes.items()]


def _cost(chain: Chain, deployer: Address, name: str, code: bytes) -> Cost:
    try:
        gas = estimates.gas_of(chain, f"{name}.constructor", {"from": deployer, "data": "0x" + code.hex()})
    except ChainRevertError:  # its constructor asks a contract that is not there yet
        return Cost(name, _by_size(name, code), tried=False)
    return Cost(name, gas, tried=True)


def _by_size(name: str, code: bytes) -> int:
    zeros = code.count(0)
    deployed = len(artefact(name).deployed_bytecode) // 2 - 1
    data = zeros * ZERO_BYTE_GAS + (len(code) - zeros) * BYTE_GAS
    words = -(-len(code) // 32)
    return CREATION_GAS + data + words * INIT_WORD_GAS + deployed * CODE_BYTE_GAS + CONSTRUCTOR_GAS


def data_fee(chain: Chain, codes: Mapping[str, bytes]) -> int | None:
    """Return what the transactions' data cost on layer 1 at most, in wei; None where the chain says nothing of it.

    Only rollups of the OP Stack charge it apart from gas; others count it into the gas that they estimate.
    """
    if not chain.code(FEE_ORACLE):
        return None
    total = 0
    for code in codes.values():
        data = _UPPER_BOUND + encode(["uint256"], [len(code)])
        try:
            answer: str = chain.rpc.call("eth_call", ({"to": FEE_ORACLE, "data": "0x" + data.hex()}, "latest"))
        except RpcError:
            return None
        total += int(answer, 16)
    return total
