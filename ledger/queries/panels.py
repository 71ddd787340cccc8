"""A panel as its events made it: replayed through its machine, every revealed vote held against its commitment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from ledger.domain.authority import vote_commitment
from ledger.domain.dispute import NOBODY, REFUSED
from ledger.domain.ids import Address
from ledger.domain.panel import DRAW_DELAY, MANY, Ballot, Panel, Phase
from ledger.domain.panel_terms import read_terms
from ledger.errors import LedgerError
from ledger.queries import finding
from ledger.queries.answers import Seen
from ledger.queries.trials import RULINGS
from ledger.store import panel_rows as rows
from ledger.store.rows import Placed
from ledger.store.view import View

Row = Placed[rows.PanelRow]
_TERMS_KEPT: Final = 1024


@dataclass(frozen=True, slots=True)
class SeatView:
    """One seat of draw `round`: what it did, and when. `matches` says whether the vote is the one committed to.

    `model` is the hash of the id of the model that voted, none for a human.
    `paid` was credited for the reveal, `slashed` taken from the stake for an absence or a leak, both in wei.
    """

    arbitrator: str
    round: int
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
    model: str | None


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many votes are needed for a ruling, and how many there are."""

    need: int
    got: int


@dataclass(frozen=True, slots=True)
class PanelView:
    """A panel by its own number. Times in Unix seconds; 0 before the seats are drawn.

    `draw_block` is the block whose hash draws; `arms` how often one was named for this draw, of at most three. `round`
    counts the draws: others are drawn when nobody decided. `returned` and `burned` are the pay of empty seats, in wei.
    A panel of seven that `reviews` says whether the `earlier_ruling` stands. `votes` are those of the last draw.
    """

    number: int
    arbitrator: str
    phase: str
    round: int
    reviews: bool
    earlier_ruling: str | None
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
    drawn_in: dict[Address, int] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


def fold(
    number: int, history: Sequence[Row], chain_id: int, arbitrator: Address, *, prior: int = REFUSED
) -> Bench | None:
    """Replay a panel; None if it was never armed.

    Args:
        number: Its own number of the dispute.
        history: Its events in chain order; what tells of a later review of it is left aside.
        chain_id: Of which chain.
        arbitrator: Address of the panel's contract.
        prior: What was ruled before, if it reviews a ruling.
    """
    if not history or not isinstance(history[0].row, rows.Armed):
        return None
    armed, own = history[0].row, [item for item in history if not _is_of_another(item.row, number)]
    terms = _read(armed.terms)
    times = (0, 0) if terms is None else (terms.commit_time, terms.reveal_time)
    if terms is not None and terms.earlier_id:
        panel = Panel.review(number, *times, armed.draw_block, prior)
    else:
        panel = Panel(number, *times, armed.draw_block)
    bench = Bench(number, arbitrator, panel, armed.roster, own)
    absent: list[Address] = []
    for before, placed in pairwise(own):
        told = _told(bench.panel, placed, absent)
        try:
            made = _made(bench, placed, before.row, chain_id, absent)
        except LedgerError as error:
            bench.doubts.append(f"{_where(placed)}: the model refuses it: {error.message}")
        else:
            if made != told:
                bench.doubts.append(f"{_where(placed)}: the model makes something else of it")
        bench.drawn_in |= {who: told.round for who in told.ballots if who not in bench.drawn_in}
        bench.panel = told
        if isinstance(placed.row, rows.Undecided):
            absent.clear()
    return bench


_read = lru_cache(maxsize=_TERMS_KEPT)(read_terms)
"""Terms as they are read, kept: a dispute is replayed far more often than it is armed."""


def _is_of_another(row: rows.PanelRow, number: int) -> bool:
    return isinstance(row, rows.Reviewed) and row.review != number


def _where(placed: Row) -> str:
    return f"{type(placed.row).__name__} at log {placed.log_index} of block {placed.block}"


def _made(bench: Bench, placed: Row, before: rows.PanelRow, chain_id: int, absent: list[Address]) -> Panel:
    row, panel = placed.row, bench.panel
    made = panel
    match row:
        case rows.Armed():
            # After seats that did not decide it only says where the next draw stands.
            made = panel if isinstance(before, rows.Undecided) else panel.drawn([], now=row.time, block=placed.block)
        case rows.Drawn() | rows.Seated():
            made = panel.drawn([Address(seat) for seat in row.seats], now=row.time, block=placed.block)
        case rows.Committed():
            made = panel.commit(Address(row.arbitrator), row.commitment, now=row.time)
        case rows.Revealed():
            who, commitment = Address(row.arbitrator), _commitment(chain_id, bench, row)
            bench.matching[who] = panel.commitments.get(who) == commitment
            made = panel.reveal(who, row.vote, row.reasons, commitment, now=row.time)
        case rows.Leaked():
            made = panel.leak(Address(row.arbitrator), _commitment(chain_id, bench, row), now=row.time)
        case rows.Recused():
            instead = None if row.replacement == NOBODY else Address(row.replacement)
            made = panel.recuse(Address(row.arbitrator), instead, now=row.time)
        case rows.Concluded() if panel.phase is Phase.ARMED:
            made = panel.drawn([], now=row.time, block=placed.block)
        case rows.Concluded() | rows.Undecided():
            made = panel.conclude(absent, now=row.time, block=placed.block)
        case rows.Reviewed() if (row.earlier_ruling, row.ruling) != (panel.prior, panel.ruling):
            bench.doubts.append(f"{_where(placed)}: it tells other rulings than those before it")
    return made


