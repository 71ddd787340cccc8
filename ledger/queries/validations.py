"""Validation: what validators were asked about agents, and every answer that they gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.domain.ids import checksum, parse_hex32
from ledger.errors import NotFoundError
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask
from ledger.queries.paging import Asked, turn
from ledger.queries.sides import Relation, Side, sides
from ledger.queries.sources import Sources
from ledger.store import feedback_rows as rows
from ledger.store import keys
from ledger.store.feedback_view import FeedbackView
from ledger.store.rows import Placed
from ledger.store.view import View, lost

State: TypeAlias = Literal["requested", "answered", "revised"]
BASIS: Final = (
    "events of ValidationRegistry; they carry no counter, so this rests on the node's logs, screened by each block's "
    "bloom filter near the head"
)


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """One answer: 0 (failed) to 100 (passed). `hash` is of the reasons at `uri`."""

    response: int
    tag: str
    uri: str
    hash: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class ValidationItem:
    """One request to one validator about an agent's work.

    `state`: requested, answered, or revised when the validator answered again. The first answer is what was asked
    for; all are kept. `own_side` says how the validator belongs to the agent's own side, None if it does not.
    """

    request: str
    agent: str
    agent_id: int
    validator: str
    own_side: Relation | None
    owner_epoch: int
    uri: str
    state: State
    answers: list[AnswerItem]
    requested: Seen


def agent_validations(
    sources: Sources, agent: str, *, cursor: str | None, limit: int, as_of: int | None
) -> Answer[Page[ValidationItem]]:
    """List the requests about an agent, oldest first.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, agent)
    asked = Asked.parse(f"validations/agent/{number}", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[ValidationItem], Completeness]:
        finding.agent(view, number)
        turned = turn(view, keys.agent_validations(number), asked)
        return turned.page(_items(sources, view, turned.names)), counted(BASIS)

    return ask(sources, question, as_of)


def validator_requests(
    sources: Sources, validator: str, *, cursor: str | None, limit: int, as_of: int | None
) -> Answer[Page[ValidationItem]]:
    """List the requests to a validator, oldest first; an account that nobody asked has none.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    account = checksum(validator)
    asked = Asked.parse(f"validations/validator/{account}", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[ValidationItem], Completeness]:
        turned = turn(view, keys.validator(account), asked)
        return turned.page(_items(sources, view, turned.names)), counted(BASIS)

    return ask(sources, question, as_of)


def validation(sources: Sources, request: str, *, as_of: int | None) -> Answer[ValidationItem]:
    """Return one request with its answers.

    Raises:
        InvalidInputError: if the name or as_of have another form.
        NotFoundError: if nothing of that name was requested.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    name = parse_hex32(request, what="request")

    def question(view: View) -> tuple[ValidationItem, Completeness]:
        if FeedbackView(view).validations([name]) == [[]]:
            raise NotFoundError(
                f"no validation {name.hex()} was requested as of block {view.block}",
                hint="see GET /v1/agents/{id}/validations",
                code="no_such_validation",
            )
        return _items(sources, view, [name])[0], counted(BASIS)

    return ask(sources, question, as_of)


def _items(sources: Sources, view: View, names: list[bytes]) -> list[ValidationItem]:
    histories = FeedbackView(view).validations(names)
    found = [(name, history, _asked(name, history)) for name, history in zip(names, histories, strict=True)]
    around = sides(view, (asked.agent_id for _, _, asked in found))
    view.load_blocks([placed.block for history in histories for placed in history])
    return [_item(sources, view, name, history, around[asked.agent_id]) for name, history, asked in found]


def _asked(name: bytes, history: list[Placed[rows.ValidationRow]]) -> rows.Asked:
    row = history[0].row if history else None
    if not isinstance(row, rows.Asked):
        raise lost(f"request {name.hex()}")
    return row


def _item(
    sources: Sources, view: View, name: bytes, history: list[Placed[rows.ValidationRow]], side: Side
) -> ValidationItem:
    asked, first = _asked(name, history), history[0]
    answers = [
        AnswerItem(
            placed.row.response, placed.row.tag, placed.row.uri, placed.row.hash.hex(), finding.seen_at(view, placed)
        )
        for placed in history
        if isinstance(placed.row, rows.Validated)
    ]
    states: tuple[State, ...] = ("requested", "answered", "revised")
    return ValidationItem(
        request=name.hex(),
        agent=str(sources.agent(asked.agent_id)),
        agent_id=asked.agent_id,
        validator=asked.validator,
        own_side=side.relation(asked.validator),
        owner_epoch=side.owner_epoch_at(first.block, first.log_index),
        uri=asked.uri,
        state=states[min(len(answers), 2)],
        answers=answers,
        requested=finding.seen_at(view, first),
    )
