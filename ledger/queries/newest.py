"""What came last: disputes, executed rulings and proved faults, the newest first, where lists begin with the oldest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.queries import cases, cursors, disputes, verdicts
from ledger.queries.answers import Answer, Completeness
from ledger.queries.asking import ask, block_at
from ledger.queries.disputes import DisputeSummary
from ledger.queries.dockets import Docket, dockets
from ledger.queries.sources import Sources
from ledger.queries.verdicts import Verdict
from ledger.store import keys
from ledger.store.named import named
from ledger.store.view import View

FEW: Final = 8


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest disputes by their opening, the newest rulings by their execution, the newest verdicts.

    `disputes_count` and its like are how many there are in all.
    """

    disputes: list[DisputeSummary]
    disputes_count: int
    executed: list[DisputeSummary]
    executed_count: int
    verdicts: list[Verdict]
    verdicts_count: int


def newest(sources: Sources, *, limit: int = FEW, as_of: int | None) -> Answer[Newest]:
    """Return what came last.

    Args:
        sources: What to read.
        limit: Most items of each list, 1..500.
        as_of: As of which block; the newest if not given.

    Raises:
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    cursors.check_limit(limit)

    def question(view: View) -> tuple[Newest, Completeness]:
        opened = _dockets(sources, view, keys.DISPUTES, limit)
        executed = _dockets(sources, view, keys.EXECUTED, limit)
        view.load_blocks([docket.trial.opened.block for docket in (*opened, *executed)])
        now = block_at(sources, view)
        answer = Newest(
            disputes=[disputes.summary(sources, view, docket, now) for docket in opened],
            disputes_count=view.count(keys.DISPUTES),
            executed=[disputes.summary(sources, view, docket, now) for docket in executed],
            executed_count=view.count(keys.EXECUTED),
            verdicts=_verdicts(sources, view, limit),
            verdicts_count=view.count(keys.VERDICTS),
        )
        return answer, cases.completeness([*opened, *executed])

    return ask(sources, question, as_of)


def _dockets(sources: Sources, view: View, key: str, limit: int) -> list[Docket]:
    numbers = [named(item).number for item in view.newest(key, limit)]
    return list(dockets(sources, view, numbers)) if numbers else []


def _verdicts(sources: Sources, view: View, limit: int) -> list[Verdict]:
    found = view.newest_verdicts(limit)
    view.load_blocks([row.block for _, row in found])
    return [verdicts.verdict_of(sources, view, fault, row) for fault, row in found]
