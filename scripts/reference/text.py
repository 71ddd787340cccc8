"""Markdown out of words of the code: escaped where a page would read them otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

_CODE: Final = re.compile(r"(`[^`\n]*`)")
_PIPE: Final = re.compile(r"(?<!\\)\|")


def plain(text: str) -> str:
    """Escape angle brackets outside code, so that `<id>` is read and not taken for HTML."""
    parts = _CODE.split(text)
    return "".join(
        part if at % 2 else part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for at, part in enumerate(parts)
    )


def cell(text: str) -> str:
    """Write a text into one cell of a table."""
    return _PIPE.sub(r"\|", plain(" ".join(text.split())))


def code(text: str) -> str:
    """Write a short text as code in a cell of a table."""
    return f"`{_PIPE.sub(chr(92) + '|', text)}`" if text else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; cells are written already. Nothing, if it has no rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *lines, ""]) if lines else ""


def page(title: str, lead: str, *parts: str) -> str:
    """Put a page together: its title, what it is, and its parts."""
    return "\n\n".join([f"# {title}", lead, *(part.rstrip() for part in parts if part)]) + "\n"
