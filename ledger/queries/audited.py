"""Actions that an audit found in order: asserted with a bond by an arbitrator of the roster, and accepted."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.queries import assertions
from ledger.queries.cursors import MAX_LIMIT
from ledger.queries.sources import Sources


def in_order(sources: Sources, agents: Iterable[int], *, as_of: int) -> frozenset[str]:
    """Return the audited actions (hex, as disputes name them) of some agents, as of a block.

    Raises:
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    found: set[str] = set()
    for agent in agents:
        cursor: str | None = None
        more = True
        while more:
            page = assertions.audits(sources, str(agent), cursor=cursor, limit=MAX_LIMIT, as_of=as_of).data
            found |= {
                item.audit.action for item in page.items if item.audit is not None and item.standpoint == "accepted"
            }
            cursor, more = page.next_cursor, page.more
    return frozenset(found)
