"""Wallets that sign in: a challenge, its signature, and a token that lasts a quarter of an hour."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urlsplit

from ledger.access.callers import SESSION_PREFIX
from ledger.domain import sign_in
from ledger.domain.hashing import sha256
from ledger.domain.ids import Address, checksum
from ledger.domain.roles import Caller
from ledger.domain.sign_in import SignIn
from ledger.errors import InvalidInputError, NotIdentifiedError

CHALLENGE_S: Final = 300
"""How long a challenge may be signed."""
SESSION_S: Final = 900
"""How long a session lasts."""
_NONCE_BYTES: Final = 16
_TOKEN_BYTES: Final = 32


class SessionStore(Protocol):
    """Nonces and sessions that lapse."""

    def keep_nonce(self, nonce: str, *, seconds: int) -> None:
        """Let a nonce be used once."""

    def use_nonce(self, nonce: str) -> bool:
        """Say whether it could be used; it cannot be any more."""

    def keep_session(self, digest: bytes, account: str, *, seconds: int) -> None:
        """Keep whose session a token opens."""

    def session(self, digest: bytes) -> str | None:
        """Return whose session a token opens."""

    def end_session(self, digest: bytes) -> None:
        """End a session."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its owner gets it: the token is said once. `expires` in Unix seconds."""

    token: str
    account: str
    expires: int


class Sessions:
    """Signs wallets in.

    Args:
        store: Where nonces and sessions lapse.
        uri: What the API is called by those who use it; its host is the domain that wallets show.
        chain_id: Whose accounts sign in.
        clock: Unix seconds.
    """

    def __init__(self, store: SessionStore, *, uri: str, chain_id: int, clock: Callable[[], float]) -> None:
        self._store = store
        self._uri = uri
        self._domain = urlsplit(uri).netloc.lower()
        self._chain_id = chain_id
        self._clock = clock

    def challenge(self, account: str) -> str:
        """Return the message that an account signs to sign in.

        Raises:
            InvalidInputError: if it is no address.
            UnavailableError: if Redis cannot be reached.
        """
        nonce, now = secrets.token_hex(_NONCE_BYTES), int(self._clock())
        wanted = SignIn(self._domain, checksum(account), self._uri, self._chain_id, nonce, now, now + CHALLENGE_S)
        self._store.keep_nonce(nonce, seconds=CHALLENGE_S)
        return wanted.message()

    def open(self, message: str, signature: str) -> Session:
        """Begin a session.

        Args:
            message: As `challenge` returned it.
            signature: 65 bytes in hex.

        Raises:
            InvalidInputError: if one of them has another form.
            NotIdentifiedError: if it is not for us, over, used, or signed by another key.
            UnavailableError: if Redis cannot be reached.
        """
        try:
            data = bytes.fromhex(signature.removeprefix("0x"))
        except ValueError as error:
            raise InvalidInputError("the signature is not hex", code="bad_signature") from error
        now = self._clock()
        found = sign_in.check(message, data, domain=self._domain, uri=self._uri, chain_id=self._chain_id, now=now)
        if not self._store.use_nonce(found.nonce):
            raise NotIdentifiedError(
                "this challenge was used, or is none of ours", hint="ask for another", code="sign_in_refused"
            )
        token = SESSION_PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)
        self._store.keep_session(sha256(token.encode()), found.address, seconds=SESSION_S)
        return Session(token, found.address, int(now) + SESSION_S)

    def caller(self, token: str) -> Caller:
        """Return whose session a token opens.

        Raises:
            NotIdentifiedError: if it is none, or over.
            UnavailableError: if Redis cannot be reached.
        """
        account = self._store.session(sha256(token.encode()))
        if account is None:
            raise NotIdentifiedError("this session is over", hint="sign in again", code="session_over")
        return Caller(f"account:{account.lower()}", account=Address(account))

    def close(self, token: str) -> None:
        """End a session."""
        self._store.end_session(sha256(token.encode()))
