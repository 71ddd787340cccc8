"""Signing in and out by cookie: the only routes of the dashboard that take anything but reading.

A wallet signs the challenge that it is given (EIP-4361), and the browser keeps a token for a quarter of an hour. The
token shows pages what is its account's; it sends nothing, and the API does not look at it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol
from urllib.parse import parse_qs

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ledger.access.limits import Allowance, admit
from ledger.access.networks import network_of
from ledger.domain.roles import Caller
from ledger.errors import (
    InvalidInputError,
    LedgerError,
    NotAuthorisedError,
    NotIdentifiedError,
    TooLargeError,
)
from ledger.web.cookie import Cookie, form_key, is_form_key
from ledger.web.sending import HEADERS
from ledger.web.visitor import Visitor

PAGE: Final = "/session"
_MOST_BYTES: Final = 4096
_SEE_OTHER: Final = 303
_NO_CONTENT: Final = 204
_OK: Final = 200


class OpenSession(Protocol):
    """A session as its owner gets it."""

    @property
    def token(self) -> str:
        """What the cookie holds."""

    @property
    def expires(self) -> int:
        """When it is over, Unix seconds."""


class Desk(Protocol):
    """Signs wallets in."""

    def challenge(self, account: str) -> str:
        """Return the message that an account signs."""

    def open(self, message: str, signature: str) -> OpenSession:
        """Begin a session."""

    def caller(self, token: str) -> Caller:
        """Return whose session a token opens."""

    def close(self, token: str) -> None:
        """End a session."""


class Door:
    """Lets wallets in and out.

    Args:
        desk: Signs them in.
        address: What the dashboard is called; wallets are shown its host.
        clock: Unix seconds.
        allowance: How often each network may knock, the API's own count; unlimited, if not given.
    """

    def __init__(
        self, desk: Desk, *, address: str, clock: Callable[[], float], allowance: Allowance | None = None
    ) -> None:
        self.cookie = Cookie(address)
        self._desk = desk
        self._clock = clock
        self._allowance = allowance

    def visitor(self, request: Request) -> Visitor | None:
        """Return whose session a request carries; None for none, or one that is over.

        Raises:
            UnavailableError: if Redis cannot be reached.
        """
        token = self.cookie.token(request)
        if token is None:
            return None
        try:
            account = self._desk.caller(token).account
        except NotIdentifiedError:
            return None
        return None if account is None else Visitor(account, form_key(token))

    def routes(self) -> list[Route]:
        """Return what takes more than reading."""
        return [
            Route(f"{PAGE}/challenge", self._answering(self._challenge), methods=["POST"]),
            Route(f"{PAGE}/begin", self._answering(self._begin), methods=["POST"]),
            Route(f"{PAGE}/end", self._answering(self._end), methods=["POST"]),
        ]

    def _challenge(self, _request: Request, body: bytes) -> Response:
        (account,) = _fields(body, "account")
        return _json({"message": self._desk.challenge(account)})

    def _begin(self, request: Request, body: bytes) -> Response:
        message, signature = _fields(body, "message", "signature")
        opened = self._desk.open(message, signature)
        self._close(request)  # whoever was here before is not any more
        response = Response(status_code=_NO_CONTENT, headers=_PRIVATE)
        self.cookie.give(response, opened.token, seconds=max(0, int(opened.expires - self._clock())))
        return response

    def _end(self, request: Request, body: bytes) -> Response:
        told = parse_qs(body.decode("latin-1"), max_num_fields=4).get("form_key", [""])[0]
        self.expect_form(request, told)
        self._close(request)
        response = RedirectResponse(PAGE, _SEE_OTHER, headers=_PRIVATE)
        self.cookie.take_back(response)
        return response

    def _close(self, request: Request) -> None:
        token = self.cookie.token(request)
        if token is not None:
            self._desk.close(token)

    async def received(self, request: Request) -> bytes:
        """Return what a page of ours sent.

        Raises:
            LimitedError: if its network asks too often.
            NotAuthorisedError: if it came from elsewhere.
            TooLargeError: if it is longer than anything of ours.
        """
        if not self.cookie.is_ours(request):
            raise NotAuthorisedError(
                "this did not come from a page of this dashboard",
                hint=f"sign in at {self.cookie.origin}{PAGE}",
                code="foreign_form",
            )
        await admit(self._allowance, Caller(network_of(request.scope)))  # a challenge is kept for a while
        return await _body(request)

    def expect_form(self, request: Request, told: str) -> None:
        """Refuse a form that was made for another session than the one that a request carries, if it carries any.

        Raises:
            NotAuthorisedError: if it was.
        """
        token = self.cookie.token(request)
        if token is not None and not is_form_key(token, told):
            raise NotAuthorisedError("this form is of another session", hint="load the page again", code="bad_form")

    def _answering(self, act: Callable[[Request, bytes], Response]) -> Callable[[Request], object]:
        async def answer(request: Request) -> Response:
            try:
                return await run_in_threadpool(act, request, await self.received(request))
            except LedgerError as error:
                return _told(error)

        return answer


_PRIVATE: Final = {**HEADERS, "cache-control": "no-store"}


async def _body(request: Request) -> bytes:
    """Read what was sent, as far as anything of ours is long."""
    out = b""
    async for part in request.stream():
        out += part
        if len(out) > _MOST_BYTES:
            raise TooLargeError("that is more than a page of ours sends", hint=f"at most {_MOST_BYTES} bytes")
    return out


def _fields(body: bytes, *names: str) -> list[str]:
    try:
        found = msgspec.json.decode(body, type=dict[str, str])
        return [found[name] for name in names]
    except (msgspec.MsgspecError, KeyError) as error:
        wanted = " and ".join(names)
        raise InvalidInputError(f"this lacks {wanted}", hint="send them as JSON", code="bad_session") from error


def _told(error: LedgerError) -> Response:
    response = _json(error.problem(), error.http_status)
    if "retry_after" in error.details:
        response.headers["retry-after"] = str(error.details["retry_after"])
    return response


def _json(value: Mapping[str, object], status: int = _OK) -> Response:
    return Response(msgspec.json.encode(value), status, headers=_PRIVATE, media_type="application/json")
