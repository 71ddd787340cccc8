"""The service step: read histories from the mirror as of a block, forecast, and state forecasts and alerts.

The only room of the forecaster that opens the ledger's queries and store. It asks the very questions that every
face asks, all as of one block of one chain, so the same block gives the same forecasts; and it writes nothing but
its own statements, beside the mirror. It has no key and sends no transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Final, TypeVar

import msgspec
import numpy as np

from forecaster.alerts import Alert
from forecaster.artefact import Card
from forecaster.explain import Explanation, explain
from forecaster.features import MIN_ACTS, History
from forecaster.history import Action, AgentHistory, Opening, StandingChange, Verdict
from forecaster.model import Forecast, Model
from forecaster.watch import watch_blocks
from ledger.domain.ids import AgentRef
from ledger.domain.record import Record
from ledger.domain.reputation import Standing
from ledger.errors import ConflictError, StaleMirrorError
from ledger.queries import agents, records, standing, verdicts
from ledger.queries.answers import Answer, AsOf, Completeness, Page
from ledger.queries.cursors import MAX_LIMIT
from ledger.queries.records import RecordView
from ledger.queries.sources import Sources
from ledger.store.forecasts import ForecastRow, Forecasts, ModelRow, ReasonRow, RunRow, inputs_digest

AT_ONCE: Final = 256
"""Agents whose histories are held and scored together."""
_TRIES: Final = 3
_FORKED: Final = frozenset({"block_reorganised", "cursor_reorganised"})
_UNHEARD: Final = Standing().score_ppm
Openings = Mapping[str, Opening]
"""Opened amounts by record id; what nobody disclosed is not in it."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Read:
    """One agent's history as of the block; `complete` is False if records are known to be missing."""

    history: AgentHistory
    complete: bool

    @property
    def inputs(self) -> bytes:
        """Digest everything that the forecast is made from."""
        return sha256(msgspec.msgpack.encode(self.history)).digest()


class Reader:
    """Reads histories as of one block of one chain.

    Args:
        sources: What questions are asked of.
        as_of: The block; the newest if not given.
        openings: Opened amounts, where known.

    Raises:
        InvalidInputError: if the block does not exist yet.
        StaleMirrorError: if the mirror is empty, silent, or too far behind.
        UnavailableError: if mirror or node cannot be reached.
    """

    def __init__(self, sources: Sources, as_of: int | None = None, openings: Openings | None = None) -> None:
        self._sources = sources
        self._openings = openings or {}
        self.block: AsOf = agents.agents(sources, cursor=None, limit=1, as_of=as_of).as_of
        self._verdicts = self._read_verdicts()

    def everyone(self) -> Iterator[Read]:
        """Read every agent that was registered by the block, by number.

        Raises:
            StaleMirrorError: if a fork took the block back meanwhile.
        """
        for item in self._all(
            lambda cursor: agents.agents(self._sources, cursor=cursor, limit=MAX_LIMIT, as_of=self.block.number)
        ):
            yield self._read(item.agent_id, item.owner, item.registered.block)

    def one(self, agent: str) -> Read:
        """Read one agent, named by number or global id.

        Raises:
            NotFoundError: if there was no such agent.
            StaleMirrorError: if a fork took the block back meanwhile.
        """
        found = self._same(agents.agent(self._sources, agent, as_of=self.block.number)).data
        return self._read(AgentRef.parse(found.agent).agent_id, found.owner, found.registered.block)

    def _read(self, number: int, owner: str, registered: int) -> Read:
        name, block = str(number), self.block.number
        views, complete = self._records(name)
        changes = self._same(standing.standing(self._sources, name, as_of=block)).data.changes
        places = {(view.epoch, view.stream, view.seq): view.record_id for view in views}
        history = AgentHistory(
            agent_id=number,
            owner=owner,
            as_of_block=block,
            records=tuple(action for view in views if (action := self._action(view)) is not None),
            verdicts=tuple(
                Verdict(item.seen.block, upheld=True, records=_cited(places, item)) for item in self._verdicts[number]
            ),
            standing=_standing(registered, changes),
        )
        return Read(history, complete)

    def _records(self, name: str) -> tuple[list[RecordView], bool]:
        """Read an agent's records; again from the start if a log that waited came in between, to keep their order."""
        for _ in range(_TRIES):
            views: list[RecordView] = []
            known: list[Completeness] = []
            cursor, more = None, True
            while more:
                answer = self._same(
                    records.agent_records(
                        self._sources, name, cursor=cursor, limit=MAX_LIMIT, as_of=self.block.number, proofs=False
                    )
                )
                known.append(answer.completeness)
                views += answer.data.items
                cursor, more = answer.data.next_cursor, answer.data.more
            if _held(known[0]) == _held(known[-1]):
                return views, known[0].complete
        raise StaleMirrorError("logs kept arriving while histories were read", hint="run again", code="mirror_moved")

    def _action(self, view: RecordView) -> Action | None:
        """Map a record; None for one made on chain, of which only the hash is public."""
        if view.text is None:
            return None
        said = _RECORD.decode(view.text)
        return Action(
            record_id=view.record_id,
            seq=said.seq,
            ts=said.ts,
            block=view.witnessed.block,
            kind=said.kind,
            phase=said.phase,
            op=said.op,
            session=said.session,
            tool=said.tool,
            outcome=said.outcome,
            parents=said.parents or (),
            call=said.call,
            principal=said.principal,
            mandate=said.mandate,
            policy=said.policy,
            model=said.model,
            risk=said.risk,
            opening=self._openings.get(view.record_id),
        )

    def _read_verdicts(self) -> dict[int, list[verdicts.Verdict]]:
        found: dict[int, list[verdicts.Verdict]] = defaultdict(list)
        for item in self._all(
            lambda cursor: verdicts.verdicts(
                self._sources, agent=None, cursor=cursor, limit=MAX_LIMIT, as_of=self.block.number
            )
        ):
            found[AgentRef.parse(item.agent).agent_id].append(item)
        return found

    def _all(self, ask: Callable[[str | None], Answer[Page[T]]]) -> Iterator[T]:
        cursor, more = None, True
        while more:
            page = self._same(ask(cursor)).data
            yield from page.items
            cursor, more = page.next_cursor, page.more

    def _same(self, answer: Answer[T]) -> Answer[T]:
        """See that an answer is about the very block that reading began with."""
        if answer.as_of != self.block:
            raise StaleMirrorError(
                f"block {self.block.number} was taken back while histories were read",
                hint="run again; as of a finalised block this cannot happen",
                code="block_reorganised",
            )
        return answer


