"""Bundles: one record, or one session, with everything that proves it, in a file that verifies offline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from msgspec import UNSET

from ledger.domain.bundle import (
    BlockRef,
    Bundle,
    BundledAnchor,
    BundledFact,
    BundledSegment,
    Subject,
    bundle_segment,
    make_bundle,
)
from ledger.domain.ids import LogId, parse_hex32
from ledger.errors import NotFoundError, TooLargeError
from ledger.queries import cursors, finding
from ledger.queries.answers import Answer, Completeness, counted
from ledger.queries.asking import ask
from ledger.queries.cursors import Cursor
from ledger.queries.lifecycle import Agent, Witness
from ledger.queries.lives import Life, pasts
from ledger.queries.merging import InLog, Merged, merge
from ledger.queries.notes import said_of
from ledger.queries.proofs import Prover, url_of, witness_of
from ledger.queries.records import no_session, session_sources
from ledger.queries.sources import Sources
from ledger.store import rows
from ledger.store.log_view import Anchor, LogEntry, LogView
from ledger.store.view import View, lost

MAX_RECORDS: Final = 10_000


@dataclass(slots=True)
class _Picked:
    """Records of one log: which positions of which leaves."""

    leaves: dict[int, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MarkedBundle:
    """A bundle, and beside it how the agent stood when the chain first saw the bundle's records.

    The file itself proves no lifecycle; `lives` is the mirror's word, as that of every record in a list.
    """

    bundle: Bundle
    lives: tuple[Life, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a bundle is made of, before the chain is asked for proofs."""

    subject: Subject
    segments: list[BundledSegment]
    anchors: list[BundledAnchor]
    facts: list[tuple[str, Witness]]
    lives: tuple[Life, ...]


def record_bundle(sources: Sources, record_id: str, *, as_of: int | None) -> Bundle:
    """Bundle one record.

    Raises:
        InvalidInputError: if the id has another form.
        NotFoundError: if no log holds it as an agent's record.
        StaleMirrorError: if the mirror cannot vouch for it.
        UnavailableError: if node or log do not give their proofs now.
    """
    return marked_record_bundle(sources, record_id, as_of=as_of).bundle


def marked_record_bundle(sources: Sources, record_id: str, *, as_of: int | None) -> MarkedBundle:
    """Bundle one record, and say how its agent stood; see `record_bundle`."""
    wanted = parse_hex32(record_id, what="record id")

    def question(view: View) -> tuple[_Parts, Completeness]:
        held = LogView(view).held_entry(wanted)
        if held is None or held[1].row.agent_id is None:
            raise _no_bundle(view, wanted)
        place, number = held[0], held[1].row.agent_id
        agent = finding.agent(view, number)
        picked = {place.log: _Picked({place.leaf: [place.position]})}
        subject = Subject(kind="record", agent=str(sources.agent(agent.number)), id=wanted.hex())
        return _parts(sources, view, agent, subject, picked), counted("")

    return _bundle(sources, question, as_of)


def session_bundle(sources: Sources, agent: str, name: str, *, as_of: int | None) -> Bundle:
    """Bundle all records of one session of an agent.

    Raises:
        InvalidInputError: if the agent has another form.
        NotFoundError: if it has no record of that session.
        StaleMirrorError: if the mirror cannot vouch for it.
        TooLargeError: over 10,000 records.
        UnavailableError: if node or log do not give their proofs now.
    """
    return marked_session_bundle(sources, agent, name, as_of=as_of).bundle


def marked_session_bundle(sources: Sources, agent: str, name: str, *, as_of: int | None) -> MarkedBundle:
    """Bundle a session, and say how its agent stood; see `session_bundle`."""
    number = finding.agent_number(sources, agent)

    def question(view: View) -> tuple[_Parts, Completeness]:
        found = finding.agent(view, number)
        at = cursors.start("bundle", as_of, view.books.cursor)
        merged = merge(view, number, [], session_sources(sources, found, name), at, MAX_RECORDS)
        if not merged.items:
            raise no_session(number, name)
        if merged.more:
            raise TooLargeError(
                f"session {name!r} has over {MAX_RECORDS} records", hint="bundle its records one by one"
            )
        picked = _positions(merged)
        subject = Subject(kind="session", agent=str(sources.agent(number)), id=name)
        return _parts(sources, view, found, subject, picked), counted("")

    return _bundle(sources, question, as_of)


def session_bundles(sources: Sources, agent: str, name: str, *, as_of: int, most: int) -> Iterator[Bundle]:
    """Bundle all records of a session that a log holds, in as many bundles as it takes.

    Args:
        sources: What to read.
        agent: Number or global id.
        name: Of the session.
        as_of: As of which block; all bundles are of this one.
        most: Most records in a bundle, 1..10,000.

    Raises:
        InvalidInputError: if the agent has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for it.
        UnavailableError: if node or log do not give their proofs now.
    """
    number = finding.agent_number(sources, agent)
    at: Cursor | None = None
    more = True

    def begin(view: View) -> Cursor:
        return at or cursors.start("bundle", as_of, view.books.cursor)

    def question(view: View) -> tuple[tuple[_Parts | None, Merged], Completeness]:
        found = finding.agent(view, number)
        merged = merge(view, number, [], session_sources(sources, found, name), begin(view), min(most, MAX_RECORDS))
        picked = _positions(merged)
        subject = Subject(kind="session", agent=str(sources.agent(number)), id=name)
        return ((_parts(sources, view, found, subject, picked) if picked else None), merged), counted("")

    while more:
        answer = ask(sources, question, as_of)
        parts, merged = answer.data
        if parts is not None:
            yield _made(sources, answer, parts).bundle
        at, more = merged.cursor, merged.more


