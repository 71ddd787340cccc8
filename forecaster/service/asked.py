"""Questions about live agents that write nothing: one forecast explained, blame for one harm, rulings since a block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forecaster.alerts import Alert
from forecaster.blame import Blame, baselines, blame
from forecaster.explain import Explanation, explain
from forecaster.features import History
from forecaster.history import Action
from forecaster.lesson import Rows, batch_of
from forecaster.model import Forecast, Model
from forecaster.reader import Openings, Reader
from forecaster.watch import watch_blocks
from ledger.queries.answers import AsOf
from ledger.queries.sources import Sources


@dataclass(frozen=True, slots=True)
class Settled:
    """Rows whose labels have become known, read as of a block; `incomplete` agents are known to miss records."""

    block: AsOf
    rows: Rows
    agents: int
    incomplete: int


def settled(sources: Sources, *, since: int, seed: int, horizon: int, as_of: int | None = None) -> Settled:
    """Read what rulings, and their absence, say of every agent since a block.

    Args:
        sources: What questions are asked of.
        since: Block up to which rulings have taught already.
        seed: Seed of the cuts.
        horizon: Acts ahead.
        as_of: The block; the newest if not given.

    Raises:
        StaleMirrorError: as `run`.
    """
    reader = Reader(sources, as_of)
    read = list(reader.everyone())
    ready = [History(item.history) for item in read]
    rows = batch_of(ready, since=since, until=reader.block.number, seed=seed, horizon=horizon)
    return Settled(reader.block, rows, len(read), sum(not item.complete for item in read))


@dataclass(frozen=True, slots=True)
class Shared:
    """Who has which share in a harm, as of a block, beside what simpler rules would say; `complete` as of a run."""

    block: AsOf
    record: str
    shares: Blame
    root_agent: int
    baselines: Mapping[str, Mapping[int, float]]
    complete: bool


def share_blame(sources: Sources, record: str, *, as_of: int | None = None) -> Shared:
    """Share the blame for a record over everybody's records that it names as causes, and those that these name.

    Args:
        sources: What questions are asked of.
        record: Id of the record of the harm, 64 hex digits.
        as_of: The block; the newest if not given.

    Raises:
        NotFoundError: if no agent wrote such a record by then.
        StaleMirrorError: as `run`.
    """
    reader = Reader(sources, as_of)
    acts: dict[str, tuple[Action, int]] = {}
    complete = True
    for read in reader.everyone():
        complete = complete and read.complete
        acts |= {item.record_id: (item, read.history.agent_id) for item in read.history.records}
    found = blame(record, acts)
    return Shared(reader.block, record, found, acts[found.root][1], baselines(record, acts), complete)


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