_RECORD: Final = msgspec.json.Decoder(Record)


def _held(known: Completeness) -> list[tuple[str, int]]:
    """Say how much of each log that waits is held."""
    return [(log.log, log.held_size) for log in known.waiting_logs]


def _cited(places: Mapping[tuple[int, int, int], str], verdict: verdicts.Verdict) -> tuple[str, ...]:
    found = places.get((verdict.epoch, verdict.stream, verdict.seq))
    return () if found is None else (found,)


def _standing(registered: int, changes: Sequence[standing.Change]) -> tuple[StandingChange, ...]:
    """Return the agent's worst score over all contexts, from that of an agent nothing is known about."""
    now: dict[tuple[str, int], int] = {}
    found = [StandingChange(registered, _UNHEARD)]
    for change in changes:
        now[change.context, change.dimension] = change.score_ppm_after
        found.append(StandingChange(change.seen.block, min(now.values())))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Made:
    """What a run stated: `rows` by agent number. `written` is False if exactly this had been stated before."""

    block: AsOf
    model: str
    rows: dict[int, ForecastRow]
    written: bool


def run(
    sources: Sources,
    model: Model,
    card: Card,
    *,
    as_of: int | None = None,
    openings: Openings | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Made:
    """Forecast every agent as of a block, and state forecasts and alerts.

    Args:
        sources: What questions are asked of; the statements are kept in its Redis.
        model: The model.
        card: Its card.
        as_of: The block; the newest if not given.
        openings: Opened amounts, where known.
        progress: Told what happens.

    Raises:
        InvalidInputError: if the block does not exist yet.
        ConflictError: if forks, or other forecasters, never let it come to an end.
        StaleMirrorError: if the mirror is empty, silent, or too far behind, or never stood still.
        UnavailableError: if mirror or node cannot be reached.
    """
    for last in range(_TRIES, 0, -1):
        try:
            reader = Reader(sources, as_of, openings)
            progress(f"reading histories as of block {reader.block.number}")
            rows = forecast_all(model, reader.everyone())
            break
        except (StaleMirrorError, ConflictError) as error:
            if error.code not in _FORKED or last == 1:
                raise
            progress("the chain forked meanwhile: reading again")
    block, books = reader.block, sources.mirror.books()
    row = RunRow(
        block=block.number,
        hash=bytes.fromhex(block.hash),
        time=block.time,
        inputs=inputs_digest(rows),
        agents=len(rows),
        stated_block=books.cursor.number,
        stated_at=int(sources.clock()),
    )
    store = Forecasts(sources.mirror.connection, sources.mirror.space)
    written = store.write(bytes.fromhex(card.sha256), _model_row(model, card), row, rows)
    return Made(block, card.sha256, rows, written)


def forecast_all(model: Model, everyone: Iterator[Read]) -> dict[int, ForecastRow]:
    """Forecast agents, some hundreds at a time, and follow the alert of each from its first acts on."""
    found: dict[int, ForecastRow] = {}
    while some := list(islice(everyone, AT_ONCE)):
        ready = [(read, History(read.history)) for read in some]
        judged = [(read, item) for read, item in ready if read.history.acts >= MIN_ACTS]
        scores = _scores(model, [item for _, item in judged])
        answers = iter(zip(judged, scores, strict=True))
        for read, item in ready:
            if read.history.acts >= MIN_ACTS:
                found[read.history.agent_id] = _row(model, read, item, next(answers)[1])
            else:
                found[read.history.agent_id] = ForecastRow(
                    read.history.acts, None, None, "", None, None, read.complete, read.inputs
                )
    return found


def _scores(model: Model, ready: Sequence[History]) -> list[list[float]]:
    """Score agents at every look, and last as of their block."""
    if not ready:
        return []
    last = [item.history.as_of_block for item in ready]
    looks = [[*watch_blocks(item, block), block] for item, block in zip(ready, last, strict=True)]
    scores = model.detector.score(np.vstack([item.at(blocks) for item, blocks in zip(ready, looks, strict=True)]))
    parts = np.split(scores, np.cumsum([len(blocks) for blocks in looks])[:-1])
    return [part.tolist() for part in parts]


def _row(model: Model, read: Read, ready: History, scores: Sequence[float]) -> ForecastRow:
    block = read.history.as_of_block
    alert = Alert()
    for look, score in zip(watch_blocks(ready, block), scores, strict=False):
        alert = alert.advance(model.rule, score, look)
    alerted = alert.state != "none"
    return ForecastRow(
        acts=read.history.acts,
        probability=float(model.calibrator.probability(np.array(scores[-1:]))[0]),
        score=scores[-1],
        alert=alert.state if alerted else "",
        since=alert.since if alerted else None,
        fired=alert.fired,
        complete=read.complete,
        inputs=read.inputs,
        reasons=_reasons(explain(model, ready, block)) if alerted else (),
    )


def _reasons(found: Explanation) -> tuple[ReasonRow, ...]:
    return tuple(
        ReasonRow(
            item.feature,
            item.says,
            item.value,
            item.typical,
            item.push,
            tuple(bytes.fromhex(record) for record in item.records),
        )
        for item in found.reasons
    )


def _model_row(model: Model, card: Card) -> ModelRow:
    """Say of a model what decides from the model itself, and the rest from its card."""
    return ModelRow(
        schema=card.schema,
        feature_schema=card.feature_schema,
        detector=type(model.detector).__name__,
        calibration=card.calibration,
        horizon=model.horizon,
        base_rate=model.base_rate,
        bound=model.rule.bound,
        threshold=model.rule.threshold,
        seed=card.seed,
        source=card.data.source,
        caution=card.caution,
    )


@dataclass(frozen=True, slots=True)
class Explained:
    """One agent's forecast with its reasons; `why` is None if the history is insufficient."""

    block: AsOf
    forecast: Forecast
    alert: Alert
    acts: int
    complete: bool
    why: Explanation | None


def explain_agent(
    sources: Sources, model: Model, agent: str, *, as_of: int | None = None, openings: Openings | None = None
) -> Explained:
    """Forecast one agent from the mirror and say why; nothing is written.

    Raises:
        InvalidInputError: if agent or block have another form.
        NotFoundError: if there was no such agent.
        StaleMirrorError: if the mirror is empty, silent, or too far behind.
        UnavailableError: if mirror or node cannot be reached.
    """
    reader = Reader(sources, as_of, openings)
    read = reader.one(agent)
    ready, block = History(read.history), read.history.as_of_block
    found = model.forecast([read.history])[0]
    return Explained(
        block=reader.block,
        forecast=found,
        alert=model.alert(ready, watch_blocks(ready, block)),
        acts=read.history.acts,
        complete=read.complete,
        why=explain(model, ready, block) if found.state == "ok" else None,
    )
