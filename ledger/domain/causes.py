"""What led to an action, and what it led to, across agents: the whole of both, in causal order, and never a cycle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ledger.domain.provenance import order
from ledger.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that an action follows from, and everything that follows from it, causes before effects.

    `unknown` are causes that are named and not among the nodes.
    """

    ancestors: tuple[str, ...]
    descendants: tuple[str, ...]
    unknown: tuple[str, ...]


def trace(parents: Mapping[str, Sequence[str]], action: str) -> Trace:
    """Trace one action through a causal graph.

    Args:
        parents: For each node, what caused it.
        action: The node.

    Raises:
        ConflictError: if something among what is traced is its own cause.
        NotFoundError: if the action is no node.
    """
    if action not in parents:
        raise NotFoundError(f"there is no action {action} to trace", hint="name a record that is held")
    effects: dict[str, list[str]] = {}
    for name, causes in parents.items():
        for cause in causes:
            effects.setdefault(cause, []).append(name)
    before = _reach(action, parents)
    after = _reach(action, effects)
    placed = order({name: parents.get(name, ()) for name in {action, *before, *after} if name in parents})
    return Trace(
        ancestors=tuple(name for name in placed if name in before and name != action),
        descendants=tuple(name for name in placed if name in after and name != action),
        unknown=tuple(sorted(name for name in before if name not in parents)),
    )


def _reach(start: str, edges: Mapping[str, Iterable[str]]) -> set[str]:
    """Return all that is reached from a node, itself only if it reaches itself."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in edges.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found
