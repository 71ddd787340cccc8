"""Feedback out to other registries and in from them: nothing that comes in weighs anything by being brought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from ledger.domain.feedback_file import FeedbackLine, pack_line, parse_line
from ledger.domain.ids import AgentRef
from ledger.errors import InvalidInputError
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, counted
from ledger.queries.asking import ask
from ledger.queries.feedback import BASIS
from ledger.queries.hearing import STATES, Heard, State, decimal, hear, hear_all
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store.feedback_view import FeedbackView, feedback_name
from ledger.store.imports import Imports
from ledger.store.view import View

_AT_ONCE: Final = 500
_WHY_SHOWN: Final = 20
_MAX_AGENT: Final = 1 << 64


@dataclass(slots=True)
class Brought:
    """What became of a file.

    `here` counts lines that this chain holds too, by what they weigh here; `kept` lines of other registries, which are
    unverified and weigh nothing, `new` of them for the first time. `refused` lines are no feedback, or contradict this
    chain; `why` says so of the first of them. `clients` counts distinct clients of the lines kept.
    """

    lines: int = 0
    here: dict[State, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    kept: int = 0
    new: int = 0
    clients: int = 0
    refused: int = 0
    why: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """One feedback brought from another registry: kept, unverified, weightless. Times in Unix seconds."""

    agent: str
    client: str
    index: int
    value: str
    decimals: int
    tag1: str
    tag2: str
    endpoint: str
    uri: str
    hash: str
    revoked: bool
    created_at: int | None
    state: State
    weighs: bool


@dataclass(frozen=True, slots=True)
class ImportedFeedback:
    """What was imported about one agent, up to the limit asked for, and of which agents there is any."""

    agents: list[str]
    items: list[ImportedItem]
    total: int


def export_lines(sources: Sources, agent: str | None, *, as_of: int | None) -> Answer[list[bytes]]:
    """Write the feedback about one agent, or all, as lines of JSON in chain order.

    Raises:
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = None if agent is None else finding.agent_number(sources, agent)

    def question(view: View) -> tuple[list[bytes], Completeness]:
        if number is not None:
            finding.agent(view, number)
        key = keys.FEEDBACK if number is None else keys.agent_feedback(number)
        return [pack_line(line_of(sources, one), _found(one)) for one in hear_all(view, key)], counted(BASIS)

    return ask(sources, question, as_of)


def import_lines(sources: Sources, lines: Iterable[bytes]) -> Brought:
    """Take lines in: those of this chain are compared with it, those of other registries are kept beside it.

    Raises:
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    out, clients = Brought(), set[str]()
    store = Imports(sources.mirror.connection, sources.mirror.space)
    numbered = enumerate(lines, 1)
    while chunk := list(islice(numbered, _AT_ONCE)):
        parsed = list(_parsed(chunk, out))
        here = sources.agent(0)
        own = [(n, x) for n, x in parsed if (x.agent.chain_id, x.agent.registry) == (here.chain_id, here.registry)]
        foreign = [x for _, x in parsed if (x.agent.chain_id, x.agent.registry) != (here.chain_id, here.registry)]
        _compare(sources, own, out)
        out.kept += len(foreign)
        out.new += store.keep(foreign, now=int(sources.clock()))
        clients.update(line.client for line in foreign)
    out.clients = len(clients)
    return out


def imported(sources: Sources, agent: str | None, *, limit: int) -> ImportedFeedback:
    """Return what was imported about an agent of another registry, or only about whom there is any.

    Raises:
        InvalidInputError: if the agent is no global id.
    """
    store = Imports(sources.mirror.connection, sources.mirror.space)
    lines = [] if agent is None else store.about(AgentRef.parse(agent))
    return ImportedFeedback(store.agents(), [_imported(line) for line in lines[:limit]], len(lines))


def line_of(sources: Sources, one: Heard) -> FeedbackLine:
    """Return a feedback as a line."""
    said = one.said
    return FeedbackLine(
        agent=sources.agent(one.name.agent_id),
        client=one.name.client,
        index=one.name.index,
        value=int(said.value),
        decimals=said.decimals,
        tag1=said.tag1,
        tag2=said.tag2,
        endpoint=said.endpoint,
        uri=said.uri,
        hash=said.hash,
        revoked=one.taken_back is not None,
        created_at=said.time,
    )


def _found(one: Heard) -> dict[str, object]:
    link, row = one.link, one.dimension
    return {
        "state": one.state,
        "ownSide": one.relation,
        "ownerEpoch": one.owner_epoch,
        "action": None if link is None else link.action.hex(),
        "dimension": None if link is None else link.dimension.hex(),
        "unit": None if row is None else row.unit,
        "named": None if link is None else link.named,
        "block": one.given.block,
        "tx": one.said.tx.hex(),
        "logIndex": one.given.log_index,
    }


def _parsed(chunk: list[tuple[int, bytes]], out: Brought) -> Iterator[tuple[int, FeedbackLine]]:
    for number, data in chunk:
        if not data.strip():
            continue
        out.lines += 1
        try:
            yield number, parse_line(data)
        except InvalidInputError as error:
            _refuse(out, number, error.message)


def _refuse(out: Brought, number: int, why: str) -> None:
    out.refused += 1
    if len(out.why) < _WHY_SHOWN:
        out.why.append(f"line {number}: {why}")


def _compare(sources: Sources, lines: list[tuple[int, FeedbackLine]], out: Brought) -> None:
    """Hold lines of this chain against it: it knows what they weigh."""

    def question(view: View) -> tuple[list[Heard | None], Completeness]:
        names = [
            feedback_name(line.agent.agent_id, line.client, line.index) if line.agent.agent_id < _MAX_AGENT else b""
            for _, line in lines
        ]
        there = FeedbackView(view).histories(names)
        heard = iter(hear(view, [name for name, known in zip(names, there, strict=True) if known]))
        return [next(heard) if known else None for known in there], counted(BASIS)

    for (number, line), one in zip(lines, ask(sources, question).data if lines else [], strict=True):
        if one is None:
            _refuse(out, number, f"this chain has no feedback {line.index} of {line.client} about {line.agent}")
        elif line_of(sources, one).arguments != line.arguments:
            _refuse(out, number, f"this chain says otherwise of feedback {line.index} of {line.client}")
        else:
            out.here[one.state] += 1


def _imported(line: FeedbackLine) -> ImportedItem:
    return ImportedItem(
        agent=str(line.agent),
        client=line.client,
        index=line.index,
        value=decimal(line.value, line.decimals),
        decimals=line.decimals,
        tag1=line.tag1,
        tag2=line.tag2,
        endpoint=line.endpoint,
        uri=line.uri,
        hash=line.hash.hex(),
        revoked=line.revoked,
        created_at=line.created_at,
        state="revoked" if line.revoked else "unverified",
        weighs=False,
    )
