"""Holding court after the day: who claims, who answers, who may judge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from demo.api import Api
from demo.court.bench import seat_bench
from demo.court.discovery import Trace, traces
from demo.court.ledgers import settle_accounts
from demo.court.trial import Sides, Trial
from demo.day import Day
from demo.delegation import Principal
from demo.leaker import RECIPIENT
from demo.settling import Settling
from ledger.domain.signing import SessionKey


class NoCaseError(RuntimeError):
    """There is nothing to dispute."""


def harmed(outbox: Path, principals: Sequence[Principal]) -> tuple[Principal, Trace]:
    """Return the customer whose file arrived first at the address outside, and what it found there.

    Args:
        outbox: What left the market.
        principals: Customers with an account, who can claim.

    Raises:
        NoCaseError: if no such customer's file arrived there.
    """
    accounts = {principal.customer.id: principal for principal in principals}
    for trace in traces(outbox, RECIPIENT):
        if trace.customer in accounts:
            return accounts[trace.customer], trace
    raise NoCaseError(f"no customer's file arrived at {RECIPIENT}")


def hold_court(day: Day, api: Api, accreditor: SessionKey, settling: Settling) -> Trial:
    """Hold the case of the first leak, from the bench to the last payment.

    Args:
        day: The day on which it happened.
        api: The API in front of mirror and evidence store.
        accreditor: Accredits arbitrators.
        settling: Knows when the mirror has everything.

    Raises:
        NoCaseError: if nothing leaked.
        LedgerError: whatever the chain refuses.
        NeverCameError: if the mirror does not follow.
        httpx.HTTPError: if the API refuses.
    """
    claimant, trace = harmed(day.home / "market" / "outbox", day.principals)
    accused = day.cheat("leaker")
    auditor = day.world.of_role("auditor")[0].name
    bench = seat_bench(day.chain, api, accreditor, accused.owner.address)
    sides = Sides(claimant, trace, accused, day.spool(accused), auditor)
    trial = Trial(day.chain, api, bench, sides, day.stack, settling.mirrored, day.story.show, day.story.say)
    trial.run()
    trial.money = settle_accounts(trial)
    day.story.show(trial.money)
    settling.mirrored()
    return trial
