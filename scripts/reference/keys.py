"""The page of Redis keys, out of the docstring of the one module that spells them."""

from __future__ import annotations

from ledger.store import keys
from scripts.reference.text import cell, code, page, plain


def keys_page() -> str:
    """Return the page."""
    lead, _, rest = (keys.__doc__ or "").partition("\n\n")
    return page("Redis keys", plain(lead), "\n".join(_line(line) for line in rest.splitlines()))


def _line(line: str) -> str:
    if line.startswith("    "):
        return line
    if not line.startswith("| "):
        return plain(line)
    name, kind, what = (part.strip() for part in line.strip().strip("|").split("|", 2))
    shown = name if name == "key" else code(name)
    return f"| {shown} | {kind} | {cell(what)} |"
