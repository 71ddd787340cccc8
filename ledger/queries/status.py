"""How the mirror is: where it stands, how far behind, which logs wait. Answers even when other questions may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.queries.answers import SCHEMA_VERSION, AsOf, WaitingLog
from ledger.queries.asking import problem_of
from ledger.queries.coverage import waiting_logs
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store.log_view import LogView
from ledger.store.view import View

_MAX_LOGS: Final = 500


@dataclass(frozen=True, slots=True)
class Status:
    """The mirror's own account of itself.

    `ready` is False when it would answer 503; `problem` says why. `lag_blocks` and `silent_s` are against the
    chain's head as the indexer last saw it. `finalised_block` can no more be taken back; `forks` were.
    """

    schema_version: int
    chain_id: int
    contract: str
    ready: bool
    problem: str | None
    as_of: AsOf
    head: int
    lag_blocks: int
    silent_s: float
    finalised_block: int
    forks: int
    generation: int
    agents: int
    logs: int
    verdicts: int
    waiting_logs: list[WaitingLog]
    contracts: Mapping[str, str]


def status(sources: Sources) -> Status:
    """Describe the mirror.

    Raises:
        StaleMirrorError: if it is empty.
        UnavailableError: if Redis cannot be reached.
    """

    def question(view: View) -> Status:
        books = view.books
        names = [log for log, _ in LogView(view).logs(None, _MAX_LOGS)]
        problem = problem_of(sources, books)
        return Status(
            schema_version=SCHEMA_VERSION,
            chain_id=sources.mirror.space.chain_id,
            contract=sources.contracts["AgentRegistry"],
            ready=problem is None,
            problem=None if problem is None else f"{problem.message}: {problem.hint}",
            as_of=AsOf(books.cursor.number, books.cursor.hash.hex(), books.cursor.time),
            head=books.head,
            lag_blocks=books.lag,
            silent_s=round(max(0.0, sources.clock() - books.seen), 1),
            finalised_block=books.floor,
            forks=books.forks,
            generation=books.generation,
            agents=view.count(keys.AGENTS),
            logs=view.count(keys.LOGS),
            verdicts=view.count(keys.VERDICTS),
            waiting_logs=waiting_logs(view, names),
            contracts=dict(sources.contracts),
        )

    return sources.mirror.consistent(question)
