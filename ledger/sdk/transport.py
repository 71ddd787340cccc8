"""How segments reach a log server: the port, and HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

import msgspec

from ledger.domain.bad_json import BAD_JSON
from ledger.domain.entry import frame
from ledger.domain.ids import Address
from ledger.errors import (
    ConflictError,
    EquivocationError,
    InvalidInputError,
    LedgerError,
    NotAuthorisedError,
    SequenceGapError,
    TooLargeError,
    UnavailableError,
)

if TYPE_CHECKING:
    import httpx

_T = TypeVar("_T")
SEGMENTS_TYPE: Final = "application/vnd.ombud.segments"
TIMEOUT_SECONDS: Final = 10.0
_OK: Final = 200
_BY_CODE: Final[dict[str, type[LedgerError]]] = {
    error.default_code: error for error in (SequenceGapError, EquivocationError, TooLargeError)
}
_BY_STATUS: Final[dict[int, type[LedgerError]]] = {
    400: InvalidInputError,
    403: NotAuthorisedError,
    409: ConflictError,
    413: TooLargeError,
}


class LogIdentity(msgspec.Struct, frozen=True):
    """Which log answers: chain id, 32-byte log id as hex, the operator's address."""

    chain: int
    log: str
    operator: Address


class StreamHead(msgspec.Struct, frozen=True):
    """Where a log's copy of a stream ends: the next sequence number, the last header id as hex; the server's time.

    `now` is in Unix seconds, 0 if the server does not say.
    """

    next_seq: int
    head: str
    now: int = 0


class WirePlace(msgspec.Struct, frozen=True):
    """Where a header stands among those that one signature acknowledges; `path` as hex, leaf to root."""

    index: int
    size: int
    path: tuple[str, ...]


class WireAck(msgspec.Struct, frozen=True, rename="camel"):
    """An acknowledgement as sent: hex values, `anchorBy` in Unix seconds; `batch` if it is signed with others."""

    chain: int
    log: str
    header: str
    anchor_by: int
    signature: str
    batch: WirePlace | None = None


class SegmentResult(msgspec.Struct, frozen=True):
    """What a log server made of one segment."""

    header: str
    status: str
    ack: WireAck | None = None
    leaf_index: int | None = None
    problem: dict[str, Any] | None = None


class _Results(msgspec.Struct, frozen=True):
    results: list[SegmentResult]


class _Anchored(msgspec.Struct, frozen=True):
    size: int | None = None


class _Status(msgspec.Struct, frozen=True):
    """How far a log is anchored; `size` is None if it makes no anchors."""

    anchored: _Anchored


class Transport(Protocol):
    """A way to one log server. Every method raises UnavailableError when it cannot be reached."""

    def identity(self) -> LogIdentity:
        """Ask which log this is."""

    def head(self, agent: bytes, epoch: int, stream: int) -> StreamHead:
        """Ask where its copy of a stream ends."""

    def post(self, segments: Sequence[bytes]) -> list[SegmentResult]:
        """Send packed signed segments; one result each, in order."""

    def anchored(self, header: bytes) -> bool:
        """Ask whether an accepted segment is below an anchored root."""

    def reopen(self) -> None:
        """Drop connections without closing them: they belong to the parent of a forked child."""

    def close(self) -> None:
        """Give connections back."""


class HttpTransport:
    """A log server over HTTP.

    Args:
        url: Its base URL.
        client: An HTTP client to use, closed by its owner; made on the first request if not given, so
            that httpx is only imported by who sends.
        batched: Ask for one signature over many acknowledgements. Whoever means to hold the operator to one of
            them before contracts that know single ones only asks for it alone: `GET /v1/segments/HEADER`.
    """

    def __init__(self, url: str, client: httpx.Client | None = None, *, batched: bool = False) -> None:
        self._url = url.rstrip("/")
        self._headers = {"content-type": SEGMENTS_TYPE, **({"ombud-acks": "batch"} if batched else {})}
        self._client = client
        self._borrowed = client is not None

    def identity(self) -> LogIdentity:
        """Ask which log this is."""
        return self._decode(self._request("GET", "/v1/status"), LogIdentity)

    def head(self, agent: bytes, epoch: int, stream: int) -> StreamHead:
        """Ask where its copy of a stream ends."""
        return self._decode(self._request("GET", f"/v1/streams/{agent.hex()}/{epoch}/{stream}"), StreamHead)

    def post(self, segments: Sequence[bytes]) -> list[SegmentResult]:
        """Send packed signed segments; one result each, in order.

        Raises:
            LedgerError: if the server refuses the request as a whole.
        """
        answer = self._request("POST", "/v1/segments", content=frame(list(segments)), headers=self._headers)
        if answer.status_code != _OK and not answer.headers.get("content-type", "").startswith("application/json"):
            raise self._error(answer)
        return self._decode(answer, _Results, check=False).results

    def anchored(self, header: bytes) -> bool:
        """Ask whether an accepted segment is below an anchored root."""
        leaf = self._decode(self._request("GET", f"/v1/segments/{header.hex()}"), SegmentResult).leaf_index
        size = self._decode(self._request("GET", "/v1/status"), _Status).anchored.size
        return leaf is not None and size is not None and leaf < size

    def reopen(self) -> None:
        """Drop connections without closing them: they belong to the parent of a forked child."""
        self._client = None

    def close(self) -> None:
        """Give connections back."""
        if self._client is not None and not self._borrowed:
            self._client.close()

    def _request(self, method: str, path: str, **options: Any) -> httpx.Response:
        import httpx  # noqa: PLC0415 - costs 100 ms, paid by the sender's thread alone

        if self._client is None:
            self._client = httpx.Client(timeout=TIMEOUT_SECONDS)
        try:
            return self._client.request(method, self._url + path, **options)
        except httpx.HTTPError as error:
            raise UnavailableError(
                f"log server {self._url} cannot be reached: {error}",
                hint="start it with `ombud up`, or set OMBUD_LOG_URL; the records are safe in the spool",
            ) from error

    def _decode(self, answer: httpx.Response, kind: type[_T], *, check: bool = True) -> _T:
        if check and answer.status_code != _OK:
            raise self._error(answer)
        try:
            return msgspec.json.decode(answer.content, type=kind)
        except BAD_JSON as error:
            raise UnavailableError(
                f"log server {self._url} answered {answer.status_code} with something else than was asked for",
                hint="check that OMBUD_LOG_URL names a log server",
            ) from error

    def _error(self, answer: httpx.Response) -> LedgerError:
        try:
            problem = msgspec.json.decode(answer.content, type=dict[str, Any])
        except BAD_JSON:
            problem = {}
        return problem_error({"status": answer.status_code, "detail": f"log server {self._url} answered", **problem})


def problem_error(problem: dict[str, Any]) -> LedgerError:
    """Turn a problem document (RFC 9457) back into the error it came from."""
    code, status = str(problem.get("code", "unavailable")), problem.get("status")
    kind = _BY_CODE.get(code) or _BY_STATUS.get(status if isinstance(status, int) else 0, UnavailableError)
    known = ("type", "title", "status", "code", "detail", "hint", "message")
    details = {name: value for name, value in problem.items() if name not in known}
    return kind(str(problem.get("detail", code)), hint=str(problem.get("hint", "")), code=code, **details)
