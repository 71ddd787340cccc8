"""Human oversight of an agent: what was approved, overridden, stopped or escalated, and how long that took."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import Final

from ledger.queries import records
from ledger.queries.answers import Answer, Page
from ledger.queries.cursors import MAX_LIMIT
from ledger.queries.records import RecordView
from ledger.queries.sources import Sources

OPS: Final = ("approval", "override", "stop", "escalation")
"""Operations of records that tell of a person's part (AI Act Art. 14)."""
REFUSED: Final = ("denied", "refused", "escalated")
"""Outcomes of acts that were not simply carried out."""
MOST: Final = 10_000
_SHOWN: Final = 200
_MS: Final = 1000
ABSENT: Final = {
    "above_threshold": "no record carries an amount that a threshold could be held against; mandates cap spending",
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
    `with_principal` counts outcomes that name who authorised them. `more`: the agent has more records than were read.
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
    absent: dict[str, str]


def oversight(sources: Sources, agent: str, *, as_of: int | None = None) -> Answer[Oversight]:
    """Return the report about an agent.

    Args:
        sources: What to read.
        agent: Number or global id.
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
        _report(agent, found, more=answer.data.more),
    )


def _report(agent: str, found: list[RecordView], *, more: bool) -> Oversight:
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
