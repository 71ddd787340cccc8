"""Addresses of pages, and of the same facts as JSON. Whatever goes into one is quoted."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlencode

_API: Final = "/v1"


def to(*parts: object, **query: object) -> str:
    """Return the address of a page; empty query values are left out."""
    asked = urlencode({name: value for name, value in query.items() if value not in (None, "")})
    return "/" + "/".join(quote(str(part), safe=":") for part in parts) + (f"?{asked}" if asked else "")


def agent(number: object, **query: object) -> str:
    """Return the address of an agent's page."""
    return to("agents", number, **query)


def record(identity: object, **query: object) -> str:
    """Return the address of a record's page."""
    return to("records", identity, **query)


def dispute(number: object, **query: object) -> str:
    """Return the address of a case page."""
    return to("disputes", number, **query)


def log(identity: object, **query: object) -> str:
    """Return the address of a log's page."""
    return to("logs", identity, **query)


def search(text: object) -> str:
    """Return the address of a search."""
    return to("search", q=text)


def api(*parts: object, **query: object) -> str:
    """Return the address of an answer as JSON."""
    return _API + to(*parts, **query)
