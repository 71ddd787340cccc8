"""When disputes are due, at the earliest, by the words of their events: the most urgent are found without the rest.

A dispute stands in `c:due` at a time before which nothing can be due in it, its panel at the end of the time to commit.
Events name most of these times themselves; where one needs the policy, as after a ruling, the event's own time stands
for it. What is due exactly is folded when asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ledger.indexer.seen import Seen
from ledger.store import keys
from ledger.store.ops import Op, add, drop, put
from ledger.store.rows import WIDE_BYTES

Dues = Callable[[Seen], list[Op]]


def _by(name: str) -> Dues:
    """Put a dispute at a time that its event names."""
    return lambda seen: [add(keys.DUE, keys.due_dispute(seen.args["disputeId"]), seen.args[name])]


def _now(seen: Seen) -> list[Op]:
    return [add(keys.DUE, keys.due_dispute(seen.args["disputeId"]), seen.time)]


def _over(seen: Seen) -> list[Op]:
    return [drop(keys.DUE, keys.due_dispute(seen.args["disputeId"]))]


def _seated(seen: Seen) -> list[Op]:
    return [add(keys.DUE, keys.due_panel(seen.args["disputeId"]), seen.args["commitUntil"])]


def _unseated(seen: Seen) -> list[Op]:
    return [drop(keys.DUE, keys.due_panel(seen.args["disputeId"]))]


def _started(seen: Seen) -> list[Op]:
    number = seen.args["arbitratorDisputeId"]
    name = seen.args["disputeId"].to_bytes(WIDE_BYTES, "big")
    return [put(keys.arbitrated(seen.args["arbitrator"], number), str(number), name)]


DUES: Final[Mapping[str, Dues]] = {
    "RespondentNotified": _by("respondBy"),
    "DisputeResponded": _by("arbitrateBy"),
    "ArbitrationStarted": _started,
    "DefaultEntered": _by("provisionalUntil"),
    "DisputeConceded": _by("provisionalUntil"),
    "RulingGiven": _now,
    "DisputeAppealed": _by("arbitrateBy"),
    "DisputeEndedByProof": _now,
    "DisputeFinalized": _now,
    "DisputeExecuted": _over,
    "PanelDrawn": _seated,
    "PanelSeated": _seated,
    "PanelUndecided": _unseated,
    "SeatsUnfilled": _unseated,
    "PanelConcluded": _unseated,
}
"""By event of court or panel."""
