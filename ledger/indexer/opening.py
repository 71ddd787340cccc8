"""Opening published logs over HTTP: at addresses that strangers registered on chain, so with care.

A log's URL is whatever its operator said. Only HTTP is spoken, redirects are not followed, replies are bounded
(`ledger.tiles.http_store`), and outside the local profile no address of a private network is asked.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import httpx

from ledger.errors import InvalidInputError, UnavailableError
from ledger.tiles.http_store import HttpStore
from ledger.tiles.reader import LogReader

LOG_TIMEOUT_S: Final = 10.0
"""Longest wait for a connection, or for the next bytes of a reply."""
_LOOPBACK: Final = ("all://127.0.0.1", "all://localhost", "all://[::1]")
_SHOWN: Final = 200


def log_client(timeout_s: float = LOG_TIMEOUT_S) -> httpx.Client:
    """Make the client that logs are read with; whoever makes it closes it. Proxies are for other machines only."""
    return httpx.Client(timeout=timeout_s, follow_redirects=False, mounts=dict.fromkeys(_LOOPBACK))


def http_logs(client: httpx.Client, *, private: bool) -> Callable[[bytes, str], LogReader]:
    """Return what opens logs over HTTP, for indexing and for proofs; each thread keeps its own readers.

    Args:
        client: Reads them; its time-outs are the caller's choice.
        private: Whether logs may lie in private networks and on this machine, as those of a local profile do.
    """
    kept = threading.local()  # a reader's cache of tiles is not made for several threads

    def open_log(log: bytes, url: str) -> LogReader:
        readers: dict[tuple[bytes, str], LogReader] = kept.__dict__.setdefault("readers", {})
        if (log, url) not in readers:
            check_url(log, url, private=private)
            readers[log, url] = LogReader(HttpStore(url, client))
        return readers[log, url]

    return open_log


def check_url(log: bytes, url: str, *, private: bool) -> None:
    """See that a log's URL is one to be asked.

    Raises:
        InvalidInputError: if it is no HTTP URL, or leads into a private network where that is not wanted.
        UnavailableError: if its host cannot be found.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        httpx.URL(url)
    except (ValueError, httpx.InvalidURL) as error:
        raise _bad(log, url, f"which cannot be read: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise _bad(log, url, "which is no HTTP URL")
    if not private:
        for address in _addresses(host, port):
            if not ip_address(address).is_global:
                raise _bad(log, url, f"which leads to {address}, in a private network")


def _addresses(host: str, port: int | None) -> set[str]:
    try:
        found = socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise UnavailableError(
            f"the log's host {host[:_SHOWN]!r} cannot be found: {error}", hint="its operator must set another URL"
        ) from error
    return {str(address[0]).partition("%")[0] for *_, address in found}


def _bad(log: bytes, url: str, why: str) -> InvalidInputError:
    return InvalidInputError(
        f"log {log.hex()} is served at {url[:_SHOWN]!r}, {why}",
        hint="its operator must set another with ActionLog.setLogUrl",
        code="bad_log_url",
    )
