"""Events of feedback, dimensions, operators and validation into writes, one pure function an event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.indexer.seen import Projection, Seen
from ledger.store import feedback_rows as rows
from ledger.store import keys
from ledger.store.feedback_view import feedback_name
from ledger.store.ops import Op, put
from ledger.store.rows import Approved


def _name(seen: Seen, client: str = "clientAddress") -> bytes:
    return feedback_name(seen.args["agentId"], seen.args[client], seen.args["feedbackIndex"])


def _given(seen: Seen) -> list[Op]:
    a, name = seen.args, _name(seen)
    row = rows.Given(
        seen.time,
        seen.tx,
        str(a["value"]),
        a["valueDecimals"],
        a["tag1"],
        a["tag2"],
        a["endpoint"],
        a["feedbackURI"],
        a["feedbackHash"],
    )
    return [
        seen.name_in(keys.FEEDBACK, name),
        seen.name_in(keys.agent_feedback(a["agentId"]), name),
        seen.name_in(keys.client_feedback(a["clientAddress"]), name),
        seen.put_in(keys.feedback(name), row),
    ]


def _taken_back(seen: Seen) -> list[Op]:
    name = _name(seen)
    return [
        seen.name_in(keys.agent_taken_back(seen.args["agentId"]), name),
        seen.put_in(keys.feedback(name), rows.TakenBack(seen.time, seen.tx)),
    ]


def _answered(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Answered(seen.time, seen.tx, a["responder"], a["responseURI"], a["responseHash"])
    return [seen.put_in(keys.feedback(_name(seen)), row)]


def _linked(seen: Seen) -> list[Op]:
    a, name = seen.args, _name(seen, "client")
    row = rows.Linked(seen.time, seen.tx, a["action"], a["dimension"], str(a["value"]), a["ownerEpoch"], a["named"])
    return [seen.name_in(keys.agent_links(a["agentId"]), name), seen.put_in(keys.feedback(name), row)]


def _declared(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.DimensionRow(
        seen.block,
        seen.index,
        seen.time,
        seen.tx,
        a["name"],
        a["unit"],
        a["decimals"],
        a["lessIsBetter"],
        str(a["least"]),
        str(a["most"]),
    )
    return [
        seen.name_in(keys.DIMENSIONS, a["dimension"]),
        put(keys.dimension(a["dimension"]), a["dimension"], row),
    ]


def _approved(seen: Seen) -> list[Op]:
    return [seen.put_in(keys.life(seen.args["tokenId"]), Approved(seen.time, seen.tx, seen.args["approved"]))]


def _operator(seen: Seen) -> list[Op]:
    row = rows.OperatorRow(seen.time, seen.tx, seen.args["operator"], seen.args["approved"])
    return [seen.put_in(keys.operators(seen.args["owner"]), row)]


def _asked(seen: Seen) -> list[Op]:
    a = seen.args
    request = a["requestHash"]
    row = rows.Asked(seen.time, seen.tx, a["agentId"], a["validatorAddress"], a["requestURI"])
    return [
        seen.name_in(keys.agent_validations(a["agentId"]), request),
        seen.name_in(keys.validator(a["validatorAddress"]), request),
        seen.put_in(keys.validation(request), row),
    ]


def _validated(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Validated(seen.time, seen.tx, a["response"], a["responseURI"], a["responseHash"], a["tag"])
    return [seen.put_in(keys.validation(a["requestHash"]), row)]


FEEDBACK_PROJECTIONS: Final[Mapping[str, Projection]] = {
    "NewFeedback": _given,
    "FeedbackRevoked": _taken_back,
    "ResponseAppended": _answered,
    "FeedbackLinked": _linked,
    "DimensionDeclared": _declared,
    "Approval": _approved,
    "ApprovalForAll": _operator,
    "ValidationRequest": _asked,
    "ValidationResponse": _validated,
}
