"""May I deal with this agent? Yes, no, or insufficient: one question for programs, with the reasons and where they are.

The answer rests on Standing, which anybody reads from the chain. It is `insufficient` where evidence is thin, never a
guess: a newcomer's score is the formula's prior, and no reason to trust or distrust.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt
from typing import Final, Literal, TypeAlias

from ledger.domain.reputation import PERIOD_SECONDS, PPM, UNIT, Standing
from ledger.errors import InvalidInputError
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Seen, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.sources import Sources
from ledger.queries.standing import BASIS, FORMULA, Change, explain, stored
from ledger.store.view import View

Verdict: TypeAlias = Literal["yes", "no", "insufficient"]
LEAST_EVIDENCE: Final = UNIT
"""Milli-units of evidence, for and against, below which the answer is `insufficient`."""
_REASONS: Final = 10
_Z_PPM: Final = 1_959_964
_CONTEXT_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Reason:
    """One change that the score rests on: what it added, why, and the chain's place that shows it."""

    reason: str
    added_positive: int
    added_negative: int
    score_ppm_after: int
    dispute_id: int | None
    cause: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class Check:
    """The answer.

    `verdict`: `yes` if the score reaches the threshold, `no` if it does not, `insufficient` if the evidence is thinner
    than `least_evidence` (milli-units). `low` and `high` are the 95 % interval; all scores are in parts per million.
    `n` counts changes. `reasons` are the latest ones, newest first.
    """

    agent: str
    context: str
    dimension: int
    threshold_ppm: int
    verdict: Verdict
    because: str
    score_ppm: int
    low_ppm: int
    high_ppm: int
    positive: int
    negative: int
    n: int
    least_evidence: int
    formula: str
    reasons: list[Reason]


def check(
    sources: Sources, agent: str, *, threshold_ppm: int, context: str | None, dimension: int, as_of: int | None
) -> Answer[Check]:
    """Compare an agent's score with a threshold.

    Args:
        sources: What to read.
        agent: Number or global id.
        threshold_ppm: 0 to 1,000,000.
        context: 32 bytes in hex; the general one (zeros) if not given.
        dimension: 0 integrity, 1 conduct.
        as_of: As of which block.

    Raises:
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, agent)
    name = _context(context)
    if not 0 <= threshold_ppm <= PPM:
        raise InvalidInputError(
            f"threshold {threshold_ppm}", hint=f"0 to {PPM} parts per million", code="bad_threshold"
        )

    def question(view: View) -> tuple[Check, Completeness]:
        finding.agent(view, number)
        history = view.standing(number)
        changes, complete = explain(view, history)
        rows = [placed.row for placed in history if (placed.row.context, placed.row.dimension) == (name, dimension)]
        period = block_at(sources, view).time // PERIOD_SECONDS
        now = stored(rows[-1]).at(period) if rows else Standing(period=period)
        own = [one for one in changes if (one.context, one.dimension) == (name.hex(), dimension)]
        return _answer(str(sources.agent(number)), name, dimension, threshold_ppm, now, own), counted(
            BASIS, complete=complete
        )

    return ask(sources, question, as_of)


def _context(text: str | None) -> bytes:
    if text is None:
        return bytes(_CONTEXT_BYTES)
    try:
        found = bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        found = b""
    if len(found) != _CONTEXT_BYTES:
        raise InvalidInputError(f"context {text}", hint="32 bytes in hex", code="bad_context")
    return found


def _answer(agent: str, context: bytes, dimension: int, threshold: int, now: Standing, own: list[Change]) -> Check:
    low, high = interval(now)
    verdict, because = judged(now, threshold)
    return Check(
        agent=agent,
        context=context.hex(),
        dimension=dimension,
        threshold_ppm=threshold,
        verdict=verdict,
        because=because,
        score_ppm=now.score_ppm,
        low_ppm=low,
        high_ppm=high,
        positive=now.positive,
        negative=now.negative,
        n=now.count,
        least_evidence=LEAST_EVIDENCE,
        formula=FORMULA,
        reasons=[_reason(one) for one in reversed(own[-_REASONS:])],
    )


def judged(now: Standing, threshold_ppm: int) -> tuple[Verdict, str]:
    """Decide, and say why in one sentence."""
    evidence = now.positive + now.negative
    if evidence < LEAST_EVIDENCE:
        return (
            "insufficient",
            f"{evidence} milli-units of evidence are less than the {LEAST_EVIDENCE} that a score needs",
        )
    reached = now.score_ppm >= threshold_ppm
    relation = "reaches" if reached else "is below"
    return ("yes" if reached else "no"), f"the score {now.score_ppm} {relation} the threshold {threshold_ppm}"


def interval(now: Standing) -> tuple[int, int]:
    """Return the 95 % interval of the score in ppm: of a Beta distribution by mean and variance, cut at 0 and 1."""
    strength = 3 * UNIT + now.positive + now.negative
    variance = now.score_ppm * (PPM - now.score_ppm) * UNIT // (strength + UNIT)
    spread = isqrt(variance) * _Z_PPM // PPM
    return max(0, now.score_ppm - spread), min(PPM, now.score_ppm + spread)


def _reason(one: Change) -> Reason:
    return Reason(
        one.reason, one.added_positive, one.added_negative, one.score_ppm_after, one.dispute_id, one.cause, one.seen
    )
