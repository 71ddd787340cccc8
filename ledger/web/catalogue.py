"""The fifteen questions that a regulator asks, as the desk shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Args:
        number: In the catalogue.
        title: Of the form.
        says: What the answer tells.
        field: What is asked for; empty if nothing is.
        label: Of that field.
        leads_to: Address of the page that answers, with `{value}` for the field; None if the desk shows the answer.
    """

    number: int
    title: str
    says: str
    field: str = ""
    label: str = ""
    leads_to: str | None = None


_AGENT: Final = ("agent", "Agent: number or global id")
QUESTIONS: Final = (
    Question(1, "Case file", "Parties, timeline, evidence, votes, ruling, payouts", "dispute", "Dispute number",
             "/disputes/{value}"),
    Question(2, "Actions of an agent, with proofs", "Records in order, gaps, anchors", *_AGENT,
             "/agents/{value}#actions"),
    Question(3, "Causal trace of an incident", "What led to a record and what it led to", "record", "Record id",
             "/records/{value}/graph"),
    Question(4, "Responsibility by ruling", "Who answers for what: cause, class, share, slash, mandate, approval"),
    Question(5, "Open disputes by deadline", "What is due, who must act, what is stalled"),
    Question(6, "Serious-incident clock (AI Act, Art. 73)", "What is to be reported by when; with a key",
             leads_to="/desk/incidents"),
    Question(7, "Agents with repeated faults", "Who answers for two faults or more, and how far apart"),
    Question(8, "Ruling statistics by arbitrator", "Cases, reveals, overturn rate with interval"),
    Question(9, "Reputation trajectory", "Each change of standing, and why", *_AGENT, "/agents/{value}#standing"),
    Question(10, "Evidence bundle", "One file that verifies offline", "dispute", "Dispute number",
             "/v1/disputes/{value}/bundle"),
    Question(11, "Verify a record", "Whose it is, when it was anchored; your browser checks it", "record", "Record id",
             "/records/{value}#verify"),
    Question(12, "Human oversight", "Approvals, overrides, refusals, and how long people took", *_AGENT),
    Question(13, "Changes and mandates of an agent", "Versions, models, keys, owners, bonds, mandates, suspensions",
             *_AGENT),
    Question(14, "Log completeness and integrity", "What is expected and held, lateness, omissions, forks, erasures"),
    Question(15, "Systemic view", "Faults, rulings, defaults and time to rule by period; who answers for most"),
)  # fmt: skip


def question_of(name: str) -> Question:
    """Return a question by its number.

    Raises:
        NotFoundError: if there is none.
    """
    for question in QUESTIONS:
        if name == str(question.number):
            return question
    raise NotFoundError(f"there is no question {name[:40]!r}", hint="see the desk", code="no_such_question")
