"""What a case moves: bonds, credits and standing, as its steps must move them and as the contracts say they did."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ledger.domain.case.facts import Step, Transaction
from ledger.domain.trust import Problem

COMPARED: Final[Mapping[str, tuple[str, ...]]] = {
    "BondLocked": ("subject", "beneficiary", "court", "amount"),
    "BondUnlocked": ("subject", "beneficiary", "court", "amount"),
    "BondSlashed": ("subject", "beneficiary", "cause", "amount", "reward", "burned"),
    "CreditAdded": ("account", "cause", "amount"),
    "StandingChanged": (
        "agentId",
        "context",
        "dimension",
        "cause",
        "addedPositive",
        "addedNegative",
        "period",
    ),
}
"""Values of each event that follow from a case; balances and sums do not."""
Move = tuple[str, tuple[Any, ...]]


class Moves:
    """Collects what must move in each transaction of a case, and compares it with what did.

    Args:
        steps: The case's events.
    """

    def __init__(self, steps: Iterable[Step]) -> None:
        self._steps = [step for step in steps if step.name in COMPARED]
        self._expected: dict[Transaction, Counter[Move]] = defaultdict(Counter)

    def found(self, name: str, at: Step, cause: bytes) -> list[Step]:
        """Return the events of a name and cause in the transaction of a step."""
        return [
            step
            for step in self._steps
            if (step.name, step.transaction, step.args.get("cause")) == (name, at.transaction, cause)
        ]

    def expect(self, at: Step, name: str, **values: object) -> None:
        """Say that something must move in the transaction of a step; nothing moves by an amount of 0."""
        if values.get("amount") != 0:
            self._expected[at.transaction][name, tuple(values[key] for key in COMPARED[name])] += 1

    def check(self) -> Iterator[Problem]:
        """Name what moved without a reason, and what should have moved and did not."""
        left = {transaction: Counter(moves) for transaction, moves in self._expected.items()}
        for step in self._steps:
            move = step.name, tuple(step.args[key] for key in COMPARED[step.name])
            expected = left.get(step.transaction, Counter())
            if not expected[move]:
                yield Problem(step.where, "unexpected_move", f"it does not follow from the case: {_told(move)}")
            expected[move] -= 1
        for (block, tx), moves in left.items():
            for move in (+moves).elements():
                yield Problem(
                    f"transaction {tx} of block {block}", "missing_move", f"no {move[0]} with {_told(move)} is there"
                )


def _told(move: Move) -> str:
    name, values = move
    return ", ".join(
        f"{key} {value.hex() if isinstance(value, bytes) else value}"
        for key, value in zip(COMPARED[name], values, strict=True)
    )
