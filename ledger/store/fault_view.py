"""Reading operators' faults, challenges, custody and manifests as of one block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledger.store import fault_rows as rows
from ledger.store import keys
from ledger.store.named import named
from ledger.store.rows import LOG_INDEX_BYTES, Placed
from ledger.store.view import View, lost

_LATEST: Final = "+inf"


class FaultView:
    """Faults and challenges as one view sees them."""

    def __init__(self, view: View) -> None:
        self._view = view

    def operator_faults(self, names: Sequence[bytes]) -> list[rows.OperatorFaultRow]:
        """Return operators' faults by their keys.

        Raises:
            StaleMirrorError: if the mirror has lost one.
        """
        found = self._view.many([("HGET", keys.operator_fault(name), name) for name in names])
        if None in found:
            raise lost("the fault of an operator")
        return [rows.OPERATOR_FAULT.row(data) for data in found]

    def operator_fault(self, name: bytes) -> rows.OperatorFaultRow | None:
        """Return the operator's fault of a fault key."""
        found = self._view.one("HGET", keys.operator_fault(name), name)
        row = None if found is None else rows.OPERATOR_FAULT.row(found)
        return None if row is None or row.block > self._view.block else row

    def counts(self, kinds: Sequence[int]) -> list[int]:
        """Count the faults of several kinds, of agents and operators."""
        found = self._view.many([("ZCOUNT", keys.fault_kind(kind), "-inf", self._view.block) for kind in kinds])
        return [int(count) for count in found]

    def rewards(self, name: bytes) -> list[Placed[rows.RewardRow]]:
        """Return what happened to the reward of a proof."""
        return [rows.REWARD.placed(item.data, item.block) for item in self._view.members(keys.reward(name))]

    def open_challenges(self) -> list[bytes]:
        """Return the challenges that were opened, but neither answered in time nor closed."""
        block = self._view.block
        now, later = self._view.many(
            [
                ("HKEYS", keys.OPEN_CHALLENGES),
                ("ZRANGEBYSCORE", keys.SETTLED_CHALLENGES, f"({block}", _LATEST),
            ]
        )
        known = sorted({*now, *(member[LOG_INDEX_BYTES:] for member in later)})
        opened = self._view.many([("ZCOUNT", keys.challenge(name), "-inf", block) for name in known])
        return [name for name, rows_of_it in zip(known, opened, strict=True) if rows_of_it]

    def challenges(self, names: Sequence[bytes]) -> list[list[Placed[rows.ChallengeRow]]]:
        """Return what happened to several challenges."""
        found = self._view.members_of([keys.challenge(name) for name in names])
        return [[rows.CHALLENGE.placed(item.data, item.block) for item in items] for items in found]

    def challenged(self, subject: bytes) -> list[bytes]:
        """Return the challenges to a subject, in chain order."""
        return [named(item).name for item in self._view.members(keys.challenged(subject))]

    def custody(self, evidence: bytes) -> list[Placed[rows.CustodyRow]]:
        """Return who said to keep evidence, and who did not show it."""
        return [rows.CUSTODY.placed(item.data, item.block) for item in self._view.members(keys.custody(evidence))]

    def manifests(self, agent_id: int) -> list[Placed[rows.ManifestRow]]:
        """Return an agent's manifests, oldest first."""
        return [rows.MANIFEST.placed(item.data, item.block) for item in self._view.members(keys.manifests(agent_id))]
