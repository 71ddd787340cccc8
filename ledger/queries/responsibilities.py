"""Who answers for what, by ruling: cause, class, share and cost, the mandate in force then, and who had approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.case.ruling import cause_of_ruling
from ledger.domain.dispute import SERIOUS, State
from ledger.domain.ids import checksum
from ledger.domain.permission import ToolLists
from ledger.errors import InvalidInputError
from ledger.queries import finding, wording
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.approvals import Approval, approvals
from ledger.queries.asking import ask
from ledger.queries.disputed import Disputed, disputed_records
from ledger.queries.dockets import BASIS, Docket, dockets, global_id
from ledger.queries.lifecycle import Witness
from ledger.queries.paging import Asked, turn
from ledger.queries.permission_views import ActionPermission
from ledger.queries.permitting import Permitting
from ledger.queries.records import RecordView, find
from ledger.queries.rulings import Responsibility
from ledger.queries.sources import Sources
from ledger.queries.trials import RULINGS
from ledger.store import case_rows as rows
from ledger.store import keys
from ledger.store.view import View

_ADDRESS_SIGNS: Final = 42
_RULED: Final = (State.PROVISIONAL, State.FINAL, State.EXECUTED)
_RULING: Final = (
    rows.Defaulted,
    rows.Ruled,
    rows.Conceded,
    rows.Proved,
    rows.Withdrawn,
    rows.Finalized,
    rows.Executed,
)
UNKNOWN: Final = "no log holds the disputed record among the newest of its agent"


@dataclass(frozen=True, slots=True)
class RuledResponsibility:
    """Who answers for one action, by the ruling so far on one dispute about it.

    `liable` owned the agent when it acted. `shares` are in percent, empty unless the ruling punishes: the liable
    account answers alone, since no ruling shares blame. `at_stake` and `slashed` in wei, `slashed` None before the
    ruling is executed. `serious` faults are judged only where a human has a seat. `record_id` is None, and
    `permission` and `approvals` with it, where `unknown` says why.
    """

    ruling_id: str
    dispute_id: int
    agent: str
    agent_id: int
    liable: str
    ruling: str
    cause: str
    final: bool
    round: int
    fault_class: str
    serious: bool
    at_stake: str
    slashed: str | None
    shares: list[Responsibility]
    record_id: str | None
    principal: str | None
    permission: ActionPermission | None
    approvals: list[Approval]
    unknown: str | None
    ruled: Seen


def responsibilities(
    sources: Sources,
    *,
    agent: str | None = None,
    party: str | None = None,
    cursor: str | None,
    limit: int,
    as_of: int | None,
) -> Answer[Page[RuledResponsibility]]:
    """List who answers for what, in the order in which the disputes were opened.

    Args:
        sources: What to read.
        agent: Only rulings about this agent, by number or global id.
        party: Only those for which this account answers, or in whose name the agent acted: the liable owner, the
            principal of the mandate that was in force, or the principal that the record names.
        cursor: Where to go on.
        limit: Most disputes that are looked at for a page; it may be short and have more behind it.
        as_of: As of which block.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = None if agent is None else finding.agent_number(sources, agent)
    who = None if party is None else _party(party)
    asked = Asked.parse(f"responsibilities/{'' if number is None else number}/{who or ''}", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[RuledResponsibility], Completeness]:
        if number is not None:
            finding.agent(view, number)
        turned = turn(view, keys.DISPUTES if number is None else keys.agent_disputes(number), asked)
        found = dockets(sources, view, [int.from_bytes(name, "big") for name in turned.names])
        ruled = [docket for docket in found if docket.trial.dispute.state in _RULED]
        told = _told(sources, view, ruled)
        return turned.page([item for item in told if who is None or who in _parties(item)]), counted(BASIS)

    return ask(sources, question, as_of)


def _party(text: str) -> str:
    if len(text) > _ADDRESS_SIGNS:
        raise InvalidInputError("a party is an account", hint="0x and 40 hex digits", code="bad_address")
    return checksum(text)


def _parties(item: RuledResponsibility) -> set[str]:
    """Return the accounts that have to do with it: liable, and principals by mandate and by record."""
    found = {item.liable, item.principal}
    if item.permission is not None and item.permission.mandate is not None:
        found.add(item.permission.mandate.principal)
    return {name for name in found if name is not None}


def _told(sources: Sources, view: View, ruled: Sequence[Docket]) -> list[RuledResponsibility]:
    cases = [docket.trial.case for docket in ruled]
    found = disputed_records(sources, view, [(case.agent_id, case.action) for case in cases])
    view.load_blocks([docket.last_block for docket in ruled])
    permitting: dict[int, Permitting] = {}
    out: list[RuledResponsibility] = []
    for docket, case in zip(ruled, cases, strict=True):
        disputed = found.get((case.agent_id, case.action))
        agent = str(sources.agent(case.agent_id))
        own = None if disputed is None else _own(sources, view, disputed, agent)
        permission = None
        if own is not None:
            if case.agent_id not in permitting:
                permitting[case.agent_id] = Permitting(sources, view, agent, ToolLists([]))
            permission = permitting[case.agent_id].of([own])[0]
        out.append(_responsibility(sources, view, docket, disputed, permission))
    return out


def _own(sources: Sources, view: View, disputed: Disputed, agent: str) -> RecordView | None:
    """Return the record as its agent made it: the same id may stand on chain for another."""
    found = find(sources, view, bytes.fromhex(disputed.record_id), proofs=False)
    places = [] if found is None else [found.record, *found.on_chain]
    return next((item for item in places if item.agent == agent), None)


def _responsibility(
    sources: Sources, view: View, docket: Docket, disputed: Disputed | None, permission: ActionPermission | None
) -> RuledResponsibility:
    trial, dispute, case = docket.trial, docket.trial.dispute, docket.trial.case
    executed = trial.last(rows.Executed)
    written = None if disputed is None else disputed.written
    last = next(moment.placed for moment in reversed(trial.moments) if isinstance(moment.placed.row, _RULING))
    return RuledResponsibility(
        ruling_id=f"{global_id(sources, docket.number)}/{dispute.round}",
        dispute_id=docket.number,
        agent=str(sources.agent(case.agent_id)),
        agent_id=case.agent_id,
        liable=case.liable,
        ruling=RULINGS[dispute.ruling],
        cause=cause_of_ruling(dispute.basis, dispute.ruling),
        final=trial.last(rows.Finalized) is not None,
        round=dispute.round,
        fault_class=wording.fault(case.fault_class),
        serious=case.fault_class in SERIOUS,
        at_stake=str(case.slice),
        slashed=None if executed is None else executed.row.slashed,
        shares=[Responsibility(case.liable, 100)] if dispute.punishes else [],
        record_id=None if disputed is None else disputed.record_id,
        principal=None if written is None else written.content.principal,
        permission=permission,
        approvals=[] if written is None or disputed is None else approvals(written.content, disputed.before),
        unknown=UNKNOWN if disputed is None else None,
        ruled=finding.seen(view, Witness(last.block, last.log_index, last.row.time, last.row.tx)),
    )
