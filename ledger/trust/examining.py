"""What an audit of an agent looks at: are its records all there, its promises kept, its acts permitted and confirmed?

An auditor reads what anybody can read. What he finds is a concern, not a fault: each says what to look at next, and
with which command a fault is proved or a case opened. Nothing here moves a score or a bond.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ledger.domain.permission import ToolLists
from ledger.queries import omissions, records
from ledger.queries.answers import Completeness, counted
from ledger.queries.asking import ask
from ledger.queries.cursors import MAX_LIMIT
from ledger.queries.permitting import Permitting
from ledger.queries.records import RecordView
from ledger.queries.sources import Sources
from ledger.queries.wording import moment
from ledger.trust.drawing import Draw

MOST: Final = 10_000
"""Records of an agent that one audit reads, oldest first; the report says so if there were more."""
_NOTHING: Final = counted("records that were read already")
_ACTS: Final = {
    "hidden": "ombud omission receipt {name} -o receipt.json, then ombud fault challenge --receipt receipt.json",
    "late": "ombud omission receipt {name} -o receipt.json, then ombud fault challenge --receipt receipt.json",
    "contradicted": "ombud omission receipt {name} -o receipt.json, then "
    "ombud fault prove-contradiction --receipt receipt.json --record {record}",
    "missing": "ombud challenge tile {name} TILE, for the tile that holds the header",
    "unread": "ombud index status; then ombud challenge tile {name} TILE",
    "not permitted": "ombud record permission {name}, then ombud dispute open {name} --fault breach",
    "effect denied": "ombud record show {name}, then ombud dispute open {name} --fault negligence",
}
"""By kind, the commands that follow it up."""


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that an audit found: of which kind, what it is about (hex), what is known of it, and what to do."""

    kind: str
    about: str
    says: str
    next: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found, as of a block, reading `records` records witnessed after the block `after`; `more`: not all.

    `complete`: whether the mirror holds everything that the agent's streams claim.
    """

    agent_id: int
    after: int
    as_of: int
    records: int
    more: bool
    complete: bool
    concerns: tuple[Concern, ...]


def examine(sources: Sources, agent_id: int, draw: Draw) -> Audit:
    """Audit an agent that was drawn, as of now, so that what came in time is there.

    Raises:
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    first = records.agent_records(
        sources, str(agent_id), cursor=None, limit=MAX_LIMIT, as_of=None, proofs=False, after=draw.after
    )
    block, found, page = first.as_of.number, list(first.data.items), first.data
    while page.more and len(found) < MOST:
        page = records.agent_records(
            sources,
            str(agent_id),
            cursor=page.next_cursor,
            limit=MAX_LIMIT,
            as_of=block,
            proofs=False,
            after=draw.after,
        ).data
        found += page.items
    concerns = [
        *_held(first.completeness),
        *_promised(sources, agent_id, draw, block),
        *_permitted(sources, agent_id, found, block),
        *_confirmed(found),
    ]
    return Audit(agent_id, draw.after, block, len(found), page.more, first.completeness.complete, tuple(concerns))


def _concern(kind: str, about: str, says: str, record: str = "") -> Concern:
    return Concern(kind, about, says, _ACTS[kind].format(name=about, record=record))


def _held(held: Completeness) -> Iterator[Concern]:
    """Tell records that headers claim and nobody holds, and logs that are anchored further than they are read."""
    for stream in held.streams:
        for first, end in stream.gaps:
            place = f"epoch {stream.epoch}, stream {stream.stream}"
            yield _concern("missing", stream.home, f"{place}: records {first} to {end - 1} are not held")
    for log in held.waiting_logs:
        if log.condition == "reading":  # on its way
            continue
        yield _concern(
            "unread", log.log, f"{log.anchored_size} entries are anchored, {log.held_size} held: {log.reason}"
        )


def _promised(sources: Sources, agent_id: int, draw: Draw, block: int) -> Iterator[Concern]:
    """Tell promises that are known to be broken since the time of the draw before."""
    since = 0 if draw.after == 0 else sources.block(draw.after).timestamp
    cursor, more = None, True
    while more:
        page = omissions.omissions(sources, agent=str(agent_id), cursor=cursor, limit=MAX_LIMIT, as_of=block).data
        for one in page.items:
            if one.since > since:
                says = f"record {one.record_id} was promised by {moment(one.anchor_by)}"
                yield _concern(one.kind, one.omission, says, "" if one.held is None else one.held.record_id)
        cursor, more = page.next_cursor, page.more


def _permitted(sources: Sources, agent_id: int, found: list[RecordView], block: int) -> list[Concern]:
    """Tell actions outside of what permitted them."""
    name = str(sources.agent(agent_id))
    told = ask(sources, lambda view: (Permitting(sources, view, name, ToolLists()).of(found), _NOTHING), block).data
    return [
        _concern("not permitted", one.record_id, "; ".join(why.says for why in one.reasons))
        for one in told
        if one.state == "outside"
    ]


def _confirmed(found: list[RecordView]) -> Iterator[Concern]:
    """Tell actions whose effect the other party denies."""
    for one in found:
        if one.effect == "contradicted" and one.countersigned is not None:
            yield _concern("effect denied", one.record_id, f"record {one.countersigned.record_id} of the other party")
