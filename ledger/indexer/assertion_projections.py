"""Events of bonded assertions into writes, one pure function an event; what a root says is told by `RootProposed`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.indexer.seen import Projection, Seen
from ledger.store import assertion_rows as rows
from ledger.store import keys
from ledger.store.ops import Op

ROOMS: Final = frozenset(("Audits", "CredibilityRoots"))


def _asserted(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Asserted(seen.time, seen.tx, seen.event.log.address, a["asserter"], str(a["bond"]), a["openUntil"])
    return [seen.name_in(keys.ASSERTIONS, a["assertion"]), seen.put_in(keys.assertion(a["assertion"]), row)]


def _challenged(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Challenged(
        seen.time, seen.tx, a["challenger"], str(a["arbitratorDisputeId"]), a["evidenceHash"], a["uri"]
    )
    return [seen.put_in(keys.assertion(a["assertion"]), row)]


def _ended(seen: Seen) -> list[Op]:
    a = seen.args
    paid = str(a["toAsserter"]), str(a["toChallenger"]), str(a["burned"])
    return [seen.put_in(keys.assertion(a["assertion"]), rows.Ended(seen.time, seen.tx, bool(a["accepted"]), *paid))]


def _audited(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Audited(
        seen.time,
        seen.tx,
        a["agentId"],
        a["action"],
        a["auditor"],
        a["context"],
        a["dimension"],
        str(a["weight"]),
        a["reportHash"],
        a["uri"],
    )
    return [
        seen.put_in(keys.assertion(a["assertion"]), row),
        seen.name_in(keys.agent_audits(a["agentId"]), a["assertion"]),
    ]


def _counted(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Counted(seen.time, seen.tx, a["agentId"], str(a["gained"]))
    return [seen.put_in(keys.assertion(a["assertion"]), row)]


def _ruled(seen: Seen) -> list[Op]:
    """Keep a ruling on an assertion; those of disputes are told by the court's own event."""
    if seen.event.contract not in ROOMS:
        return []
    key = keys.assertion_ruling(seen.event.log.address, seen.args["_disputeID"])
    return [seen.put_in(key, rows.RulingRow(seen.time, seen.tx, str(seen.args["_ruling"])))]


ASSERTION_PROJECTIONS: Final[Mapping[str, Projection]] = {
    "Asserted": _asserted,
    "AssertionChallenged": _challenged,
    "AssertionEnded": _ended,
    "ActionAudited": _audited,
    "AuditCounted": _counted,
    "Ruling": _ruled,
}
