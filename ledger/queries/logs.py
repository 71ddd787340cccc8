"""Logs: who operates them, what they anchored, and how much of it the mirror holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.ids import parse_hex32
from ledger.errors import NotFoundError
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, WaitingLog
from ledger.queries.asking import ask
from ledger.queries.bonds import BondView, bonds
from ledger.queries.coverage import waiting_logs
from ledger.queries.cursors import Place
from ledger.queries.lifecycle import Witness
from ledger.queries.paging import Asked, paged
from ledger.queries.proofs import url_of, witness_of
from ledger.queries.sources import Sources
from ledger.store import rows
from ledger.store.log_view import Anchor, LogView
from ledger.store.rows import Placed
from ledger.store.view import View, lost

ANCHOR_BASIS: Final = "the contract numbers a log's anchors from 0; the ones held are {held}, without a gap"
LOG_BASIS: Final = "events of ActionLog; the chain keeps no counter of logs"


@dataclass(frozen=True, slots=True)
class AnchorView:
    """One anchored state: `size` entries under `root`, accepted by the contract with its consistency proof."""

    index: int
    size: int
    root: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class LogSummary:
    """One log. `held_size` entries are in the mirror, of which `rejected` failed a check (see `rejections`)."""

    log: str
    origin: str
    operator: str
    url: str
    checkpoint_key: str
    registered: Seen
    anchors: int
    anchored_size: int
    anchored_root: str | None
    held_size: int
    rejected: int
    bonds: list[BondView]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A leaf whose records are nobody's, and the check that it failed."""

    leaf: int
    check: str


@dataclass(frozen=True, slots=True)
class AnchorsPage:
    """A log, one page of its anchors, oldest first, and its newest rejected leaves (at most 50)."""

    log: LogSummary
    anchors: Page[AnchorView]
    rejections: list[Rejection]


_REJECTIONS: Final = 50


def logs(sources: Sources, *, cursor: str | None, limit: int, as_of: int | None) -> Answer[Page[LogSummary]]:
    """List logs in order of registration.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    asked = Asked.parse("logs", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[LogSummary], Completeness]:
        at = asked.begin(view)
        found = LogView(view).logs(at.position, limit + 1)
        names = [log for log, _ in found[:limit]]
        end = Place(found[len(names) - 1][1].block, found[len(names) - 1][1].prefix) if names else None
        page = paged(view, at, summaries(view, names), end, more=len(found) > limit)
        return page, _waiting(waiting_logs(view, names), LOG_BASIS)

    return ask(sources, question, as_of)


def anchors(sources: Sources, log_id: str, *, cursor: str | None, limit: int, as_of: int | None) -> Answer[AnchorsPage]:
    """List a log's anchors, oldest first.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such log.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    log = parse_hex32(log_id, what="log id")
    asked = Asked.parse(f"anchors/{log.hex()}", cursor, limit, as_of)

    def question(view: View) -> tuple[AnchorsPage, Completeness]:
        reader = LogView(view)
        if not reader.lives([log])[0]:
            raise NotFoundError(
                f"there is no log {log.hex()} as of block {view.block}", hint="see GET /v1/logs", code="no_such_log"
            )
        at = asked.begin(view)
        found = reader.anchors(log, None if at.chain is None else at.chain.skip, limit + 1)
        page = found[:limit]
        view.load_blocks([anchor.block for anchor in page])
        end = Place(page[-1].block, b"", page[-1].index) if page else None
        items = [_anchor(view, anchor) for anchor in page]
        summary = summaries(view, [log])[0]
        answer = AnchorsPage(
            summary,
            paged(view, at, items, end, more=len(found) > limit),
            [Rejection(leaf, check) for leaf, check in reader.rejected(log, _REJECTIONS)],
        )
        basis = ANCHOR_BASIS.format(held=f"0 to {summary.anchors - 1}" if summary.anchors else "none")
        return answer, _waiting(waiting_logs(view, [log]), basis)

    return ask(sources, question, as_of)


def _waiting(found: list[WaitingLog], basis: str) -> Completeness:
    return Completeness(not found, basis, [], found)


def _anchor(view: View, anchor: Anchor) -> AnchorView:
    return AnchorView(anchor.index, anchor.row.size, anchor.row.root.hex(), finding.seen(view, witness_of(anchor)))


def summaries(view: View, names: list[bytes]) -> list[LogSummary]:
    """Return several logs; each must be registered."""
    reader = LogView(view)
    lives = reader.lives(names)
    view.load_blocks([life[0].block for life in lives])
    found = zip(
        names, lives, reader.last_anchors(names), reader.cursors(names), reader.rejected_counts(names), strict=True
    )
    return [_summary(view, log, life, anchor, cursor, rejected) for log, life, anchor, cursor, rejected in found]


def _summary(
    view: View,
    log: bytes,
    life: list[Placed[rows.LogRow]],
    anchor: Anchor | None,
    cursor: rows.LogCursor | None,
    rejected: int,
) -> LogSummary:
    first = life[0].row
    if not isinstance(first, rows.LogRegistered):
        raise lost(f"the registration of log {log.hex()}")
    size = 0 if anchor is None else anchor.row.size
    return LogSummary(
        log=log.hex(),
        origin=first.origin,
        operator=first.operator,
        url=url_of(life),
        checkpoint_key=first.checkpoint_key.hex(),
        registered=finding.seen(view, Witness(life[0].block, life[0].log_index, first.time, first.tx)),
        anchors=0 if anchor is None else anchor.index + 1,
        anchored_size=size,
        anchored_root=None if anchor is None else anchor.row.root.hex(),
        held_size=min(size, 0 if cursor is None else cursor.size),
        rejected=rejected,
        bonds=bonds(view.bonds(log)),
    )
