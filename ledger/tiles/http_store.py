"""A log's objects over HTTP, read only: what any reader of a log server or of its mirror needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from ledger.errors import InvalidInputError, NotFoundError, UnavailableError
from ledger.tiles.store import check_path

if TYPE_CHECKING:
    import httpx

_OK: Final = 200
_MISSING: Final = (403, 404)  # object stores answer 403 for absent objects that may not be listed


class HttpStore:
    """Objects below a URL.

    Args:
        url: Base URL of the log.
        client: The HTTP client; its time-outs are the caller's choice.
    """

    def __init__(self, url: str, client: httpx.Client) -> None:
        self._url = url.rstrip("/")
        self._client = client

    def get(self, path: str) -> bytes:
        """Return an object.

        Raises:
            NotFoundError: if the log has none there.
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
        """
        found: list[str] = []
        while True:
            query = {"start_after": found[-1] if found else start_after, "before": before}
            page = self._fetch(prefix, query).decode().splitlines()
            if not page:
                return found
            found += page

    def _fetch(self, path: str, query: dict[str, str]) -> bytes:
        from httpx import HTTPError  # noqa: PLC0415 - the SDK imports this room without paying for httpx

        try:
            answer = self._client.get(f"{self._url}/{path}", params=query)
        except HTTPError as error:
            raise UnavailableError(
                f"log {self._url} cannot be reached: {error}", hint="start it with `ombud up`, or set OMBUD_LOG_URL"
            ) from error
        if answer.status_code in _MISSING:
            raise NotFoundError(f"object {path!r} is not in log {self._url}", hint="see GET /checkpoint for its size")
        if answer.status_code != _OK:
            raise UnavailableError(
                f"log {self._url} answered {answer.status_code} for {path!r}", hint="try again later"
            )
        return answer.content
