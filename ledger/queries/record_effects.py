"""Attempt and effect: what an agent did is unconfirmed until the other party says how it ended.

The other party is whom the agent's receipt names, and not on the agent's own side: an agent whose owner, operator,
wallet or session key is that account, and who carries the receipt in a record of its own. Its newest word counts. The
effect of an outcome is that of the intent that it names first among its parents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.errors import InvalidInputError
from ledger.queries.countersigned import Countersigned, counted_receipt, countersigned
from ledger.queries.lifecycle import Agent
from ledger.queries.sides import Side, sides
from ledger.queries.sources import Sources
from ledger.store.receipt_rows import CarriedRow
from ledger.store.receipt_view import ReceiptView
from ledger.store.rows import Placed
from ledger.store.view import View

EffectState: TypeAlias = Literal["unconfirmed", "confirmed", "contradicted"]
STATES: Final[tuple[EffectState, ...]] = ("unconfirmed", "confirmed", "contradicted")
_SAID: Final[Mapping[str, EffectState]] = {
    "success": "confirmed",
    "failure": "contradicted",
    "timeout": "contradicted",
    "denied": "contradicted",
    "refused": "contradicted",
}
"""By the outcome that the other party states; `escalated` says nothing yet."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of an action by the word of the other party; `by` is its record, None while it said nothing."""

    state: EffectState
    by: Countersigned | None


UNCONFIRMED: Final = Effect("unconfirmed", None)


def check_state(state: str | None) -> None:
    """See that a filter names a state.

    Raises:
        InvalidInputError: if it does not.
    """
    if state is not None and state not in STATES:
        raise InvalidInputError(
            f"an effect is never {state[:40]!r}", hint=f"ask for {', '.join(STATES)}", code="bad_effect"
        )


def effects(sources: Sources, view: View, agent: Agent, actions: Sequence[Sequence[bytes]]) -> list[Effect]:
    """Say what became of several actions of one agent.

    Args:
        sources: What to read.
        view: As of which block.
        agent: Whose they are.
        actions: Of each, the 32-byte ids under which a receipt may name it.
    """
    names = list(dict.fromkeys(name for action in actions for name in action))
    found = dict(zip(names, ReceiptView(view).carried(names), strict=True))
    carriers = {placed.row.carrier for items in found.values() for placed in items}
    if not carriers:
        return [UNCONFIRMED] * len(actions)
    view.load_blocks({placed.block for items in found.values() for placed in items})
    parties = sides(view, [agent.number, *sorted(carriers)])
    return [
        _effect(sources, view, parties, agent, [item for name in action for item in found[name]]) for action in actions
    ]


def _effect(
    sources: Sources, view: View, parties: Mapping[int, Side], agent: Agent, items: list[Placed[CarriedRow]]
) -> Effect:
    for placed in sorted(items, key=_order, reverse=True):
        row, state = placed.row, _SAID.get(placed.row.outcome)
        carried = counted_receipt(sources, agent, row)
        if state is None or carried is None:
            continue
        other = parties[row.carrier]
        own = parties[agent.number].relation(other.agent.owner.owner) is not None
        if not own and carried.is_for_one_of(other.accounts):
            return Effect(state, countersigned(sources, view, placed, carried.signed.receipt.hash))
    return UNCONFIRMED


def _order(placed: Placed[CarriedRow]) -> tuple[int, int, bytes, int, int]:
    return placed.block, placed.log_index, placed.row.log, placed.row.leaf, placed.row.position
