"""The page of settings, out of the class that reads them and the sentences under its fields."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from ledger import settings as module
from ledger.settings import Settings
from scripts.reference.text import cell, code, page, table

_PREFIX: Final = "OMBUD_"
_LEAD: Final = """Every process reads them from the environment, once, when it starts; `ombud doctor` shows
what is wrong with them. `ombud init` writes a file of them to begin with."""


def settings_page() -> str:
    """Return the page."""
    about = dict(_sentences(Path(module.__file__).read_text(encoding="utf-8")))
    rows = [
        (code(f"{_PREFIX}{name.upper()}"), code(_default(field.default)), _limits(field), cell(about.get(name, "")))
        for name, field in Settings.model_fields.items()
    ]
    return page("Settings", _LEAD, table(("variable", "if not set", "limits", "meaning"), rows))


def _sentences(source: str) -> Iterator[tuple[str, str]]:
    """Yield each field with the text under it; a field without one shares the next."""
    tree = ast.parse(source)
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings")
    waiting: list[str] = []
    for node in body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            waiting.append(node.target.id)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from ((name, node.value.value) for name in waiting)
            waiting = []


def _default(value: Any) -> str:
    if value is None or value is PydanticUndefined or isinstance(value, SecretStr):
        return ""
    return str(value)


def _limits(field: Any) -> str:
    words = []
    for rule in field.metadata:
        for name, sign in (("ge", "≥"), ("gt", ">"), ("le", "≤"), ("lt", "<")):
            bound = getattr(rule, name, None)
            words += [f"{sign} {bound}"] if bound is not None else []
    return ", ".join(words)
