"""What feedback comes to: one summary for each dimension and owner. Unlike units are never added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Final

from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, counted
from ledger.queries.asking import ask
from ledger.queries.dimensions import Scale, scale_of
from ledger.queries.feedback import BASIS
from ledger.queries.hearing import Heard, State, decimal, hear
from ledger.queries.sides import sides
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store.feedback_view import FeedbackView, parse_name
from ledger.store.view import View

MEAN_DIGITS: Final = 4  # more than a value of the dimension has
_DIGITS: Final = 80  # of an int128 at 18 decimals, summed over more feedback than fits any chain
RULE: Final = (
    "only backed feedback counts: not revoked, not of the agent's own side, and linked by its client to an action that "
    "the agent itself stated; sums stay within one dimension and one owner epoch, as FeedbackView.tally has them"
)


@dataclass(frozen=True, slots=True)
class DimensionSummary:
    """The backed feedback of one dimension, given under one owner.

    `clients` counts who gave it, `named` how many feedbacks are of clients that the agent's own receipts name.
    `total`, `mean`, `lowest` and `highest` are decimal text in the scale's unit; the mean is rounded half to even.
    """

    scale: Scale
    owner_epoch: int
    owner: str
    count: int
    clients: int
    named: int
    total: str
    mean: str
    lowest: str
    highest: str


@dataclass(frozen=True, slots=True)
class FeedbackCounts:
    """How much feedback there is about an agent, by what it is worth; only `backed` weighs anything."""

    given: int
    backed: int
    unverified: int
    own_side: int
    revoked: int


@dataclass(frozen=True, slots=True)
class FeedbackSummary:
    """What is said of an agent, by dimension, in the order of the first link; `rule` says what counts."""

    agent: str
    counts: FeedbackCounts
    dimensions: list[DimensionSummary]
    rule: str


def feedback_summary(sources: Sources, agent: str, *, as_of: int | None) -> Answer[FeedbackSummary]:
    """Sum up the feedback about an agent.

    Raises:
        InvalidInputError: if the agent or as_of have another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, agent)

    def question(view: View) -> tuple[FeedbackSummary, Completeness]:
        finding.agent(view, number)
        reader = FeedbackView(view)
        linked = hear(view, reader.all_names(keys.agent_links(number)))
        summary = FeedbackSummary(
            agent=str(sources.agent(number)),
            counts=_counts(view, number, linked),
            dimensions=_summaries(one for one in linked if one.state == "backed"),
            rule=RULE,
        )
        return summary, counted(BASIS)

    return ask(sources, question, as_of)


def _counts(view: View, number: int, linked: list[Heard]) -> FeedbackCounts:
    """Count by state; of what was never linked only the names are read, since anyone may give any amount of it."""
    reader = FeedbackView(view)
    given = reader.all_names(keys.agent_feedback(number))
    taken_back = set(reader.all_names(keys.agent_taken_back(number)))
    known = {(one.name.client, one.name.index) for one in linked}
    side = sides(view, [number])[number]
    found: Counter[State] = Counter(one.state for one in linked)
    for raw in given:
        name = parse_name(raw)
        if (name.client, name.index) in known:
            continue
        revoked, own = raw in taken_back, side.relation(name.client) is not None
        found["revoked" if revoked else "own_side" if own else "unverified"] += 1
    return FeedbackCounts(len(given), found["backed"], found["unverified"], found["own_side"], found["revoked"])


def _summaries(backed: Iterable[Heard]) -> list[DimensionSummary]:
    groups: dict[tuple[bytes, int], list[Heard]] = {}
    for one in backed:
        if one.link is not None:
            groups.setdefault((one.link.dimension, one.link.owner_epoch), []).append(one)
    return [_summary(dimension, epoch, group) for (dimension, epoch), group in groups.items()]


def _summary(dimension: bytes, owner_epoch: int, group: list[Heard]) -> DimensionSummary:
    links = [(one.link, one.dimension) for one in group]
    row = next(row for _, row in links if row is not None)
    values = [int(link.value) for link, _ in links if link is not None]
    return DimensionSummary(
        scale=scale_of(dimension, row),
        owner_epoch=owner_epoch,
        owner=group[0].side.agent.owners[owner_epoch].owner,
        count=len(values),
        clients=len({one.name.client for one in group}),
        named=sum(link.named for link, _ in links if link is not None),
        total=decimal(sum(values), row.decimals),
        mean=_mean(sum(values), len(values), row.decimals),
        lowest=decimal(min(values), row.decimals),
        highest=decimal(max(values), row.decimals),
    )


def _mean(total: int, count: int, decimals: int) -> str:
    with localcontext(prec=_DIGITS):
        exact = Decimal(total) / Decimal(count)
        mean = exact.quantize(Decimal(1).scaleb(-MEAN_DIGITS), rounding=ROUND_HALF_EVEN).scaleb(-decimals)
        return f"{mean:f}"