def _positions(merged: Merged) -> dict[bytes, _Picked]:
    picked: dict[bytes, _Picked] = {}
    for item in merged.items:
        if isinstance(item, InLog):
            positions = picked.setdefault(item.log, _Picked()).leaves.setdefault(item.run.leaf, [])
            positions.extend(range(item.first, item.first + item.count))
    return picked


def _bundle(
    sources: Sources, question: Callable[[View], tuple[_Parts, Completeness]], as_of: int | None
) -> MarkedBundle:
    answer = ask(sources, question, as_of)
    return _made(sources, answer, answer.data)


def _made(sources: Sources, answer: Answer[Any], parts: _Parts) -> MarkedBundle:
    facts = [BundledFact.of(event, sources.prove(seen.tx, seen.log_index)) for event, seen in parts.facts]
    bundle = make_bundle(
        subject=parts.subject,
        as_of=BlockRef.of(answer.as_of.number, sources.header(answer.as_of.number)),
        chain_id=answer.chain_id,
        contracts=sources.contracts,
        segments=parts.segments,
        anchors=parts.anchors,
        facts=facts,
    )
    return MarkedBundle(bundle, parts.lives)


def _parts(sources: Sources, view: View, agent: Agent, subject: Subject, picked: dict[bytes, _Picked]) -> _Parts:
    prover = Prover(sources, view, agent)
    segments: list[BundledSegment] = []
    anchors: list[BundledAnchor] = []
    facts: dict[tuple[int, int], tuple[str, Witness]] = {}
    past = pasts(view, [agent.number])[agent.number]
    lives: dict[Life, None] = {}
    for log, chosen in picked.items():
        leaves = sorted(chosen.leaves)
        entries = LogView(view).entries([(log, leaf) for leaf in leaves])
        anchor = prover.anchor(log, max(entry.row.anchor for entry in entries))
        anchors.append(_bundled_anchor(sources, view, log, anchor))
        lives |= {past.at(witness_of(prover.anchor(log, entry.row.anchor)).time): None for entry in entries}
        segments += [_segment(prover, log, anchor, entry, chosen.leaves[entry.leaf]) for entry in entries]
        for event, witness in (*_log_facts(view, log, anchor), *_key_facts(agent, entries)):
            facts[witness.block, witness.log_index] = (event, witness)
    return _Parts(subject, segments, anchors, [facts[place] for place in sorted(facts)], tuple(lives))


def _segment(prover: Prover, log: bytes, anchor: Anchor, entry: LogEntry, positions: Sequence[int]) -> BundledSegment:
    if entry.segment is None:
        raise lost(f"the records of leaf {entry.leaf}")
    path = prover.log(log).checked(entry.leaf, anchor)
    return bundle_segment(log=log, leaf_index=entry.leaf, segment=entry.segment, log_path=path, positions=positions)


def _bundled_anchor(sources: Sources, view: View, log: bytes, anchor: Anchor) -> BundledAnchor:
    life = LogView(view).lives([log])[0]
    opened = partial(sources.open_log, log, url_of(life))
    chain_id = sources.mirror.space.chain_id
    said = said_of(opened, anchor, _registered(life[0].row, log), chain_id, LogId(log)) or (None, None)
    return BundledAnchor(
        log=log.hex(),
        index=anchor.index,
        size=anchor.row.size,
        root=anchor.row.root.hex(),
        note=said[0],
        stamp=UNSET if said[1] is None else said[1].hex(),
    )


def _registered(row: rows.LogRow, log: bytes) -> rows.LogRegistered:
    if not isinstance(row, rows.LogRegistered):
        raise lost(f"the registration of log {log.hex()}")
    return row


def _log_facts(view: View, log: bytes, anchor: Anchor) -> Iterable[tuple[str, Witness]]:
    born = LogView(view).lives([log])[0][0]
    row = _registered(born.row, log)
    yield "LogRegistered", Witness(born.block, born.log_index, row.time, row.tx)
    yield "Anchored", Witness(anchor.block, anchor.row.log_index, anchor.row.time, anchor.row.tx)


def _key_facts(agent: Agent, entries: Sequence[LogEntry]) -> Iterable[tuple[str, Witness]]:
    """Name the events behind each signer: its registration, and what ended it or its epoch."""
    for entry in entries:
        if entry.entry is None:
            raise lost(f"entry {entry.leaf}")
        epoch = agent.epochs[entry.entry.segment.epoch]
        key = epoch.keys[entry.row.signer]
        yield "KeyRegistered", key.registered
        if key.revoked is not None:
            yield "KeyRevoked", key.revoked
        if epoch.closed is not None and epoch.ended_by != "transfer":
            yield "EpochClosed", epoch.closed


def _no_bundle(view: View, wanted: bytes) -> NotFoundError:
    if view.chain_places(wanted):
        return NotFoundError(
            f"record {wanted.hex()} was made on chain, which keeps its hash alone",
            hint="its proof is the transaction: see GET /v1/records/<id>; bundles are for records in logs",
            code="no_bundle",
        )
    return NotFoundError(
        f"no log holds a record {wanted.hex()} of an agent", hint="see GET /v1/records/<id>", code="no_such_record"
    )
