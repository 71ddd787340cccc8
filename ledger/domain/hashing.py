"""The two hash functions of Ombud, and the tags that keep their uses apart.

SHA-256 builds every tree (RFC 6962 shape, so that independent log tools can verify ours);
keccak-256 names what contracts name (EIP-712, agent keys, log ids).
"""

from __future__ import annotations

from hashlib import sha256 as _sha256
from typing import Final

import sha3

RECORD_TAG: Final = b"\x00ombud/record/1"
FIELD_TAG: Final = b"\x00ombud/field/1"
LEAF_TAG: Final = b"\x00"
NODE_TAG: Final = b"\x01"
ZERO32: Final = bytes(32)


def sha256(data: bytes) -> bytes:
    """Return the 32-byte SHA-256 digest of `data`."""
    return _sha256(data).digest()


def keccak(data: bytes) -> bytes:
    """Return the 32-byte keccak-256 digest of `data` (Ethereum's, not NIST SHA-3)."""
    digest: bytes = sha3.keccak_256(data).digest()
    return digest


def word(value: int) -> bytes:
    """Encode an unsigned integer as one 32-byte ABI word (0 <= value < 2**256)."""
    return value.to_bytes(32, "big")
