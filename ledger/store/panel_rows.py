"""The rows of panels.

One row an event, with everything that the event says, `time` and `tx` first as in all rows (see `rows`). Numbers that
contracts of others choose, and amounts, are decimal text, because they may outgrow 64 bits.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from ledger.store.rows import Codec, Tagged


class Armed(Tagged, frozen=True, tag="armed"):
    """A panel waits for its block; `terms` is what drawing must be shown."""

    time: int
    tx: bytes
    arbitrable: str
    draw_block: int
    arms: int
    roster: int
    terms: bytes


class Drawn(Tagged, frozen=True, tag="drawn"):
    """The seats were drawn; times in Unix seconds."""

    time: int
    tx: bytes
    seats: tuple[str, str, str]
    commit_until: int
    reveal_until: int


class Committed(Tagged, frozen=True, tag="committed"):
    """A seat committed to a vote; `commits` so far."""

    time: int
    tx: bytes
    arbitrator: str
    commitment: bytes
    commits: int


class Revealed(Tagged, frozen=True, tag="revealed"):
    """A seat revealed its vote and was paid; `reveals` so far."""

    time: int
    tx: bytes
    arbitrator: str
    vote: int
    reasons: bytes
    salt: bytes
    reveals: int
    paid: str


class ModelVoted(Tagged, frozen=True, tag="model"):
    """The vote just revealed was a model's; `model` is the hash of its id."""

    time: int
    tx: bytes
    arbitrator: str
    model: bytes


class Absent(Tagged, frozen=True, tag="absent"):
    """A seat was not used, which cost its holder stake."""

    time: int
    tx: bytes
    arbitrator: str
    slashed: str


class Concluded(Tagged, frozen=True, tag="concluded"):
    """A panel was done: its ruling, the votes, and what became of the pay of empty seats."""

    time: int
    tx: bytes
    arbitrable: str
    ruling: int
    refused: int
    upheld: int
    dismissed: int
    returned: str
    burned: str


class Seated(Tagged, frozen=True, tag="seated"):
    """Seven seats were drawn, or any later ones of a dispute; `round` counts its draws. Times in Unix seconds."""

    time: int
    tx: bytes
    round: int
    seats: tuple[str, ...]
    commit_until: int
    reveal_until: int


class Undecided(Tagged, frozen=True, tag="undecided"):
    """Seats voted without deciding, so `next_seats` others are drawn, each for `pay` wei."""

    time: int
    tx: bytes
    round: int
    refused: int
    upheld: int
    dismissed: int
    next_seats: int
    pay: str
    burned: str


class Recused(Tagged, frozen=True, tag="recused"):
    """A receipt between a seat and a party was shown; `replacement` sits instead, the zero account for nobody."""

    time: int
    tx: bytes
    arbitrator: str
    party: str
    replacement: str
    action: bytes


class Leaked(Tagged, frozen=True, tag="leaked"):
    """A vote was shown too early: it does not count, and cost stake, half of it for who showed it."""

    time: int
    tx: bytes
    arbitrator: str
    reporter: str
    vote: int
    reasons: bytes
    salt: bytes
    slashed: str


class Unfilled(Tagged, frozen=True, tag="unfilled"):
    """Too few could sit; `ruling` is what the panel says for want of them."""

    time: int
    tx: bytes
    round: int
    seats: int
    ruling: int


class Reviewed(Tagged, frozen=True, tag="reviewed"):
    """Panel `review` reviewed what panel `earlier` had ruled; a row of both panels. They may be one."""

    time: int
    tx: bytes
    review: int
    earlier: int
    earlier_ruling: int
    ruling: int


PanelRow: TypeAlias = (
    Armed
    | Drawn
    | Committed
    | Revealed
    | Absent
    | Concluded
    | Seated
    | Undecided
    | Recused
    | Leaked
    | Unfilled
    | Reviewed
    | ModelVoted
)


PANEL: Final[Codec[PanelRow]] = Codec(PanelRow)
