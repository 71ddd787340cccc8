"""Evidence of several files: one list that names them by their hashes, itself a file of the evidence store.

    {"files": [{"media_type": "text/plain", "name": "chat.txt", "sha256": "<64 hex>", "size": 42}],
     "schema": "ombud/evidence-list/1", "statement": "What the files show."}

The SHA-256 of these bytes is what a party gives to the court. They are canonical (RFC 8785), so equal lists have equal
hashes, and every other form is refused. Names and media types are what the submitter says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final, Literal

import msgspec

from ledger.domain.bad_json import BAD_JSON
from ledger.domain.hashing import sha256
from ledger.errors import InvalidInputError, TooLargeError

SCHEMA: Final = "ombud/evidence-list/1"
MEDIA_TYPE: Final = "application/vnd.ombud.evidence-list+json"
MAX_BYTES: Final = 64 * 1024
MAX_FILES: Final = 64
MAX_STATEMENT: Final = 8_000
"""Characters of a statement; longer ones are files of their own."""
URI_PREFIX: Final = "ombud:sha256:"
"""What the URI of evidence begins with; the hash follows. Whoever serves the store serves it by the hash."""

_Hex32 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
_Size = Annotated[int, msgspec.Meta(ge=1, le=(1 << 53) - 1)]
_Statement = Annotated[str, msgspec.Meta(max_length=MAX_STATEMENT)]


class ListedFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file: its SHA-256 (hex), its size in bytes, and its name and media type as the submitter says."""

    media_type: _Text
    name: _Text
    sha256: _Hex32
    size: _Size


class EvidenceList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Files in the order in which they are to be read, and what they show in the party's words."""

    files: Annotated[tuple[ListedFile, ...], msgspec.Meta(min_length=1, max_length=MAX_FILES)]
    schema: Literal["ombud/evidence-list/1"] = SCHEMA
    statement: _Statement = ""


_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(EvidenceList, strict=True)


def make_evidence_list(files: Sequence[ListedFile], statement: str = "") -> bytes:
    """Return the bytes of a list.

    Args:
        files: 1 to 64, each named once.
        statement: What they show, at most 8,000 characters.

    Raises:
        InvalidInputError: if a field breaks the schema.
        TooLargeError: if the bytes exceed 64 KiB.
    """
    try:
        data = _ENCODER.encode(EvidenceList(files=tuple(files), statement=statement))
    except UnicodeEncodeError as error:
        raise _broken("a text holds an unpaired surrogate") from error
    parse_evidence_list(data)
    return data


def parse_evidence_list(data: bytes) -> EvidenceList:
    """Read a list, refusing every other form of the same content.

    Raises:
        InvalidInputError: if the bytes break the schema, are not canonical, or name a file twice.
        TooLargeError: if they exceed 64 KiB.
    """
    if len(data) > MAX_BYTES:
        raise TooLargeError(f"the list has {len(data)} bytes, over {MAX_BYTES}", hint="say less, or list fewer files")
    try:
        found = _DECODER.decode(data)
    except BAD_JSON as error:
        raise _broken(str(error)) from error
    if _ENCODER.encode(found) != data:
        raise _broken("it is not in canonical form")
    if len({file.sha256 for file in found.files}) != len(found.files):
        raise _broken("it names a file twice")
    return found


def evidence_hash(data: bytes) -> bytes:
    """Return the 32 bytes that the court is given for a file or a list."""
    return sha256(data)


def evidence_uri(hash_: bytes) -> str:
    """Return the URI that events name evidence by."""
    return URI_PREFIX + hash_.hex()


def _broken(reason: str) -> InvalidInputError:
    return InvalidInputError(
        f"this is no evidence list: {reason}",
        hint=f"see ledger.domain.evidence_list: {SCHEMA}",
        code="bad_evidence_list",
    )
