"""Evidence that a panel alone can read: a file under a key of its own, and the key wrapped for each reader.

    ombud/sealed-evidence/1 <commitment, 64 hex digits>    the head, a line
    AES-256-GCM(name and media type, a line; content)      under a fresh key, nonce zero, the head as associated data

The commitment is a hash of the key. AES-GCM by itself lets a sealer make one file that opens to two contents under two
keys; bound to one key, every reader sees the same.

A grant is that key, wrapped with HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM) for the reading key of an account,
and bound to file and account. A reading key is an account's if the account signed so.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ledger.domain.bad_json import BAD_JSON
from ledger.domain.hashing import sha256
from ledger.domain.ids import Address, checksum
from ledger.domain.sign_in import personal_digest
from ledger.domain.signing import SessionKey, recover
from ledger.errors import InvalidInputError, ProofError

SCHEMA: Final = "ombud/sealed-evidence/1"
MEDIA_TYPE: Final = "application/vnd.ombud.sealed-evidence"
KEY_BYTES: Final = 32
_HEAD: Final = re.compile(rb"ombud/sealed-evidence/1 ([0-9a-f]{64})\n")
_HEAD_BYTES: Final = len(SCHEMA) + 66
_NONCE: Final = bytes(12)  # each key seals one file
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_WRAPPED_BYTES: Final = 32 + KEY_BYTES + 16


class _Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    media_type: str


class ReadingKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The X25519 key (64 hex digits) that an account reads sealed evidence with, and its signature of that."""

    account: str
    chain_id: int
    public: str
    signature: str

    def statement(self) -> str:
        """Return what the account signs, as a personal message (EIP-191)."""
        return reading_statement(self.account, self.chain_id, self.public)

    def check(self, *, chain_id: int) -> ReadingKey:
        """Return it if the account signed it, for this chain.

        Raises:
            InvalidInputError: if a field has another form, or it is for another chain.
            ProofError: if another key signed it.
        """
        try:
            signature, public = bytes.fromhex(self.signature), bytes.fromhex(self.public)
        except ValueError as error:
            raise _malformed("its key or signature is not hex") from error
        if len(public) != KEY_BYTES or self.public != public.hex() or checksum(self.account) != self.account:
            raise _malformed("its key has not 64 lower-case hex digits, or its account no checksum")
        if self.chain_id != chain_id:
            raise _malformed(f"it is for chain {self.chain_id}, not {chain_id}")
        if recover(personal_digest(self.statement()), signature) != self.account:
            raise ProofError("another account signed this reading key", code="bad_reading_key")
        return self


class Grant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The key of one sealed file (`evidence`, its SHA-256), wrapped for one account's reading key."""

    evidence: str
    reader: str
    public: str
    wrapped: str

    def check(self) -> Grant:
        """Return it if it has the form of a grant; whether it opens anything, its reader finds out.

        Raises:
            InvalidInputError: if not.
        """
        try:
            data = base64.b64decode(self.wrapped, validate=True)
        except ValueError as error:
            raise _malformed("its wrapped key is not base64") from error
        if len(data) != _WRAPPED_BYTES or not re.fullmatch(r"[0-9a-f]{64}", self.public):
            raise _malformed("its keys have another length")
        if not re.fullmatch(r"[0-9a-f]{64}", self.evidence) or checksum(self.reader) != self.reader:
            raise _malformed("its file or reader is none")
        return self


@dataclass(frozen=True, slots=True)
class Opened:
    """What was sealed; name and type are what the sealer said."""

    name: str
    media_type: str
    content: bytes


def reading_statement(account: str, chain_id: int, public: str) -> str:
    """Return what an account signs to say which key it reads with."""
    return f"Ombud reading key\n\nAccount: {account}\nChain ID: {chain_id}\nKey: x25519:{public}"


def make_reading_key(secret: bytes, wallet: SessionKey, chain_id: int) -> ReadingKey:
    """Return the reading key of a wallet, signed.

    Args:
        secret: X25519, 32 bytes.
        wallet: Whose key it is.
        chain_id: Of the chain on which the wallet has its part.
    """
    public = _public(X25519PrivateKey.from_private_bytes(secret)).hex()
    signature = wallet.sign(personal_digest(reading_statement(wallet.address, chain_id, public)))
    return ReadingKey(account=wallet.address, chain_id=chain_id, public=public, signature=signature.hex())


