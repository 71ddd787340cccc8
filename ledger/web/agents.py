"""Agents: the list, and one agent with who answers for it, what it did, and what became of that."""

from __future__ import annotations

from typing import Any, Final

from ledger.domain.ids import parse_hex32
from ledger.errors import NotFoundError
from ledger.queries import (
    agents,
    capabilities,
    check,
    disputes,
    feedback_summary,
    finding,
    forecasts,
    mandates,
    manifests,
    records,
    standing,
    verdicts,
)
from ledger.queries.answers import Answer
from ledger.queries.forecasts import ForecastView
from ledger.queries.sources import Sources
from ledger.queries.standing import Change
from ledger.web import paths
from ledger.web.asked import Asked
from ledger.web.page import Elsewhere, Link, Shown
from ledger.web.trajectory import trajectory

_ACTIONS: Final = 25
_LIST: Final = 50
_HALF_PPM: Final = 500_000


def agent_list(sources: Sources, asked: Asked) -> Shown:
    """List all agents by number."""
    found = agents.agents(sources, cursor=asked.cursor, limit=_LIST, as_of=asked.as_of)
    links = (Link("agents", paths.api("agents", cursor=asked.cursor, as_of=asked.as_of)),)
    return Shown("pages/agents.html", "Agents", {"agents": found.data}, (found,), links, "agents")


def agent_page(sources: Sources, asked: Asked) -> Shown | Elsewhere:
    """Show one agent; a global id leads to the page of its number."""
    name, at = asked.name("agent"), asked.as_of
    number = finding.agent_number(sources, name)
    if name != str(number):
        return Elsewhere(paths.agent(number, as_of=at))
    found = agents.agent(sources, name, as_of=at)
    history = standing.standing(sources, name, as_of=at)
    checked = check.check(sources, name, threshold_ppm=_HALF_PPM, context=None, dimension=1, as_of=at)
    acted = records.agent_records(sources, name, cursor=asked.cursor, limit=_ACTIONS, as_of=at, proofs=False)
    claimed = disputes.disputes(sources, agent=name, limit=_LIST, as_of=at)
    proved = verdicts.verdicts(sources, agent=name, cursor=None, limit=_LIST, as_of=at)
    granted = mandates.agent_mandates(sources, name, cursor=None, limit=_LIST, as_of=at)
    declared = manifests.manifests(sources, name, cursor=None, limit=_LIST, as_of=at)
    capable = capabilities.agent_claims(sources, name, limit=_LIST, as_of=at)
    told = feedback_summary.feedback_summary(sources, name, as_of=at)
    foreseen = _forecast(sources, name, at)
    given: dict[str, Any] = {
        "agent": found.data,
        "coverage": found.completeness.streams,
        "standing": history.data,
        "charts": [
            trajectory(_of(history.data.changes, score.context, score.dimension), score, until=found.as_of.time)
            for score in history.data.scores
        ],
        "check": checked.data,
        "actions": acted.data,
        "disputes": claimed.data,
        "verdicts": proved.data,
        "mandates": granted.data,
        "manifests": declared.data,
        "claims": capable.data,
        "feedback": told.data,
        "forecast": None if foreseen is None else foreseen.data,
    }
    names = ("standing", "check", "records", "mandates", "manifests", "claims", "feedback/summary", "forecast")
    links = (
        Link("agent", paths.api("agents", name, as_of=at)),
        *(Link(part, paths.api("agents", name, *part.split("/"), as_of=at)) for part in names),
        Link("disputes", paths.api("disputes", agent=name, as_of=at)),
        Link("verdicts", paths.api("verdicts", agent=name, as_of=at)),
    )
    facts = (found, history, checked, acted, claimed, proved, granted, declared, capable, told)
    return Shown("pages/agent.html", f"Agent {number}", given, facts, links, "agents")


def _forecast(sources: Sources, name: str, at: int | None) -> Answer[ForecastView] | None:
    try:
        return forecasts.forecast(sources, name, as_of=at)
    except NotFoundError:
        return None


def _of(changes: list[Change], context: str, dimension: int) -> list[Change]:
    wanted = parse_hex32(context, what="context").hex()
    return [one for one in changes if (one.context, one.dimension) == (wanted, dimension)]
