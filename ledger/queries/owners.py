"""What one account owns or owned: each agent is an identity of its own, and here alone they stand together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.bonds import BondView, bonds
from ledger.queries.lifecycle import Agent, fold
from ledger.queries.lives import Life, pasts
from ledger.queries.paging import Asked, turn
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store.view import View, lost

BASIS: Final = "transfers of the registry's tokens: agents are numbered from 0 one by one, and each has one owner"
_MOST_FAULTS: Final = 1_000


@dataclass(frozen=True, slots=True)
class OwnedAgent:
    """One agent for as long as an account owned it: one owner epoch.

    `until` is where it went to somebody else; None while the account owns it. `accepted` says whether the account took
    it with its history, without which it opens no epoch. `epochs` are those that it answers for, `faults` how many were
    proved in them, `bond` (wei) is what it has put up for the agent. `life` is how the agent stands now.
    """

    agent_id: int
    agent: str
    uri: str
    owner_epoch: int
    accepted: bool
    since: Seen
    until: Seen | None
    life: Life
    epochs: list[int]
    faults: int
    bond: BondView | None


def owned_agents(
    sources: Sources, account: str, *, cursor: str | None, limit: int, as_of: int | None
) -> Answer[Page[OwnedAgent]]:
    """List the agents that an account owns or owned, in the order in which it got them; each time counts by itself.

    Args:
        sources: What to read.
        account: The owner, an address.
        cursor: Where to go on; None for the first page.
        limit: Most items on the page, 1..500.
        as_of: As of which block; the newest if not given.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    who = finding.account(account)
    asked = Asked.parse(f"owned/{who}", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[OwnedAgent], Completeness]:
        turned = turn(view, keys.owned(who), asked)
        numbers = [int.from_bytes(name, "big") for name in turned.names]
        once = list(dict.fromkeys(numbers))
        folded = {number: fold(number, life) for number, life in zip(once, view.lives(once), strict=True)}
        past, now = pasts(view, once), block_at(sources, view).time
        items = []
        for number, place in zip(numbers, turned.places, strict=True):
            agent = folded[number]
            if agent is None:
                raise lost(f"agent {number}")
            items.append(_owned(sources, view, agent, place, past[number].at(now)))
        return turned.page(items), counted(BASIS)

    return ask(sources, question, as_of)


def _owned(sources: Sources, view: View, agent: Agent, place: tuple[int, int], life: Life) -> OwnedAgent:
    at = next((o for o in agent.owners if (o.since.block, o.since.log_index) == place), None)
    if at is None:
        raise lost(f"an owner of agent {agent.number}")
    later = agent.owners[at.owner_epoch + 1 : at.owner_epoch + 2]
    epochs = [epoch.number for epoch in agent.epochs if epoch.owner_epoch == at.owner_epoch]
    verdicts = view.verdicts(agent.number, None, _MOST_FAULTS)
    held = [bond for bond in bonds(view.bonds(sources.agent(agent.number).key)) if bond.beneficiary == at.owner]
    return OwnedAgent(
        agent_id=agent.number,
        agent=str(sources.agent(agent.number)),
        uri=agent.uri,
        owner_epoch=at.owner_epoch,
        accepted=at.accepted,
        since=finding.seen(view, at.since),
        until=finding.seen(view, later[0].since) if later else None,
        life=life,
        epochs=epochs,
        faults=sum(1 for _, verdict in verdicts if verdict.epoch in epochs),
        bond=held[0] if held else None,
    )
