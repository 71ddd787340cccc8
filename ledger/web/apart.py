"""Sessions of browsers, kept apart from those of programs: neither's token opens the other's door."""

from __future__ import annotations

from typing import Final

from ledger.access.sessions import SessionStore
from ledger.domain.hashing import sha256

_OURS: Final = b"a session of ombud's dashboard\n"


class Apart:
    """A store of sessions beside another in it.

    Args:
        store: Where both are kept.
    """

    def __init__(self, store: SessionStore) -> None:
        self._store = store

    def keep_nonce(self, nonce: str, *, seconds: int) -> None:
        """Let a nonce be used once, by a browser or a program."""
        self._store.keep_nonce(nonce, seconds=seconds)

    def use_nonce(self, nonce: str) -> bool:
        """Say whether it could be used; it cannot be any more."""
        return self._store.use_nonce(nonce)

    def keep_session(self, digest: bytes, account: str, *, seconds: int) -> None:
        """Keep whose session a token opens."""
        self._store.keep_session(_apart(digest), account, seconds=seconds)

    def session(self, digest: bytes) -> str | None:
        """Return whose session a token opens."""
        return self._store.session(_apart(digest))

    def end_session(self, digest: bytes) -> None:
        """End a session."""
        self._store.end_session(_apart(digest))


def _apart(digest: bytes) -> bytes:
    return sha256(_OURS + digest)
