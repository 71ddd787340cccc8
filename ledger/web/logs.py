"""Logs, what is held of each and what was proved against its operator; and faults that were proved on chain."""

from __future__ import annotations

from typing import Final

from ledger.queries import faults, logs, verdicts
from ledger.queries.sources import Sources
from ledger.web import paths
from ledger.web.asked import Asked
from ledger.web.page import Link, Shown

_LIST: Final = 50


def log_list(sources: Sources, asked: Asked) -> Shown:
    """List all logs, and those that wait."""
    at = asked.as_of
    found = logs.logs(sources, cursor=asked.cursor, limit=_LIST, as_of=at)
    counts = faults.fault_counts(sources, as_of=at)
    given = {"logs": found.data, "waiting": found.completeness.waiting_logs, "faults": counts.data}
    links = (
        Link("logs", paths.api("logs", cursor=asked.cursor, as_of=at)),
        Link("faults by kind", paths.api("faults", as_of=at)),
        Link("faults of operators", paths.api("operator-faults", as_of=at)),
    )
    return Shown("pages/logs.html", "Logs", given, (found, counts), links, "logs")


def log_page(sources: Sources, asked: Asked) -> Shown:
    """Show one log: its anchors, what is held and rejected of it, what was proved against its operator."""
    name, at = asked.name("log"), asked.as_of
    found = logs.anchors(sources, name, cursor=asked.cursor, limit=_LIST, as_of=at)
    proved = faults.operator_faults(sources, log=name, cursor=None, limit=_LIST, as_of=at)
    given = {
        "log": found.data.log,
        "anchors": found.data.anchors,
        "rejections": found.data.rejections,
        "faults": proved.data,
        "waiting": found.completeness.waiting_logs,
    }
    links = (
        Link("anchors", paths.api("logs", name, "anchors", cursor=asked.cursor, as_of=at)),
        Link("faults of its operator", paths.api("operator-faults", log=name, as_of=at)),
    )
    return Shown("pages/log.html", "Log", given, (found, proved), links, "logs")


def verdict_page(sources: Sources, asked: Asked) -> Shown:
    """Show one fault that was proved on chain, and what it did."""
    name, at = asked.name("fault"), asked.as_of
    found = verdicts.verdict(sources, name, as_of=at)
    links = (Link("verdict", paths.api("verdicts", name, as_of=at)),)
    return Shown("pages/verdict.html", "Verdict", {"case": found.data}, (found,), links, "agents")
