"""COSE receipts (RFC 9942): a log entry is in the tree under a root that the log signed.

    protected    alg -8, kid, 395: 1 (RFC 9162), CWT claims (issuer: the log's origin; subject: the entry; issued at;
                 -65537: [leaf index, tree size])
    unprotected  396: {-1: [bstr .cbor [tree size, leaf index, [path]]]}
    payload      nil: the root is recomputed from entry and path, and that is what is signed

RFC 9942 leaves index and size unsigned, and one path may lead to one root from several places (leaf 4 of 9, 11 and
13; the last leaf of 2, 3 and 5), so the log signs them as a claim of its own, from the range that RFC 8392 keeps
for private use. Verifiers that do not know it may pass it over.

The leaf is SHA-256(0x00 || entry) as in the log itself, so the receipt proves what a bundle's path proves, without the
chain: the signer is the log alone, and whether it shows everyone one tree is for witnesses and anchors to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.domain import tree
from ledger.domain.entry import leaf_hash
from ledger.errors import InvalidInputError, ProofError
from ledger.interop.cose import CWT_CLAIMS, ISSUED_AT, ISSUER, SUBJECT, VDP, VDS, dumps, loads, read_sign1, sign1

MEDIA_TYPE: Final = "application/scitt-receipt+cose"
RFC9162_SHA256: Final = 1
INCLUSION: Final = -1
PLACE: Final = -65537
"""Our claim of leaf index and tree size."""
_PARTS: Final = 3
_NODE_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says: the log's origin, when (Unix seconds), and that the entry is leaf `index` of `size`."""

    origin: str
    at: int
    index: int
    size: int
    root: bytes


def make_receipt(
    key: Ed25519PrivateKey, origin: str, entry: bytes, *, index: int, size: int, path: Sequence[bytes], at: int
) -> bytes:
    """Sign a receipt of an entry.

    Args:
        key: The log's Ed25519 key.
        origin: The log's.
        entry: Its packed bytes.
        index: Which leaf it is.
        size: Leaves of the tree.
        path: The audit path.
        at: Unix seconds.

    Raises:
        ProofError: if the path has another length than that place needs.
        SetupError: if the extra is not installed.
    """
    root = tree.root_of_path(leaf_hash(entry), index, size, path)
    protected = {VDS: RFC9162_SHA256, CWT_CLAIMS: _claims(origin, entry, at, index, size)}
    proof = dumps([size, index, list(path)])
    return sign1(key, protected, {VDP: {INCLUSION: [proof]}}, root, detached=True)


def check_receipt(data: bytes, entry: bytes, public: bytes) -> Receipt:
    """Check a receipt of an entry.

    Args:
        data: The receipt.
        entry: The packed entry that it is about.
        public: The log's Ed25519 key, 32 bytes.

    Raises:
        InvalidInputError: if it has another form.
        ProofError: if it does not hold.
    """
    message = read_sign1(data)
    claims, proofs = message.protected.get(CWT_CLAIMS), message.unprotected.get(VDP)
    if message.protected.get(VDS) != RFC9162_SHA256 or message.payload is not None:
        raise _bad("it is of another tree than RFC 9162's, or carries its payload")
    size, index, path = _proof(proofs)
    root = tree.root_of_path(leaf_hash(entry), index, size, path)
    message.verify(public, root)
    if not isinstance(claims, Mapping):
        raise _bad("it has no claims")
    origin, at = claims.get(ISSUER), claims.get(ISSUED_AT)
    if not isinstance(origin, str) or type(at) is not int or dict(claims) != _claims(origin, entry, at, index, size):
        raise _bad("its claims are about something else")
    return Receipt(origin, at, index, size, root)


def _claims(origin: str, entry: bytes, at: int, index: int, size: int) -> dict[int, Any]:
    return {ISSUER: origin, SUBJECT: f"sha256:{leaf_hash(entry).hex()}", ISSUED_AT: at, PLACE: [index, size]}


def _proof(proofs: Any) -> tuple[int, int, list[bytes]]:
    try:
        (blob,) = proofs[INCLUSION]
        whole = set(proofs) == {INCLUSION}
        size, index, path = parts = loads(blob)
        if not whole or type(size) is not int or type(index) is not int or len(parts) != _PARTS:
            raise ValueError("size or index is no number")
        if any(not isinstance(node, bytes) or len(node) != _NODE_BYTES for node in path):
            raise ValueError("a node of the path is no hash")
    except InvalidInputError as error:
        raise _bad(error.message) from error
    except (TypeError, KeyError, ValueError) as error:
        raise _bad(f"its inclusion proof has another form: {error}") from error
    if not 0 < size <= tree.MAX_SIZE:
        raise _bad(f"no tree has {size} leaves")
    return size, index, list(path)


def _bad(why: str) -> ProofError:
    return ProofError(f"the receipt does not hold: {why}", hint="ask its log for another", code="bad_receipt")
