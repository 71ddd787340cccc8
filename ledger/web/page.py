"""What a page is: a template, what it shows, the answers that it rests on, and where they are as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.queries.answers import Answer


@dataclass(frozen=True, slots=True)
class Link:
    """A link of our own making: what it says and where it leads."""

    says: str
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One page.

    Args:
        template: Below `templates/`.
        title: Of the page.
        given: What the template shows.
        facts: Answers it rests on; the first says as of which block.
        sources: The same facts as JSON.
        section: Which entry of the menu it belongs to.
    """

    template: str
    title: str
    given: Mapping[str, Any]
    facts: tuple[Answer[Any], ...] = ()
    sources: tuple[Link, ...] = ()
    section: str = ""
    status: int = field(default=200)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An answer that is another page."""

    href: str
