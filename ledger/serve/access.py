"""Who may call the API, and who signs its answers: put together from the settings."""

from __future__ import annotations

import time
from typing import Final

from ledger.access.audit import Audit
from ledger.access.callers import Callers
from ledger.access.keys import Keys
from ledger.access.limits import Limits
from ledger.access.parts import parts_in
from ledger.access.private import secret_at
from ledger.access.reads import ReadBook
from ledger.access.report import Report
from ledger.access.sessions import Sessions
from ledger.api.gate import Access
from ledger.api.signing import Signer
from ledger.domain.ids import checksum
from ledger.home import Home
from ledger.queries.sources import Sources
from ledger.serve.desk import Desk, desk_ledger
from ledger.settings import LOOPBACK, Settings
from ledger.store.callers import CallerStore
from ledger.tiles.alert_book import AlertBook
from ledger.tiles.incidents import IncidentBook
from ledger.tiles.room import open_room
from ledger.web.apart import Apart
from ledger.web.door import Door
from ledger.web.watch import Watch

SIGNING_KEY: Final = "api"
"""What the key is called that signs answers."""


def access_of(settings: Settings, sources: Sources) -> Access:
    """Return what the API knows about its callers."""
    store = CallerStore(sources.mirror.connection, sources.mirror.space)
    sessions = Sessions(store, uri=settings.api_address, chain_id=sources.mirror.space.chain_id, clock=time.time)
    book = ReadBook(settings.access_folder, time.time)
    noted = IncidentBook(settings.home / "incidents")
    Desk(book, settings.access_folder, lambda: desk_ledger(settings), noted).start()
    return Access(
        identify=Callers(Keys(settings.access_folder, time.time), sessions),
        allowance=_allowance(settings, sources),
        reads=Audit(book, sources),
        report=Report(book, settings.access_folder, time.time).periods,
        sessions=sessions,
        room=open_room(settings.home / "room"),
        parts=lambda dispute, account: parts_in(sources, dispute, account),
        origins=settings.web_origins,
    )


def door_of(settings: Settings, sources: Sources) -> Door:
    """Return the door of the dashboard, through which wallets sign in by cookie."""
    store = Apart(CallerStore(sources.mirror.connection, sources.mirror.space))
    desk = Sessions(store, uri=settings.api_address, chain_id=sources.mirror.space.chain_id, clock=time.time)
    return Door(desk, address=settings.api_address, clock=time.time, allowance=_allowance(settings, sources))


def watch_of(settings: Settings) -> Watch:
    """Return the watch over alerts: of the accounts that are named, on loopback of whoever signed in, else of nobody.

    Raises:
        InvalidInputError: if one that is named is no address.
    """
    named = frozenset(checksum(account) for account in settings.watching)
    anybody = not named and settings.api_host in LOOPBACK
    return Watch(AlertBook(settings.home / "alerts.jsonl"), time.time, None if anybody else named)


def _allowance(settings: Settings, sources: Sources) -> Limits | None:
    rate = settings.api_requests
    store = CallerStore(sources.mirror.connection, sources.mirror.space)
    return Limits(store, rate, time.monotonic) if rate else None


def signer_of(settings: Settings) -> Signer | None:
    """Return who signs answers; the key is made when it is first needed."""
    return Signer(secret_at(Home(settings.home).key_file(SIGNING_KEY))) if settings.api_signed else None
