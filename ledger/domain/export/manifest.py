"""The manifest of an export (`ombud/export/1`) and its signature.

manifest.json     what is in the export, as of which block, how complete, how long to keep it
manifest.sig      Ed25519 over the bytes of manifest.json, as the API's answers are signed
records/*.json    bundles (`ombud/bundle/1`)
disputes/*.json   case bundles
*.ndjson          lists, a line of JSON an item: what the mirror says, proved by the bundles where they reach
fields.json       which field carries which duty
index.html        the lists for people, to be read and printed
verifier/         the second verifier, JavaScript without packages, where it is at hand
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.domain.note import public_bytes
from ledger.domain.thumbprint import thumbprint
from ledger.errors import InvalidInputError, ProofError

SCHEMA: Final = "ombud/export/1"
SIGNATURE_SCHEMA: Final = "ombud/export-signature/1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
Hex32 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Name = Annotated[str, msgspec.Meta(pattern=r"^(?:[a-z]+/){0,2}[a-z0-9_-]+\.(?:json|ndjson|html|js)\Z")]
Count = Annotated[int, msgspec.Meta(ge=0, le=(1 << 53) - 1)]


class ExportedFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file: what is in it, how many items, and the bytes by their SHA-256."""

    name: Name
    kind: str
    items: Count
    size: Count
    sha256: Hex32


class ExportedBlock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The block that the export is as of; `time` is in Unix seconds."""

    number: Count
    hash: Hex32
    time: Count


class AgentCoverage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an agent's streams claim and what is held: records held of `claimed`, ranges not held by stream."""

    agent: str
    claimed: Count
    held: Count
    exported: Count
    complete: bool
    gaps: tuple[str, ...]


class Keep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long something is to be kept, at least: its class, until when (Unix seconds), and the rule behind it."""

    what: str
    retention: str
    keep_until: Count
    rule: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is in an export.

    `asked` is what was asked for, `finality` that of the block. `truncated`: there was more than was asked for.
    `left_out` says what is not in it, and why. `holds` are the cases that forbid removing evidence, by its hash.
    """

    schema: str = SCHEMA
    chain_id: Count
    contracts: dict[str, str]
    as_of: ExportedBlock
    finality: str
    made_at: Count
    asked: dict[str, str]
    counts: dict[str, Count]
    complete: bool
    truncated: bool
    coverage: tuple[AgentCoverage, ...]
    left_out: tuple[str, ...]
    keep: tuple[Keep, ...]
    holds: dict[str, tuple[str, ...]]
    files: tuple[ExportedFile, ...]


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who signed a manifest: an Ed25519 key, by its thumbprint (RFC 7638) and itself."""

    schema: str = SIGNATURE_SCHEMA
    keyid: str
    public_key: Hex32
    signature: str


def sign(secret: bytes, manifest: bytes) -> bytes:
    """Return the signature file of a manifest's bytes."""
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public = public_bytes(key)
    signed = Signature(keyid=thumbprint(public), public_key=public.hex(), signature=key.sign(_to_sign(manifest)).hex())
    return msgspec.json.format(msgspec.json.encode(signed), indent=2) + b"\n"


def check_signature(manifest: bytes, signature: bytes) -> Signature:
    """Return who signed a manifest.

    Raises:
        InvalidInputError: if the signature file has another form.
        ProofError: if the signature does not hold.
    """
    try:
        signed = msgspec.json.decode(signature, type=Signature)
        if signed.schema != SIGNATURE_SCHEMA:
            raise InvalidInputError(f"{SIGNATURE} has schema {signed.schema[:40]!r}", code="bad_export")
        public = bytes.fromhex(signed.public_key)
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(signed.signature), _to_sign(manifest))
    except (msgspec.MsgspecError, ValueError) as error:
        raise InvalidInputError(f"{SIGNATURE} cannot be read: {error}", code="bad_export") from error
    except InvalidSignature as error:
        raise ProofError(
            f"{MANIFEST} is not what its signature is of", hint="fetch the export again", code="bad_export_signature"
        ) from error
    if signed.keyid != thumbprint(public):
        raise ProofError(f"{SIGNATURE} names another key than it holds", code="bad_export_signature")
    return signed


def parse(data: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        InvalidInputError: if it has another form, or names a file twice.
    """
    try:
        found = msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, ValueError) as error:
        raise InvalidInputError(f"{MANIFEST} cannot be read: {error}", code="bad_export") from error
    if found.schema != SCHEMA or len({file.name for file in found.files}) != len(found.files):
        raise InvalidInputError(f"{MANIFEST} is none of {SCHEMA}", hint="this version reads that", code="bad_export")
    return found


def _to_sign(manifest: bytes) -> bytes:
    return SCHEMA.encode() + b"\n" + manifest
