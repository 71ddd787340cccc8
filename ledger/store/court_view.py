"""Reading disputes, panels, arbitrators, mandates and policies as of one block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledger.domain.ids import Address, checksum
from ledger.store import arbitrator_rows, case_rows, keys, mandate_rows, panel_rows, policy_rows
from ledger.store.named import Named, named
from ledger.store.rows import LOG_INDEX_BYTES, WIDE_BYTES, Placed
from ledger.store.view import Position, View

_LATEST: Final = "+inf"


class CourtView:
    """The court as one view sees it."""

    def __init__(self, view: View) -> None:
        self._view = view

    # -- disputes ---------------------------------------------------------------------------------------------

    def disputes(self, agent_id: int | None, after: Position | None, count: int) -> list[Named]:
        """Return up to `count` disputes after a position, of one agent or of all, in the order of their opening."""
        key = keys.DISPUTES if agent_id is None else keys.agent_disputes(agent_id)
        return [named(item) for item in self._view.after(key, after, count)]

    def running(self) -> list[int]:
        """Return the disputes that were opened but not executed, by number."""
        block = self._view.block
        now, later = self._view.many([("HKEYS", keys.RUNNING), ("ZRANGEBYSCORE", keys.EXECUTED, f"({block}", _LATEST)])
        numbers = {int(field) for field in now} | {int.from_bytes(member[LOG_INDEX_BYTES:], "big") for member in later}
        known = sorted(numbers)
        opened = self._view.many([("ZCOUNT", keys.dispute(number), "-inf", block) for number in known])
        return [number for number, rows_of_it in zip(known, opened, strict=True) if rows_of_it]

    def moved(self, since: int) -> tuple[list[int], list[int]]:
        """Return the disputes, and the panels, whose newest event came after a block."""
        found = self._view.one("ZRANGEBYSCORE", keys.MOVED, f"({since}", _LATEST)
        split = {kind: [int.from_bytes(name[1:], "big") for name in found if name[:1] == kind] for kind in (b"d", b"p")}
        return split[b"d"], split[b"p"]

    def due(self, arbitrator: Address, at: int, count: int) -> list[tuple[int, int | None]]:
        """Return up to `count` members of `c:due` from a time on, as (time before which nothing is due, dispute).

        It is about the newest block; what moved since the view's is in `moved`. The dispute is None for a panel of
        `arbitrator` that is not about one of ours.
        """
        found = self._view.one("ZRANGEBYSCORE", keys.DUE, at, _LATEST, "WITHSCORES", "LIMIT", 0, count)
        names = [(int(score), name[:1], int.from_bytes(name[1:], "big")) for name, score in found]
        panels = [number for _, kind, number in names if kind == b"p"]
        disputes = dict(zip(panels, self.arbitrated(arbitrator, panels), strict=True))
        return [(at, number if kind == b"d" else disputes[number]) for at, kind, number in names]

    def arbitrated(self, arbitrator: Address, numbers: Sequence[int]) -> list[int | None]:
        """Return the dispute that each of an arbitrator's own numbers is about; None for one of another court."""
        found = self._view.many([("HGET", keys.arbitrated(arbitrator, number), str(number)) for number in numbers])
        return [None if name is None else int.from_bytes(name, "big") for name in found]

    def running_of(self, agent_id: int) -> list[int]:
        """Return the disputes about an agent that were opened but not executed; costs what the agent's own cost."""
        own = sorted(item.number for item in map(named, self._view.members(keys.agent_disputes(agent_id))))
        if not own:
            return []
        block = self._view.block
        now, later = self._view.many(
            [("HMGET", keys.RUNNING, *own), ("ZRANGEBYSCORE", keys.EXECUTED, f"({block}", _LATEST)]
        )
        executed_since = {int.from_bytes(member[LOG_INDEX_BYTES:], "big") for member in later}
        return [n for n, field in zip(own, now, strict=True) if field is not None or n in executed_since]

    def histories(self, numbers: Sequence[int]) -> list[list[Placed[case_rows.CaseRow]]]:
        """Return what happened to several disputes; nothing for one that was not opened yet."""
        found = self._view.members_of([keys.dispute(number) for number in numbers])
        return [[case_rows.CASE.placed(item.data, item.block) for item in items] for items in found]

    def matters(self, names: Sequence[bytes]) -> list[list[Placed[case_rows.MatterRow]]]:
        """Return the final rulings on several matters."""
        found = self._view.members_of([keys.matter(name) for name in names])
        return [[case_rows.MATTER.placed(item.data, item.block) for item in items] for items in found]

    def disputes_of(self, causes: Sequence[bytes]) -> list[int | None]:
        """Return the dispute that each cause names; None for a cause of another kind."""
        found = self._view.many([("HGET", keys.cause(cause), cause) for cause in causes])
        return [None if item is None else int.from_bytes(item, "big") for item in found]

    # -- panels and arbitrators -------------------------------------------------------------------------------

    def panels(self, numbers: Sequence[int]) -> list[list[Placed[panel_rows.PanelRow]]]:
        """Return what happened to several panels."""
        found = self._view.members_of([keys.panel(number) for number in numbers])
        return [[panel_rows.PANEL.placed(item.data, item.block) for item in items] for items in found]

    def reviews(self) -> list[tuple[int, int]]:
        """Return all reviews of rulings in chain order, as (number of the review, number of what it reviewed)."""
        names = [named(item).name for item in self._view.members(keys.REVIEWS)]
        return [(int.from_bytes(name[:WIDE_BYTES], "big"), int.from_bytes(name[WIDE_BYTES:], "big")) for name in names]

    def roster(self, first: int, count: int) -> list[tuple[int, Address]]:
        """Return up to `count` arbitrators from a number on; some may be listed after the view's block."""
        numbers = range(first, first + count)
        found = self._view.many([("HGET", keys.ARBITRATORS, str(number)) for number in numbers])
        return [(number, checksum(item)) for number, item in zip(numbers, found, strict=True) if item is not None]

    def arbitrators(self, accounts: Sequence[str]) -> list[list[Placed[arbitrator_rows.ArbitratorRow]]]:
        """Return what several arbitrators declared and did."""
        found = self._view.members_of([keys.arbitrator(account) for account in accounts])
        return [[arbitrator_rows.ARBITRATOR.placed(item.data, item.block) for item in items] for items in found]

    def listings(self, accounts: Sequence[str]) -> list[arbitrator_rows.Listed | None]:
        """Return how several arbitrators were listed last; None for one that never was."""
        found = self._view.last_of([keys.listings(account) for account in accounts])
        placed = [
            None if item is None else arbitrator_rows.ARBITRATOR.placed(item.data, item.block).row for item in found
        ]
        return [row if isinstance(row, arbitrator_rows.Listed) else None for row in placed]

    # -- mandates and policies --------------------------------------------------------------------------------

    def agent_mandates(self, agent_id: int, after: Position | None, count: int) -> list[Named]:
        """Return up to `count` mandates of an agent after a position."""
        return [named(item) for item in self._view.after(keys.agent_mandates(agent_id), after, count)]

    def mandates(self, names: Sequence[bytes]) -> list[list[Placed[mandate_rows.MandateRow]]]:
        """Return what happened to several mandates."""
        found = self._view.members_of([keys.mandate(name) for name in names])
        return [[mandate_rows.MANDATE.placed(item.data, item.block) for item in items] for items in found]

    def policy_list(self, after: Position | None, count: int) -> list[Named]:
        """Return up to `count` policies after a position."""
        return [named(item) for item in self._view.after(keys.POLICIES, after, count)]

    def policies(self, numbers: Sequence[int]) -> list[list[Placed[policy_rows.PolicyRow]]]:
        """Return the rows of several policies."""
        found = self._view.members_of([keys.policy(number) for number in numbers])
        return [[policy_rows.POLICY.placed(item.data, item.block) for item in items] for items in found]

    def adopted(self, subject: bytes) -> list[Placed[policy_rows.AdoptedRow]]:
        """Return the policies that owners of a bond chose."""
        return [policy_rows.ADOPTED.placed(item.data, item.block) for item in self._view.members(keys.adopted(subject))]
