"""What Redis keeps of callers: how often each may call still, nonces to sign in with, and sessions. All of it lapses.

Nothing here is a fact about the ledger: lost, callers sign in again and buckets are full.
"""

from __future__ import annotations

from ledger.store import keys
from ledger.store.connection import Connection
from ledger.store.keys import Space


class CallerStore:
    """Beside the mirror of one world.

    Args:
        connection: Where it is kept.
        space: Beside which mirror.
    """

    def __init__(self, connection: Connection, space: Space) -> None:
        self._connection = connection
        self._world = space.world

    def take(self, name: str, *, rate: int, burst: int, wanted: int) -> int:
        """Take requests out of a caller's bucket.

        Args:
            name: Of the caller.
            rate: Requests that come in a second.
            burst: Most that are at hand.
            wanted: How many are wanted.

        Returns:
            How many were taken; or in how many ms there is one, negative.

        Raises:
            UnavailableError: if Redis cannot be reached.
        """
        return self._connection.script("allowance", self._world + keys.allowance(name), ["", rate, burst, wanted])

    def keep_nonce(self, nonce: str, *, seconds: int) -> None:
        """Let a nonce be used once, within so many seconds."""
        self._connection.call("SET", self._world + keys.nonce(nonce), b"1", "EX", seconds)

    def use_nonce(self, nonce: str) -> bool:
        """Say whether a nonce could be used; it cannot be any more."""
        return self._connection.call("GETDEL", self._world + keys.nonce(nonce)) is not None

    def keep_session(self, digest: bytes, account: str, *, seconds: int) -> None:
        """Keep whose session a token opens, for so many seconds; of the token only its SHA-256."""
        self._connection.call("SET", self._world + keys.session(digest), account.encode(), "EX", seconds)

    def session(self, digest: bytes) -> str | None:
        """Return whose session a token opens; None if it is over."""
        found: bytes | None = self._connection.call("GET", self._world + keys.session(digest))
        return None if found is None else found.decode()

    def end_session(self, digest: bytes) -> None:
        """End a session."""
        self._connection.call("DEL", self._world + keys.session(digest))
