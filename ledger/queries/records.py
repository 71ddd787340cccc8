"""An agent's records: one by its id, or all in the order in which the chain witnessed them, each with its proof."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from ledger.domain import record as domain_record
from ledger.domain.ids import AgentRef, parse_hex32
from ledger.domain.seen_context import SeenContext, seen_context
from ledger.errors import NotFoundError
from ledger.queries import ahead, cursors, finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask
from ledger.queries.countersigned import Countersigned
from ledger.queries.coverage import ON_CHAIN, coverage
from ledger.queries.cursors import Cursor
from ledger.queries.lifecycle import Agent, Witness
from ledger.queries.lives import Life, Past, pasts
from ledger.queries.merging import Merged, OnChain, Source, merge
from ledger.queries.paging import Asked
from ledger.queries.proofs import Prover, RecordProof
from ledger.queries.record_effects import EffectState, check_state, effects
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store.log_view import LogEntry, LogView, agent_run, session_hash, session_run
from ledger.store.view import View, lost

_KINDS = ("operational", "interaction", "semantic")


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record of an agent.

    `home` is the log that holds it, or `chain`. `text` are its canonical bytes (UTF-8) and `content` the same
    as JSON; both are None for a record made on chain, of which only the hash is public, with `kind`, `task`
    and `parents` as recorded. `witnessed` is the event that put it on chain: its time is the earliest that is
    proved. `life` says how the agent stood then: what it records while it is suspended is kept, and marked by this.
    `context` says whether it commits to what its agent saw, and why not if it says so; None where that is not public.
    `effect` is unconfirmed until the other party says in a record of its own how it ended: `countersigned`.
    `proof` is None when proofs were not asked for.
    """

    record_id: str
    agent: str
    epoch: int
    stream: int
    seq: int
    home: str
    kind: str
    witnessed: Seen
    life: Life
    content: dict[str, Any] | None
    text: str | None
    task: str | None
    parents: list[str]
    context: SeenContext | None
    effect: EffectState
    countersigned: Countersigned | None
    proof: RecordProof | None


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record by its id. `on_chain` are the places where the same id was recorded on chain, by whomever."""

    record: RecordView
    on_chain: list[RecordView]


def agent_records(
    sources: Sources,
    agent: str,
    *,
    cursor: str | None,
    limit: int,
    as_of: int | None,
    proofs: bool,
    after: int | None = None,
    effect: str | None = None,
) -> Answer[Page[RecordView]]:
    """List the records of an agent, oldest first.

    Args:
        sources: What to read.
        agent: Number or global id.
        cursor: Where to go on; None for the first page.
        limit: Most records that are looked at for a page, 1..500.
        as_of: As of which block; the newest if not given.
        proofs: Whether each record comes with its proof.
        after: Only those that the chain first saw after this block; with `as_of` a window.
        effect: Only those whose effect is in this state; a page may be short then, and still have more behind it.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if agent, cursor, limit, as_of or effect have another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, agent)
    check_state(effect)
    name = f"records/{number}" if after is None else f"records/{number}/{after}"
    if effect is not None:
        name = f"effects/{effect}/{name}"
    parsed = cursors.parse(cursor, name, as_of)
    cursors.check_limit(limit)

    def question(view: View) -> tuple[Page[RecordView], Completeness]:
        ahead.read_agent(view, number)
        found = finding.agent(view, number)
        at = parsed or cursors.start_after(name, as_of, view.books.cursor, after, found.homes())
        cursors.check_fork(at, view)
        page = page_at(sources, view, found, at, limit, proofs=proofs)
        if effect is not None:
            page = Page([item for item in page.items if item.effect == effect], page.next_cursor, page.more)
        return page, coverage(view, number, sources.agent(number).key, found)

    return ask(sources, question, as_of)


def page_at(
    sources: Sources, view: View, agent: Agent, at: Cursor, limit: int, *, proofs: bool = False
) -> Page[RecordView]:
    """Return the records of an agent from a cursor on, as `agent_records` lists them."""
    key = sources.agent(agent.number).key
    logs = [Source(log, keys.log_agent(log, key), agent_run, by_position=False) for log in agent.homes()]
    direct = [keys.direct(agent.number, epoch, stream) for epoch, stream in agent.direct_streams()]
    begun = at.chain is not None or at.logs
    ahead.read_lists(view, agent, key, [] if begun else [*direct, *(log.key for log in logs)], limit + 1)
    merged = merge(view, agent.number, agent.direct_streams(), logs, at, limit)
    return _page(sources, view, agent, merged, proofs=proofs)


