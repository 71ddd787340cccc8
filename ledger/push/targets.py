"""Sending to addresses that others named, with care.

Outside the local profile only HTTPS is spoken, and no address of a private network is asked: the host is looked up
once, and what was checked is what is connected to, whatever the name means a moment later. Redirects are not followed,
proxies of the environment are not used, and of a reply only its status is read.
"""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import httpx

from ledger.errors import InvalidInputError, UnavailableError

TIMEOUT_S: Final = 10.0
"""Longest wait for a connection, or for the receiver to take a message."""
_SHOWN: Final = 200


def check(url: str, *, private: bool) -> None:
    """See that an address may be sent to, as far as its text tells.

    Args:
        url: Where to send.
        private: Whether it may be plain HTTP and lie in a private network, as in the local profile.

    Raises:
        InvalidInputError: if not.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
        httpx.URL(url)
    except (ValueError, httpx.InvalidURL) as error:
        raise _bad(url, f"cannot be read: {error}") from error
    if parts.scheme not in (("http", "https") if private else ("https",)) or not host:
        raise _bad(url, "is no HTTP address" if private else "is no HTTPS address")
    if parts.username is not None or parts.password is not None:
        raise InvalidInputError(
            "the address holds a password", hint="messages are signed; leave it out", code="bad_webhook_url"
        )
    if parts.fragment:
        raise _bad(url, "has a fragment, which is never sent")


def send(client: httpx.Client, url: str, body: bytes, headers: dict[str, str], *, private: bool) -> int:
    """Send one message; return the status of the reply.

    Raises:
        InvalidInputError: if the host is in a private network where that is not wanted.
        UnavailableError: if the host cannot be found or reached, or does not answer in time.
    """
    check(url, private=private)
    target = httpx.URL(url)
    extensions: dict[str, str] = {}
    named = {**headers, "content-type": "application/json", "user-agent": "ombud-webhook/1"}
    if not private:
        address = _public_address(target.host, target.port or 443, url)
        named["host"] = target.netloc.decode("ascii")
        extensions["sni_hostname"] = target.host
        target = target.copy_with(host=address)
    try:
        with client.stream("POST", target, content=body, headers=named, extensions=extensions) as reply:
            return reply.status_code
    except httpx.HTTPError as error:
        raise UnavailableError(
            f"{url[:_SHOWN]} does not take the message: {type(error).__name__}",
            hint="it is sent again, later and later",
            code="webhook_unreachable",
        ) from error


def make_client() -> httpx.Client:
    """Make the client that messages are sent with; whoever makes it closes it."""
    return httpx.Client(timeout=TIMEOUT_S, follow_redirects=False, trust_env=False)


def _public_address(host: str, port: int, url: str) -> str:
    """Return an address of a host, all of whose addresses are public."""
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)]
    except (OSError, UnicodeError) as error:
        raise UnavailableError(
            f"the host {host[:_SHOWN]!r} cannot be found", hint="it is tried again", code="webhook_unreachable"
        ) from error
    for address in found:
        if not ip_address(address.partition("%")[0]).is_global:
            raise _bad(url, f"leads to {address}, in a private network")
    return found[0]


def _bad(url: str, why: str) -> InvalidInputError:
    return InvalidInputError(
        f"{url[:_SHOWN]!r} {why}",
        hint="messages are sent to public HTTPS addresses; the local profile takes others",
        code="bad_webhook_url",
    )
