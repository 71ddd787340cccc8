"""What comes next in a dispute: who may or must act, from when, until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.dispute import DISMISSED, PROVABLE, SECOND, UPHELD, Basis, State
from ledger.domain.panel import Ballot, Panel, Phase
from ledger.queries.panels import Bench
from ledger.queries.trials import Trial
from ledger.queries.wording import moment

ANYONE: Final = "anyone"


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing that can be done next.

    `act` is the call; `who` may make it: liable, losers, seats, arbitrator or anyone, and `accounts` names them. It
    may be made from `not_before` (Unix seconds) and in blocks from `not_before_block` on, until `until`; None: no
    limit.
    """

    act: str
    who: str
    accounts: list[str]
    not_before: int | None
    not_before_block: int | None
    until: int | None
    says: str


@dataclass(frozen=True, slots=True)
class Due:
    """What a dispute waits for as of a block: `step`, due at `due` (Unix seconds).

    `stalled`: anyone could move it on now, and nobody has.
    """

    step: NextStep
    due: int
    stalled: bool


def next_steps(trial: Trial, bench: Bench | None) -> list[NextStep]:
    """Return what can be done next, in the order in which it would be."""
    state = trial.dispute.state
    steps = {
        State.OPEN: _open,
        State.ARBITRATION: _arbitration,
        State.PROVISIONAL: _provisional,
        State.FINAL: _final,
    }.get(state, _nothing)
    return [*steps(trial, bench), *_by_proof(trial)]


def due(trial: Trial, bench: Bench | None, *, now: int, block: int) -> Due | None:
    """Return what a dispute waits for; None if it is over.

    Args:
        trial: The dispute.
        bench: Its panel, if it has one of ours.
        now: Unix seconds.
        block: Number of the newest block.
    """
    return due_of(next_steps(trial, bench), trial.dispute.due, now=now, block=block)


def due_of(steps: Sequence[NextStep], otherwise: int, *, now: int, block: int) -> Due | None:
    """Return which of some steps is waited for; None without any. One without a time is due at `otherwise`."""
    for step in steps:
        if step.until is not None and now >= step.until:
            continue
        at = step.until or step.not_before or otherwise
        open_now = now >= (step.not_before or 0) and block >= (step.not_before_block or 0)
        return Due(step, at, step.who == ANYONE and open_now)
    return None


def _nothing(_trial: Trial, _bench: Bench | None) -> Iterator[NextStep]:
    return iter(())


def _open(trial: Trial, _bench: Bench | None) -> Iterator[NextStep]:
    case, policy = trial.case, trial.dispute.policy
    until, block = case.opened_at + policy.response_time, case.opened_block + policy.response_blocks
    yield NextStep(
        "respond",
        "liable",
        [case.liable],
        None,
        None,
        until,
        f"{case.liable} responds with evidence by {moment(until)}, or later as long as no default is entered",
    )
    yield NextStep(
        "default_judgment",
        ANYONE,
        [],
        until,
        block,
        None,
        f"anyone lets the claim prevail by default, from {moment(until)} and block {block} on, if nobody responded",
    )
    yield NextStep(
        "join", ANYONE, [], None, None, None, "whoever was harmed too joins the claim, with evidence and a deposit"
    )


def _arbitration(trial: Trial, bench: Bench | None) -> Iterator[NextStep]:
    dispute = trial.dispute
    if dispute.pending:
        yield NextStep(
            "start_arbitration",
            ANYONE,
            [],
            None,
            None,
            None,
            f"anyone asks arbitrator {dispute.policy.arbitrator} again to take it on",
        )
    elif bench is None:
        arbitrator = dispute.policy.arbitrator
        yield NextStep("rule", "arbitrator", [arbitrator], None, None, dispute.due, f"arbitrator {arbitrator} rules")
    else:
        yield from _panel(bench.panel)
    yield NextStep(
        "arbitrator_timeout",
        ANYONE,
        [],
        dispute.due,
        None,
        None,
        f"anyone ends the wait for the arbitrator, from {moment(dispute.due)} on",
    )


def _panel(panel: Panel) -> Iterator[NextStep]:
    if panel.phase is Phase.ARMED:
        block = panel.draw_block + 1
        yield NextStep("draw", ANYONE, [], None, block, None, f"anyone draws the seats, from block {block} on")
    if panel.phase is not Phase.VOTING:
        return
    waiting: list[str] = [seat for seat, did in panel.ballots.items() if did is Ballot.SEATED]
    sealed: list[str] = [seat for seat, did in panel.ballots.items() if did is Ballot.COMMITTED]
    revealed = len(panel.votes)
    if waiting:
        until = panel.commit_until
        yield NextStep(
            "commit", "seats", waiting, None, None, until, f"seats that have not committed do so by {moment(until)}"
        )
    if sealed or waiting:
        begin, until = None if panel.commits == panel.seats else panel.commit_until, panel.reveal_until
        if sealed:
            yield NextStep(
                "reveal", "seats", sealed, begin, None, until, f"seats that have committed reveal by {moment(until)}"
            )
    begin = None if revealed == panel.seats else panel.commit_until if revealed == panel.commits else panel.reveal_until
    when = "at once" if begin is None else f"from {moment(begin)} on"
    yield NextStep("conclude", ANYONE, [], begin, None, None, f"anyone counts the votes, {when}")


def _provisional(trial: Trial, _bench: Bench | None) -> Iterator[NextStep]:
    dispute, due_at = trial.dispute, trial.dispute.due
    if dispute.is_default:
        yield NextStep(
            "respond",
            "liable",
            [dispute.case.liable],
            None,
            None,
            due_at,
            f"{dispute.case.liable} undoes the default by a response by {moment(due_at)}; the bond repays the fee",
        )
    yield NextStep(
        "finalize", ANYONE, [], due_at, None, None, f"anyone makes the ruling final, from {moment(due_at)} on"
    )
    if dispute.basis is Basis.MERITS and dispute.round != SECOND:
        yield from _appeal(trial)


def _appeal(trial: Trial) -> Iterator[NextStep]:
    dispute = trial.dispute
    middle, until = dispute.since + dispute.policy.appeal_time // 2, dispute.due
    liable = [dispute.case.liable] if dispute.ruling != DISMISSED else []
    losers: list[str] = [*liable, *(dispute.claimants if dispute.ruling != UPHELD else [])]
    says = f"who lost appeals to a larger panel by {moment(middle)}, and pays for it"
    yield NextStep("appeal", "losers", losers, None, None, middle, says)
    says = f"anyone appeals for them, from {moment(middle)} until {moment(until)}"
    yield NextStep("appeal", ANYONE, [], middle, None, until, says)


def _by_proof(trial: Trial) -> Iterator[NextStep]:
    over = trial.dispute.state in (State.FINAL, State.EXECUTED)
    if trial.case.fault_class in PROVABLE and not over:
        says = "anyone ends it at once, when the fault is proved"
        yield NextStep("end_by_proof", ANYONE, [], None, None, None, says)


def _final(trial: Trial, _bench: Bench | None) -> Iterator[NextStep]:
    yield NextStep("execute", ANYONE, [], trial.dispute.since, None, None, "anyone executes the ruling, at once")