def session(
    sources: Sources, agent: str, name: str, *, cursor: str | None, limit: int, as_of: int | None, proofs: bool
) -> Answer[Page[RecordView]]:
    """List the records of one session of an agent, oldest first. Arguments and errors as `agent_records`.

    Raises:
        NotFoundError: if the agent has no record of that session.
    """
    number = finding.agent_number(sources, agent)
    digest = session_hash(name)
    question_name = f"session/{number}/{digest.hex()}"
    asked = Asked.parse(question_name, cursor, limit, as_of)

    def question(view: View) -> tuple[Page[RecordView], Completeness]:
        found = finding.agent(view, number)
        page = session_at(sources, view, found, name, asked.begin(view), limit, proofs=proofs)
        if cursor is None and not page.items:
            raise no_session(found.number, name)
        return page, coverage(view, number, sources.agent(number).key, found)

    return ask(sources, question, as_of)


def session_at(
    sources: Sources, view: View, agent: Agent, name: str, at: Cursor, limit: int, *, proofs: bool = False
) -> Page[RecordView]:
    """Return the records of a session of an agent from a cursor on, as `session` lists them."""
    merged = merge(view, agent.number, [], session_sources(sources, agent, name), at, limit)
    return _page(sources, view, agent, merged, proofs=proofs)


def session_sources(sources: Sources, agent: Agent, name: str) -> list[Source]:
    """Return the logs' parts of a session."""
    key, digest = sources.agent(agent.number).key, session_hash(name)
    return [Source(log, keys.log_session(log, key, digest), session_run, by_position=True) for log in agent.homes()]


def no_session(number: int, name: str) -> NotFoundError:
    """Make the error for a session that an agent does not have."""
    return NotFoundError(
        f"agent {number} has no record of session {name!r}",
        hint="a session appears when its first record is anchored",
        code="no_such_session",
    )


