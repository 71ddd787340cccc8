"""What an account has to do with: agents that it owns or signs for, disputes that paid it, its place among arbitrators.

No index leads from accounts to agents, so the first agents are looked through, and the answer says how many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Seen, counted
from ledger.queries.asking import ask
from ledger.queries.lifecycle import Agent, fold
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store.court_view import CourtView
from ledger.store.view import Position, View

MOST_AGENTS: Final = 5_000
"""Agents that are looked through for one answer."""
_AT_ONCE: Final = 500
_MOVES: Final = 200
_BASIS: Final = "agents 0 to {last} of {all} were looked through; credits are the vault's events for the account"


@dataclass(frozen=True, slots=True)
class Part:
    """What an account is to an agent: its owner now, its owner once, or a session key of one of its epochs."""

    agent_id: int
    part: str
    epoch: int | None


@dataclass(frozen=True, slots=True)
class CreditMove:
    """One change of an account's credit in the vault, in wei, and the dispute that caused it, if one did."""

    event: str
    amount: str
    balance: str
    cause: str
    dispute_id: int | None
    seen: Seen


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account. `credits` are the newest of its `credits_count` moves, newest first.

    `is_arbitrator` if it was ever listed. `contract` is the name of our contract at that address, if there is one.
    """

    account: str
    contract: str | None
    parts: list[Part]
    is_arbitrator: bool
    validations: int
    feedback: int
    credits: list[CreditMove]
    credits_count: int


def account(sources: Sources, address: str, *, as_of: int | None) -> Answer[AccountView]:
    """Return what an account has to do with.

    Raises:
        InvalidInputError: if it is no address, or as_of has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    who = finding.account(address)

    def question(view: View) -> tuple[AccountView, Completeness]:
        court = CourtView(view)
        moves = view.credits(who)
        shown = moves[-_MOVES:][::-1]
        view.load_blocks([placed.block for placed in shown])
        disputes = court.disputes_of([placed.row.cause for placed in shown])
        known = {where.lower(): name for name, where in sources.contracts.items()}
        total = view.count(keys.AGENTS)
        answer = AccountView(
            account=who,
            contract=known.get(who.lower()),
            parts=_parts(view, who),
            is_arbitrator=bool(court.arbitrators([who])[0]),
            validations=view.count(keys.validator(who)),
            feedback=view.count(keys.client_feedback(who)),
            credits=[
                CreditMove(
                    placed.row.event, placed.row.amount, placed.row.balance, placed.row.cause.hex(), dispute,
                    finding.seen_at(view, placed),
                )
                for placed, dispute in zip(shown, disputes, strict=True)
            ],
            credits_count=len(moves),
        )  # fmt: skip
        basis = _BASIS.format(last=min(total, MOST_AGENTS) - 1, all=total)
        return answer, counted(basis, complete=total <= MOST_AGENTS)

    return ask(sources, question, as_of)


def _parts(view: View, who: str) -> list[Part]:
    out: list[Part] = []
    after: Position | None = None
    for _ in range(MOST_AGENTS // _AT_ONCE):
        found = view.agents(after, _AT_ONCE)
        numbers = [number for number, _ in found]
        for number, life in zip(numbers, view.lives(numbers), strict=True):
            agent = fold(number, life)
            if agent is not None:
                out += _parts_in(agent, who)
        if len(found) < _AT_ONCE:
            break
        after = found[-1][1]
    return out


def _parts_in(agent: Agent, who: str) -> list[Part]:
    owned = [owner.owner for owner in agent.owners]
    out = []
    if owned and owned[-1] == who:
        out.append(Part(agent.number, "owner", None))
    elif who in owned:
        out.append(Part(agent.number, "past owner", None))
    out += [
        Part(agent.number, "session key", epoch.number)
        for epoch in agent.epochs
        for key in epoch.keys.values()
        if key.address == who
    ]
    return out
