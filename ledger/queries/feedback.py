"""Feedback: what clients said of agents, what each saying stands on, and whether it weighs anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.ids import checksum
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask
from ledger.queries.hearing import STATES, Heard, State, decimal, hear
from ledger.queries.paging import Asked, turn
from ledger.queries.sides import Relation
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store.feedback_view import FeedbackView, feedback_name
from ledger.store.view import View

BASIS: Final = (
    "each client's feedback about an agent is numbered from 1, and the indexer does not advance over a missing number"
)
_MOST: Final = 1 << 64


@dataclass(frozen=True, slots=True)
class LinkItem:
    """What a feedback stands on: an `action` of the agent, as disputes name it, in a dimension with a unit.

    `value` is written in `unit`. `named` says whether the agent's own receipt names the client.
    """

    action: str
    dimension: str
    name: str
    unit: str
    value: str
    named: bool
    seen: Seen


@dataclass(frozen=True, slots=True)
class ResponseItem:
    """One response to a feedback; anyone may respond. `own_side`: how the responder belongs to the agent's side."""

    responder: str
    own_side: Relation | None
    uri: str
    hash: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class FeedbackItem:
    """One feedback of a client about an agent.

    `index` counts the client's feedback about this agent from 1; `value` is decimal text. `state` is backed,
    unverified, own_side or revoked, and only backed feedback `weighs` anything. `own_side` says how the client belongs
    to the agent's own side. `owner_epoch` is the one that ran when it was given. `hash` is of the file at `uri`.
    """

    agent: str
    agent_id: int
    client: str
    index: int
    value: str
    decimals: int
    tag1: str
    tag2: str
    endpoint: str
    uri: str
    hash: str
    state: State
    weighs: bool
    own_side: Relation | None
    owner_epoch: int
    link: LinkItem | None
    responses: list[ResponseItem]
    given: Seen
    revoked: Seen | None


def agent_feedback(
    sources: Sources,
    agent: str,
    *,
    state: str | None = None,
    cursor: str | None,
    limit: int,
    as_of: int | None,
) -> Answer[Page[FeedbackItem]]:
    """List the feedback about an agent, oldest first.

    Args:
        sources: What to read.
        agent: Number or global id.
        state: Only what is in this state; a page may be short then, and still have more behind it.
        cursor: Where to go on.
        limit: Most items that are looked at for a page.
        as_of: As of which block.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, agent)
    wanted = check_state(state)
    asked = Asked.parse(f"feedback/agent/{number}/{wanted or ''}", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[FeedbackItem], Completeness]:
        finding.agent(view, number)
        return _page(sources, view, keys.agent_feedback(number), asked, wanted)

    return ask(sources, question, as_of)


def all_feedback(
    sources: Sources,
    *,
    client: str | None = None,
    state: str | None = None,
    cursor: str | None,
    limit: int,
    as_of: int | None,
) -> Answer[Page[FeedbackItem]]:
    """List all feedback, or that of one client, oldest first; see `agent_feedback`."""
    account = None if client is None else checksum(client)
    wanted = check_state(state)
    asked = Asked.parse(f"feedback/{account or ''}/{wanted or ''}", cursor, limit, as_of)
    key = keys.FEEDBACK if account is None else keys.client_feedback(account)
    return ask(sources, lambda view: _page(sources, view, key, asked, wanted), as_of)


def one_feedback(sources: Sources, agent: str, client: str, index: int, *, as_of: int | None) -> Answer[FeedbackItem]:
    """Return one feedback.

    Raises:
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent, or the client gave no feedback of that number.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number, account = finding.agent_number(sources, agent), checksum(client)

    def question(view: View) -> tuple[FeedbackItem, Completeness]:
        finding.agent(view, number)
        name = feedback_name(number, account, index) if 0 < index < _MOST else None
        if name is None or FeedbackView(view).histories([name]) == [[]]:
            raise NotFoundError(
                f"{account} gave no feedback number {index} about agent {number} as of block {view.block}",
                hint="a client's feedback about an agent is numbered from 1; see GET /v1/agents/{id}/feedback",
                code="no_such_feedback",
            )
        return items(sources, view, hear(view, [name]))[0], counted(BASIS)

    return ask(sources, question, as_of)


def check_state(state: str | None) -> State | None:
    """Return the state that a list is filtered by.

    Raises:
        InvalidInputError: if there is no such state.
    """
    if state is None:
        return None
    for known in STATES:
        if state == known:
            return known
    raise InvalidInputError(
        f"feedback is never {state[:40]!r}", hint=f"ask for one of {', '.join(STATES)}", code="bad_feedback_state"
    )


def items(sources: Sources, view: View, heard: Sequence[Heard]) -> list[FeedbackItem]:
    """Write several feedbacks down."""
    view.load_blocks(
        [
            placed.block
            for one in heard
            for placed in (one.given, one.taken_back, one.linked, *(found for found, _ in one.responses))
            if placed is not None
        ]
    )
    return [_item(sources, view, one) for one in heard]


def _page(
    sources: Sources, view: View, key: str, asked: Asked, state: State | None
) -> tuple[Page[FeedbackItem], Completeness]:
    turned = turn(view, key, asked)
    heard = [one for one in hear(view, turned.names) if state is None or one.state == state]
    return turned.page(items(sources, view, heard)), counted(BASIS)


def _item(sources: Sources, view: View, one: Heard) -> FeedbackItem:
    said, name = one.said, one.name
    return FeedbackItem(
        agent=str(sources.agent(name.agent_id)),
        agent_id=name.agent_id,
        client=name.client,
        index=name.index,
        value=decimal(said.value, said.decimals),
        decimals=said.decimals,
        tag1=said.tag1,
        tag2=said.tag2,
        endpoint=said.endpoint,
        uri=said.uri,
        hash=said.hash.hex(),
        state=one.state,
        weighs=one.state == "backed",
        own_side=one.relation,
        owner_epoch=one.owner_epoch,
        link=_link(view, one),
        responses=[
            ResponseItem(
                row.responder, one.side.relation(row.responder), row.uri, row.hash.hex(), finding.seen_at(view, placed)
            )
            for placed, row in one.responses
        ],
        given=finding.seen_at(view, one.given),
        revoked=None if one.taken_back is None else finding.seen_at(view, one.taken_back),
    )


def _link(view: View, one: Heard) -> LinkItem | None:
    if one.link is None or one.linked is None or one.dimension is None:
        return None
    return LinkItem(
        action=one.link.action.hex(),
        dimension=one.link.dimension.hex(),
        name=one.dimension.name,
        unit=one.dimension.unit,
        value=decimal(one.link.value, one.dimension.decimals),
        named=one.link.named,
        seen=finding.seen_at(view, one.linked),
    )
