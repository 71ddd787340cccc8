"""Checkpoints as C2SP signed notes (c2sp.org/signed-note, c2sp.org/tlog-checkpoint).

The text is origin, size and base64 root, a line each. Two keys sign it: an Ed25519 key, so that every
tool of the transparency-log world can verify and witness the log, and the operator's chain key over the
EIP-712 `Checkpoint`, so that contracts can convict an operator of a fork.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ledger.domain.hashing import sha256
from ledger.domain.ids import Address, LogId
from ledger.domain.one_base64 import one_base64
from ledger.domain.signing import SessionKey, recover
from ledger.domain.statements import Checkpoint, digest
from ledger.errors import InvalidInputError, ProofError

ED25519_TYPE: Final = b"\x01"  # c2sp.org/signed-note, signature types
CHAIN_TYPE: Final = b"\xffombud/secp256k1"  # 0xff: a type named by the string that follows
KEY_ID_BYTES: Final = 4
_ROOT_BYTES: Final = 32
_SIGNATURE_LINE: Final = re.compile(r"— (\S+) ([A-Za-z0-9+/]+={0,2})")
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_ORIGIN: Final = re.compile(r"[^\s+]{1,255}")


def key_id(name: str, kind: bytes, public: bytes) -> bytes:
    """Return the four bytes by which a signature names its key (c2sp.org/signed-note, key ids)."""
    return sha256(name.encode() + b"\n" + kind + public)[:KEY_ID_BYTES]


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 raw bytes of the public key."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def verifier_key(origin: str, public: bytes) -> str:
    """Write an Ed25519 key as C2SP tools read it: name+hash+base64(0x01 || key)."""
    return f"{origin}+{key_id(origin, ED25519_TYPE, public).hex()}+{base64.b64encode(ED25519_TYPE + public).decode()}"


@dataclass(frozen=True, slots=True)
class LogState:
    """What a checkpoint says: `size` leaves under `root`, in the log named by `origin`."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The note's text, which the Ed25519 key signs."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A log state with its signatures, each (name, key id and signature bytes)."""

    state: LogState
    signatures: tuple[tuple[str, bytes], ...]

    def serialise(self) -> str:
        """Return the signed note."""
        return self.state.text + "\n" + signature_lines(self.signatures)

    def with_lines(self, lines: Iterable[tuple[str, bytes]]) -> SignedCheckpoint:
        """Return the note with further signature lines, such as cosignatures; one line a name and key."""
        known = {(name, blob[:KEY_ID_BYTES]): blob for name, blob in self.signatures}
        known.update({(name, blob[:KEY_ID_BYTES]): blob for name, blob in lines})
        return SignedCheckpoint(self.state, tuple((name, blob) for (name, _), blob in known.items()))

    def verify_ed25519(self, public: bytes) -> None:
        """Check the signature by the log's Ed25519 key.

        Raises:
            ProofError: if there is none, or it does not hold.
        """
        blob = self._signature(key_id(self.state.origin, ED25519_TYPE, public), "Ed25519")
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(blob, self.state.text.encode())
        except InvalidSignature as error:
            raise ProofError("the checkpoint's Ed25519 signature does not hold", code="bad_checkpoint") from error

    def verify_operator(self, operator: Address, chain_id: int, log: LogId) -> None:
        """Check the signature by the operator's chain key.

        Raises:
            ProofError: if there is none, or another key signed.
        """
        blob = self._signature(key_id(self.state.origin, CHAIN_TYPE, bytes.fromhex(operator[2:])), "chain")
        statement = Checkpoint(chain_id, log, self.state.size, self.state.root)
        if recover(digest(statement.hash), blob) != operator:
            raise ProofError(f"the checkpoint is not signed by operator {operator}", code="bad_checkpoint")

    def _signature(self, key_id: bytes, what: str) -> bytes:
        for name, blob in self.signatures:
            if name == self.state.origin and blob[:KEY_ID_BYTES] == key_id:
                return blob[KEY_ID_BYTES:]
        raise ProofError(f"the checkpoint has no signature by the log's {what} key", code="bad_checkpoint")


def sign_checkpoint(
    state: LogState, ed25519: Ed25519PrivateKey, operator: SessionKey, chain_id: int, log: LogId
) -> SignedCheckpoint:
    """Sign a log state with both of the operator's keys."""
    if not _ORIGIN.fullmatch(state.origin):
        raise InvalidInputError(
            f"origin {state.origin!r} has spaces or '+'", hint="use a schema-less URL", code="bad_origin"
        )
    statement = Checkpoint(chain_id, log, state.size, state.root)
    note_id = key_id(state.origin, ED25519_TYPE, public_bytes(ed25519))
    chain_key_id = key_id(state.origin, CHAIN_TYPE, bytes.fromhex(operator.address[2:]))
    return SignedCheckpoint(
        state,
        (
            (state.origin, note_id + ed25519.sign(state.text.encode())),
            (state.origin, chain_key_id + operator.sign(digest(statement.hash))),
        ),
    )


def signature_lines(signatures: Iterable[tuple[str, bytes]]) -> str:
    """Write signatures as the lines of a note."""
    return "".join(f"— {name} {base64.b64encode(blob).decode()}\n" for name, blob in signatures)


def parse_signature_lines(text: str) -> tuple[tuple[str, bytes], ...]:
    """Read lines of signatures, each (name, key id and signature bytes).

    Raises:
        InvalidInputError: if one has another form.
    """
    return tuple(_parse_signature(line) for line in text.removesuffix("\n").split("\n"))


def parse_checkpoint(note: str) -> SignedCheckpoint:
    """Read a signed note as a checkpoint; signatures are not checked yet.

    Raises:
        InvalidInputError: if the note has another form.
    """
    text, blank, tail = note.partition("\n\n")
    lines = text.split("\n")
    if not blank or len(lines) < len(LogState.__slots__) or not tail.endswith("\n"):
        raise InvalidInputError(
            "this is no checkpoint: text, blank line and signatures are needed", code="bad_checkpoint"
        )
    origin, size, encoded = lines[:3]
    try:
        root = one_base64(encoded)
    except ValueError as error:
        raise InvalidInputError("the checkpoint's root is not base64", code="bad_checkpoint") from error
    if (
        len(lines) > len(LogState.__slots__)
        or not _SIZE.fullmatch(size)
        or len(root) != _ROOT_BYTES
        or not _ORIGIN.fullmatch(origin)
    ):
        raise InvalidInputError("the checkpoint's origin, size or root has another form", code="bad_checkpoint")
    return SignedCheckpoint(LogState(origin, int(size), root), parse_signature_lines(tail))


def _parse_signature(line: str) -> tuple[str, bytes]:
    match = _SIGNATURE_LINE.fullmatch(line)
    if match is None:
        raise InvalidInputError("a signature line of the checkpoint has another form", code="bad_checkpoint")
    try:
        return match[1], one_base64(match[2])
    except ValueError as error:
        raise InvalidInputError("a signature of the checkpoint is not base64", code="bad_checkpoint") from error
