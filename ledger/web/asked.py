"""What a request asks: the block, the cursor, and free text, each bounded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request

from ledger.domain.ids import Address, checksum
from ledger.errors import InvalidInputError
from ledger.web.kept import Kept
from ledger.web.node import Node
from ledger.web.visitor import Visitor
from ledger.web.watch import Watch

MAX_BLOCK: Final = (1 << 53) - 1
"""As everywhere: what every reader of JSON holds exactly."""
_MAX_DIGITS: Final = 16
_MAX_TEXT: Final = 512
_MAX_CURSOR: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked. `as_of` is None for the newest block, `node` without one, `visitor` unless somebody signed in.

    `sign_in_at` is what the dashboard is called where wallets can sign in; empty where none can. `watch` says who has
    taken which alert upon themselves; None where nobody can. `kept` are answers over the whole history.
    """

    request: Request
    as_of: int | None
    node: Node | None = None
    visitor: Visitor | None = None
    sign_in_at: str = ""
    watch: Watch | None = None
    kept: Kept = field(default_factory=Kept)

    def name(self, part: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[part])

    def text(self, name: str, limit: int = _MAX_TEXT) -> str | None:
        """Return a word of the query, without blanks around it; None if it is empty.

        Raises:
            InvalidInputError: if it is too long.
        """
        value = self.request.query_params.get(name, "").strip()
        if len(value) > limit:
            raise InvalidInputError(f"{name} is too long", hint=f"at most {limit} characters", code="too_long")
        return value or None

    def account(self, name: str) -> Address | None:
        """Return an account of the query.

        Raises:
            InvalidInputError: if it is none.
        """
        value = self.text(name)
        return None if value is None else checksum(value)

    @property
    def cursor(self) -> str | None:
        """Where a list goes on."""
        return self.text("cursor", _MAX_CURSOR)


def asked(
    request: Request,
    *,
    node: Node | None = None,
    visitor: Visitor | None = None,
    sign_in_at: str = "",
    watch: Watch | None = None,
    kept: Kept | None = None,
) -> Asked:
    """Read a request.

    Raises:
        InvalidInputError: if its block is no block number.
    """
    as_of = number(request.query_params.get("as_of", ""), what="as_of")
    return Asked(request, as_of, node, visitor, sign_in_at, watch, kept or Kept())


def number(text: str, *, what: str) -> int | None:
    """Read a block number or a time; None for an empty text.

    Raises:
        InvalidInputError: if it is none.
    """
    plain = text.strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > _MAX_DIGITS or int(plain) > MAX_BLOCK:
        raise InvalidInputError(
            f"{what} {plain[:40]!r} is no number of a block", hint="use digits alone", code="bad_block"
        )
    return int(plain)
