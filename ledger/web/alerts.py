"""Whom a forecaster asks people to look at, and how forecasters did so far."""

from __future__ import annotations

from typing import Final

from ledger.queries import forecast_book, forecasts
from ledger.queries.sources import Sources
from ledger.store.forecasts import ALERT_STATES
from ledger.web import paths
from ledger.web.asked import Asked
from ledger.web.page import Link, Shown

_LIST: Final = 50


def alert_list(sources: Sources, asked: Asked) -> Shown:
    """List alerts of the newest forecast, each with its reasons."""
    at, state, agent = asked.as_of, asked.text("state"), asked.text("agent")
    found = forecasts.alerts(sources, state=state, agent=agent, cursor=asked.cursor, limit=_LIST, as_of=at)
    given = {"alerts": found.data, "states": ALERT_STATES, "state": state, "agent": agent}
    link = Link("alerts", paths.api("alerts", state=state, agent=agent, cursor=asked.cursor, as_of=at))
    return Shown("pages/alerts.html", "Alerts", given, (found,), (link,), "alerts")


def forecaster_list(sources: Sources, asked: Asked) -> Shown:
    """List what forecasters committed to on chain before the outcome, and how it came out."""
    at, who = asked.as_of, asked.text("forecaster")
    found = forecast_book.rounds(sources, forecaster=who, cursor=asked.cursor, limit=_LIST, as_of=at)
    link = Link("forecast book", paths.api("forecast-book", forecaster=who, cursor=asked.cursor, as_of=at))
    return Shown("pages/forecasters.html", "Forecasters", {"rounds": found.data}, (found,), (link,), "alerts")
