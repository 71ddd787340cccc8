"""`ombud reputation keep`: posts credibility roots by schedule, and watches over those of others."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from ledger.chain import assertions
from ledger.chain.assertions import Standpoint
from ledger.chain.sender import Sender
from ledger.cli import output, patience, root_acts
from ledger.cli.boards import Place, compare
from ledger.errors import LedgerError
from ledger.queries.roots import RootView
from ledger.trust.keeping import Bonded, Duty, next_duty, open_root
from ledger.trust.memory import Memory
from ledger.trust.reading import all_roots, read_board
from ledger.trust.terms import Terms


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is kept."""

    every: Annotated[float, typer.Option(min=0.1, help="Seconds between looks at the chain.")] = 60.0
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, and end.")] = False
    challenge: Annotated[bool, typer.Option(help="Challenge a root that does not hold; it takes a bond.")] = True


class Keeper:
    """Does one duty after the other, and tells each.

    Args:
        terms: Of the roots that it proposes.
        place: Where ratings are read.
        sender: Who bonds.
        manner: How often it looks, and whether it challenges.
        tell: Takes what was done, as names and values.
        sleep: Pauses, in seconds.
    """

    def __init__(
        self,
        terms: Terms,
        place: Place,
        sender: Sender,
        manner: Manner,
        tell: Callable[[dict[str, Any]], None],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._terms, self._place, self._sender, self._manner = terms, place, sender, manner
        self._tell, self._sleep = tell, sleep
        self._examined: set[str] = set()
        self._memory = Memory()

    def run(self) -> None:
        """Keep roots; end when nothing is due if it is to be done `once`.

        Raises:
            LedgerError: if a duty cannot be done, and it is to be done once; else it is told and tried again later.
        """
        while True:
            try:
                while (done := self._next()) is not None:
                    self._tell(done)
            except LedgerError as error:
                if self._manner.once:
                    raise
                output.note(f"not done, and tried again: {error.message}")
            if self._manner.once:
                return
            self._sleep(self._manner.every)

    def _next(self) -> dict[str, Any] | None:
        """Do what is due, and return what was done; None if nothing is."""
        with self._place.opened() as sources:
            head = self._sender.chain.head()
            if self._place.rpc is None:  # a mirror of one's own was made just now
                patience.until_read(lambda: all_roots(sources).as_of.number, head.number)
            roots = all_roots(sources).data
            asked = open_root(roots)
            match next_duty(roots, None if asked is None else self._bonded(asked), head.timestamp, self._examined):
                case Duty.PROPOSE:
                    return {"did": "propose"} | root_acts.post(
                        self._sender, read_board(sources, self._terms, None, self._memory)
                    )
                case Duty.CONCLUDE if asked is not None:
                    name = bytes.fromhex(asked.assertion)
                    accepted = assertions.conclude(self._sender, "CredibilityRoots", name)
                    return {"did": "conclude", "assertion": asked.assertion, "epoch": asked.epoch, "accepted": accepted}
                case Duty.EXAMINE if asked is not None:
                    compared = compare(sources, asked, self._memory)
                    self._examined.add(asked.assertion)
                    if compared.fault is None or not self._manner.challenge:
                        return {"did": "examine"} | compared.facts
                    return {"did": "challenge"} | root_acts.dispute(self._sender, compared)
                case _:
                    return None

    def _bonded(self, root: RootView) -> Bonded:
        known = assertions.find(self._sender.chain, "CredibilityRoots", bytes.fromhex(root.assertion))
        return Bonded(known.due, known.standpoint is Standpoint.CHALLENGED, known.ruling is not None)
