"""Every rating in chain order, as whoever weighs raters needs it: one row a feedback, weightless ones included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.queries.answers import Answer, Completeness, counted
from ledger.queries.asking import ask
from ledger.queries.dimensions import Scale, scale_of
from ledger.queries.feedback import BASIS
from ledger.queries.hearing import Heard, State, hear_all
from ledger.queries.sides import Relation
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store.view import View


@dataclass(frozen=True, slots=True)
class Rating:
    """One feedback of `rater` (an account) about agent `ratee`.

    `value` is an integer with `decimals` digits after the point: of its dimension once linked, else as it was given.
    `scale` is None until linked; ratings of different dimensions are not commensurable. `context` is the second tag.
    `action` names the action of the ratee that it stands on (hex, as disputes name it), None if there is none; `named`
    says whether the ratee's own receipt names the rater. `time` in Unix seconds; `block` and `log_index` give the
    order. Only a rating whose `state` is backed weighs anything.
    """

    rater: str
    ratee: int
    index: int
    value: int
    decimals: int
    scale: Scale | None
    dimension: str | None
    tag: str
    context: str
    action: str | None
    named: bool
    state: State
    own_side: Relation | None
    owner_epoch: int
    block: int
    log_index: int
    time: int


def ratings(view: View, agent_id: int | None = None) -> Iterator[Rating]:
    """Yield the ratings of one agent or of all, in chain order, as a view sees them.

    Raises:
        StaleMirrorError: if the mirror has lost one.
    """
    for one in hear_all(view, keys.FEEDBACK if agent_id is None else keys.agent_feedback(agent_id)):
        yield _rating(one)


def all_ratings(sources: Sources, *, as_of: int | None) -> Answer[list[Rating]]:
    """Return all ratings in chain order, as of one block.

    Raises:
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """

    def question(view: View) -> tuple[list[Rating], Completeness]:
        return list(ratings(view)), counted(BASIS)

    return ask(sources, question, as_of)


def _rating(one: Heard) -> Rating:
    said, link, row = one.said, one.link, one.dimension
    return Rating(
        rater=one.name.client,
        ratee=one.name.agent_id,
        index=one.name.index,
        value=int(said.value if link is None else link.value),
        decimals=said.decimals if row is None else row.decimals,
        scale=None if link is None or row is None else scale_of(link.dimension, row),
        dimension=None if link is None else link.dimension.hex(),
        tag=said.tag1,
        context=said.tag2,
        action=None if link is None else link.action.hex(),
        named=link is not None and link.named,
        state=one.state,
        own_side=one.relation,
        owner_epoch=one.owner_epoch,
        block=one.given.block,
        log_index=one.given.log_index,
        time=one.said.time,
    )
