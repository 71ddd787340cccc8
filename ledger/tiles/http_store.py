"""A log's objects over HTTP, read only: what any reader of a log server or of its mirror needs."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NoReturn

import msgspec

from ledger.errors import InvalidInputError, NotFoundError, TooLargeError, UnavailableError
from ledger.tiles.store import check_path

if TYPE_CHECKING:
    import httpx

MAX_OBJECT_BYTES: Final = 32 * 1024 * 1024
"""Most bytes of one object: a pack is cut behind the segment (8 MiB at most) that crosses 16 MiB."""
MAX_LISTED: Final = 65_536
"""Most paths of one list: a reader asks for one group of 256 leaves at a time."""
LONGEST_FETCH_S: Final = 120.0
"""Seconds one object may take in all, however steadily its bytes drip in."""
_PLAIN: Final = {"accept-encoding": "identity"}  # so that a small reply cannot grow in memory
_OK: Final = 200
_SAID: Final = 300
_MISSING: Final = (403, 404)  # object stores answer 403 for absent objects that may not be listed


class HttpStore:
    """Objects below a URL.

    Args:
        url: Base URL of the log.
        client: The HTTP client; its time-outs are the caller's choice.
        monotonic: Seconds.
    """

    def __init__(self, url: str, client: httpx.Client, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._url = url.rstrip("/")
        self._client = client
        self._monotonic = monotonic

    def get(self, path: str) -> bytes:
        """Return an object.

        Raises:
            NotFoundError: if the log has none there.
            TooLargeError: if it is over 32 MiB.
            UnavailableError: if the log cannot be reached or answers with an error.
        """
        return self._fetch(check_path(path), {})

    def put(self, path: str, data: bytes) -> NoReturn:
        """Refuse: a log is written by its operator alone."""
        raise InvalidInputError(
            f"object {path!r} of {len(data)} bytes cannot be written over HTTP",
            hint="send segments to POST /v1/segments",
        )

    def delete(self, path: str) -> NoReturn:
        """Refuse: a log is written by its operator alone."""
        raise InvalidInputError(f"object {path!r} cannot be removed over HTTP")

    def list(self, prefix: str, start_after: str = "", before: str = "") -> list[str]:
        """Return the paths that begin with `prefix` (a folder, ending in a slash), from `start_after` to `before`.

        The log server pages its list; all pages are read.

        Raises:
            TooLargeError: if there are over 65,536.
            UnavailableError: if the log cannot be reached, or its pages do not ascend.
        """
        found: list[str] = []
        while True:
            query = {"start_after": found[-1] if found else start_after, "before": before}
            page = self._fetch(prefix, query).decode(errors="replace").splitlines()
            if not page:
                return found
            if sorted({*page, query["start_after"]})[1:] != page:
                raise UnavailableError(
                    f"log {self._url} lists {page[0][:80]!r} and others out of order",
                    hint="its operator must repair it",
                    code="bad_list",
                )
            found += page
            if len(found) > MAX_LISTED:
                raise TooLargeError(f"log {self._url} lists over {MAX_LISTED} paths below {prefix!r}")

    def _fetch(self, path: str, query: dict[str, str]) -> bytes:
        from httpx import HTTPError, InvalidURL  # noqa: PLC0415 - the SDK imports this room without paying for httpx

        try:
            with self._client.stream("GET", f"{self._url}/{path}", params=query, headers=_PLAIN) as answer:
                if answer.status_code in _MISSING:
                    raise NotFoundError(
                        f"object {path!r} is not in log {self._url}", hint="see GET /checkpoint for its size"
                    )
                if answer.status_code != _OK:
                    said = _problem(b"" if answer.is_stream_consumed else next(answer.iter_raw(), b""))
                    because = f": {said.detail}" if said.detail else ""
                    raise UnavailableError(
                        f"log {self._url} answered {answer.status_code} for {path!r}{because}",
                        hint=said.hint or "try again later",
                    )
                return self._body(answer, path)
        except (HTTPError, InvalidURL) as error:
            raise UnavailableError(
                f"log {self._url} cannot be reached: {error}", hint="start it with `ombud up`, or set OMBUD_LOG_URL"
            ) from error

    def _body(self, answer: httpx.Response, path: str) -> bytes:
        """Read a reply's body, giving up as soon as it is too large or takes too long."""
        until = self._monotonic() + LONGEST_FETCH_S
        body = bytearray()
        for chunk in answer.iter_raw():
            body += chunk
            if len(body) > MAX_OBJECT_BYTES:
                raise TooLargeError(f"object {path!r} of log {self._url} is over {MAX_OBJECT_BYTES} bytes")
            if self._monotonic() > until:
                raise UnavailableError(
                    f"object {path!r} of log {self._url} took over {LONGEST_FETCH_S:.0f} s", hint="try again later"
                )
        return bytes(body)


class _Problem(msgspec.Struct):
    """What a log says of its trouble (RFC 9457)."""

    detail: str = ""
    hint: str = ""


def _problem(body: bytes) -> _Problem:
    """Read a problem document, as far as a reply's first bytes are one; what strangers say is cut short."""
    try:
        found = msgspec.json.decode(body, type=_Problem)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _Problem()
    return _Problem(found.detail[:_SAID], found.hint[:_SAID])
