"""The regulator's desk: the fifteen questions of the catalogue as forms, each leading to its answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeAlias

from ledger.queries import (
    arbitrators,
    disputes,
    histories,
    integrity,
    oversight,
    recidivists,
    responsibilities,
    systemic,
)
from ledger.queries.answers import Answer
from ledger.queries.sources import Sources
from ledger.web import paths
from ledger.web.asked import Asked
from ledger.web.catalogue import QUESTIONS, question_of
from ledger.web.page import Elsewhere, Link, Shown

_LIST: Final = 50
Asking: TypeAlias = Callable[[Sources, Asked], tuple[Callable[[], Answer[Any]], Link]]


def desk(_sources: Sources, _asked: Asked) -> Shown:
    """Show all questions."""
    return Shown("pages/desk.html", "Regulator's desk", {"questions": QUESTIONS}, section="desk")


def answer(sources: Sources, asked: Asked) -> Shown | Elsewhere:
    """Answer one question of the desk: by a page of its own where there is one, else in full as it comes.

    Raises:
        NotFoundError: if there is no such question.
    """
    question = question_of(asked.name("question"))
    value = asked.text(question.field) if question.field else None
    if question.field and value is None:
        return Shown("pages/desk.html", "Regulator's desk", {"questions": (question,)}, section="desk", status=400)
    if question.leads_to is not None:
        return Elsewhere(question.leads_to.format(value=paths.to(value or "")[1:]) + _suffix(question.leads_to, asked))
    make, link = _ANSWERS[question.number](sources, asked)
    name = (question.number, value, asked.cursor)
    found = asked.kept.answer(sources, name, asked.as_of, make) if question.number in _WHOLE else make()
    given = {"question": question, "answer": found}
    return Shown("pages/answer.html", question.title, given, (found,), (link,), "desk")


def incidents_page(_sources: Sources, _asked: Asked) -> Shown:
    """Show how an authority reads the clocks of serious incidents: its browser asks the API, with its key."""
    given = {"question": question_of("6")}
    links = (Link("incidents, with a key", paths.api("incidents")),)
    return Shown("pages/incidents.html", given["question"].title, given, sources=links, section="desk")


def _suffix(target: str, asked: Asked) -> str:
    if asked.as_of is None:
        return ""
    path, mark, part = target.partition("#")
    return f"{'&' if '?' in path else '?'}as_of={asked.as_of}" if not mark and not part else ""


def _responsibility(sources: Sources, asked: Asked) -> tuple[Callable[[], Answer[Any]], Link]:
    found = partial(responsibilities.responsibilities, sources, cursor=asked.cursor, limit=_LIST, as_of=asked.as_of)
    return found, Link("responsibilities", paths.api("responsibilities", cursor=asked.cursor, as_of=asked.as_of))


def _deadlines(sources: Sources, asked: Asked) -> tuple[Callable[[], Answer[Any]], Link]:
    found = partial(disputes.deadlines, sources, cursor=asked.cursor, limit=_LIST, as_of=asked.as_of)
    return found, Link("deadlines", paths.api("deadlines", cursor=asked.cursor, as_of=asked.as_of))


def _arbitrators(sources: Sources, asked: Asked) -> tuple[Callable[[], Answer[Any]], Link]:
    found = partial(arbitrators.arbitrators, sources, cursor=asked.cursor, limit=_LIST, as_of=asked.as_of)
    return found, Link("arbitrators", paths.api("arbitrators", cursor=asked.cursor, as_of=asked.as_of))


def _history(sources: Sources, asked: Asked) -> tuple[Callable[[], Answer[Any]], Link]:
    name = asked.text("agent") or ""
    found = partial(histories.agent_history, sources, name, as_of=asked.as_of)
    return found, Link("history", paths.api("agents", name, "history", as_of=asked.as_of))


def _integrity(sources: Sources, asked: Asked) -> tuple[Callable[[], Answer[Any]], Link]:
    found = partial(integrity.integrity, sources, as_of=asked.as_of)
    return found, Link("integrity", paths.api("integrity", as_of=asked.as_of))


def _recidivists(sources: Sources, asked: Asked) -> tuple[Callable[[], Answer[Any]], Link]:
    found = partial(recidivists.recidivists, sources, as_of=asked.as_of)
    return found, Link("agents with repeated faults", paths.api("recidivists", as_of=asked.as_of))


def _oversight(sources: Sources, asked: Asked) -> tuple[Callable[[], Answer[Any]], Link]:
    name = asked.text("agent") or ""
    found = partial(oversight.oversight, sources, name, as_of=asked.as_of)
    return found, Link("oversight", paths.api("agents", name, "oversight", as_of=asked.as_of))


def _systemic(sources: Sources, asked: Asked) -> tuple[Callable[[], Answer[Any]], Link]:
    found = partial(systemic.systemic, sources, as_of=asked.as_of)
    return found, Link("systemic view", paths.api("systemic", as_of=asked.as_of))


_WHOLE: Final = frozenset({7, 8, 15})
"""Questions whose answers read every dispute, and nothing but the mirror."""
_ANSWERS: Final[dict[int, Asking]] = {
    4: _responsibility,
    5: _deadlines,
    7: _recidivists,
    8: _arbitrators,
    12: _oversight,
    13: _history,
    14: _integrity,
    15: _systemic,
}