def seal(
    content: bytes, *, name: str, media_type: str, random: Callable[[int], bytes] = secrets.token_bytes
) -> tuple[bytes, bytes]:
    """Seal a file under a fresh key; returns the sealed file and the key (32 bytes).

    Args:
        content: What is sealed.
        name: Of the file; sealed too.
        media_type: Of the content; sealed too.
        random: Makes secret bytes.
    """
    key = random(KEY_BYTES)
    head = f"{SCHEMA} {_commitment(key).hex()}\n".encode()
    inner = msgspec.json.encode(_Inner(name, media_type)) + b"\n" + content
    return head + AESGCM(key).encrypt(_NONCE, inner, head), key


def check_form(sealed: bytes) -> bytes:
    """Return a file if it begins as a sealed one does; whether anything opens it, only its readers find out.

    Raises:
        InvalidInputError: if not.
    """
    if _HEAD.fullmatch(sealed[:_HEAD_BYTES]) is None or len(sealed) <= _HEAD_BYTES:
        raise _malformed("it is no sealed file")
    return sealed


def unseal(sealed: bytes, key: bytes) -> Opened:
    """Open a sealed file.

    Raises:
        InvalidInputError: if it is no sealed file.
        ProofError: if the key is another one, or the file was changed.
    """
    head, body = sealed[:_HEAD_BYTES], sealed[_HEAD_BYTES:]
    match = _HEAD.fullmatch(head)
    if match is None:
        raise _malformed("it is no sealed file")
    if len(key) != KEY_BYTES or _commitment(key).hex().encode() != match[1]:
        raise _closed("this is not its key")
    try:
        inner = AESGCM(key).decrypt(_NONCE, body, head)
    except InvalidTag as error:
        raise _closed("it was changed") from error
    described, _, content = inner.partition(b"\n")
    try:
        said = msgspec.json.decode(described, type=_Inner)
    except BAD_JSON as error:
        raise _malformed("what is sealed has another form") from error
    return Opened(said.name, said.media_type, content)


def grant(sealed: bytes, key: bytes, reader: ReadingKey) -> Grant:
    """Wrap a file's key for a reader, whose reading key was checked before.

    Raises:
        ProofError: if the key does not open the file: a reader would find out too late.
    """
    unseal(sealed, key)
    name = sha256(sealed).hex()
    public = X25519PublicKey.from_public_bytes(bytes.fromhex(reader.public))
    wrapped = _SUITE.encrypt(key, public, info=_bound(name, reader.account))
    return Grant(evidence=name, reader=reader.account, public=reader.public, wrapped=base64.b64encode(wrapped).decode())


def open_granted(sealed: bytes, given: Grant, secret: bytes) -> Opened:
    """Open a sealed file with a grant.

    Args:
        sealed: The file.
        given: The grant.
        secret: The reader's X25519 key, 32 bytes.

    Raises:
        InvalidInputError: if one of them has another form.
        ProofError: if the grant is for another file or reader, or something was changed.
    """
    given.check()
    name = sha256(sealed).hex()
    if name != given.evidence:
        raise _closed("the grant is for another file")
    try:
        key = _SUITE.decrypt(
            base64.b64decode(given.wrapped),
            X25519PrivateKey.from_private_bytes(secret),
            info=_bound(name, given.reader),
        )
    except (InvalidTag, ValueError) as error:
        raise _closed("the grant is not for this reading key") from error
    return unseal(sealed, key)


def _bound(evidence: str, reader: str) -> bytes:
    return f"ombud/grant/1 {evidence} {Address(reader)}".encode()


def _commitment(key: bytes) -> bytes:
    return sha256(b"ombud/sealed-key/1" + key)


def _public(key: X25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _malformed(why: str) -> InvalidInputError:
    return InvalidInputError(
        f"sealed evidence: {why}",
        hint="see docs/operators.md",
        code="bad_sealed_evidence",
    )


def _closed(why: str) -> ProofError:
    return ProofError(f"the sealed evidence stays closed: {why}", hint="ask its sealer for a grant", code="sealed")
