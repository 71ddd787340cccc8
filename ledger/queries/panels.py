"""A panel as its events made it: replayed through its machine, every revealed vote held against its commitment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from eth_abi.abi import decode as abi_decode
from eth_abi.exceptions import DecodingError

from ledger.domain.authority import vote_commitment
from ledger.domain.ids import Address
from ledger.domain.panel import QUORUM, SEATS, Ballot, Panel, Phase
from ledger.errors import LedgerError
from ledger.queries import finding
from ledger.queries.answers import Seen
from ledger.queries.lifecycle import Witness
from ledger.queries.trials import RULINGS
from ledger.store import court_rows as rows
from ledger.store.rows import Placed
from ledger.store.view import View

Row = Placed[rows.PanelRow]
_TERMS_KEPT: Final = 1024
TERMS = ("uint32", "uint32", "address", "address[]")


@dataclass(frozen=True, slots=True)
class SeatView:
    """One seat: what it did, and when. `matches` says whether the vote is the one committed to.

    `paid` was credited for the reveal, `slashed` taken from the stake for an absence, both in wei.
    """

    arbitrator: str
    did: str
    commitment: str | None
    committed: Seen | None
    vote: str | None
    reasons_hash: str | None
    salt: str | None
    revealed: Seen | None
    matches: bool | None
    paid: str
    slashed: str


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many votes are needed for a ruling, and how many there are."""

    need: int
    got: int


@dataclass(frozen=True, slots=True)
class PanelView:
    """A panel by its own number. Times in Unix seconds; 0 before the seats are drawn.

    `draw_block` is the block whose hash draws; `arms` how often one was named, of at most three. `returned` and
    `burned` are the pay of empty seats, in wei.
    """

    number: int
    arbitrator: str
    phase: str
    arms: int
    draw_block: int
    roster: int
    commit_until: int
    reveal_until: int
    quorum: Quorum
    votes: dict[str, int]
    ruling: str | None
    returned: str
    burned: str
    seats: list[SeatView]


@dataclass(slots=True)
class Bench:
    """A panel, replayed. `doubts` are differences between chain and machine, in words."""

    number: int
    arbitrator: Address
    panel: Panel
    roster: int
    rows: list[Row]
    matching: dict[Address, bool] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


def fold(number: int, history: Sequence[Row], chain_id: int, arbitrator: Address) -> Bench | None:
    """Replay a panel; None if it was never armed.

    Args:
        number: Its own number of the dispute.
        history: Its events in chain order.
        chain_id: Of which chain.
        arbitrator: Address of the panel's contract.
    """
    if not history or not isinstance(history[0].row, rows.Armed):
        return None
    armed = history[0].row
    commit_time, reveal_time = _times(armed.terms)
    panel = Panel(number, commit_time, reveal_time, armed.draw_block)
    bench = Bench(number, arbitrator, panel, armed.roster, list(history))
    absent: list[Address] = []
    for placed in history[1:]:
        told = _told(bench.panel, placed.row, absent)
        try:
            made = _made(bench, placed, chain_id, absent)
        except LedgerError as error:
            bench.doubts.append(f"{_where(placed)}: the model refuses it: {error.message}")
        else:
            if made != told:
                bench.doubts.append(f"{_where(placed)}: the model makes something else of it")
        bench.panel = told
    return bench


@lru_cache(maxsize=_TERMS_KEPT)
def _times(terms: bytes) -> tuple[int, int]:
    """Read the seconds to commit and to reveal; zero if the terms are no terms."""
    try:
        commit_time, reveal_time, _, _ = abi_decode(TERMS, terms)
    except DecodingError:
        return 0, 0
    return commit_time, reveal_time


def _where(placed: Row) -> str:
    return f"{type(placed.row).__name__} at log {placed.log_index} of block {placed.block}"


def _made(bench: Bench, placed: Row, chain_id: int, absent: list[Address]) -> Panel:
    row, panel = placed.row, bench.panel
    made = panel
    match row:
        case rows.Armed():
            made = panel.drawn([], now=row.time, block=placed.block)
        case rows.Drawn():
            made = panel.drawn([Address(seat) for seat in row.seats], now=row.time, block=placed.block)
        case rows.Committed():
            made = panel.commit(Address(row.arbitrator), row.commitment, now=row.time)
        case rows.Revealed():
            who, commitment = Address(row.arbitrator), _commitment(chain_id, bench, row)
            bench.matching[who] = panel.commitments.get(who) == commitment
            made = panel.reveal(who, row.vote, row.reasons, commitment, now=row.time)
        case rows.Concluded() if panel.phase is Phase.ARMED:
            made = panel.drawn([], now=row.time, block=placed.block)
        case rows.Concluded():
            made = panel.conclude(absent, now=row.time)
    return made


