"""JSON-RPC over HTTP: the one transport under every chain call, web3's included.

Connection errors, time-outs and busy replies are retried with growing pauses, a bounded number of times;
then `UnavailableError` names the URL and the setting that holds it. A node's own refusal is never retried:
it comes back as `RpcError`, for the caller to read. Repeating `eth_sendRawTransaction` is safe, because a
transaction is named by its own bytes.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlsplit

import msgspec

from ledger.chain.http import LargeReplyError, Poster, SlowReplyError
from ledger.domain.bad_json import BAD_JSON
from ledger.errors import InvalidInputError, LedgerError, UnavailableError

DEFAULT_TIMEOUT_S: Final = 10.0
DEFAULT_RETRIES: Final = 4
_FIRST_PAUSE_S: Final = 0.1
_LONGEST_PAUSE_S: Final = 2.0
_BUSY: Final = frozenset({429, 502, 503, 504})
_JSON_HEADERS: Final = {"content-type": "application/json"}
Call = tuple[str, Sequence[Any]]
T = TypeVar("T")
D = TypeVar("D")


class RpcError(LedgerError):
    """The node answered with an error: its `rpc_code`, text and `data` (hex of a revert, when there is one)."""

    default_code = "rpc_error"
    http_status = 502

    def __init__(self, method: str, rpc_code: int, text: str, data: str | None) -> None:
        super().__init__(f"the node refused {method}: {text}", hint="see the node's log", method=method)
        self.rpc_code = rpc_code
        self.text = text
        self.data = data


class Failure(msgspec.Struct):
    """The error member of a reply."""

    code: int = 0
    message: str = ""
    data: Any = None

    def as_error(self, method: str) -> RpcError:
        """Turn it into an exception; nodes wrap revert data in different ways."""
        data = self.data
        if isinstance(data, dict):
            data = data.get("data") or data.get("result")
        return RpcError(method, self.code, self.message, data if isinstance(data, str) else None)


class Reply(msgspec.Struct, Generic[T]):
    """One reply, with its result decoded straight into `T`."""

    id: int | str | None = None
    result: T | None = None
    error: Failure | None = None


ANY: Final = msgspec.json.Decoder(Reply[Any])
_MANY: Final = msgspec.json.Decoder(list[Reply[Any]])


def is_loopback(url: str) -> bool:
    """Say whether a URL points at this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def shown_url(url: str) -> str:
    """Return what may be shown of a node's URL: its path, query and user often are the key of an account."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "(an unreadable URL)"
    if not host:
        return url
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}" + ("" if port is None else f":{port}")


def urls_of(setting: str) -> list[str]:
    """Split a setting that holds one URL, or several with commas between them."""
    return [url.strip() for url in setting.split(",") if url.strip()] or [setting]


class Rpc:
    """One JSON-RPC endpoint, or several of one chain; safe to share between threads. `url` is what may be shown of it.

    With several, the one that fails makes room for the next, at once: only when all failed is there a pause.

    Args:
        url: HTTP URL of the node; several with commas between them.
        timeout_s: Longest wait for one reply.
        retries: Further tries after the first one failed.
        setting: Name of the setting that holds the URL, for error messages.
        sleep: How to pause between tries, in seconds.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        retries: int = DEFAULT_RETRIES,
        setting: str = "OMBUD_RPC_URL",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._urls = urls_of(url)
        self.url = ", ".join(map(shown_url, self._urls))
        self._turn = 0
        self._retries = retries
        self._setting = setting
        self._sleep = sleep
        self._ids = itertools.count(1)
        self._timeout_s = timeout_s
        self._posters: dict[str, Poster] = {}

    def close(self) -> None:
        """Close the connections."""
        for poster in self._posters.values():
            poster.close()

    def elsewhere(self) -> None:
        """Ask the next endpoint from now on, if there are several."""
        self._turn += 1

    def post(self, body: bytes, *, most: int | None = None) -> bytes:
        """Send one request body and return the reply's.

        Args:
            body: What to send.
            most: Longest reply to read, in bytes.

        Raises:
            LargeReplyError: if the reply is longer.
            UnavailableError: if no try got a reply.
        """
        pause = _FIRST_PAUSE_S
        problem, slow = "", False
        for attempt in range((1 + self._retries) * len(self._urls)):
            if attempt:
                self.elsewhere()
            if attempt and attempt % len(self._urls) == 0:
                self._sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_S)
            try:
                status, reply = self._at().post(body, most=most)
            except InvalidInputError as error:
                raise self._unavailable(error.message) from error
            except LargeReplyError:
                raise
            except UnavailableError as error:
                problem, slow = error.message, isinstance(error, SlowReplyError)
                continue
            if status not in _BUSY:
                return reply
            problem, slow = f"HTTP {status}", False
        raise self._unavailable(problem, SlowReplyError if slow else UnavailableError)

    def _at(self) -> Poster:
        url = self._urls[self._turn % len(self._urls)]
        if url not in self._posters:
            direct = is_loopback(url)
            self._posters[url] = Poster(url, timeout_s=self._timeout_s, headers=_JSON_HEADERS, direct=direct)
        return self._posters[url]

    def call(self, method: str, params: Sequence[Any] = ()) -> Any:
        """Call a method and return its result as plain JSON values.

        Raises:
            RpcError: if the node refuses.
            UnavailableError: if it cannot be reached.
        """
        return self.call_typed(ANY, method, params)

    def call_typed(
        self, decoder: msgspec.json.Decoder[Reply[T]], method: str, params: Sequence[Any], *, most: int | None = None
    ) -> T | None:
        """Call a method and decode its result without a detour through dictionaries.

        Args:
            decoder: Of the reply.
            method: What to call.
            params: With what.
            most: Longest reply to read, in bytes.

        Raises:
            LargeReplyError: if the reply is longer.
            RpcError: if the node refuses.
            UnavailableError: if it cannot be reached, or answers with something else than JSON-RPC.
        """
        body = msgspec.json.encode(self._request((method, params)))
        reply = self._decode(decoder, self.post(body, most=most))
        if reply.error is not None:
            raise reply.error.as_error(method)
        return reply.result

    def batch(self, calls: Sequence[Call]) -> list[Any]:
        """Send several calls as one request; returns their results in order.

        Raises:
            RpcError: for the first call that the node refused.
            UnavailableError: if it cannot be reached, or leaves a call unanswered.
        """
        return self.batch_typed(_MANY, calls)

    def batch_typed(self, decoder: msgspec.json.Decoder[list[Reply[T]]], calls: Sequence[Call]) -> list[T | None]:
        """Send several calls of one kind as one request, their results decoded without a detour through dictionaries.

        Raises:
            RpcError: for the first call that the node refused.
            UnavailableError: if it cannot be reached, or leaves a call unanswered.
        """
        if not calls:
            return []
        requests = [self._request(call) for call in calls]
        replies = {reply.id: reply for reply in self._decode(decoder, self.post(msgspec.json.encode(requests)))}
        results: list[T | None] = []
        for request, (method, _) in zip(requests, calls, strict=True):
            reply = replies.get(request["id"])
            if reply is None:
                raise self._unavailable(f"a batch came back without the answer to {method}")
            if reply.error is not None:
                raise reply.error.as_error(method)
            results.append(reply.result)
        return results

    def _request(self, call: Call) -> dict[str, Any]:
        method, params = call
        return {"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": list(params)}

    def _decode(self, decoder: msgspec.json.Decoder[D], body: bytes) -> D:
        try:
            return decoder.decode(body)
        except BAD_JSON as error:
            raise self._unavailable(f"its answer is no JSON-RPC: {body[:80]!r}") from error

    def _unavailable(self, problem: str, kind: type[UnavailableError] = UnavailableError) -> UnavailableError:
        return kind(
            f"the chain node at {self.url} does not answer: {problem}",
            hint=f"start it (`ombud up`), or point {self._setting} at a running one",
            code=None if kind is SlowReplyError else "node_unavailable",
            url=self.url,
        )
