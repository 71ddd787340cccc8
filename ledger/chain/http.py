"""POST over kept-alive connections, for calls to a node: a reply of megabytes costs little more than its copying."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import HTTPError, LocationParseError, ReadTimeoutError

from ledger.errors import InvalidInputError, UnavailableError

CONNECTIONS: Final = 8
_SCHEMES: Final = ("http", "https")


class SlowReplyError(UnavailableError):
    """The node is there but did not finish its reply in time."""

    default_code = "node_slow"


class LargeReplyError(UnavailableError):
    """The node's reply is longer than its caller wants to hold."""

    default_code = "reply_too_large"


class Poster:
    """Sends bodies to one URL; safe to share between threads.

    Args:
        url: HTTP or HTTPS.
        timeout_s: Longest wait for a connection, and between the bytes of a reply.
        headers: Sent each time.
        direct: Whether to ignore the proxies that the environment names.

    Raises:
        InvalidInputError: if the URL is of another kind.
    """

    def __init__(self, url: str, *, timeout_s: float, headers: dict[str, str], direct: bool) -> None:
        self._url = url
        parts = urlsplit(url)
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise InvalidInputError(f"{parts.scheme or 'nothing'}:// is not spoken", code="bad_url")
        settings: Any = {"timeout": timeout_s, "headers": headers, "retries": False, "maxsize": CONNECTIONS}
        proxy = None if direct or proxy_bypass(parts.hostname) else getproxies().get(parts.scheme)
        self._pool = urllib3.PoolManager(**settings) if proxy is None else urllib3.ProxyManager(proxy, **settings)

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def post(self, body: bytes, *, most: int | None = None) -> tuple[int, bytes]:
        """Send a body; returns status and body of the reply.

        Args:
            body: What to send.
            most: Longest reply to read, in bytes.

        Raises:
            LargeReplyError: if it is longer.
            SlowReplyError: if it does not come in time.
            UnavailableError: if there is none, or it breaks off.
        """
        try:
            reply = self._pool.request("POST", self._url, body=body, preload_content=False, redirect=False)
            try:
                announced = int(reply.headers.get("content-length", "0"))
                data = b"" if most is not None and announced > most else reply.read(None if most is None else most + 1)
                if most is not None and max(announced, len(data)) > most:
                    reply.close()  # the rest is not read, so the connection cannot be used again
                    raise LargeReplyError(f"a reply of more than {most} bytes", hint="ask for less at once")
                return reply.status, data
            finally:
                reply.release_conn()
        except ReadTimeoutError as error:
            raise SlowReplyError(f"ReadTimeout: {error}") from error
        except (HTTPError, LocationParseError, OSError, ValueError) as error:
            raise UnavailableError(f"{type(error).__name__}: {error}") from error
