"""The words that come with evidence, and the forms they must have: whatever else they hold, no path and no header."""

from __future__ import annotations

import re
from typing import Final

from ledger.domain.ids import parse_hex32
from ledger.errors import InvalidInputError

MAX_TEXT: Final = 128
MAX_MEDIA_TYPE: Final = 255
_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"  # RFC 6838 §4.2
_MEDIA_TYPE: Final = re.compile(rf'({_NAME}/{_NAME})((?: ?; ?{_NAME}=(?:{_NAME}|"[ !#-\[\]-~]*"))*)')
_CASE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def parse_name(text: str) -> str:
    """Return a SHA-256 as 64 lower-case hex digits.

    Raises:
        InvalidInputError: if it is anything else.
    """
    return parse_hex32(text, what="SHA-256").hex()


def check_media_type(text: str) -> str:
    """Return a media type with its type in lower case.

    Raises:
        InvalidInputError: if it has another form (RFC 6838, RFC 9110 §8.3.1), or is that of a form's envelope.
    """
    match = _MEDIA_TYPE.fullmatch(text) if len(text) <= MAX_MEDIA_TYPE else None
    if match is None:
        raise InvalidInputError(
            f"media type {text[:60]!r} has another form", hint="say type/subtype, as text/plain", code="bad_media_type"
        )
    kind = match[1].lower()
    if kind.startswith("multipart/"):
        raise InvalidInputError(
            f"media type {kind!r} is an envelope, not the file",
            hint="send the file itself as the body (curl --data-binary @FILE -H 'Content-Type: ...')",
            code="bad_media_type",
        )
    return kind + match[2]


def check_text(text: str, what: str) -> str:
    """Return text for people: 1 to 128 printable characters.

    Raises:
        InvalidInputError: naming `what`, if it is anything else.
    """
    if not 0 < len(text) <= MAX_TEXT or not text.isprintable():
        raise InvalidInputError(
            f"{what} {text[:40]!r} is not 1 to {MAX_TEXT} printable characters", hint="shorten it", code=f"bad_{what}"
        )
    return text


def check_case(case: str) -> str:
    """Return the name of a case that holds evidence.

    Raises:
        InvalidInputError: if it is no plain name.
    """
    if not _CASE.fullmatch(case):
        raise InvalidInputError(
            f"case {case[:40]!r} is no name", hint="use letters, digits, '.', '-' and '_'", code="bad_case"
        )
    return case