def _told(panel: Panel, row: rows.PanelRow, absent: list[Address]) -> Panel:
    """Return how the panel stands after an event, by what the event itself says; notes absences in `absent`."""
    after = panel
    match row:
        case rows.Armed():
            after = replace(panel, draw_block=row.draw_block, arms=row.arms)
        case rows.Drawn():
            seats = [Address(seat) for seat in row.seats]
            after = replace(
                panel, phase=Phase.VOTING, commit_until=row.commit_until, reveal_until=row.reveal_until,
                ballots=dict.fromkeys(seats, Ballot.SEATED),
            )  # fmt: skip
        case rows.Committed():
            who = Address(row.arbitrator)
            after = replace(
                panel,
                ballots={**panel.ballots, who: Ballot.COMMITTED},
                commitments={**panel.commitments, who: row.commitment},
            )
        case rows.Revealed():
            ballots = {**panel.ballots, Address(row.arbitrator): Ballot.REVEALED}
            after = replace(panel, ballots=ballots, votes=(*panel.votes, row.vote))
        case rows.Absent():
            absent.append(Address(row.arbitrator))
        case rows.Concluded():
            ballots = {**panel.ballots, **dict.fromkeys(absent, Ballot.ABSENT)}
            after = replace(panel, phase=Phase.CONCLUDED, ruling=row.ruling, ballots=ballots)
    return after


def _commitment(chain_id: int, bench: Bench, row: rows.Revealed) -> bytes:
    return vote_commitment(
        chain_id=chain_id,
        panel=bench.arbitrator,
        dispute_id=bench.number,
        arbitrator=Address(row.arbitrator),
        vote=row.vote,
        reasons_hash=row.reasons,
        salt=row.salt,
    )


def panel_view(view: View, bench: Bench) -> PanelView:
    """Write a panel down."""
    panel = bench.panel
    concluded = next((p.row for p in bench.rows if isinstance(p.row, rows.Concluded)), None)
    return PanelView(
        number=bench.number,
        arbitrator=bench.arbitrator,
        phase=panel.phase.name.lower(),
        arms=panel.arms,
        draw_block=panel.draw_block,
        roster=bench.roster,
        commit_until=panel.commit_until,
        reveal_until=panel.reveal_until,
        quorum=Quorum(QUORUM, len(panel.votes)),
        votes={name: panel.votes.count(vote) for vote, name in RULINGS.items()},
        ruling=RULINGS[panel.ruling] if panel.phase is Phase.CONCLUDED else None,
        returned="0" if concluded is None else concluded.returned,
        burned="0" if concluded is None else concluded.burned,
        seats=[_seat(view, bench, seat) for seat in list(panel.ballots)[:SEATS]],
    )


def _seat(view: View, bench: Bench, who: Address) -> SeatView:
    committed, revealed, absent = (_of(bench, kind, who) for kind in (rows.Committed, rows.Revealed, rows.Absent))
    vote = revealed.row if revealed is not None and isinstance(revealed.row, rows.Revealed) else None
    commitment = bench.panel.commitments.get(who)
    return SeatView(
        arbitrator=who,
        did=bench.panel.ballots[who].name.lower(),
        commitment=None if commitment is None else commitment.hex(),
        committed=_seen(view, committed),
        vote=None if vote is None else RULINGS.get(vote.vote, str(vote.vote)),
        reasons_hash=None if vote is None else vote.reasons.hex(),
        salt=None if vote is None else vote.salt.hex(),
        revealed=_seen(view, revealed),
        matches=bench.matching.get(who),
        paid="0" if vote is None else vote.paid,
        slashed=absent.row.slashed if absent is not None and isinstance(absent.row, rows.Absent) else "0",
    )


def _of(bench: Bench, kind: type[rows.Committed | rows.Revealed | rows.Absent], who: Address) -> Row | None:
    return next((p for p in bench.rows if isinstance(p.row, kind) and p.row.arbitrator == who), None)


def _seen(view: View, placed: Row | None) -> Seen | None:
    if placed is None:
        return None
    return finding.seen(view, Witness(placed.block, placed.log_index, placed.row.time, placed.row.tx))
