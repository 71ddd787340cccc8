"""What agents promised and did not keep, and what permitted what they did."""

from __future__ import annotations

from typing import Final

from ledger.domain.permission import STATES
from ledger.queries import finding, omissions, permissions
from ledger.queries.sources import Sources
from ledger.web import paths
from ledger.web.asked import Asked
from ledger.web.page import Link, Shown

_LIST: Final = 50
_KINDS: Final = {
    "hidden": "nothing stands where the record was promised",
    "late": "the record came after its time and a grace",
    "contradicted": "another record stands in its place",
}


def omission_list(sources: Sources, asked: Asked) -> Shown:
    """List records that were promised in a receipt and are not there."""
    at, agent = asked.as_of, asked.text("agent")
    found = omissions.omissions(sources, agent=agent, cursor=asked.cursor, limit=_LIST, as_of=at)
    given = {"omissions": found.data, "agent": agent, "kinds": _KINDS}
    link = Link("omissions", paths.api("omissions", agent=agent, cursor=asked.cursor, as_of=at))
    return Shown("pages/omissions.html", "Broken promises", given, (found,), (link,), "logs")


def omission_page(sources: Sources, asked: Asked) -> Shown:
    """Show one omission, with the receipt that proves the promise."""
    name, at = asked.name("omission"), asked.as_of
    found = omissions.omission(sources, name, as_of=at)
    given = {"one": found.data, "kinds": _KINDS}
    links = (Link("omission", paths.api("omissions", name, as_of=at)),)
    return Shown("pages/omission.html", "Broken promise", given, (found,), links, "logs")


def permission_list(sources: Sources, asked: Asked) -> Shown:
    """List what permitted each action of an agent."""
    name, at, state = asked.name("agent"), asked.as_of, asked.text("state")
    conflicting = asked.text("conflicting") == "1"
    found = permissions.agent_permissions(
        sources, name, state=state, conflicting=conflicting, cursor=asked.cursor, limit=_LIST, as_of=at
    )
    number = finding.agent_number(sources, name)
    given = {"found": found.data, "number": number, "states": STATES, "state": state, "conflicting": conflicting}
    api = paths.api("agents", name, "permissions", state=state, cursor=asked.cursor, as_of=at)
    title = f"What permitted the acts of agent {number}"
    return Shown("pages/permissions.html", title, given, (found,), (Link("permissions", api),), "agents")
