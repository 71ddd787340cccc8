"""Ed25519 keys as JSON (RFC 8037) and their names, which follow from them (RFC 7638)."""

from __future__ import annotations

import base64

from ledger.domain.hashing import sha256


def encode_url(data: bytes) -> str:
    """Write bytes in base64url without padding (RFC 7515 §2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jwk(public: bytes) -> dict[str, str]:
    """Return a public key of 32 bytes as JSON Web Key."""
    return {"crv": "Ed25519", "kty": "OKP", "x": encode_url(public)}


def thumbprint(public: bytes) -> str:
    """Return the name of a public key: the SHA-256 of its required members in order, in base64url."""
    return encode_url(sha256(f'{{"crv":"Ed25519","kty":"OKP","x":"{encode_url(public)}"}}'.encode()))
