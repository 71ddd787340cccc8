"""Disputes out of the mirror, replayed: many at once for lists, or one with everything that it depends on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

from ledger.domain.dispute import REFUSED, Matter, cause_of, matter_of
from ledger.domain.ids import Address
from ledger.domain.policy import Policy
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries import panels, trials
from ledger.queries.bonds import bonds
from ledger.queries.next_steps import NextStep, next_steps
from ledger.queries.panels import Bench
from ledger.queries.sources import Sources
from ledger.queries.trials import Row, Surroundings, Trial
from ledger.store import case_rows, policy_rows
from ledger.store.court_view import CourtView
from ledger.store.rows import BondRow, Placed
from ledger.store.view import View, lost

BASIS: Final = (
    "disputes are numbered from 1 one by one, and each event is replayed through the model that the contracts are "
    "tested against; it must come to what the chain says"
)
_MAX_DIGITS: Final = 16
R = TypeVar("R")


@dataclass(frozen=True)  # without slots, which would leave no room for what is found out once
class Docket:
    """A dispute, and its panels of ours, oldest first: one, and another for an appeal."""

    number: int
    trial: Trial
    benches: list[Bench]

    @property
    def bench(self) -> Bench | None:
        """The last of its panels."""
        return self.benches[-1] if self.benches else None

    @cached_property
    def steps(self) -> list[NextStep]:
        """What can be done next, in the order in which it would be; whatever the time."""
        return next_steps(self.trial, self.bench)

    @property
    def last_block(self) -> int:
        """The block of the newest event of the dispute or of its panel."""
        newest = self.trial.moments[-1].placed.block
        return max(newest, self.bench.rows[-1].block) if self.bench else newest

    @property
    def doubts(self) -> list[str]:
        """Where chain and model differ, in words."""
        return [*self.trial.doubts, *(doubt for bench in self.benches for doubt in bench.doubts)]


def dispute_number(sources: Sources, name: str | int) -> int:
    """Read a dispute's number, or its global id `eip155:<chain>:<court>/<number>`.

    Raises:
        InvalidInputError: if it is neither.
        NotFoundError: if it is a dispute of another chain or court.
    """
    text = str(name)
    prefix, slash, digits = text.rpartition("/")
    if slash and prefix.lower() != _court(sources).lower():
        if prefix.startswith("eip155:"):
            raise NotFoundError(
                f"dispute {text[:120]} is of another court",
                hint=f"this mirror holds {_court(sources)}",
                code="no_such_dispute",
            )
        digits = ""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS):
        raise InvalidInputError(
            f"dispute {text[:120]!r} is neither a number nor a global id",
            hint="write 7, or eip155:<chain>:<court address>/7",
            code="bad_dispute",
        )
    return int(digits)


def global_id(sources: Sources, number: int) -> str:
    """Return the global id of a dispute."""
    return f"{_court(sources)}/{number}"


def _court(sources: Sources) -> str:
    return f"eip155:{sources.mirror.space.chain_id}:{sources.contracts['DisputeCourt']}"


def no_dispute(number: int, block: int) -> NotFoundError:
    """Make the error for a dispute that is not there."""
    return NotFoundError(
        f"there is no dispute {number} as of block {block}",
        hint="disputes are numbered from 1; see GET /v1/disputes",
        code="no_such_dispute",
    )


def docket(sources: Sources, view: View, number: int) -> Docket:
    """Replay one dispute with everything that it depends on: bond, and earlier rulings on its matter.

    Raises:
        NotFoundError: if there was none as of the view's block.
        StaleMirrorError: if the mirror has lost part of it.
    """
    (history,) = CourtView(view).histories([number])
    if not history:
        raise no_dispute(number, view.block)
    return _docket(sources, view, {number: history}, {number: _around(sources, view, number, history)})[0]


def dockets(sources: Sources, view: View, numbers: Sequence[int]) -> list[Docket]:
    """Replay several disputes; bonds and matters are taken as the events say."""
    found = dict(zip(numbers, CourtView(view).histories(numbers), strict=True))
    return _docket(sources, view, {number: rows_of_it for number, rows_of_it in found.items() if rows_of_it}, {})


def _docket(
    sources: Sources, view: View, histories: dict[int, list[Row]], around: dict[int, Surroundings]
) -> list[Docket]:
    policies = policies_of(view, [trials.opening(history).row.policy_id for history in histories.values()])
    folded = {
        number: trials.fold(number, history, policies[trials.opening(history).row.policy_id], around.get(number))
        for number, history in histories.items()
    }
    ours = sources.contracts["PanelArbitrator"]
    wanted = {
        number: [int(row.number) for row in trial.arbitrations if row.arbitrator == ours]
        for number, trial in folded.items()
    }
    panel_numbers = [panel for those in wanted.values() for panel in those]
    found = dict(zip(panel_numbers, CourtView(view).panels(panel_numbers), strict=True))
    chain = sources.mirror.space.chain_id
    return [Docket(number, trial, _benches(wanted[number], found, chain, ours)) for number, trial in folded.items()]


def _benches(numbers: list[int], found: dict[int, list[panels.Row]], chain: int, ours: Address) -> list[Bench]:
    """Replay the panels of a dispute in their order: a review knows what was ruled before it."""
    out: list[Bench] = []
    for number in numbers:
        bench = panels.fold(number, found[number], chain, ours, prior=out[-1].panel.ruling if out else REFUSED)
        if bench is not None:
            out.append(bench)
    return out


def policies_of(view: View, numbers: Sequence[int]) -> dict[int, Policy]:
    """Return policies by number.

    Raises:
        StaleMirrorError: if the mirror has lost one.
    """
    wanted = list(dict.fromkeys(numbers))
    out = {}
    for number, history in zip(wanted, CourtView(view).policies(wanted), strict=True):
        queued = next((placed.row for placed in history if isinstance(placed.row, policy_rows.Queued)), None)
        if queued is None:
            raise lost(f"policy {number}")
        out[number] = Policy.decode(queued.policy)
    return out


def _around(sources: Sources, view: View, number: int, history: list[Row]) -> Surroundings:
    opened = trials.opening(history).row
    case = trials.case_of(number, opened)
    (rulings,) = CourtView(view).matters([matter_of(case.action, case.fault_class)])
    moves = view.bonds(case.subject)
    cause = cause_of(sources.mirror.space.chain_id, Address(opened.court), number)
    final = next(((p.block, p.log_index) for p in history if isinstance(p.row, case_rows.Finalized)), None)

    def matter(placed: Row) -> Matter:
        return trials.matter_after(item for item in rulings if _place(item) < _place(placed))

    def bonded(placed: Row) -> int:
        # What executing takes comes before the event that tells of it.
        before = [
            item
            for item in moves
            if _place(item) < _place(placed)
            and not (item.row.cause == cause and final is not None and _place(item) > final)
        ]
        return bond_of(before, case.liable)

    return Surroundings(matter, bonded)


def bond_of(history: list[Placed[BondRow]], beneficiary: str) -> int:
    """Return active and unbonding bond of an account after some events, in wei."""
    return sum(int(bond.active) + int(bond.unbonding) for bond in bonds(history) if bond.beneficiary == beneficiary)


def _place(placed: Placed[R]) -> tuple[int, int]:
    return placed.block, placed.log_index
