"""Whose turn it is: what running disputes wait for one account to do, the seats that it has, the cases it is in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Final

from ledger.domain.ids import Address, checksum
from ledger.domain.panel import Phase
from ledger.queries.answers import Answer, Completeness, counted
from ledger.queries.asking import ask
from ledger.queries.disputes import running_dockets
from ledger.queries.dockets import Docket
from ledger.queries.next_steps import NextStep, next_steps
from ledger.queries.sources import Sources
from ledger.queries.wording import state
from ledger.store.view import View
from ledger.web import paths
from ledger.web.acts import STEPS
from ledger.web.asked import Asked
from ledger.web.page import Link, Shown

MOST: Final = 1_000
"""Running disputes that are looked through for one page."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step of a dispute that waits for the account."""

    dispute: int
    step: NextStep


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of the account in a panel that sits: what it `did` so far; times of the panel are Unix seconds."""

    dispute: int
    panel: int
    did: str
    commit_until: int
    reveal_until: int


@dataclass(frozen=True, slots=True)
class Part:
    """A running dispute in which the account is a party: `roles` of claimant, liable and injured."""

    dispute: int
    roles: list[str]
    state: str


@dataclass(frozen=True, slots=True)
class Affairs:
    """Everything of an account in running disputes; what waits for it is sorted by when it is due."""

    waiting: list[Waiting]
    seats: list[Seat]
    parts: list[Part]


def turns_page(sources: Sources, asked: Asked) -> Shown:
    """Show what waits for an account.

    Raises:
        InvalidInputError: if it is no address.
        StaleMirrorError: if the mirror cannot vouch for it.
    """
    account = checksum(asked.name("account"))
    found = affairs(sources, account, as_of=asked.as_of)
    mine = asked.visitor is not None and asked.visitor.account == account
    given = {"account": account, "found": found.data, "mine": mine, "acts": STEPS, "now": found.as_of.time}
    links = (Link("deadlines", paths.api("deadlines", as_of=asked.as_of)),)
    title = "What waits for you" if mine else f"What waits for {account}"
    return Shown("pages/turns.html", title, given, (found,), links, "mine" if mine else "disputes")


def affairs(sources: Sources, account: Address, *, as_of: int | None) -> Answer[Affairs]:
    """Return what an account has to do with running disputes.

    Raises:
        StaleMirrorError: if the mirror cannot vouch for it.
    """

    def question(view: View) -> tuple[Affairs, Completeness]:
        running = list(islice(running_dockets(sources, view, newest=as_of is None), MOST + 1))
        dockets = [docket for _, docket in running[:MOST]]
        waiting = [
            Waiting(docket.number, step)
            for docket in dockets
            for step in next_steps(docket.trial, docket.bench)
            if account in step.accounts
        ]
        waiting.sort(key=lambda one: (one.step.until is None, one.step.until or 0, one.dispute))
        seats = [seat for docket in dockets if (seat := _seat(docket, account))]
        parts = [Part(docket.number, roles, _state(docket)) for docket in dockets if (roles := _roles(docket, account))]
        basis = f"running disputes were looked through, {MOST} at most"
        return Affairs(waiting, seats, parts), counted(basis, complete=len(running) <= MOST)

    return ask(sources, question, as_of)


def _seat(docket: Docket, account: Address) -> Seat | None:
    bench = docket.bench
    if bench is None or bench.panel.phase is not Phase.VOTING or account not in bench.panel.ballots:
        return None
    panel = bench.panel
    did = panel.ballots[account].name.lower()
    return Seat(docket.number, bench.number, did, panel.commit_until, panel.reveal_until)


def _roles(docket: Docket, account: Address) -> list[str]:
    case = docket.trial.case
    found = {"claimant": docket.trial.dispute.claimants, "liable": [case.liable], "injured": [case.injured]}
    return [role for role, accounts in found.items() if account in accounts]


def _state(docket: Docket) -> str:
    return state(docket.trial.dispute.state)
