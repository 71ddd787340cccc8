"""Whom a forecaster asks people to look at, and how forecasters did so far."""

from __future__ import annotations

from itertools import islice
from typing import Final

from ledger.queries import forecast_book, forecast_chains, forecasts
from ledger.queries.forecasts import AlertView
from ledger.queries.sources import Sources
from ledger.store.forecasts import ALERT_STATES
from ledger.tiles.alert_book import MOST_NOTE
from ledger.web import paths
from ledger.web.asked import Asked
from ledger.web.page import Link, Shown
from ledger.web.watch import name_of, watched

_LIST: Final = 50
ACKNOWLEDGED: Final = "acknowledged"
"""Not a state of an alert, but of the watch over it."""


def alert_list(sources: Sources, asked: Asked) -> Shown:
    """List alerts of the newest forecast, each with its reasons and whoever looks into it."""
    at, state, agent = asked.as_of, asked.text("state"), asked.text("agent")
    told = None if state == ACKNOWLEDGED else state
    found = forecasts.alerts(sources, state=told, agent=agent, cursor=asked.cursor, limit=_LIST, as_of=at)
    shown = _acknowledged(sources, asked) if state == ACKNOWLEDGED else found.data.items
    given = {
        "alerts": found.data,
        "watched": watched(asked.watch, shown),
        "states": (*ALERT_STATES, ACKNOWLEDGED),
        "state": state,
        "agent": agent,
        "may": asked.watch is not None and asked.watch.may(asked.visitor),
        "most_note": MOST_NOTE,
    }
    link = Link("alerts", paths.api("alerts", state=told, agent=agent, cursor=asked.cursor, as_of=at))
    return Shown("pages/alerts.html", "Alerts", given, (found,), (link,), "alerts")


def chain_list(sources: Sources, asked: Asked) -> Shown:
    """List the sendings that several agents brought about together, as the newest forecast names them."""
    at, agent = asked.as_of, asked.text("agent")
    found = forecast_chains.chains(sources, agent=agent, cursor=asked.cursor, limit=_LIST, as_of=at)
    link = Link("chains", paths.api("alerts", "chains", agent=agent, cursor=asked.cursor, as_of=at))
    given = {"chains": found.data, "agent": agent}
    return Shown("pages/chains.html", "Chains of several agents", given, (found,), (link,), "alerts")


def _acknowledged(sources: Sources, asked: Asked) -> list[AlertView]:
    """Return the alerts that somebody took upon themselves and that are still as they were then, the last first."""
    if asked.watch is None:
        return []
    out = []
    for agent, since in islice(reversed(asked.watch.book.newest()), _LIST):
        if asked.text("agent") in (None, str(agent)):
            found = forecasts.alerts(sources, state=None, agent=str(agent), cursor=None, limit=1, as_of=asked.as_of)
            out += [alert for alert in found.data.items if name_of(alert) == (agent, since)]
    return out


def forecaster_list(sources: Sources, asked: Asked) -> Shown:
    """List what forecasters committed to on chain before the outcome, and how it came out."""
    at, who = asked.as_of, asked.text("forecaster")
    found = forecast_book.rounds(sources, forecaster=who, cursor=asked.cursor, limit=_LIST, as_of=at)
    link = Link("forecast book", paths.api("forecast-book", forecaster=who, cursor=asked.cursor, as_of=at))
    return Shown("pages/forecasters.html", "Forecasters", {"rounds": found.data}, (found,), (link,), "alerts")
