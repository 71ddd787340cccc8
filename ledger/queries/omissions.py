"""Omissions: what an agent promised in a receipt, and its stream does not hold; see `promises` for how it is found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from ledger.domain.ids import parse_hex32
from ledger.domain.omission import Omission, OmissionKind, due
from ledger.errors import NotFoundError
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen
from ledger.queries.asking import ask
from ledger.queries.countersigned import Countersigned, countersigned
from ledger.queries.coverage import ON_CHAIN
from ledger.queries.cursors import Place
from ledger.queries.paging import Asked, paged
from ledger.queries.promises import Promise, Promises, There, order, promises
from ledger.queries.sources import Sources
from ledger.store.view import View

BASIS: Final = (
    "receipts that records of anchored logs carry, against the anchored stream of whoever signed them; a receipt that "
    "nobody wrote down shows nothing"
)


@dataclass(frozen=True, slots=True)
class HeldView:
    """What stands at the promised place: the record, its log (or `chain`), and where the chain first saw it."""

    record_id: str
    home: str
    witnessed: Seen


@dataclass(frozen=True, slots=True)
class OmissionView:
    """One omission: `agent` promised the record `record_id` at a place of its stream by `anchor_by`.

    `kind`: hidden (nothing is there), late (it came after `due`, which is `anchor_by` and a grace), contradicted
    (another record is there: `held`). `since` is when that was known first; it never changes. Times are Unix seconds.
    `receipt` is the proof, a document `ombud/receipt/1` that `signer`, a key of the agent, signed; `shown_by` is the
    record of whoever received it, `omission` the receipt's EIP-712 hash.
    """

    omission: str
    kind: OmissionKind
    agent: str
    epoch: int
    stream: int
    seq: int
    record_id: str
    log: str
    anchor_by: int
    due: int
    since: int
    held: HeldView | None
    signer: str
    receipt: dict[str, Any]
    shown_by: Countersigned


@dataclass(frozen=True, slots=True)
class OmissionCounts:
    """How the receipts stand that others counter-signed: kept, not due yet, waiting for a log, or broken by kind."""

    kept: int
    not_due: int
    waiting: int
    hidden: int
    late: int
    contradicted: int


def omissions(
    sources: Sources, *, agent: str | None = None, cursor: str | None, limit: int, as_of: int | None
) -> Answer[Page[OmissionView]]:
    """List omissions by when they were known first, then by receipt.

    What is due later comes behind what was read; a log that was not read for a time may bring some that belong before.

    Args:
        sources: What to read.
        agent: Only those of this agent: number or global id.
        cursor: Where to go on.
        limit: Most omissions on the page, 1..500.
        as_of: As of which block.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = None if agent is None else finding.agent_number(sources, agent)
    asked = Asked.parse(f"omissions/{'' if number is None else number}", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[OmissionView], Completeness]:
        found = promises(sources, view, number)
        return _page(sources, view, asked, found.found.broken), _complete(found)

    return ask(sources, question, as_of)


def omission(sources: Sources, name: str, *, as_of: int | None) -> Answer[OmissionView]:
    """Return one omission by its receipt's EIP-712 hash.

    Raises:
        InvalidInputError: if the name or as_of have another form.
        NotFoundError: if no omission has it: its promise is kept, not due yet, or was never counter-signed.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    wanted = parse_hex32(name, what="omission")

    def question(view: View) -> tuple[OmissionView, Completeness]:
        found = promises(sources, view, None)
        for item, broken in found.found.broken:
            if item.shown.name == wanted:
                return _told(sources, view, item, broken), _complete(found)
        raise NotFoundError(
            f"there is no omission {wanted.hex()} as of block {view.block}",
            hint="see GET /v1/omissions; what is kept or not due yet is none",
            code="no_such_omission",
        )

    return ask(sources, question, as_of)


def counts(sources: Sources, view: View, number: int | None = None) -> OmissionCounts:
    """Count how the promises of one agent stand, or of all agents, as of a view's block.

    Raises:
        NotFoundError: if there is no such agent.
    """
    found = promises(sources, view, number).found
    kinds = [item.broken.kind for item in found.items if item.broken is not None]
    kept = {item.shown.name for item in found.items if item.broken is None and item.there is not None}
    waiting = sum(item.waits for item in found.items)
    return OmissionCounts(
        kept=len(kept | found.kept),
        not_due=len(found.items) - len(kinds) - len(kept) - waiting,
        waiting=waiting,
        hidden=kinds.count("hidden"),
        late=kinds.count("late"),
        contradicted=kinds.count("contradicted"),
    )


def _complete(found: Promises) -> Completeness:
    return Completeness(not found.waiting, BASIS, [], found.waiting)


def _page(sources: Sources, view: View, asked: Asked, found: Sequence[tuple[Promise, Omission]]) -> Page[OmissionView]:
    """Cut the page that the cursor asks for out of the whole list.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
    """
    at = asked.begin(view)
    last = None if at.chain is None else (at.chain.block, at.chain.prefix)
    begin = 0 if last is None else bisect_right(found, last, key=order)
    page = found[begin : begin + asked.limit]
    view.load_blocks([promise.shown.by.block for promise, _ in page])
    items = [_told(sources, view, promise, omission) for promise, omission in page]
    end = Place(*order(page[-1])) if page else None
    return paged(view, at, items, end, more=begin + len(page) < len(found))


def _told(sources: Sources, view: View, promise: Promise, omission: Omission) -> OmissionView:
    shown = promise.shown
    said = shown.signed.receipt
    return OmissionView(
        omission=shown.name.hex(),
        kind=omission.kind,
        agent=str(sources.agent(promise.agent.number)),
        epoch=said.epoch,
        stream=said.stream,
        seq=said.seq,
        record_id=said.record_hash.hex(),
        log=said.log.hex(),
        anchor_by=said.anchor_by,
        due=due(said),
        since=omission.since,
        held=None if promise.there is None else _held(view, promise.there),
        signer=shown.signer,
        receipt=msgspec.json.decode(shown.signed.pack()),
        shown_by=countersigned(sources, view, shown.by, shown.name),
    )


def _held(view: View, there: There) -> HeldView:
    home = ON_CHAIN if there.log is None else there.log.hex()
    return HeldView(there.held.record.hex(), home, finding.seen(view, there.witness(view)))
