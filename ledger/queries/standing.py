"""Standing: the decayed evidence about an agent, its score, and the reason of every change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.dispute import CONDUCT
from ledger.domain.reputation import PERIOD_SECONDS, Standing
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Seen, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.sources import Sources
from ledger.store import rows
from ledger.store.court_view import CourtView
from ledger.store.rows import Placed
from ledger.store.view import View

_DIMENSIONS: Final = {0: "integrity", CONDUCT: "conduct"}
FORMULA: Final = (
    "score = (1 + P) / (3 + P + N) in parts per million, P and N in units of evidence (1000 milli-units); each "
    "period of 7 days P decays with half-life 13, N with half-life 26; see Standing.sol and ledger.domain.reputation"
)
BASIS: Final = "each change states its result, so a missing one would show as a jump between `before` and `after`"


@dataclass(frozen=True, slots=True)
class Score:
    """Evidence in one context and dimension as of the answer's block, in milli-units, and the score in ppm."""

    context: str
    dimension: int
    dimension_name: str
    positive: int
    negative: int
    count: int
    period: int
    score_ppm: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change of standing: what was added, the stored values before (decayed to the change) and after, and why.

    `reason` is `fault` with `cause` naming the verdict's fault key, `ruling` with the `dispute_id`, or `evidence`.
    """

    context: str
    dimension: int
    added_positive: int
    added_negative: int
    before: tuple[int, int]
    after: tuple[int, int]
    score_ppm_after: int
    period: int
    reason: str
    cause: str
    dispute_id: int | None
    seen: Seen


@dataclass(frozen=True, slots=True)
class StandingView:
    """An agent's standing: scores now, every change that led to them, oldest first, and the formula."""

    agent: str
    scores: list[Score]
    changes: list[Change]
    formula: str


def standing(sources: Sources, agent: str, *, as_of: int | None) -> Answer[StandingView]:
    """Return an agent's standing with its whole history.

    Raises:
        InvalidInputError: if the agent or as_of have another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, agent)

    def question(view: View) -> tuple[StandingView, Completeness]:
        finding.agent(view, number)
        history = view.standing(number)
        changes, complete = explain(view, history)
        view_now = StandingView(str(sources.agent(number)), scores(sources, view, history), changes, FORMULA)
        return view_now, counted(BASIS, complete=complete)

    return ask(sources, question, as_of)


def scores(sources: Sources, view: View, history: list[Placed[rows.StandingRow]]) -> list[Score]:
    """Decay the latest evidence of each context and dimension to the view's block."""
    latest = {(placed.row.context, placed.row.dimension): placed.row for placed in history}
    if not latest:
        return []
    period = block_at(sources, view).time // PERIOD_SECONDS
    return [_score(context, dimension, stored(row).at(period)) for (context, dimension), row in latest.items()]


def stored(row: rows.StandingRow) -> Standing:
    """Return the values that a change left in storage."""
    return Standing(int(row.positive), int(row.negative), row.count, row.period)


def _score(context: bytes, dimension: int, now: Standing) -> Score:
    name = _DIMENSIONS.get(dimension, str(dimension))
    return Score(context.hex(), dimension, name, now.positive, now.negative, now.count, now.period, now.score_ppm)


def explain(view: View, history: list[Placed[rows.StandingRow]]) -> tuple[list[Change], bool]:
    """Explain every change; say too whether each follows from the one before by the formula."""
    view.load_blocks([placed.block for placed in history])
    causes = [placed.row.cause for placed in history]
    verdicts, disputes = view.are_verdicts(causes), CourtView(view).disputes_of(causes)
    before: dict[tuple[bytes, int], Standing] = {}
    out: list[Change] = []
    consistent = True
    for placed, is_verdict, dispute in zip(history, verdicts, disputes, strict=True):
        row = placed.row
        name = (row.context, row.dimension)
        old = before.get(name, Standing(period=row.period)).at(row.period)
        new = stored(row)
        consistent &= old.add(row.period, int(row.added_positive), int(row.added_negative)) == new
        before[name] = new
        out.append(
            Change(
                context=row.context.hex(),
                dimension=row.dimension,
                added_positive=int(row.added_positive),
                added_negative=int(row.added_negative),
                before=(old.positive, old.negative),
                after=(new.positive, new.negative),
                score_ppm_after=new.score_ppm,
                period=row.period,
                reason="fault" if is_verdict else "evidence" if dispute is None else "ruling",
                cause=row.cause.hex(),
                dispute_id=dispute,
                seen=finding.seen_at(view, placed),
            )
        )
    return out, consistent
