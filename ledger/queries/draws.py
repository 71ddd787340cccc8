"""The draw of a panel, for a case bundle: its block, and the events that tell whom the block's hash named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.domain.case.draw import named_numbers
from ledger.domain.hashing import keccak
from ledger.domain.ids import Address
from ledger.queries.lifecycle import Witness
from ledger.queries.panels import Bench
from ledger.queries.sources import Sources
from ledger.store import arbitrator_rows, panel_rows
from ledger.store.court_view import CourtView
from ledger.store.rows import Placed
from ledger.store.view import View, lost


@dataclass(frozen=True, slots=True)
class DrawProof:
    """A draw that can be recomputed: number and RLP header of its block, and the events beside it."""

    block: int
    header: bytes
    events: tuple[Witness, ...]


def draw_proofs(sources: Sources, view: View, benches: Sequence[Bench], parties: Sequence[Address]) -> list[DrawProof]:
    """Return what the draws of a dispute's panels are recomputed from, oldest first.

    Args:
        sources: What to read.
        view: As of which block.
        benches: The panels.
        parties: Who may not judge.

    Raises:
        StaleMirrorError: if the mirror has lost an arbitrator.
        UnavailableError: if the node cannot be asked for a block.
    """
    return [_proof(sources, view, bench, *draw, parties) for bench in benches for draw in _draws(bench)]


def _draws(bench: Bench) -> Iterator[tuple[Placed[panel_rows.PanelRow], Sequence[str], int]]:
    """Yield each draw: the row that tells it, the seats, and the block whose hash drew."""
    block = 0
    for item in bench.rows:
        if isinstance(item.row, panel_rows.Armed):
            block = item.row.draw_block
        elif isinstance(item.row, panel_rows.Drawn | panel_rows.Seated):
            yield item, item.row.seats, block


def _proof(
    sources: Sources,
    view: View,
    bench: Bench,
    drawn: Placed[panel_rows.PanelRow],
    seats: Sequence[str],
    block: int,
    parties: Sequence[Address],
) -> DrawProof:
    header, wanted = sources.header(block), len(seats)
    seed = keccak(header)
    asked = named_numbers(seed, bench.number, bench.roster, {}, [], wanted)  # nobody known: all that may be named
    listed = {number: _at(view, number) for number in asked}
    named = named_numbers(seed, bench.number, bench.roster, listed, seats, wanted)
    accounts = [listed[number] for number in named]
    lives = CourtView(view).arbitrators(accounts)
    events: list[Witness] = []
    for account, life in zip(accounts, lives, strict=True):
        before = [item for item in life if (item.block, item.log_index) < (drawn.block, drawn.log_index)]
        listing = next((item for item in reversed(before) if isinstance(item.row, arbitrator_rows.Listed)), None)
        if listing is None:
            raise lost(f"the listing of arbitrator {account}")
        events.append(_witness(listing))
        if account not in {*bench.panel.ballots, *parties}:
            events += map(_witness, _reasons(listing, before, drawn.row.time, parties))
    return DrawProof(block, header, tuple(events))


def _at(view: View, number: int) -> Address:
    found = CourtView(view).roster(number, 1)
    if not found:
        raise lost(f"arbitrator number {number}")
    return found[0][1]


def _reasons(
    listing: Placed[arbitrator_rows.ArbitratorRow],
    life: Sequence[Placed[arbitrator_rows.ArbitratorRow]],
    now: int,
    parties: Sequence[Address],
) -> Iterator[Placed[arbitrator_rows.ArbitratorRow]]:
    """Return the events that say why someone could not sit, when its listing does not."""
    if isinstance(listing.row, arbitrator_rows.Listed) and listing.row.valid_until <= now:
        return
    conflicts = {item.row.party: item for item in life if isinstance(item.row, arbitrator_rows.ConflictDeclared)}
    declared = [
        item
        for party, item in conflicts.items()
        if party in parties and isinstance(item.row, arbitrator_rows.ConflictDeclared) and item.row.conflicted
    ]
    after = life[life.index(listing) :]
    yield from declared or [item for item in after if isinstance(item.row, arbitrator_rows.Retired)]


def _witness(placed: Placed[arbitrator_rows.ArbitratorRow]) -> Witness:
    return Witness(placed.block, placed.log_index, placed.row.time, placed.row.tx)
