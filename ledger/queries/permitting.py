"""Reads what was in force for an agent's actions, and puts it beside each: once for all actions of an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ledger.domain import record as domain_record
from ledger.domain.ids import AgentRef
from ledger.domain.permission import REASONS, Action, Declared, Granted, Said, ToolLists, judge, said_at, tools_in
from ledger.domain.policy import Policy
from ledger.domain.principals import Cause, Principal, account_of, conflicting
from ledger.errors import LedgerError
from ledger.queries import finding
from ledger.queries.answers import Seen
from ledger.queries.lifecycle import Witness
from ledger.queries.mandate_nodes import End, Node, Nodes
from ledger.queries.permission_views import (
    ActionPermission,
    MandateThen,
    ManifestThen,
    PolicyThen,
    PrincipalView,
    Stated,
    Why,
)
from ledger.queries.records import RecordView
from ledger.queries.sources import Sources
from ledger.store import mandate_rows, policy_rows
from ledger.store.court_view import CourtView
from ledger.store.fault_rows import ManifestRow
from ledger.store.fault_view import FaultView
from ledger.store.log_view import LogView
from ledger.store.rows import Placed
from ledger.store.view import View

MOST_DOCUMENTS: Final = 8
FIRST_POLICY: Final = 1
"""The policy of whoever never chose (Policies.FIRST)."""


@dataclass(frozen=True, slots=True)
class _Names:
    """Whose a record is, and whom and what it names as its authority."""

    agent: str
    principal: str | None
    mandate: bytes | None


class Permitting:
    """What permitted actions of one agent.

    Args:
        sources: What names the agent.
        view: As of which block; nothing after the block of an action's witness changes what is said of it. (Policies
            alone are found by time, as the court finds them: blocks may share a second.)
        agent: Global id.
        lists: Lists of tools that are known.
    """

    def __init__(self, sources: Sources, view: View, agent: str, lists: ToolLists) -> None:
        self._view = view
        self._ref = AgentRef.parse(agent)
        self._agent = finding.agent(view, self._ref.agent_id)
        self._adopted = CourtView(view).adopted(sources.agent(self._ref.agent_id).key)
        self._manifests = FaultView(view).manifests(self._ref.agent_id)
        self._lists = lists.beside(_documented(sources, self._manifests))
        self._nodes = Nodes(view)
        self._known: dict[str, _Names | None] = {}

    def of(self, items: Sequence[RecordView]) -> list[ActionPermission]:
        """Return what permitted some records of the agent, in their order."""
        self._known |= {item.record_id: _names_in(item) for item in items}
        causes = dict.fromkeys(parent for item in items for parent in item.parents)
        self._known |= {name: self._read(name) for name in causes if name not in self._known}
        named = (names.mandate for names in self._known.values() if names is not None)
        self._nodes.load([mandate for mandate in named if mandate is not None])
        adopted = [self._adopted_at(item) for item in items]
        numbers = list(dict.fromkeys(FIRST_POLICY if row is None else row.row.policy_id for row in adopted))
        policies = dict(zip(numbers, CourtView(self._view).policies(numbers), strict=True))
        return [
            self._permission(item, self._policy(item, row, policies)) for item, row in zip(items, adopted, strict=True)
        ]

    def _permission(self, item: RecordView, policy: PolicyThen | None) -> ActionPermission:
        at = item.witnessed
        names, content = self._known[item.record_id], item.content
        mandate = None if names is None else names.mandate
        node = self._granted(mandate, at)
        said = None
        if content is not None:
            said = Said(
                at=said_at(content["ts"]),
                tool=content.get("tool"),
                mandate=mandate,
                account=account_of(content.get("principal", "")),
                has_fields="fields" in content,
            )
        action = Action(self._ref.agent_id, at.time, said)
        granted = None if node is None else self._as_granted(node, at)
        judged = judge(action, granted, _declared(self._declared(at)), self._lists)
        return ActionPermission(
            record_id=item.record_id,
            agent=item.agent,
            epoch=item.epoch,
            stream=item.stream,
            seq=item.seq,
            home=item.home,
            witnessed=item.witnessed,
            state=judged.state,
            reasons=[Why(code, REASONS[code][1]) for code in judged.reasons],
            stated=None if content is None or said is None else _stated(content, said),
            policy=policy,
            manifest=self._manifest(at),
            mandate=None if node is None else self._mandate(node, at),
            conflicting_principals=self._conflicting(item, at),
        )

    # -- policy -----------------------------------------------------------------------------------------------

    def _liable(self, item: RecordView) -> str:
        return self._agent.epochs[item.epoch].owner

    def _adopted_at(self, item: RecordView) -> Placed[policy_rows.AdoptedRow] | None:
        """Return the choice of the owner who answers for a record, as `Policies.inForce` finds it by time."""
        liable, at = self._liable(item), item.witnessed.time
        chosen = [one for one in self._adopted if one.row.beneficiary == liable and one.row.time <= at]
        return chosen[-1] if chosen else None

    def _policy(
        self,
        item: RecordView,
        adopted: Placed[policy_rows.AdoptedRow] | None,
        known: dict[int, list[Placed[policy_rows.PolicyRow]]],
    ) -> PolicyThen | None:
        number = FIRST_POLICY if adopted is None else adopted.row.policy_id
        history = known[number]
        for placed in history:
            row = placed.row
            if isinstance(row, policy_rows.Queued) and row.time <= item.witnessed.time:
                return PolicyThen(
                    liable=self._liable(item),
                    policy_id=number,
                    hash=row.hash.hex(),
                    rules=Policy.decode(row.policy).rules.hex(),
                    texts=[
                        other.row.uri
                        for other in history
                        if isinstance(other.row, policy_rows.Announced) and other.row.time <= item.witnessed.time
                    ],
                    adopted=None if adopted is None else self._seen(adopted),
                    queued=self._seen(placed),
                )
        return None

    # -- manifest and mandate ---------------------------------------------------------------------------------

    def _declared(self, at: Seen) -> list[Placed[ManifestRow]]:
        return [placed for placed in self._manifests if placed.block <= at.block]

    def _manifest(self, at: Seen) -> ManifestThen | None:
        declared = self._declared(at)
        if not declared:
            return None
        row = declared[-1].row
        return ManifestThen(row.index, row.document.hex(), row.tools.hex(), self._seen(declared[-1]))

    def _granted(self, mandate: bytes | None, at: Seen) -> Node | None:
        found = [] if mandate is None else self._nodes.load([mandate])
        return found[0] if found and found[0].placed.block <= at.block else None

    def _root(self, node: Node) -> str:
        root = self._nodes.line(node)[-1].row
        return root.principal if isinstance(root, mandate_rows.Granted) else ""

    def _end(self, node: Node, at: Seen) -> End | None:
        """Return what ended a mandate by the end of a block, before its expiry."""
        end = self._nodes.ending(node)
        return None if end is None or end.block > at.block or end.time > node.row.expiry else end

    def _as_granted(self, node: Node, at: Seen) -> Granted:
        end, row = self._end(node, at), node.row
        until = row.expiry if end is None else end.time
        return Granted(row.agent_id, self._root(node), row.time, until, row.tools)

    def _mandate(self, node: Node, at: Seen) -> MandateThen:
        end, row = self._end(node, at), node.row
        ended = None if end is None else Witness(end.block, end.log_index, end.time, end.tx)
        return MandateThen(
            mandate_id=node.name.hex(),
            principal=self._root(node),
            live=row.agent_id == self._ref.agent_id and end is None and at.time < row.expiry,
            cap=row.cap,
            expiry=row.expiry,
            tools=row.tools.hex(),
            granted=self._seen(node.placed),
            ended_at=None if end is None else end.time,
            ended_by=None if end is None else end.why,
            ended=None if ended is None else finding.seen(self._view, ended),
        )

    # -- principals -------------------------------------------------------------------------------------------

    def _conflicting(self, item: RecordView, at: Seen) -> list[PrincipalView]:
        causes = [
            Cause(names.agent == item.agent, tuple(self._principals(names, at, cause=parent)))
            for parent in item.parents
            if (names := self._known[parent]) is not None
        ]
        names = self._known[item.record_id]
        own = [] if names is None else self._principals(names, at)
        return [PrincipalView(one.name, one.by, one.ref) for one in conflicting(own, causes)]

    def _principals(self, names: _Names, at: Seen, *, cause: str | None = None) -> list[Principal]:
        found = []
        if names.principal is not None:
            found.append(Principal(names.principal, "stated" if cause is None else "cause", cause))
        node = self._granted(names.mandate, at)
        if node is not None:
            found.append(Principal(self._root(node), "mandate", node.name.hex()))
        return found

    def _read(self, name: str) -> _Names | None:
        held = LogView(self._view).held_entry(bytes.fromhex(name))
        if held is None or held[1].segment is None:
            return None
        content = domain_record.decode(held[1].segment.records[held[0].position])
        mandate = None if content.mandate is None else bytes.fromhex(content.mandate)
        return _Names(str(AgentRef.parse(content.agent)), content.principal, mandate)

    def _seen(
        self,
        placed: Placed[ManifestRow]
        | Placed[mandate_rows.MandateRow]
        | Placed[policy_rows.AdoptedRow]
        | Placed[policy_rows.PolicyRow],
    ) -> Seen:
        return finding.seen(self._view, Witness(placed.block, placed.log_index, placed.row.time, placed.row.tx))


def _documented(sources: Sources, manifests: Sequence[Placed[ManifestRow]]) -> Iterator[list[str]]:
    """Yield the tools that documents of an agent's newest manifests list, of those that anyone may read here."""
    if sources.evidence is None:
        return
    for placed in manifests[-MOST_DOCUMENTS:]:
        try:
            names = tools_in(sources.evidence.get(placed.row.document.hex()))
        except LedgerError:
            continue
        if names is not None:
            yield names


def _names_in(item: RecordView) -> _Names | None:
    content = item.content
    if content is None:
        return None
    mandate = content.get("mandate")
    return _Names(item.agent, content.get("principal"), None if mandate is None else bytes.fromhex(mandate))


def _declared(manifests: Sequence[Placed[ManifestRow]]) -> list[Declared]:
    rows_of = [placed.row for placed in manifests]
    closed = [Declared(row.time, after.time, row.tools) for row, after in pairwise(rows_of)]
    return [*closed, *(Declared(row.time, None, row.tools) for row in rows_of[-1:])]


def _stated(content: dict[str, object], said: Said) -> Stated:
    return Stated(
        at=said.at,
        tool=said.tool,
        principal=_text(content.get("principal")),
        mandate=None if said.mandate is None else said.mandate.hex(),
        policy=_text(content.get("policy")),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
