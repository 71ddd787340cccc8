"""What a dispute moved: the payout that its execution states, and every move of bond, credit and standing behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.domain.dispute import NOBODY, cause_of
from ledger.domain.ids import Address
from ledger.queries import finding, standing
from ledger.queries.answers import Seen
from ledger.queries.dockets import Docket
from ledger.queries.lifecycle import Witness
from ledger.queries.panels import Bench
from ledger.queries.sources import Sources
from ledger.queries.standing import Change
from ledger.store import rows
from ledger.store.panel_rows import Leaked
from ledger.store.rows import Placed
from ledger.store.view import View


@dataclass(frozen=True, slots=True)
class PayoutView:
    """What executing the ruling moved, in wei. `escrow` and `slashed` together are the sum of the other four.

    `escrow` is the first claimant's; what others deposited is told beside it.
    """

    escrow: str
    slashed: str
    to_claimant: str
    to_injured: str
    to_liable: str
    burned: str


@dataclass(frozen=True, slots=True)
class JoinView:
    """A claimant that joined: its deposit and evidence, and what became of the deposit; None before that. In wei."""

    claimant: str
    deposit: str
    evidence: str
    to_claimant: str | None
    to_liable: str | None
    burned: str | None


@dataclass(frozen=True, slots=True)
class VaultMove:
    """One event of the vault that this dispute caused: its name, whose bond or credit it moved, and by how much (wei).

    `by` is court or panel.
    """

    event: str
    account: str
    amount: str
    by: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class Effects:
    """What the dispute moved. `payout` is None until it is executed; `joins` are the deposits of who joined."""

    payout: PayoutView | None
    joins: list[JoinView]
    vault: list[VaultMove]
    standing: list[Change]


def effects(sources: Sources, view: View, docket: Docket) -> Effects:
    """Gather what a dispute moved."""
    trial = docket.trial
    cause = cause_of(sources.mirror.space.chain_id, Address(trial.opened.row.court), docket.number)
    moves = sorted(_moves(sources, view, docket, cause), key=lambda move: (move.seen.block, move.seen.log_index))
    history = view.standing(trial.case.agent_id)
    changes = [change for change in standing.explain(view, history)[0] if change.cause == cause.hex()]
    paid = trial.payout
    payout = None
    if paid is not None:
        payout = PayoutView(*(str(getattr(paid, name)) for name in PayoutView.__dataclass_fields__))
    return Effects(payout, _joins(docket), moves, changes)


def _joins(docket: Docket) -> list[JoinView]:
    settled = {paid.claimant: paid for paid in docket.trial.settled}
    out = []
    for join in docket.trial.dispute.joins:
        paid = settled.get(join.claimant)
        amounts = (None, None, None) if paid is None else (paid.to_claimant, paid.to_liable, paid.burned)
        told = (None if amount is None else str(amount) for amount in amounts)
        out.append(JoinView(join.claimant, str(join.deposit), join.evidence_hash.hex(), *told))
    return out


def _moves(sources: Sources, view: View, docket: Docket, cause: bytes) -> Iterator[VaultMove]:
    case, court = docket.trial.case, docket.trial.opened.row.court
    transactions = {moment.placed.row.tx for moment in docket.trial.moments}
    for placed in view.bonds(case.subject):
        row = placed.row
        locks = row.beneficiary == case.liable and row.other == court and row.tx in transactions
        if row.cause == cause or (locks and row.event in ("BondLocked", "BondUnlocked")):
            yield _move(view, placed, row.beneficiary, "court")
    # What a dispute moves it moves in the transactions of its own events. The accounts may be busy ones.
    blocks = all_blocks(docket)
    named = dict.fromkeys([case.claimant, case.injured, case.liable, *docket.trial.dispute.parties])
    accounts = [account for account in named if account != NOBODY]
    for account, moved in zip(accounts, view.credits_in(accounts, blocks), strict=True):
        for credit in moved:
            if credit.row.cause == cause:
                yield _move(view, credit, account, "court")
    for bench in docket.benches:
        yield from _panel_moves(sources, view, docket, bench)


def _panel_moves(sources: Sources, view: View, docket: Docket, bench: Bench) -> Iterator[VaultMove]:
    panel, blocks = bench.arbitrator, panel_blocks(docket)
    cause = cause_of(sources.mirror.space.chain_id, panel, bench.number)
    seats = list(bench.panel.ballots)
    leaks = [item.row.reporter for item in bench.rows if isinstance(item.row, Leaked)]
    parties: list[str] = [who for who in dict.fromkeys([*docket.trial.dispute.parties, *leaks]) if who not in seats]
    found: list[tuple[str, list[Placed[rows.CreditRow]]]] = [*zip(seats, view.credits_in(seats, blocks), strict=True)]
    found += zip(parties, view.credits_in(parties, all_blocks(docket)), strict=True)
    for account, moved in found:
        for credit in moved:
            if credit.row.cause == cause:
                yield _move(view, credit, account, "panel")
    for placed in view.bonds_in(stake_subject(panel), blocks):
        if placed.row.cause == cause:
            yield _move(view, placed, placed.row.beneficiary, "panel")


def all_blocks(docket: Docket) -> list[int]:
    """Return the blocks that hold an event of a dispute or of its panels, each once, in order."""
    return sorted({moment.placed.block for moment in docket.trial.moments} | set(panel_blocks(docket)))


def panel_blocks(docket: Docket) -> list[int]:
    """Return the blocks that hold an event of a dispute's panels, each once, in order."""
    return sorted({placed.block for bench in docket.benches for placed in bench.rows})


def stake_subject(panel: Address) -> bytes:
    """Return the subject under which the vault keeps the stakes of a panel's arbitrators."""
    return bytes(12) + bytes.fromhex(panel[2:])


def _move(view: View, placed: Placed[rows.BondRow] | Placed[rows.CreditRow], account: str, by: str) -> VaultMove:
    row = placed.row
    seen = finding.seen(view, Witness(placed.block, placed.log_index, row.time, row.tx))
    return VaultMove(row.event, account, row.amount, by, seen)