def record(sources: Sources, record_id: str, *, as_of: int | None) -> Answer[FoundRecord]:
    """Find a record by its id, with its proof.

    Raises:
        InvalidInputError: if the id has another form.
        NotFoundError: if no agent's record has that id, with a hint where it stands rejected, if it does.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    wanted = parse_hex32(record_id, what="record id")

    def question(view: View) -> tuple[FoundRecord, Completeness]:
        return known(sources, view, wanted), counted("a record id names one content: there is nothing else to find")

    return ask(sources, question, as_of)


def known(sources: Sources, view: View, wanted: bytes) -> FoundRecord:
    """Find a record by its 32-byte id.

    Raises:
        NotFoundError: if no agent's record has it as of the view's block.
    """
    found = find(sources, view, wanted)
    if found is None:
        raise _no_record(view, wanted)
    return found


def find(sources: Sources, view: View, wanted: bytes, *, proofs: bool = True) -> FoundRecord | None:
    """Find a record by its 32-byte id; None if no agent's record has it as of the view's block.

    Without `proofs` no log is opened.
    """
    ahead.read_record(view, wanted)
    places = view.chain_places(wanted)
    past = pasts(view, list({place.agent_id for _, _, place in places}))
    on_chain = [
        _chain_view(
            sources,
            view,
            place.agent_id,
            OnChain(block, index, place.epoch, place.stream, view.direct_row(place, block, index)),
            past[place.agent_id],
        )
        for block, index, place in places
    ]
    first = _in_log(sources, view, wanted, proofs=proofs) or next(iter(on_chain), None)
    if first is None:
        return None
    whole, *rest = [_marked(sources, view, [item])[0] for item in (first, *on_chain)]
    return FoundRecord(whole, rest)


def _in_log(sources: Sources, view: View, wanted: bytes, *, proofs: bool) -> RecordView | None:
    held = LogView(view).held_entry(wanted)
    if held is None or held[1].row.agent_id is None:
        return None
    place, entry = held
    agent = finding.agent(view, held[1].row.agent_id)
    prover = Prover(sources, view, agent)
    past = pasts(view, [agent.number])[agent.number]
    return _log_view(place.log, entry, place.position, prover, past, proofs=proofs)


def _no_record(view: View, wanted: bytes) -> NotFoundError:
    logs = LogView(view)
    strays = logs.strays(wanted)
    hint = "a record appears when its log is anchored; its id is the leaf hash of its canonical bytes"
    if strays:
        entry = logs.entries([(strays[0].log, strays[0].leaf)])[0]
        hint = (
            f"leaf {strays[0].leaf} of log {strays[0].log.hex()} holds such bytes, but they are not attributed to "
            f"the agent they name: {entry.row.check}"
        )
    return NotFoundError(f"no agent's record has id {wanted.hex()}", hint=hint, code="no_such_record")


def _page(sources: Sources, view: View, agent: Agent, merged: Merged, *, proofs: bool) -> Page[RecordView]:
    entries = ahead.read_entries(view, agent, merged.items)
    view.load_blocks([item.block if isinstance(item, OnChain) else item.run.block for item in merged.items])
    prover, past = Prover(sources, view, agent), pasts(view, [agent.number])[agent.number]
    items: list[RecordView] = []
    for item in merged.items:
        if isinstance(item, OnChain):
            items.append(_chain_view(sources, view, agent.number, item, past))
        else:
            entry = entries[item.log, item.run.leaf]
            positions = range(item.first, item.first + item.count)
            items += [_log_view(item.log, entry, position, prover, past, proofs=proofs) for position in positions]
    empty = merged.cursor.chain is None and not merged.cursor.logs
    items = _marked(sources, view, items)
    return Page(items, None if empty else merged.cursor.text(), merged.more)


def _marked(sources: Sources, view: View, items: list[RecordView]) -> list[RecordView]:
    """Say of records of one agent what became of them."""
    if not items:
        return []
    agent = finding.agent(view, AgentRef.parse(items[0].agent).agent_id)
    names = [[item.record_id, *(item.parents[:1] if _is_outcome(item) else ())] for item in items]
    found = effects(sources, view, agent, [[bytes.fromhex(name) for name in action] for action in names])
    return [
        replace(item, effect=effect.state, countersigned=effect.by) if effect.by else item
        for item, effect in zip(items, found, strict=True)
    ]


def _is_outcome(item: RecordView) -> bool:
    return item.content is not None and item.content["phase"] == "outcome"


def _chain_view(sources: Sources, view: View, number: int, item: OnChain, past: Past) -> RecordView:
    row = item.row
    seen = finding.seen(view, Witness(item.block, item.log_index, row.time, row.tx))
    return RecordView(
        record_id=row.record.hex(),
        agent=str(sources.agent(number)),
        epoch=item.epoch,
        stream=item.stream,
        seq=row.seq,
        home=ON_CHAIN,
        kind=_KINDS[row.kind] if row.kind < len(_KINDS) else str(row.kind),
        witnessed=seen,
        life=past.at(seen.time),
        content=None,
        text=None,
        task=row.task.hex() or None,
        parents=[parent.hex() for parent in row.parents],
        context=None,
        effect="unconfirmed",
        countersigned=None,
        proof=RecordProof(None, None, None, None, seen),
    )


def _log_view(  # what a record is told by
    log: bytes, entry: LogEntry, position: int, prover: Prover, past: Past, *, proofs: bool = True
) -> RecordView:
    if entry.segment is None:
        raise lost(f"the records of leaf {entry.leaf}")
    data = entry.segment.records[position]
    content = domain_record.decode(data)
    seen = prover.seen(log, entry.row.anchor)
    return RecordView(
        record_id=domain_record.record_id(data).hex(),
        agent=str(AgentRef.parse(content.agent)),
        epoch=content.epoch,
        stream=content.stream,
        seq=content.seq,
        home=log.hex(),
        kind=content.kind,
        witnessed=seen,
        life=past.at(seen.time),
        content=msgspec.json.decode(data),
        text=data.decode(),
        task=None,
        parents=list(content.parents or ()),
        context=seen_context(content),
        effect="unconfirmed",
        countersigned=None,
        proof=prover.record(log, entry, position) if proofs else None,
    )
