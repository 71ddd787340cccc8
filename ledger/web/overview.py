"""The first page: how fresh everything is, what waits for somebody, what was decided, who is watched."""

from __future__ import annotations

from typing import Final

from ledger.queries import disputes, faults, forecasts, newest, status
from ledger.queries.sources import Sources
from ledger.web import paths
from ledger.web.asked import Asked
from ledger.web.page import Link, Shown
from ledger.web.watch import watched

_FEW: Final = newest.FEW


def overview(sources: Sources, asked: Asked) -> Shown:
    """Show what happens now.

    Raises:
        StaleMirrorError: if the mirror cannot vouch for it.
    """
    at = asked.as_of
    due = disputes.deadlines(sources, limit=_FEW, as_of=at)
    last = newest.newest(sources, as_of=at)
    firing = forecasts.alerts(sources, state="firing", agent=None, cursor=None, limit=_FEW, as_of=at)
    counts = faults.fault_counts(sources, as_of=at)
    given = {
        "mirror": status.status(sources),
        "due": due.data,
        "newest": last.data,
        "firing": firing.data,
        "watched": watched(asked.watch, firing.data.items),
        "faults": counts.data,
    }
    names = ("deadlines", "disputes", "verdicts", "alerts", "faults")
    links = (Link("status", paths.api("status")), *(Link(name, paths.api(name, as_of=at)) for name in names))
    return Shown("pages/overview.html", "Overview", given, (last, due, firing, counts), links, "overview")
