"""Evidence files: what is known about each, as every face shows it. No block stands behind it: the store does."""

from __future__ import annotations

from ledger.queries.answers import Page
from ledger.queries.cursors import check_limit
from ledger.tiles.evidence import Evidence, EvidenceStore


def evidence_page(store: EvidenceStore, *, cursor: str | None, limit: int) -> Page[Evidence]:
    """Return one page of the files, in the order of their hashes; a cursor is the last hash read.

    What is submitted meanwhile may fall before the cursor: whoever follows the store reads it again from the start.

    Raises:
        InvalidInputError: if cursor or limit have another form.
    """
    items, more = store.page(cursor or "", check_limit(limit))
    return Page(items, items[-1].sha256 if items else cursor, more)
