"""Ten fixed classes of what should not be overshared, each a pattern and, where numbers have one, their checksum.

No model and no download: what is found is found the same everywhere. Patterns propose, checks decide; both are for
text as people, forms and URLs write it.
"""

# ruff: noqa: E501 - a pattern is read whole

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal[
    "email", "phone", "payment_card", "iban", "national_id", "ip_address", "secret", "private_key", "date_of_birth",
    "postal_address",
]  # fmt: skip
_DIGITS: Final = re.compile(r"\d")
_CARDS: Final = {"2": (16,), "34": (15,), "37": (15,), "4": (13, 16, 19), "5": (16,), "6": (16, 19)}
"""How card numbers begin, and how long they then are."""
_PHONE_DIGITS: Final = range(8, 16)  # E.164: at most 15
_IBAN_MODULUS: Final = 97
_IBAN_LENGTHS: Final = range(15, 35)  # ISO 13616
_HIGHEST_DOUBLED: Final = 9
_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"


def luhn(digits: str) -> bool:
    """Say whether digits pass the check of payment cards (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - _HIGHEST_DOUBLED if value > _HIGHEST_DOUBLED else value
    return total % 10 == 0


def _is_card(text: str) -> bool:
    digits = "".join(_DIGITS.findall(text))
    known = any(digits.startswith(head) and len(digits) in lengths for head, lengths in _CARDS.items())
    return known and len(set(digits)) > 1 and luhn(digits)


def _is_iban(text: str) -> bool:
    """Say whether a text passes the check of ISO 13616 (mod 97)."""
    compact = re.sub(r"[\s-]", "", text).upper()
    if len(compact) not in _IBAN_LENGTHS:
        return False
    return int("".join(str(int(char, 36)) for char in compact[4:] + compact[:4])) % _IBAN_MODULUS == 1


def _is_phone(text: str) -> bool:
    digits = "".join(_DIGITS.findall(text))
    return len(digits) in _PHONE_DIGITS and len(set(digits)) > 2  # noqa: PLR2004 - filler such as 000-0000-0001


def _is_public_address(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).is_global
    except ValueError:
        return False


def _always(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Pattern:
    """What one class looks like; the group `leak`, where there is one, is what leaks, and the rest its context."""

    kind: Kind
    look: re.Pattern[str]
    check: Callable[[str], bool] = _always


_DATE: Final = (
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}"
    rf"|\d{{1,2}}\.?\s+(?:{_MONTHS})[a-z]*\.?,?\s+\d{{4}}|(?:{_MONTHS})[a-z]*\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
)
_STREET: Final = "street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|square|sq|terrace|place|pl|way|close|crescent"


def _look(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags)


PATTERNS: Final = (
    Pattern("private_key", _look(r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)")),
    Pattern("private_key", _look(r"(?:private|secret|signing)[ _-]?key\W{1,6}(?P<leak>(?:0x)?[0-9a-f]{64})\b")),
    Pattern("private_key", _look(r"\b[5KL][1-9A-HJ-NP-Za-km-z]{50,51}\b", re.NOFLAG)),  # wallet import format
    Pattern(
        "secret",
        _look(
            r"\b(?:sk-[A-Za-z0-9_-]{16,}|sk_(?:live|test)_[A-Za-z0-9]{16,}|gh[pousr]_[A-Za-z0-9]{30,}"
            r"|github_pat_[A-Za-z0-9_]{30,}|glpat-[A-Za-z0-9_-]{18,}|xox[abprs]-[A-Za-z0-9-]{10,}|A[KS]IA[0-9A-Z]{16}"
            r"|AIza[0-9A-Za-z_-]{35}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{32,}|hf_[A-Za-z0-9]{30,}"
            r"|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,})",
            re.NOFLAG,
        ),
    ),
    Pattern("secret", _look(r"\b(?:bearer|basic)\s+(?P<leak>[A-Za-z0-9+/_=.~-]{16,})")),
    Pattern(
        "secret",
        _look(
            r"(?:password|passwd|passphrase|pwd|secret|api[ _-]?key|access[ _-]?token|auth[ _-]?token|client[ _-]?secret"
            r"|\btoken|\bpin)[\"']?\s*(?:is\s+|[:=]\s*)[\"']?(?P<leak>[^\s\"',;&]{4,})"
        ),
    ),
    Pattern("secret", _look(r"[a-z][a-z0-9+.-]*://[^/\s:@]+:(?P<leak>[^/\s@]{3,})@")),
    Pattern("email", _look(r"\b[a-z0-9][a-z0-9._%+-]*(?:@|%40|\s?\[at\]\s?)(?:[a-z0-9-]+(?:\.|\s?\[dot\]\s?))+[a-z]{2,}\b")),
    Pattern(
        "iban",
        _look(r"\b[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?:[ -][A-Z0-9]{4}){2,7}(?:[ -][A-Z0-9]{1,3})?)\b", re.NOFLAG),
        _is_iban,
    ),
    Pattern("payment_card", _look(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-]|\.\d)"), _is_card),
    Pattern("national_id", _look(r"(?<![\w-])(?!000|666|9\d\d)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])")),
    Pattern(
        "national_id",
        _look(r"(?:ssn|social security|national (?:id|insurance)|passport|tax id)\D{0,20}?(?P<leak>\b[a-z]{0,2}\d{6,9}[a-z]?\b)"),
    ),
    Pattern("national_id", _look(r"\b(?![DFIQUV])[A-Z](?![DFIQUVO])[A-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.NOFLAG)),
    Pattern("ip_address", _look(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)"), _is_public_address),
    Pattern("ip_address", _look(r"(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){0,6}(?![\w:])"), _is_public_address),
    Pattern(
        "date_of_birth",
        _look(rf"(?:birth[ _]?(?:day|date)?|born|d\.?o\.?b\b\.?|geboren|né[e]? le)[^\d\n]{{0,24}}?(?P<leak>{_DATE})"),
    ),
    Pattern(
        "postal_address",
        _look(
            rf"\b\d{{1,5}}[a-z]?,? (?:[a-z0-9'.-]+ ){{1,4}}(?:{_STREET})\b\.?(?:,? (?:apt|suite|unit|flat)\.? ?\w+)?"
            r"|\b[a-zäöüß'-]+(?:straße|strasse|str\.|gasse|platz|allee|weg) \d{1,4}[a-z]?\b"
            r"|\b(?:rue|avenue|via|calle|plaza) (?:[a-zà-ÿ'.-]+ ){1,4}\d{1,4}\b|\bp\.?o\.? box \d+"
        ),
    ),
    Pattern(
        "phone",
        _look(r"(?<![\w.+-])(?:\+|00|%2b)\d[\d ().-]{6,18}\d(?![\w-])|(?<![\w.+-])\(?0?\d{2,5}\)?[ .-]\d{3,4}[ .-]\d{3,4}(?![\w-]|\.\d)"),
        _is_phone,
    ),
    Pattern("phone", _look(r"(?:phone|mobile|cell|tel|call me (?:at|on)|whatsapp)\D{0,12}?(?P<leak>\+?\d[\d ().-]{6,18}\d)"), _is_phone),
)  # fmt: skip
"""In order of precedence: what an earlier one has found, a later one does not claim."""

NAMES: Final[Mapping[str, Kind]] = {
    "password": "secret",
    "passwd": "secret",
    "passphrase": "secret",
    "pin": "secret",
    "secret": "secret",
    "api_key": "secret",
    "apikey": "secret",
    "token": "secret",
    "access_token": "secret",
    "private_key": "private_key",
    "ssn": "national_id",
    "passport": "national_id",
    "dob": "date_of_birth",
    "birthday": "date_of_birth",
    "birth_date": "date_of_birth",
    "date_of_birth": "date_of_birth",
    "address": "postal_address",
    "street": "postal_address",
}
"""Names of form fields and arguments whose whole value is of a class, whatever it looks like."""
