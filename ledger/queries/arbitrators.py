"""Arbitrators: who may be drawn, what they declared, and what they did with their seats."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address
from ledger.errors import InvalidInputError
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.bonds import BondView, bonds
from ledger.queries.cursors import Place
from ledger.queries.effects import stake_subject
from ledger.queries.lifecycle import Witness
from ledger.queries.paging import Asked, paged
from ledger.queries.sources import Sources
from ledger.queries.track_records import TrackRecord, track_records
from ledger.queries.trials import RULINGS
from ledger.store import arbitrator_rows as rows
from ledger.store.court_view import CourtView
from ledger.store.rows import WIDE_BYTES, Placed
from ledger.store.view import View, lost

BASIS: Final = "numbers of the roster are given one by one, so a missing one would show as a missing number"


@dataclass(frozen=True, slots=True)
class SeatCounts:
    """What an arbitrator did with the seats it was drawn for. Of these `voting` are still open.

    A seat was `recused` when a receipt showed that it dealt with a party; a vote `leaked` when it was shown too early.
    """

    drawn: int
    committed: int
    revealed: int
    absent: int
    recused: int
    leaked: int
    voting: int


@dataclass(frozen=True, slots=True)
class ArbitratorView:
    """One arbitrator, under its `number` on the roster.

    `document` is the hash of what says who it is. It is attested to be `human`, or a `model` judges, named by the hash
    of its id. It may be drawn while it is `listed`, accredited
    until `valid_until` (Unix seconds), and has enough of its `stake` left (wei, bonds in the vault). `votes` counts
    those revealed, `conflicts` are the accounts that it declared it may not judge. `cluster` is what it was shown to
    belong to; nobody sits beside its own. Dissent costs nothing, and `record` says how its rulings fared.
    """

    number: int
    arbitrator: str
    listed: bool
    accredited: bool
    document: str
    human: bool
    model: str | None
    valid_until: int
    stake: BondView | None
    conflicts: list[str]
    seats: SeatCounts
    votes: dict[str, int]
    cluster: str | None
    record: TrackRecord
    since: Seen


def arbitrators(sources: Sources, *, cursor: str | None, limit: int, as_of: int | None) -> Answer[Page[ArbitratorView]]:
    """List the arbitrators by their numbers, retired ones included.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    asked = Asked.parse("arbitrators", cursor, limit, as_of)
    first = 0 if asked.cursor is None or asked.cursor.chain is None else _number(asked.cursor.chain) + 1

    def question(view: View) -> tuple[Page[ArbitratorView], Completeness]:
        at = asked.begin(view)
        court = CourtView(view)
        named = court.roster(first, limit + 1)
        histories = court.arbitrators([account for _, account in named])
        found = [(*who, history) for who, history in zip(named, histories, strict=True) if _is_listed(history)]
        page = found[:limit]
        view.load_blocks([history[0].block for _, _, history in page])
        now = block_at(sources, view).time
        held = bonds(view.bonds(stake_subject(sources.contracts["PanelArbitrator"])))
        stakes = {bond.beneficiary: bond for bond in held}
        records = track_records(view, {who: history for _, who, history in page})
        items = [
            _arbitrator(view, number, who, history, stakes.get(who), records[who], now) for number, who, history in page
        ]
        end = Place(view.block, page[-1][0].to_bytes(WIDE_BYTES, "big")) if page else None
        complete = [number for number, _, _ in page] == list(range(first, first + len(page)))
        return paged(view, at, items, end, more=len(found) > limit), counted(BASIS, complete=complete)

    return ask(sources, question, as_of)


def _is_listed(history: list[Placed[rows.ArbitratorRow]]) -> bool:
    # Of any account it may be shown to which cluster it belongs, long before it is listed.
    return any(not isinstance(placed.row, rows.Clustered) for placed in history)


def _number(place: Place) -> int:
    if len(place.prefix) != WIDE_BYTES:
        raise InvalidInputError("the cursor does not fit the list", hint="start again", code="bad_cursor")
    return int.from_bytes(place.prefix, "big")


def _arbitrator(
    view: View,
    number: int,
    who: Address,
    history: list[Placed[rows.ArbitratorRow]],
    stake: BondView | None,
    record: TrackRecord,
    now: int,
) -> ArbitratorView:
    listings = [placed.row for placed in history if isinstance(placed.row, rows.Listed)]
    if not listings:
        raise lost(f"the listing of arbitrator {who}")
    standing = [placed.row for placed in history if isinstance(placed.row, rows.Listed | rows.Retired)]
    conflicts = {p.row.party: p.row.conflicted for p in history if isinstance(p.row, rows.ConflictDeclared)}
    sat = [placed.row for placed in history if isinstance(placed.row, rows.Sat)]
    did = Counter(row.did for row in sat)
    votes = Counter(row.vote for row in sat if row.vote is not None)
    first = next(placed for placed in history if isinstance(placed.row, rows.Listed))
    return ArbitratorView(
        number=number,
        arbitrator=who,
        listed=isinstance(standing[-1], rows.Listed),
        accredited=listings[-1].valid_until > now,
        document=listings[-1].document.hex(),
        human=listings[-1].model == ZERO32,
        model=None if listings[-1].model == ZERO32 else listings[-1].model.hex(),
        valid_until=listings[-1].valid_until,
        stake=stake,
        conflicts=[party for party, conflicted in conflicts.items() if conflicted],
        seats=SeatCounts(
            drawn=did["drawn"],
            committed=did["committed"],
            revealed=did["revealed"],
            absent=did["absent"],
            recused=did["recused"],
            leaked=did["leaked"],
            voting=did["drawn"] - did["revealed"] - did["absent"] - did["recused"],
        ),
        votes={name: votes[vote] for vote, name in RULINGS.items()},
        cluster=next((p.row.cluster.hex() for p in reversed(history) if isinstance(p.row, rows.Clustered)), None),
        record=record,
        since=finding.seen(view, Witness(first.block, first.log_index, first.row.time, first.row.tx)),
    )
