"""What contracts tell a panel of a dispute, as `PanelTerms.sol` reads it: four fields, or all seven."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from eth_abi.abi import decode as abi_decode
from eth_abi.exceptions import DecodingError

from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address, checksum

HUMAN: Final = 1 << 31
"""Beside the time to commit: one seat at least must be an attested human's."""

_FEW: Final = ("uint32", "uint32", "address", "address[]")
_ALL: Final = (*_FEW, "uint32", "uint256", "bytes32")
_OFFSET: Final = slice(96, 128)  # where the place of the list tells the two forms apart


@dataclass(frozen=True, slots=True)
class Terms:
    """Times in seconds; `payer` gets unspent pay back, no party may judge. `earlier_id` is the dispute under review.

    `human` asks for an attested human among the seats of every draw.
    """

    commit_time: int
    reveal_time: int
    payer: Address
    parties: tuple[Address, ...]
    appeal_time: int = 0
    earlier_id: int = 0
    earlier_terms: bytes = ZERO32
    human: bool = False


def read_terms(data: bytes) -> Terms | None:
    """Read terms; None if they have neither form."""
    few = int.from_bytes(data[_OFFSET], "big") == 32 * len(_FEW)
    try:
        commit_time, reveal_time, payer, parties, *rest = abi_decode(_FEW if few else _ALL, data)
    except DecodingError:
        return None
    told = Terms(commit_time & ~HUMAN, reveal_time, checksum(payer), tuple(map(checksum, parties)), *rest)
    return replace(told, human=bool(commit_time & HUMAN))
