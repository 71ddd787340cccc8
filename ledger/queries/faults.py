"""Faults by kind, of agents and of the operators of logs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.domain.ids import parse_hex32
from ledger.errors import NotFoundError
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask
from ledger.queries.fault_kinds import AGENT_KINDS, OPERATOR_KINDS, name_of
from ledger.queries.lifecycle import Witness
from ledger.queries.paging import Asked, turn
from ledger.queries.rewards import RewardMove, reward_moves
from ledger.queries.sources import Sources
from ledger.queries.verdicts import BASIS
from ledger.store import fault_rows as rows
from ledger.store import keys
from ledger.store.fault_view import FaultView
from ledger.store.log_view import LogView
from ledger.store.view import View


@dataclass(frozen=True, slots=True)
class FaultCounts:
    """How many faults of each kind were proved, against agents and against operators."""

    agents: dict[str, int]
    operators: dict[str, int]


@dataclass(frozen=True, slots=True)
class OperatorFault:
    """One fault of a log's operator; `slashed` in wei. The statements are what convicts, by their hashes."""

    fault_key: str
    kind: str
    log: str
    operator: str
    prover: str
    statement_a: str
    statement_b: str
    slashed: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class OperatorFaultCase:
    """One fault of an operator, and what happened to the reward of its proof."""

    fault: OperatorFault
    reward: list[RewardMove]


def fault_counts(sources: Sources, *, as_of: int | None) -> Answer[FaultCounts]:
    """Count the proved faults by kind.

    Raises:
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """

    def question(view: View) -> tuple[FaultCounts, Completeness]:
        return FaultCounts(_counts(view, AGENT_KINDS), _counts(view, OPERATOR_KINDS)), counted(BASIS)

    return ask(sources, question, as_of)


def operator_faults(
    sources: Sources, *, log: str | None, cursor: str | None, limit: int, as_of: int | None
) -> Answer[Page[OperatorFault]]:
    """List faults of operators, oldest first, of one log or of all.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such log.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    name = None if log is None else parse_hex32(log, what="log")
    asked = Asked.parse(f"operatorfaults/{'' if name is None else name.hex()}", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[OperatorFault], Completeness]:
        if name is not None and LogView(view).lives([name]) == [[]]:
            raise NotFoundError(f"there is no log {name.hex()}", hint="see GET /v1/logs", code="no_such_log")
        turned = turn(view, keys.OPERATOR_FAULTS if name is None else keys.log_faults(name), asked)
        found = FaultView(view).operator_faults(turned.names)
        view.load_blocks([row.block for row in found])
        items = [_fault(view, fault, row) for fault, row in zip(turned.names, found, strict=True)]
        return turned.page(items), counted(BASIS)

    return ask(sources, question, as_of)


def operator_fault(sources: Sources, fault_key: str, *, as_of: int | None) -> Answer[OperatorFaultCase]:
    """Return one fault of an operator.

    Raises:
        InvalidInputError: if the key has another form.
        NotFoundError: if nothing was proved against an operator under that key.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    fault = parse_hex32(fault_key, what="fault key")

    def question(view: View) -> tuple[OperatorFaultCase, Completeness]:
        row = FaultView(view).operator_fault(fault)
        if row is None:
            raise NotFoundError(
                f"no fault of an operator is proved under {fault.hex()}",
                hint="see GET /v1/operator-faults, and GET /v1/verdicts for agents",
                code="no_such_fault",
            )
        return OperatorFaultCase(_fault(view, fault, row), reward_moves(view, fault)), counted(BASIS)

    return ask(sources, question, as_of)


def _counts(view: View, kinds: Mapping[int, str]) -> dict[str, int]:
    return dict(zip(kinds.values(), FaultView(view).counts(list(kinds)), strict=True))


def _fault(view: View, fault: bytes, row: rows.OperatorFaultRow) -> OperatorFault:
    return OperatorFault(
        fault_key=fault.hex(),
        kind=name_of(row.kind),
        log=row.log.hex(),
        operator=row.operator,
        prover=row.prover,
        statement_a=row.statement_a.hex(),
        statement_b=row.statement_b.hex(),
        slashed=row.slashed,
        seen=finding.seen(view, Witness(row.block, row.log_index, row.time, row.tx)),
    )
