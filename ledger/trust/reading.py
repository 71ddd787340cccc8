"""From a mirror to a board: ratings, owners and rulings as of one block, and what was posted on chain about them."""

from __future__ import annotations

from typing import Final, NamedTuple

from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import Address
from ledger.errors import NotFoundError
from ledger.queries import agents, ratings, roots
from ledger.queries.answers import Answer, AsOf, Completeness, counted
from ledger.queries.asking import ask
from ledger.queries.audited import in_order
from ledger.queries.cursors import MAX_LIMIT
from ledger.queries.roots import RootView
from ledger.queries.sources import Sources
from ledger.queries.upheld import Upheld, upheld
from ledger.store.view import View
from ledger.trust.admission import admitted
from ledger.trust.board import Board, board
from ledger.trust.memory import Memory
from ledger.trust.ratings import Ruling
from ledger.trust.terms import Terms

_BASIS: Final = "changes of standing state their result, so a missing one would show as a jump"


class Reading(NamedTuple):
    """A board, and the block that it is as of."""

    board: Board
    as_of: AsOf


def read_board(sources: Sources, terms: Terms, as_of: int | None, memory: Memory | None = None) -> Reading:
    """Compute everyone's credibility and score from a mirror.

    Args:
        sources: Of the mirror.
        terms: What to compute.
        as_of: Block; the last one if None.
        memory: What is remembered of boards before.

    Raises:
        InvalidInputError: if this version cannot compute the terms.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    said = ratings.all_ratings(sources, as_of=as_of)
    number = said.as_of.number
    owners = _owners(sources, number)

    def question(view: View) -> tuple[tuple[list[Upheld], frozenset[Address] | None], Completeness]:
        heard = admitted(sources, view, owners, terms.stake) if terms.stake else None
        return (upheld(view, owners), heard), counted(_BASIS)

    contexts = {ZERO32.hex(), keccak(terms.context.encode()).hex()}
    held, heard = ask(sources, question, number).data
    rulings = [Ruling(one.agent_id, one.time) for one in held if one.context in contexts]
    sound = in_order(sources, sorted({row.ratee for row in said.data}), as_of=number)
    found = board(
        said.data,
        owners,
        terms,
        as_of=said.as_of.time,
        rulings=rulings,
        admitted=heard,
        in_order=sound,
        memory=memory,
    )
    return Reading(found, said.as_of)


def posted(sources: Sources, epoch: int | None) -> RootView:
    """Return the last root that was posted: for an epoch, or at all.

    Raises:
        NotFoundError: if there is none.
    """
    found = [root for root in all_roots(sources).data if epoch in {None, root.epoch}]
    if not found:
        raise NotFoundError(
            "no root was posted" + ("" if epoch is None else f" for epoch {epoch}"),
            hint="`ombud assertion roots` lists all; `ombud reputation propose` posts one",
            code="no_root",
        )
    return found[-1]


def all_roots(sources: Sources) -> Answer[list[RootView]]:
    """Return every proposal, in chain order, as of one block."""
    page = roots.roots(sources, cursor=None, limit=MAX_LIMIT, as_of=None)
    found, number = list(page.data.items), page.as_of.number
    while page.data.more:
        page = roots.roots(sources, cursor=page.data.next_cursor, limit=MAX_LIMIT, as_of=number)
        found += page.data.items
    return page.around(found)


def _owners(sources: Sources, block: int) -> dict[int, Address]:
    found: dict[int, Address] = {}
    cursor: str | None = None
    more = True
    while more:
        page = agents.agents(sources, cursor=cursor, limit=MAX_LIMIT, as_of=block).data
        found |= {item.agent_id: Address(item.owner) for item in page.items}
        cursor, more = page.next_cursor, page.more
    return found
