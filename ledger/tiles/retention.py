"""How long evidence is kept: classes as data, each with the rule it comes from. Longer is always allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ledger.errors import InvalidInputError

DAY_S: Final = 86_400


@dataclass(frozen=True, slots=True)
class Retention:
    """One class: for at least how many days, and why."""

    days: int
    rule: str


ORDINARY: Final = "ordinary"
EXPORT_MANIFEST: Final = "export-manifest"
CLASSES: Final[Mapping[str, Retention]] = {
    ORDINARY: Retention(184, "six months at least: AI Act Art. 19 and 26(6); six months have at most 184 days"),
    EXPORT_MANIFEST: Retention(3653, "ten years: AI Act Art. 18; ten years have at most 3,653 days"),
}


def check_class(name: str) -> str:
    """Return the name of a class.

    Raises:
        InvalidInputError: if there is none of this name.
    """
    if name not in CLASSES:
        raise InvalidInputError(
            f"retention class {name[:40]!r} is not known", hint=f"use {' or '.join(CLASSES)}", code="bad_retention"
        )
    return name


def keep_until(claims: Iterable[tuple[str, int]]) -> tuple[str, int]:
    """Return the class that keeps longest, and until when (Unix seconds), of (class, claimed at)."""
    return max(((name, since + CLASSES[name].days * DAY_S) for name, since in claims), key=lambda claim: claim[1])
