"""Exports and the serious-incident clock over HTTP: put together from the settings."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter

from ledger.access.private import secret_at
from ledger.api import exports
from ledger.cli.export import SIGNING_KEY
from ledger.cli.incident import desk_number
from ledger.home import Home
from ledger.queries.sources import Sources
from ledger.settings import Settings
from ledger.tiles.incidents import IncidentBook


def exports_of(settings: Settings, sources: Sources) -> APIRouter:
    """Return the routes of exports and incidents; the key that signs them is made when it is first needed."""
    secret = secret_at(Home(settings.home).key_file(SIGNING_KEY))
    desk = partial(desk_number, settings)
    return exports.make_router(sources, IncidentBook(settings.home / "incidents"), secret, desk)
