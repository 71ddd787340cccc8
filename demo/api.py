"""Reads the ledger's API as any regulator would: over HTTP, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Self

import httpx

_PAGE: Final = 500
_SECONDS: Final = 30.0


class Api:
    """The API at a URL; use it as a context, so that its connections are given back.

    Args:
        url: Base URL.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx.Client(base_url=url, timeout=_SECONDS, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str, **query: str | int) -> Any:
        """Return a whole answer.

        Raises:
            httpx.HTTPStatusError: if the API refuses; the message holds its problem document.
        """
        return _accepted(path, self._client.get(path, params=query)).json()

    def file(self, path: str) -> bytes:
        """Return a file's bytes as they were sent.

        Raises:
            httpx.HTTPStatusError: as `get` does.
        """
        return _accepted(path, self._client.get(path)).content

    def post(self, path: str, data: bytes, media_type: str, headers: Mapping[str, str]) -> Any:
        """Give a file; returns the answer.

        Raises:
            httpx.HTTPStatusError: as `get` does.
        """
        said = {"content-type": media_type, **headers}
        return _accepted(path, self._client.post(path, content=data, headers=said)).json()

    def items(self, path: str, *, inside: str = "", **query: str | int) -> Iterator[dict[str, Any]]:
        """Yield the items of a list, following its cursors to the end.

        Args:
            path: Of the list.
            inside: Where in the answer's data the page is, if it is not the data itself.
            **query: What else is asked.
        """
        cursor = ""
        while True:
            data = self.get(path, limit=_PAGE, **query, **({"cursor": cursor} if cursor else {}))["data"]
            page = data[inside] if inside else data
            yield from page["items"]
            if not page["more"]:
                return
            cursor = page["next_cursor"]


def _accepted(path: str, answer: httpx.Response) -> httpx.Response:
    if answer.is_error:
        raise httpx.HTTPStatusError(
            f"{path}: {answer.status_code} {answer.text[:300]}", request=answer.request, response=answer
        )
    return answer
