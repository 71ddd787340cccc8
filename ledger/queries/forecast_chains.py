"""Chains: sendings that several agents bring about together, as the newest run named them. Advice, like every forecast.

Each agent's step may be harmless. A run names the sending and every record on the way to it, so that a person can look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.errors import InvalidInputError
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, counted
from ledger.queries.asking import ask
from ledger.queries.cursors import Place
from ledger.queries.forecasts import CAUTION, NO_RUN, Statement, covered, run_gone, statement_of
from ledger.queries.paging import Asked
from ledger.queries.sources import Sources
from ledger.store.forecasts import ChainRow, Forecasts, Run
from ledger.store.rows import HASH_BYTES
from ledger.store.view import View

UNBOUNDED: Final = "It is learnt on made-up companies and not part of the stated bound on false alarms."


@dataclass(frozen=True, slots=True)
class ChainView:
    """One sending that several agents lead to.

    `record` is the sending and `block` that of its anchor; `score` is in 0..1, higher is worse. `agents` took part, and
    `records` are those on the way, the sending first and its causes after it.
    """

    record: str
    block: int
    score: float
    agents: list[str]
    agent_ids: list[int]
    records: list[str]
    statement: Statement
    caution: str


def chains(
    sources: Sources, *, agent: str | None, cursor: str | None, limit: int, as_of: int | None
) -> Answer[Page[ChainView]]:
    """List the chains that the newest run named, the newest sending first.

    Args:
        sources: What to read.
        agent: Only those that this one took part in; number or global id.
        cursor: Where to go on; None for the first page.
        limit: Most chains on the page, 1..500.
        as_of: As of which block; the newest if not given.

    Raises:
        ConflictError: if a fork took back what the cursor has seen, or its run is gone.
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = None if agent is None else finding.agent_number(sources, agent)
    name = f"chains/{'' if number is None else number}"
    asked = Asked.parse(name, cursor, limit, as_of)
    store = Forecasts(sources.mirror.connection, sources.mirror.space)

    def question(view: View) -> tuple[Page[ChainView], Completeness]:
        if number is not None:
            finding.agent(view, number)
        at = asked.begin(view)
        run, begin = _resumed(store, at.chain) if at.chain else (store.newest(view.block), 0)
        if run is None:
            return Page([], None, more=False), counted(NO_RUN, complete=False)
        statement = statement_of(sources, view, run)
        found = [row for row in run.row.chains if number is None or number in row.agents]
        page = found[begin : begin + limit]
        ends = begin + len(page)
        place = Place(run.row.block, run.digest + run.row.inputs, ends)
        following = at.behind(view.books.cursor, place)
        items = [_shown(sources, row, statement) for row in page]
        return Page(items, following.text() if ends else None, ends < len(found)), covered(statement, whole=True)

    return ask(sources, question, as_of)


def _resumed(store: Forecasts, place: Place) -> tuple[Run, int]:
    """Return the run that a cursor reads, and how many of its chains were seen."""
    if len(place.prefix) != 2 * HASH_BYTES:
        raise InvalidInputError("the cursor does not fit the list", hint="start again", code="bad_cursor")
    run = store.run(place.prefix[:HASH_BYTES], place.block)
    # chains have no number of their own: a place in their list means nothing in another run's
    if run is None or run.row.inputs != place.prefix[HASH_BYTES:]:
        raise run_gone(place.block)
    return run, place.skip


def _shown(sources: Sources, row: ChainRow, statement: Statement) -> ChainView:
    return ChainView(
        record=row.record.hex(),
        block=row.block,
        score=row.score,
        agents=[str(sources.agent(number)) for number in row.agents],
        agent_ids=list(row.agents),
        records=[record.hex() for record in row.records],
        statement=statement,
        caution=f"{CAUTION} {UNBOUNDED}",
    )
