"""COSE_Sign1 (RFC 9052 §4) under an Ed25519 key: what receipts and statements are made of. Extra `scitt`.

The algorithm is EdDSA (-8) with the key that signs the log's checkpoints, since independent verifiers read that; the
key is named by its thumbprint (RFC 9679). Messages are written in deterministic CBOR, and no other form is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.domain.hashing import sha256
from ledger.errors import InvalidInputError, ProofError, SetupError, TooLargeError

ALG, CONTENT_TYPE, KID, CWT_CLAIMS, RECEIPTS, VDS, VDP = 1, 3, 4, 15, 394, 395, 396
"""Header labels: RFC 9052 §3.1, RFC 9597 (15), RFC 9942 (394 to 396)."""
ISSUER, SUBJECT, ISSUED_AT = 1, 2, 6
"""Labels of claims: RFC 8392 §3.1."""
EDDSA: Final = -8
MAX_BYTES: Final = 1024 * 1024
_TAG: Final = 18
_PARTS: Final = 4
Headers = Mapping[int, Any]


@dataclass(frozen=True, slots=True)
class Sign1:
    """A message. `payload` is None if it is detached; `signed` are the bytes of the protected header."""

    signed: bytes
    protected: Headers
    unprotected: Headers
    payload: bytes | None
    signature: bytes

    def serialise(self) -> bytes:
        """Return the message with its tag."""
        cbor = _package()
        parts = [self.signed, dict(self.unprotected), self.payload, self.signature]
        encoded: bytes = cbor.dumps(cbor.CBORTag(_TAG, parts), canonical=True)
        return encoded

    def verify(self, public: bytes, payload: bytes | None = None) -> None:
        """Check the signature.

        Args:
            public: The key, 32 bytes.
            payload: What is signed, if the message does not carry it.

        Raises:
            ProofError: if it does not hold, or the message names another algorithm or key.
        """
        if self.protected.get(ALG) != EDDSA:
            raise _bad(f"its algorithm {self.protected.get(ALG)!r} is not EdDSA (-8)")
        if self.protected.get(KID) != thumbprint(public):
            raise _bad("it names another key")
        body = self.payload if payload is None else payload
        if body is None:
            raise _bad("nothing is given for what it signs")
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(self.signature, _to_sign(self.signed, body))
        except (InvalidSignature, ValueError) as error:
            raise _bad("its signature does not hold") from error


def sign1(
    key: Ed25519PrivateKey, protected: Headers, unprotected: Headers, payload: bytes, *, detached: bool = False
) -> bytes:
    """Sign a message; algorithm and key are named in its protected header.

    Raises:
        SetupError: if the extra is not installed.
    """
    public = key.public_key().public_bytes_raw()
    signed = dumps({**protected, ALG: EDDSA, KID: thumbprint(public)})
    signature = key.sign(_to_sign(signed, payload))
    return Sign1(signed, {}, unprotected, None if detached else payload, signature).serialise()


def read_sign1(data: bytes) -> Sign1:
    """Read a message; its signature is not checked yet.

    Raises:
        InvalidInputError: if it is none, or not in the one deterministic form.
        SetupError: if the extra is not installed.
    """
    if len(data) > MAX_BYTES:
        raise TooLargeError(f"COSE message has {len(data)} bytes, over {MAX_BYTES}")
    found = loads(data)
    parts = getattr(found, "value", None)
    if getattr(found, "tag", None) != _TAG or not isinstance(parts, list | tuple) or len(parts) != _PARTS:
        raise _malformed("no COSE_Sign1 with its tag 18")
    signed, unprotected, payload, signature = parts
    if not isinstance(signed, bytes) or not isinstance(signature, bytes) or not isinstance(payload, bytes | None):
        raise _malformed("header, payload or signature is no byte string")
    protected = loads(signed)
    if not isinstance(protected, Mapping) or not isinstance(unprotected, Mapping):
        raise _malformed("a header is no map")
    return Sign1(signed, protected, unprotected, payload, signature)


def thumbprint(public: bytes) -> bytes:
    """Name an Ed25519 key (RFC 9679): SHA-256 of its required members in deterministic CBOR."""
    return sha256(dumps({1: 1, -1: 6, -2: public}))


def dumps(value: object) -> bytes:
    """Write deterministic CBOR (RFC 8949 §4.2.1).

    Raises:
        SetupError: if the extra is not installed.
    """
    encoded: bytes = _package().dumps(value, canonical=True)
    return encoded


def loads(data: bytes) -> Any:
    """Read CBOR that is in deterministic form.

    Raises:
        InvalidInputError: if it is not.
        SetupError: if the extra is not installed.
    """
    cbor = _package()
    try:
        found = cbor.loads(data)
        again = cbor.dumps(found, canonical=True)
    except (cbor.CBORError, ValueError, TypeError, RecursionError, OverflowError, MemoryError) as error:
        raise _malformed(f"no CBOR: {error}") from error
    if again != data:
        raise _malformed("CBOR in another than its deterministic form, or bytes after it")
    return found


def _to_sign(signed: bytes, payload: bytes) -> bytes:
    return dumps(["Signature1", signed, b"", payload])


def _bad(why: str) -> ProofError:
    return ProofError(f"the COSE message does not hold: {why}", hint="compare it with the log's key", code="bad_cose")


def _malformed(why: str) -> InvalidInputError:
    return InvalidInputError(
        f"this is no COSE message: {why}", hint="export it with `ombud record scitt`", code="bad_cose"
    )


def _package() -> Any:
    try:
        import cbor2  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise SetupError(
            "COSE messages need the package cbor2, which is not installed",
            hint="pip install 'ombud[scitt]'",
            code="missing_package",
        ) from error
    return cbor2
