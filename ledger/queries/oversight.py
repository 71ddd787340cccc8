"""Human oversight of an agent: what was approved, overridden, stopped or escalated, and how long that took."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import Final

from ledger.queries import finding, records
from ledger.queries.amounts import LargeActs, large_acts
from ledger.queries.answers import Answer, Completeness, Page, counted
from ledger.queries.approvals import OPS
from ledger.queries.asking import ask
from ledger.queries.cursors import MAX_LIMIT
from ledger.queries.records import RecordView
from ledger.queries.sources import Sources
from ledger.store.view import View

REFUSED: Final = ("denied", "refused", "escalated")
"""Outcomes of acts that were not simply carried out."""
MOST: Final = 10_000
_SHOWN: Final = 200
_MS: Final = 1000
ABSENT: Final = {
    "amounts": "no record carries an amount: those of receipts that others counter-signed are held against a threshold",
    "persons": "`principal` is who authorised the act, as the agent wrote it; who stands behind that is not here",
}
"""What an authority may ask for, and why it is not here."""


@dataclass(frozen=True, slots=True)
class OversightAct:
    """One record that tells of a person's part; `ts` in Unix seconds, as the agent's clock had it."""

    record_id: str
    op: str
    phase: str
    outcome: str | None
    principal: str | None
    session: str
    ts: int


@dataclass(frozen=True, slots=True)
class Oversight:
    """The newest acts of oversight among the `read` records that were looked at, and counts over all of these.

    `answer_times` is the median time from intent to outcome of an act of oversight, in seconds, by operation.
    `large` are acts over the threshold that was asked for, and whether a person had approved each. `with_principal`
    counts outcomes that name who authorised them. `more`: the agent has more records than were read.
    """

    agent: str
    read: int
    more: bool
    by_op: dict[str, int]
    answer_times: dict[str, float]
    not_carried_out: dict[str, int]
    outcomes: int
    with_principal: int
    acts: list[OversightAct]
    large: LargeActs | None
    absent: dict[str, str]


def oversight(
    sources: Sources, agent: str, *, threshold: int | None = None, as_of: int | None = None
) -> Answer[Oversight]:
    """Return the report about an agent.

    Args:
        sources: What to read.
        agent: Number or global id.
        threshold: Amount over which acts are to be approved, in the unit of receipts; none are looked for if not given.
        as_of: As of which block; the newest if not given.

    Raises:
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    found: list[RecordView] = []
    cursor: str | None = None
    while True:
        answer: Answer[Page[RecordView]] = records.agent_records(
            sources, agent, cursor=cursor, limit=MAX_LIMIT, as_of=as_of, proofs=False
        )
        found += answer.data.items
        cursor = answer.data.next_cursor
        if not answer.data.more or len(found) >= MOST:
            break
    return Answer(
        answer.schema_version,
        answer.chain_id,
        answer.contract,
        answer.as_of,
        answer.finality,
        answer.completeness,
        _report(agent, found, _large(sources, agent, threshold, answer.as_of.number), more=answer.data.more),
    )


def _large(sources: Sources, agent: str, threshold: int | None, block: int) -> LargeActs | None:
    if threshold is None:
        return None
    number = finding.agent_number(sources, agent)

    def question(view: View) -> tuple[LargeActs, Completeness]:
        return large_acts(sources, view, finding.agent(view, number), threshold), counted("")

    return ask(sources, question, block).data


def _report(agent: str, found: list[RecordView], large: LargeActs | None, *, more: bool) -> Oversight:
    contents = [(item.record_id, item.content) for item in found if item.content is not None]
    acts = [_act(name, content) for name, content in contents if content["op"] in OPS]
    ended = [content for _, content in contents if content["phase"] == "outcome"]
    begun = {
        content["call"]: content["ts"] for _, content in contents if content["phase"] == "intent" and "call" in content
    }
    times: dict[str, list[float]] = {}
    for content in ended:
        if content["op"] in OPS and content.get("call") in begun:
            times.setdefault(content["op"], []).append((content["ts"] - begun[content["call"]]) / _MS)
    return Oversight(
        agent=found[0].agent if found else agent,
        read=len(found),
        more=more,
        by_op=dict(sorted(Counter(act.op for act in acts).items())),
        answer_times={op: round(median(values), 3) for op, values in sorted(times.items())},
        not_carried_out=dict(sorted(Counter(c["outcome"] for c in ended if c["outcome"] in REFUSED).items())),
        outcomes=len(ended),
        with_principal=sum("principal" in content for content in ended),
        acts=acts[-_SHOWN:],
        large=large,
        absent=dict(ABSENT),
    )


def _act(name: str, content: dict[str, object]) -> OversightAct:
    ts = content["ts"]
    return OversightAct(
        record_id=name,
        op=str(content["op"]),
        phase=str(content["phase"]),
        outcome=None if content.get("outcome") is None else str(content["outcome"]),
        principal=None if content.get("principal") is None else str(content["principal"]),
        session=str(content["session"]),
        ts=int(ts) // _MS if isinstance(ts, int) else 0,
    )
