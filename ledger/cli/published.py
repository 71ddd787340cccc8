"""Published logs, opened where their operators say on chain that they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ledger.chain.logs import log_url
from ledger.chain.node import Chain
from ledger.domain.ids import LogId
from ledger.errors import NotFoundError
from ledger.indexer.opening import http_logs, log_client
from ledger.settings import Settings
from ledger.tiles.reader import LogReader


def url_of(chain: Chain, log: bytes) -> str:
    """Return where a log is served.

    Raises:
        NotFoundError: if no such log is registered.
    """
    url = log_url(chain, LogId(log))
    if url is None:
        raise NotFoundError(f"no log {log.hex()} is registered", hint="see GET /v1/logs", code="no_such_log")
    return url


@contextmanager
def opened_log(settings: Settings, chain: Chain, log: bytes) -> Iterator[LogReader]:
    """Open a published log, and close it.

    Raises:
        NotFoundError: if no such log is registered.
    """
    url = url_of(chain, log)
    with log_client() as client:
        yield http_logs(client, private=settings.profile == "local")(log, url)
