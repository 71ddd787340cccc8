"""One request and its answer: sent, checked, and its problems turned back into our errors."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import httpx
import msgspec

from ledger.client.seal import Exchange, Seal, parse_key
from ledger.domain.bad_json import BAD_JSON
from ledger.errors import (
    ConflictError,
    InvalidInputError,
    LedgerError,
    LimitedError,
    NotAuthorisedError,
    NotFoundError,
    NotIdentifiedError,
    ProofError,
    TooLargeError,
    UnavailableError,
)

T = TypeVar("T")
TIMEOUT_S: Final = 30.0
_OK: Final = range(200, 300)
_BROKEN: Final = 500
_KINDS: Final[Mapping[int, type[LedgerError]]] = {
    400: InvalidInputError,
    401: NotIdentifiedError,
    403: NotAuthorisedError,
    404: NotFoundError,
    409: ConflictError,
    413: TooLargeError,
    429: LimitedError,
    503: UnavailableError,
}


class Wire:
    """Sends requests to one API.

    Args:
        url: Where it is.
        pinned: The key that signs its answers; answers are taken as they come if not given.
        key: API key, or token of a session.
        ground: On which legal ground an authority reads.
        clock: Unix seconds.
        transport: Another way than the network.
    """

    def __init__(
        self,
        url: str,
        *,
        pinned: str | None = None,
        key: str | None = None,
        ground: str | None = None,
        clock: Callable[[], float] = time.time,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"authorization": f"Bearer {key}"} if key else {}
        if ground is not None:
            headers["ombud-ground"] = ground
        self._seal = Seal(parse_key(pinned), clock) if pinned is not None else None
        self._client = httpx.Client(
            base_url=url, headers=headers, timeout=TIMEOUT_S, transport=transport, trust_env=False
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        media_type: str | None = None,
    ) -> bytes:
        """Send a request; returns the body of its answer.

        Args:
            method: GET, POST, PUT or DELETE.
            path: Already encoded.
            query: Arguments; those that are None are left out.
            body: What is sent as JSON; bytes go as they are.
            media_type: What the bytes are.

        Raises:
            LedgerError: of the kind that the API names.
            ProofError: if a key is pinned and the answer is not signed by it.
            UnavailableError: if the API cannot be reached.
        """
        given = {name: _text(value) for name, value in (query or {}).items() if value is not None}
        content = body if isinstance(body, bytes) or body is None else msgspec.json.encode(body)
        kind = "application/json" if content is not body else media_type
        more = {"content-type": kind} if kind is not None else {}
        try:
            answer = self._client.request(method, path, params=given, content=content, headers=more)
        except httpx.TransportError as error:
            raise UnavailableError(f"the API does not answer: {error}", hint="see `ombud doctor`") from error
        if self._seal is not None:
            self._check(self._seal, answer)
        if answer.status_code not in _OK:
            raise _problem(answer)
        return answer.content

    @staticmethod
    def _check(seal: Seal, answer: httpx.Response) -> None:
        if answer.status_code >= _BROKEN and "signature" not in answer.headers:
            raise UnavailableError(f"the API, or who stands before it, says {answer.status_code}, unsigned")
        seal.check(
            Exchange(
                answer.request.method,
                answer.request.url.raw_path.decode("latin-1"),
                answer.status_code,
                answer.headers,
                answer.content,
            )
        )


def decoded(kind: type[T], body: bytes) -> T:
    """Read an answer.

    Raises:
        ProofError: if it is not what it should be.
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except BAD_JSON as error:
        raise ProofError(f"the answer is not what this client reads: {error}", hint="update one of the two") from error


def _text(value: Any) -> Any:
    if isinstance(value, list):
        return [_text(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _problem(answer: httpx.Response) -> LedgerError:
    kind = _KINDS.get(answer.status_code, LedgerError)
    try:
        found = msgspec.json.decode(answer.content, type=dict[str, Any])
        error = kind(str(found["detail"]), hint=str(found["hint"]), code=str(found["code"]))
    except (*BAD_JSON, KeyError):
        error = kind(f"the API says {answer.status_code}", code="refused")
    error.http_status = answer.status_code
    return error
