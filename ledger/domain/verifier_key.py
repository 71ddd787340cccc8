"""Public keys as transparency logs write them: `name+id+base64(type || key)` (c2sp.org/signed-note, verifier keys)."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Final

from ledger.domain.note import ED25519_TYPE, key_id
from ledger.domain.one_base64 import one_base64
from ledger.errors import InvalidInputError

COSIGNATURE_TYPE: Final = b"\x04"
"""Type of a witness's Ed25519 key (c2sp.org/tlog-cosignature); a log's own has type 1."""
_KEY_BYTES: Final = 32
_FORM: Final = "name+8 hex digits+base64, as logs and witnesses print it"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """An Ed25519 key (32 bytes) with the name that stands beside its signatures, and the type of what it signs."""

    name: str
    kind: bytes
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that come before each of its signatures."""
        return key_id(self.name, self.kind, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(self.kind + self.public).decode()}"


def parse_verifier_key(text: str, *, kind: bytes = ED25519_TYPE) -> VerifierKey:
    """Read a verifier key.

    Args:
        text: As logs and witnesses print it.
        kind: Of which type it must be: `ED25519_TYPE` for a log, `COSIGNATURE_TYPE` for a witness.

    Raises:
        InvalidInputError: if it has another form or type, or its id is not that of name and key.
    """
    name, _, rest = text.partition("+")
    identity, _, encoded = rest.partition("+")
    try:
        data = one_base64(encoded)
    except ValueError as error:
        raise _bad(text, "its key is not base64") from error
    if not name or any(letter.isspace() for letter in name):
        raise _bad(text, "it has no name, or blanks in it")
    if data[:1] != kind or len(data) != 1 + _KEY_BYTES:
        raise _bad(text, f"its key is not of type {kind[0]} with {_KEY_BYTES} bytes")
    found = VerifierKey(name, kind, data[1:])
    if found.id.hex() != identity:
        raise _bad(text, f"name and key have the id {found.id.hex()}")
    return found


def _bad(text: str, why: str) -> InvalidInputError:
    return InvalidInputError(f"{text[:120]!r} is no verifier key: {why}", hint=_FORM, code="bad_verifier_key")
