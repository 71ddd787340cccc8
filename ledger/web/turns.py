"""Whose turn it is: everything that running disputes wait for one account to do, a seat's votes above all."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Final

from ledger.domain.ids import checksum
from ledger.queries.answers import Answer, Completeness, counted
from ledger.queries.asking import ask
from ledger.queries.disputes import running_dockets
from ledger.queries.next_steps import NextStep, next_steps
from ledger.queries.sources import Sources
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


def turns_page(sources: Sources, asked: Asked) -> Shown:
    """Show what waits for an account.

    Raises:
        InvalidInputError: if it is no address.
        StaleMirrorError: if the mirror cannot vouch for it.
    """
    account = checksum(asked.name("account"))
    found = turns(sources, account, as_of=asked.as_of)
    given = {"account": account, "waiting": found.data, "acts": STEPS, "now": found.as_of.time}
    links = (Link("deadlines", paths.api("deadlines", as_of=asked.as_of)),)
    return Shown("pages/turns.html", f"What waits for {account}", given, (found,), links, "disputes")


def turns(sources: Sources, account: str, *, as_of: int | None) -> Answer[list[Waiting]]:
    """Return what running disputes wait for an account to do, what is due first before the rest.

    Raises:
        StaleMirrorError: if the mirror cannot vouch for it.
    """

    def question(view: View) -> tuple[list[Waiting], Completeness]:
        running = list(islice(running_dockets(sources, view, newest=as_of is None), MOST + 1))
        waiting = [
            Waiting(docket.number, step)
            for _, docket in running[:MOST]
            for step in next_steps(docket.trial, docket.bench)
            if account in step.accounts
        ]
        waiting.sort(key=lambda one: (one.step.until is None, one.step.until or 0, one.dispute))
        basis = f"running disputes were looked through, {MOST} at most"
        return waiting, counted(basis, complete=len(running) <= MOST)

    return ask(sources, question, as_of)
