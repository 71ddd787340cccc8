"""Disputes: the list by agent, state and what is due, and one case with all that is known of it."""

from __future__ import annotations

from typing import Final

from ledger.queries import cases, disputes, precedents
from ledger.queries.disputes import STATES
from ledger.queries.dockets import dispute_number
from ledger.queries.sources import Sources
from ledger.web import paths
from ledger.web.acts import STEPS
from ledger.web.asked import Asked, number
from ledger.web.page import Elsewhere, Link, Shown
from ledger.web.periods import periods

_LIST: Final = 50


def case_list(sources: Sources, asked: Asked) -> Shown:
    """List disputes in the order of their opening, or what waits for somebody by its due time."""
    at = asked.as_of
    agent, state = asked.text("agent"), asked.text("state")
    before = number(asked.text("due_before") or "", what="due_before")
    found = disputes.disputes(
        sources, agent=agent, state=state, due_before=before, cursor=asked.cursor, limit=_LIST, as_of=at
    )
    given = {"disputes": found.data, "states": STATES, "agent": agent, "state": state}
    link = paths.api("disputes", agent=agent, state=state, due_before=before, cursor=asked.cursor, as_of=at)
    return Shown("pages/disputes.html", "Disputes", given, (found,), (Link("disputes", link),), "disputes")


def case_page(sources: Sources, asked: Asked) -> Shown | Elsewhere:
    """Show one case; a global id leads to the page of its number."""
    name, at = asked.name("dispute"), asked.as_of
    known = dispute_number(sources, name)
    if name != str(known):
        return Elsewhere(paths.dispute(known, as_of=at))
    found = cases.case_file(sources, known, as_of=at)
    case = found.data
    bundle = paths.api("disputes", known, "bundle", as_of=at)
    given = {
        "case": case,
        "periods": periods(case),
        "panels": [*case.earlier_panels, *([case.panel] if case.panel else [])],
        "bundle": bundle,
        "now": found.as_of.time,
        "acts": STEPS,
    }
    links = (Link("case file", paths.api("disputes", known, as_of=at)), Link("case bundle", bundle))
    return Shown("pages/case.html", f"Dispute {known}", given, (found,), links, "disputes")


def precedent_page(sources: Sources, asked: Asked) -> Shown:
    """Show the earlier rulings that a dispute is most like."""
    name, at = asked.name("dispute"), asked.as_of
    found = precedents.precedents(sources, name, as_of=at)
    links = (Link("precedents", paths.api("disputes", name, "precedents", as_of=at)),)
    return Shown("pages/precedents.html", "Precedents", {"found": found.data}, (found,), links, "disputes")
