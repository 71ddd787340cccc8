"""When serious incidents are to be reported, by jurisdiction: dates and days as data, each with its source.

Days are counted as 24 hours from awareness. Where the law counts whole days after the day itself (Regulation (EEC)
1182/71), that comes earlier, never later. An entry is changed when the law is; nothing else in Ombud knows a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.errors import InvalidInputError

DAY_S: Final = 86_400


@dataclass(frozen=True, slots=True)
class Term:
    """Within how many days a class of incidents is reported, and the rule that says so."""

    days: int
    rule: str


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """The duties of one jurisdiction. `applies_from` are dates (ISO 8601) by kind of system, each with its source."""

    name: str
    terms: Mapping[str, Term]
    applies_from: Mapping[str, str]
    source: str


JURISDICTIONS: Final[Mapping[str, Jurisdiction]] = {
    "eu": Jurisdiction(
        name="European Union",
        terms={
            "serious": Term(15, "AI Act Art. 73(2)"),
            "death": Term(10, "AI Act Art. 73(4)"),
            "widespread": Term(2, "AI Act Art. 73(3)"),
            "critical_infrastructure": Term(2, "AI Act Art. 73(3)"),
        },
        applies_from={
            "high-risk, Annex III": "2027-12-02",
            "high-risk, Annex I": "2028-08-02",
            "before the Digital Omnibus": "2026-08-02",
        },
        source="Regulation (EU) 2024/1689, dates as moved by the Digital Omnibus (Council, 29 June 2026)",
    ),
}


def term(jurisdiction: str, kind: str) -> Term:
    """Return within how many days a class of incidents is reported.

    Raises:
        InvalidInputError: if jurisdiction or class are not known.
    """
    found = JURISDICTIONS.get(jurisdiction)
    if found is None:
        raise InvalidInputError(
            f"jurisdiction {jurisdiction[:40]!r} is not known",
            hint=f"use {', '.join(JURISDICTIONS)}",
            code="bad_jurisdiction",
        )
    if kind not in found.terms:
        raise InvalidInputError(
            f"incident class {kind[:40]!r} is not known", hint=f"use {', '.join(found.terms)}", code="bad_incident"
        )
    return found.terms[kind]
