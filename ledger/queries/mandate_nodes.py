"""Nodes of mandate trees as of a block: what each may still spend, and what ended it.

The same rules as `Mandates.boundsOf`: a node ends with its own revocation, with any ancestor's, and when an agent on
the way to the root gets another owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from ledger.queries.lifecycle import Witness, fold
from ledger.store import mandate_rows as rows
from ledger.store.court_view import CourtView
from ledger.store.rows import Placed
from ledger.store.view import View, lost

Ending: TypeAlias = Literal["revoked", "ancestor_revoked", "owner_changed"]
MOST_DEPTH: Final = 16  # more than any contract of ours lets a tree have


@dataclass(frozen=True, slots=True, order=True)
class End:
    """What ended a node before its expiry, in chain order: `time` in Unix seconds, `tx` the transaction's hash."""

    time: int
    block: int
    log_index: int
    why: Ending
    tx: bytes


@dataclass(frozen=True, slots=True)
class Node:
    """One node. `hops` is how often it may be passed on; `left` what its agent may spend itself.

    `ended_itself` is the node's own end: its revocation, or the sale of its agent.
    """

    name: bytes
    placed: Placed[rows.MandateRow]
    row: rows.Granted | rows.Delegated
    hops: int
    left: int
    children: tuple[bytes, ...]
    revoked: Placed[rows.MandateRow] | None
    ended_itself: End | None

    @property
    def parent(self) -> bytes | None:
        """The node that it was passed on from; None for a root."""
        return self.row.parent if isinstance(self.row, rows.Delegated) else None


class Nodes:
    """Nodes by name, each with its ancestors.

    Args:
        view: As of which block.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[bytes, Node] = {}

    def load(self, names: Sequence[bytes]) -> list[Node]:
        """Read nodes and all their ancestors; a name that was never granted is left out."""
        wanted = list(names)
        for _ in range(MOST_DEPTH):
            missing = [name for name in dict.fromkeys(wanted) if name not in self._known]
            if not missing:
                break
            self._read(missing)
            parents = (self._known[name].parent for name in missing if name in self._known)
            wanted = [parent for parent in parents if parent is not None]
        return [self._known[name] for name in names if name in self._known]

    def line(self, node: Node) -> list[Node]:
        """Return a node and its ancestors, the root last.

        Raises:
            StaleMirrorError: if the mirror has lost one.
        """
        line = [node]
        while (parent := line[-1].parent) is not None:
            if parent not in self._known or len(line) > MOST_DEPTH:
                raise lost(f"mandate {parent.hex()}")
            line.append(self._known[parent])
        return line

    def ending(self, node: Node) -> End | None:
        """Return what ended a node before its expiry: the first end on the way to its root."""
        ends: list[End] = []
        for place, item in enumerate(self.line(node)):
            end = item.ended_itself
            if end is not None:
                ends.append(replace(end, why="ancestor_revoked") if place and end.why == "revoked" else end)
        return min(ends, default=None)

    def state(self, node: Node, now: int) -> str:
        """Say how a node stands: in_force, expired or revoked (whatever ended it)."""
        if self.ending(node) is not None:
            return "revoked"
        return "expired" if now >= node.row.expiry else "in_force"

    def _read(self, names: list[bytes]) -> None:
        found = {
            name: history for name, history in zip(names, CourtView(self._view).mandates(names), strict=True) if history
        }
        agents = list(dict.fromkeys(_granted(name, history).agent_id for name, history in found.items()))
        folded = {number: fold(number, life) for number, life in zip(agents, self._view.lives(agents), strict=True)}
        for name, history in found.items():
            row, place = _granted(name, history), (history[0].block, history[0].log_index)
            agent = folded[row.agent_id]
            sold = (
                [] if agent is None else [o.since for o in agent.owners if (o.since.block, o.since.log_index) > place]
            )
            self._known[name] = _node(name, history, row, sold[0] if sold else None)


def _granted(name: bytes, history: Sequence[Placed[rows.MandateRow]]) -> rows.Granted | rows.Delegated:
    row = history[0].row
    if not isinstance(row, rows.Granted | rows.Delegated):
        raise lost(f"the grant of mandate {name.hex()}")
    return row


def _node(
    name: bytes,
    history: Sequence[Placed[rows.MandateRow]],
    row: rows.Granted | rows.Delegated,
    sold: Witness | None,
) -> Node:
    passed = [placed.row for placed in history if isinstance(placed.row, rows.PassedOn)]
    leave = next((placed.row.hops for placed in history if isinstance(placed.row, rows.Delegable)), 0)
    revoked = next((placed for placed in history if isinstance(placed.row, rows.Revoked)), None)
    ends: list[End] = []
    if revoked is not None:
        ends.append(End(revoked.row.time, revoked.block, revoked.log_index, "revoked", revoked.row.tx))
    if sold is not None:
        ends.append(End(sold.time, sold.block, sold.log_index, "owner_changed", sold.tx))
    return Node(
        name=name,
        placed=history[0],
        row=row,
        hops=row.hops if isinstance(row, rows.Delegated) else leave,
        left=int(passed[-1].left if passed else row.cap),
        children=tuple(item.child for item in passed),
        revoked=revoked,
        ended_itself=min(ends, default=None),
    )
