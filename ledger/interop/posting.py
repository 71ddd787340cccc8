"""Asking others over HTTP, a few bytes for a few: witnesses and time-stamp authorities."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final, Protocol, Self

import httpx

from ledger.errors import UnavailableError

TIMEOUT_S: Final = 5.0
"""Longest wait for a connection, or for the next bytes of a reply."""
LONGEST_S: Final = 10.0
"""Seconds that one reply may take in all."""
MAX_REPLY_BYTES: Final = 64 * 1024
_PLAIN: Final = {"accept-encoding": "identity"}  # so that a small reply cannot grow in memory
_LOOPBACK: Final = ("all://127.0.0.1", "all://localhost", "all://[::1]")


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered: HTTP status, content type, body."""

    status: int
    kind: str
    body: bytes

    @property
    def said(self) -> str:
        """The body as words for an error message, shortened."""
        return " ".join(self.body.decode(errors="replace").split())[:300]


class Post(Protocol):
    """Sends bytes to a URL."""

    def __call__(self, url: str, body: bytes, kind: str) -> Reply:
        """Return the reply.

        Raises:
            UnavailableError: if there is none in time, or it is too large.
        """


class HttpPost:
    """Posts over one client, which closes with it; redirects are not followed, replies are bounded in size and time."""

    def __init__(self, client: httpx.Client | None = None) -> None:
        self._client = client or httpx.Client(
            timeout=TIMEOUT_S, follow_redirects=False, mounts=dict.fromkeys(_LOOPBACK)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def __call__(self, url: str, body: bytes, kind: str) -> Reply:
        """Return the reply.

        Raises:
            UnavailableError: if there is none in time, or it is too large.
        """
        until = time.monotonic() + LONGEST_S
        held = bytearray()
        try:
            with self._client.stream("POST", url, content=body, headers={"content-type": kind, **_PLAIN}) as answer:
                for chunk in answer.iter_raw():
                    held += chunk
                    if len(held) > MAX_REPLY_BYTES or time.monotonic() > until:
                        raise UnavailableError(
                            f"{url} answers over {MAX_REPLY_BYTES} bytes, or for over {LONGEST_S:.0f} s",
                            hint="see that it is what it is taken for",
                        )
                return Reply(answer.status_code, answer.headers.get("content-type", ""), bytes(held))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnavailableError(
                f"{url} cannot be reached: {error}", hint="see that it runs, and that the URL is right"
            ) from error
