"""secp256k1 signatures as contracts check them: 65 bytes r || s || v, low s, v 27 or 28 (EIP-2, `ecrecover`).

Signing is deterministic (RFC 6979), so that signing the same statement twice gives the same bytes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from coincurve import PrivateKey, PublicKey

from ledger.domain.hashing import keccak
from ledger.domain.ids import Address, checksum
from ledger.errors import InvalidInputError, ProofError

SIGNATURE_BYTES: Final = 65
SECRET_BYTES: Final = 32
_HALF_ORDER: Final = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
_V_OFFSET: Final = 27


def _address(public: PublicKey) -> Address:
    return _address_of(public.format(compressed=False))


@lru_cache(maxsize=1 << 14)
def _address_of(point: bytes) -> Address:
    """Return the address of an uncompressed point; kept, since the same keys sign again and again."""
    return checksum(keccak(point[1:])[12:])


class SessionKey:
    """A secp256k1 private key that signs statements. Its secret never appears in `repr`.

    Args:
        secret: 32 bytes.

    Raises:
        InvalidInputError: if the secret is not a valid private key.
    """

    __slots__ = ("_key", "address")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SECRET_BYTES:
            raise InvalidInputError(f"the private key has {len(secret)} bytes, not {SECRET_BYTES}", code="bad_key")
        try:
            self._key = PrivateKey(secret)
        except ValueError as error:
            raise InvalidInputError("the private key is not a 32-byte number on the curve", code="bad_key") from error
        self.address = _address(self._key.public_key)

    def __repr__(self) -> str:
        return f"SessionKey({self.address})"

    @property
    def secret(self) -> bytes:
        """The 32 secret bytes, for keystores only."""
        return self._key.secret

    def sign(self, digest: bytes) -> bytes:
        """Sign a 32-byte digest; returns 65 bytes."""
        raw = self._key.sign_recoverable(digest, hasher=None)
        return raw[:64] + bytes([raw[64] + _V_OFFSET])


def recover(digest: bytes, signature: bytes) -> Address:
    """Return the address whose key signed `digest`.

    Raises:
        ProofError: if the signature is not canonical (65 bytes, low s, v 27 or 28) or recovers to no key.
    """
    if len(signature) != SIGNATURE_BYTES:
        raise ProofError(f"signature has {len(signature)} bytes, not {SIGNATURE_BYTES}", code="bad_signature")
    v = signature[64] - _V_OFFSET
    if v not in (0, 1):
        raise ProofError(f"signature has v = {signature[64]}, not 27 or 28", code="bad_signature")
    if int.from_bytes(signature[32:64], "big") > _HALF_ORDER:
        raise ProofError("signature has a high s", hint="sign with low s (EIP-2)", code="bad_signature")
    try:
        public = PublicKey.from_signature_and_message(signature[:64] + bytes([v]), digest, hasher=None)
    except ValueError as error:
        raise ProofError("signature recovers to no key", code="bad_signature") from error
    return _address(public)
