"""From what a request says about its sender to who that is."""

from __future__ import annotations

from typing import Final, Protocol

from ledger.access.keys import Keys
from ledger.domain.roles import Caller
from ledger.errors import NotIdentifiedError

_SCHEME: Final = "bearer"
_MAX_HEADER: Final = 256
SESSION_PREFIX: Final = "ombudsession_"
"""What the token of a wallet that signed in begins with."""


class Tokens(Protocol):
    """Sessions of wallets that signed in."""

    def caller(self, token: str) -> Caller:
        """Return whose session it is.

        Raises:
            NotIdentifiedError: if it is none, or over.
            UnavailableError: if that cannot be found out now.
        """


class Callers:
    """Tells callers by the header `Authorization: Bearer ...`: an API key, or the token of a session.

    Args:
        keys: Keys that the operator gave out.
        tokens: Sessions; none hold if not given.
    """

    def __init__(self, keys: Keys, tokens: Tokens | None = None) -> None:
        self._keys = keys
        self._tokens = tokens

    def identify(self, header: str) -> Caller:
        """Return who sent a request.

        Args:
            header: Value of its `Authorization`.

        Raises:
            NotIdentifiedError: if it names nobody.
            UnavailableError: if that cannot be found out now.
        """
        scheme, _, token = header.partition(" ")
        if len(header) > _MAX_HEADER or scheme.lower() != _SCHEME:
            raise NotIdentifiedError(
                "the header Authorization has another form", hint="send `Bearer` and a key", code="bad_authorization"
            )
        if token.startswith(SESSION_PREFIX) and self._tokens is not None:
            return self._tokens.caller(token)
        return self._keys.caller(token)
