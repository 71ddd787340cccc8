"""Mandates: what principals let agents do, what agents pass on of it, and whether they still may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.ids import parse_hex32
from ledger.errors import NotFoundError
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.mandate_nodes import Ending, Node, Nodes
from ledger.queries.paging import Asked, turn
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store import mandate_rows as rows
from ledger.store.view import View, lost

BASIS: Final = (
    "events of Mandates; the chain keeps no counter of them, so this rests on the node's logs, screened by each "
    "block's bloom filter near the head"
)
MOST_NODES: Final = 500


@dataclass(frozen=True, slots=True)
class MandateView:
    """One mandate, or what was passed on of one.

    `state` as of the answer's block: in_force, expired, or revoked: ended before its expiry, at `ended_at` (Unix
    seconds), by its own revocation, an ancestor's, or a change of owner on the way to its root (`ended_by`).
    `cap` in the unit of receipts, in all and at once, is what was given; `left` what the agent may spend itself, after
    what it passed on. `expiry` in Unix seconds; `tools` is the hash of the list of allowed tools. `parent`, `context`
    and `by` are of what was passed on; `hops` says how often it may be passed on still.
    """

    mandate_id: str
    agent: str
    agent_id: int
    principal: str
    state: str
    cap: str
    left: str
    expiry: int
    tools: str
    salt: str
    parent: str | None
    root: str
    context: str | None
    by: str | None
    hops: int
    passed_on: int
    ended_at: int | None
    ended_by: Ending | None
    granted: Seen
    revoked: Seen | None


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node of a tree, `depth` hops below the root."""

    depth: int
    mandate: MandateView


@dataclass(frozen=True, slots=True)
class MandateTree:
    """A mandate and all that was passed on from it, each node before its children.

    `cap` is what the root's principal gave; `left` is the sum of what all agents shown may spend, which is the same
    whenever the whole tree of a root is shown. `more`: the tree has more nodes than are shown.
    """

    root: str
    cap: str
    left: str
    nodes: list[TreeNode]
    more: bool


def mandate(sources: Sources, mandate_id: str, *, as_of: int | None) -> Answer[MandateView]:
    """Return one mandate.

    Raises:
        InvalidInputError: if the name or as_of have another form.
        NotFoundError: if none of that name was granted.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    name = parse_hex32(mandate_id, what="mandate")

    def question(view: View) -> tuple[MandateView, Completeness]:
        nodes, node = Nodes(view), _found(view, name)
        nodes.load([name])
        return _mandate(sources, view, nodes, node, block_at(sources, view).time), counted(BASIS)

    return ask(sources, question, as_of)


def mandate_tree(sources: Sources, mandate_id: str, *, as_of: int | None) -> Answer[MandateTree]:
    """Return a mandate and all that was passed on from it, at most `MOST_NODES` nodes.

    Raises:
        InvalidInputError: if the name or as_of have another form.
        NotFoundError: if none of that name was granted.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    name = parse_hex32(mandate_id, what="mandate")

    def question(view: View) -> tuple[MandateTree, Completeness]:
        top, nodes, now = _found(view, name), Nodes(view), block_at(sources, view).time
        nodes.load([name])
        found, more = _below(nodes, top)
        left = sum(node.left for _, node in found)
        items = [TreeNode(depth, _mandate(sources, view, nodes, node, now)) for depth, node in found]
        whole = more or left == int(top.row.cap)
        tree = MandateTree(nodes.line(top)[-1].name.hex(), top.row.cap, str(left), items, more)
        basis = BASIS if whole else f"{BASIS}. The budget is not conserved: {left} of {top.row.cap}"
        return tree, counted(basis, complete=whole)

    return ask(sources, question, as_of)


def agent_mandates(
    sources: Sources, agent: str, *, cursor: str | None, limit: int, as_of: int | None
) -> Answer[Page[MandateView]]:
    """List the mandates of an agent, oldest first, those passed on to it included.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, agent)
    asked = Asked.parse(f"mandates/{number}", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[MandateView], Completeness]:
        finding.agent(view, number)
        turned = turn(view, keys.agent_mandates(number), asked)
        nodes, now = Nodes(view), block_at(sources, view).time
        found = nodes.load(turned.names)
        view.load_blocks([node.placed.block for node in found])
        return turned.page([_mandate(sources, view, nodes, node, now) for node in found]), counted(BASIS)

    return ask(sources, question, as_of)


def _found(view: View, name: bytes) -> Node:
    found = Nodes(view).load([name])
    if not found:
        raise NotFoundError(
            f"no mandate {name.hex()} was granted as of block {view.block}",
            hint="a mandate appears when its principal grants it; see GET /v1/agents/{id}/mandates",
            code="no_such_mandate",
        )
    return found[0]


def _below(nodes: Nodes, top: Node) -> tuple[list[tuple[int, Node]], bool]:
    """Return a node and those below it, each before its children, and whether some were left out."""
    level, seen = [top], {top.name: top}
    while level and len(seen) < MOST_NODES:
        room = MOST_NODES - len(seen)
        children = [child for node in level for child in node.children]
        level = nodes.load(children[:room])
        seen |= {node.name: node for node in level}
    out: list[tuple[int, Node]] = []
    waiting = [(0, top)]
    while waiting:
        depth, node = waiting.pop()
        out.append((depth, node))
        waiting += [(depth + 1, seen[child]) for child in reversed(node.children) if child in seen]
    return out, len(out) < 1 + sum(len(node.children) for _, node in out)


def _mandate(sources: Sources, view: View, nodes: Nodes, node: Node, now: int) -> MandateView:
    line, ended, row = nodes.line(node), nodes.ending(node), node.row
    principal = line[-1].row
    if not isinstance(principal, rows.Granted):
        raise lost(f"the root of mandate {node.name.hex()}")
    passed_on = row if isinstance(row, rows.Delegated) else None
    return MandateView(
        mandate_id=node.name.hex(),
        agent=str(sources.agent(row.agent_id)),
        agent_id=row.agent_id,
        principal=principal.principal,
        state=nodes.state(node, now),
        cap=row.cap,
        left=str(node.left),
        expiry=row.expiry,
        tools=row.tools.hex(),
        salt=row.salt.hex(),
        parent=None if passed_on is None else passed_on.parent.hex(),
        root=line[-1].name.hex(),
        context=None if passed_on is None else passed_on.context.hex(),
        by=None if passed_on is None else passed_on.by,
        hops=node.hops,
        passed_on=len(node.children),
        ended_at=None if ended is None else ended.time,
        ended_by=None if ended is None else ended.why,
        granted=finding.seen_at(view, node.placed),
        revoked=None if node.revoked is None else finding.seen_at(view, node.revoked),
    )