def _told(panel: Panel, placed: Row, absent: list[Address]) -> Panel:
    """Return how the panel stands after an event, by what the event itself says; notes absences in `absent`."""
    row, after = placed.row, panel
    match row:
        case rows.Armed():
            after = replace(panel, draw_block=row.draw_block, arms=row.arms)
        case rows.Drawn() | rows.Seated():
            seats = dict.fromkeys((Address(seat) for seat in row.seats), Ballot.SEATED)
            after = replace(
                panel, phase=Phase.VOTING, commit_until=row.commit_until, reveal_until=row.reveal_until,
                ballots={**panel.ballots, **seats}, round=row.round if isinstance(row, rows.Seated) else panel.round,
            )  # fmt: skip
        case rows.Undecided():
            ballots = {**panel.ballots, **dict.fromkeys(absent, Ballot.ABSENT)}
            after = replace(
                panel, phase=Phase.ARMED, round=row.round + 1, seats=row.next_seats, arms=1,
                draw_block=placed.block + DRAW_DELAY, commitments={}, votes=(), ballots=ballots,
                redrawn=panel.redrawn or len(panel.votes) < panel.quorum, many=panel.many or row.next_seats == MANY,
            )  # fmt: skip
        case rows.Absent():
            absent.append(Address(row.arbitrator))
        case rows.Concluded():
            ballots = {**panel.ballots, **dict.fromkeys(absent, Ballot.ABSENT)}
            after = replace(panel, phase=Phase.CONCLUDED, ruling=row.ruling, ballots=ballots)
        case rows.Committed() | rows.Revealed() | rows.Leaked() | rows.Recused():
            after = _seat_told(panel, row)
    return after


def _seat_told(panel: Panel, row: rows.Committed | rows.Revealed | rows.Leaked | rows.Recused) -> Panel:
    who = Address(row.arbitrator)
    match row:
        case rows.Committed():
            ballots, commitments = {**panel.ballots, who: Ballot.COMMITTED}, {**panel.commitments, who: row.commitment}
            return replace(panel, ballots=ballots, commitments=commitments)
        case rows.Revealed():
            return replace(panel, ballots={**panel.ballots, who: Ballot.REVEALED}, votes=(*panel.votes, row.vote))
        case rows.Leaked():
            kept = {voter: vote for voter, vote in panel.commitments.items() if voter != who}
            return replace(panel, ballots={**panel.ballots, who: Ballot.LEAKED}, commitments=kept)
        case _:
            ballots = {**panel.ballots, who: Ballot.RECUSED}
            if row.replacement == NOBODY:
                return replace(panel, ballots=ballots, seats=panel.seats - 1)
            return replace(panel, ballots={**ballots, Address(row.replacement): Ballot.SEATED})


def _commitment(chain_id: int, bench: Bench, row: rows.Revealed | rows.Leaked) -> bytes:
    return vote_commitment(
        chain_id=chain_id,
        panel=bench.arbitrator,
        dispute_id=bench.number,
        arbitrator=Address(row.arbitrator),
        vote=row.vote,
        reasons_hash=row.reasons,
        salt=row.salt,
        round_=bench.panel.round,
    )


def panel_view(view: View, bench: Bench) -> PanelView:
    """Write a panel down."""
    panel = bench.panel
    concluded = next((p.row for p in bench.rows if isinstance(p.row, rows.Concluded)), None)
    return PanelView(
        number=bench.number,
        arbitrator=bench.arbitrator,
        phase=panel.phase.name.lower(),
        round=panel.round,
        reviews=panel.reviews,
        earlier_ruling=RULINGS[panel.prior] if panel.reviews else None,
        arms=panel.arms,
        draw_block=panel.draw_block,
        roster=bench.roster,
        commit_until=panel.commit_until,
        reveal_until=panel.reveal_until,
        quorum=Quorum(panel.quorum, len(panel.votes)),
        votes={name: panel.votes.count(vote) for vote, name in RULINGS.items()},
        ruling=RULINGS[panel.ruling] if panel.phase is Phase.CONCLUDED else None,
        returned="0" if concluded is None else concluded.returned,
        burned="0" if concluded is None else concluded.burned,
        seats=[_seat(view, bench, seat) for seat in panel.ballots],
    )


def _seat(view: View, bench: Bench, who: Address) -> SeatView:
    committed, revealed = _of(bench, rows.Committed, who), _of(bench, rows.Revealed, who)
    vote = revealed.row if revealed is not None and isinstance(revealed.row, rows.Revealed) else None
    bound = committed.row if committed is not None and isinstance(committed.row, rows.Committed) else None
    lost = [item.row for item in bench.rows if isinstance(item.row, rows.Absent | rows.Leaked)]
    models = [item.row for item in bench.rows if isinstance(item.row, rows.ModelVoted)]
    return SeatView(
        arbitrator=who,
        round=bench.drawn_in.get(who, bench.panel.round),
        did=bench.panel.ballots[who].name.lower(),
        commitment=None if bound is None else bound.commitment.hex(),
        committed=_seen(view, committed),
        vote=None if vote is None else RULINGS.get(vote.vote, str(vote.vote)),
        reasons_hash=None if vote is None else vote.reasons.hex(),
        salt=None if vote is None else vote.salt.hex(),
        revealed=_seen(view, revealed),
        matches=bench.matching.get(who),
        paid="0" if vote is None else vote.paid,
        slashed=str(sum(int(row.slashed) for row in lost if row.arbitrator == who)),
        model=next((row.model.hex() for row in models if row.arbitrator == who), None),
    )


def _of(bench: Bench, kind: type[rows.Committed | rows.Revealed], who: Address) -> Row | None:
    return next((p for p in bench.rows if isinstance(p.row, kind) and p.row.arbitrator == who), None)


def _seen(view: View, placed: Row | None) -> Seen | None:
    if placed is None:
        return None
    return finding.seen_at(view, placed)
