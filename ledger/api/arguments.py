"""Arguments that several routes take, described once."""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

from fastapi import Path, Query
from starlette.convertors import Convertor, register_url_convertor

from ledger.queries.cursors import DEFAULT_LIMIT, MAX_LIMIT
from ledger.queries.record_effects import STATES

MAX_BLOCK: Final = (1 << 53) - 1
"""Highest block number or time that is taken: what every JSON reader holds exactly."""
_MAX_TEXT: Final = 64 * 1024


class AgentConvertor(Convertor[str]):
    """An agent or a dispute in a path: a number, or a global id, which holds a slash."""

    regex = "eip155:[^/]*/[^/]*|[^/]+"

    def convert(self, value: str) -> str:
        """Return the text; what it means is found by the question."""
        return value

    def to_string(self, value: str) -> str:
        """Return the text."""
        return value


class SessionConvertor(Convertor[str]):
    """A session in a path: any text, slashes and line ends included."""

    regex = r"(?s:.+)"

    def convert(self, value: str) -> str:
        """Return the text, as the session's records have it."""
        return value

    def to_string(self, value: str) -> str:
        """Return the text."""
        return value


register_url_convertor("agent", AgentConvertor())
register_url_convertor("session", SessionConvertor())

AsOf: TypeAlias = Annotated[
    int | None,
    Query(ge=0, le=MAX_BLOCK, description="Answer as a question at this block would have been answered."),
]
AfterBlock: TypeAlias = Annotated[
    int | None,
    Query(ge=0, le=MAX_BLOCK, description="Only what the chain first saw after this block; with `as_of` a window."),
]
EffectState: TypeAlias = Annotated[
    str | None,
    Query(
        max_length=16,
        description=f"Only those whose effect is {', '.join(STATES)}. A page may be short and have more behind it.",
    ),
]
CursorText: TypeAlias = Annotated[
    str | None,
    Query(max_length=_MAX_TEXT, description="`next_cursor` of the page before; leave it out for the first page."),
]
Limit: TypeAlias = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Most items on the page.")]
DEFAULT: Final = DEFAULT_LIMIT
Proofs: TypeAlias = Annotated[bool, Query(description="Whether each record comes with its proof.")]
AgentName: TypeAlias = Annotated[
    str,
    Path(
        description="Agent number, or global id `eip155:<chain>:<registry>/<number>`.",
        openapi_examples={
            "number": {"value": "0"},
            "global id": {"value": "eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/0"},
        },
    ),
]
Hex32: TypeAlias = Annotated[str, Path(description="64 hex digits, with or without 0x.", max_length=66)]
SessionName: TypeAlias = Annotated[str, Path(description="The session's name, as its records have it.", max_length=512)]
