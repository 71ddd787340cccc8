"""Reading bonded assertions as of one block."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.store import assertion_rows as rows
from ledger.store import keys
from ledger.store.rows import Placed
from ledger.store.view import View


class AssertionView:
    """Credibility roots and audits as one view sees them."""

    def __init__(self, view: View) -> None:
        self._view = view

    def histories(self, names: Sequence[bytes]) -> list[list[Placed[rows.AssertionRow]]]:
        """Return what happened to several assertions."""
        found = self._view.members_of([keys.assertion(name) for name in names])
        return [[rows.ASSERTION.placed(item.data, item.block) for item in items] for items in found]

    def rulings(self, disputes: Sequence[tuple[str, str]]) -> list[str | None]:
        """Return what was ruled in several disputes (contract, number); None where nothing was yet."""
        found = self._view.members_of([keys.assertion_ruling(*dispute) for dispute in disputes])
        return [rows.RULING.placed(items[0].data, items[0].block).row.ruling if items else None for items in found]
