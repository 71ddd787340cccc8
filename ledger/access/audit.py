"""What an authority reads, on its way into the book: about which agents it is, as far as path and arguments say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from ledger.access.reads import Period, ReadBook
from ledger.domain.ids import AgentRef
from ledger.domain.roles import Caller
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries import agents, records, verdicts
from ledger.queries.cases import case_file
from ledger.queries.sources import Sources


class Audit:
    """Writes down what authorities read.

    Args:
        book: Where it is written.
        sources: What to find the agents in that a read is about.
    """

    def __init__(self, book: ReadBook, sources: Sources) -> None:
        self._book = book
        self._sources = sources

    def write(self, caller: Caller, route: str, target: str, arguments: Mapping[str, str], ground: str) -> None:
        """Write down a read, before it is answered.

        Args:
            caller: Who reads.
            route: Of which kind the request is.
            target: Path and query, as they were sent.
            arguments: Those of path and query, by name.
            ground: On which legal ground, as the reader says.

        Raises:
            UnavailableError: if it cannot be written, or the mirror cannot vouch for whom it is about.
        """
        self._book.write(caller.name, route, target, ground=ground, agents=concerned(self._sources, arguments))

    def told(self, agent: int) -> list[Period]:
        """Return how often an agent was read about, as far as it may be told by now."""
        return self._book.told(agent)


def concerned(sources: Sources, arguments: Mapping[str, str]) -> tuple[int, ...]:
    """Return the numbers of the agents that a request is about.

    Args:
        sources: What to read.
        arguments: Of path and query, by name.

    Raises:
        StaleMirrorError: if the mirror cannot vouch for an answer; then nothing is answered either.
    """
    found = set()
    for name, ask in _ASKING.items():
        if name in arguments:
            with suppress(NotFoundError, InvalidInputError):  # what is not there is about nobody
                found.add(ask(sources, arguments[name]))
    return tuple(sorted(found))


def _of_agent(sources: Sources, name: str) -> int:
    return agents.agent(sources, name, as_of=None).data.agent_id


def _of_dispute(sources: Sources, name: str) -> int:
    return case_file(sources, name).data.agent_id


def _of_record(sources: Sources, name: str) -> int:
    found = records.record(sources, name, as_of=None).data
    return AgentRef.parse(found.record.agent).agent_id


def _of_verdict(sources: Sources, name: str) -> int:
    return AgentRef.parse(verdicts.verdict(sources, name, as_of=None).data.verdict.agent).agent_id


_ASKING: Final[Mapping[str, Callable[[Sources, str], int]]] = {
    "agent": _of_agent,
    "dispute": _of_dispute,
    "record_id": _of_record,
    "fault_key": _of_verdict,
}
