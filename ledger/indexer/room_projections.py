"""Events of lifecycle, claims, forecasters' books and credibility roots into writes, one pure function an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ledger.indexer.seen import Projection, Seen
from ledger.store import keys
from ledger.store import room_rows as rows
from ledger.store.ops import Op
from ledger.store.room_view import round_name
from ledger.store.rows import WIDE_BYTES

Args = dict[str, Any]


def _life(row: Callable[[Seen, Args], rows.LifecycleRow]) -> Projection:
    return lambda seen: [seen.put_in(keys.lifecycle(seen.args["agentId"]), row(seen, seen.args))]


def _authority(row: Callable[[Seen, Args], rows.AuthorityRow]) -> Projection:
    return lambda seen: [seen.put_in(keys.AUTHORITIES, row(seen, seen.args))]


def _claim(row: Callable[[Seen, Args], rows.ClaimRow]) -> Projection:
    return lambda seen: [seen.put_in(keys.claims(seen.args["agentId"]), row(seen, seen.args))]


def _claimed(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Claimed(seen.time, seen.tx, a["capability"], a["version"], a["document"], a["uri"])
    claimant = a["agentId"].to_bytes(WIDE_BYTES, "big")
    return [seen.put_in(keys.claims(a["agentId"]), row), seen.name_in(keys.capability(a["capability"]), claimant)]


def _round(row: Callable[[Seen, Args], rows.RoundRow]) -> Projection:
    def project(seen: Seen) -> list[Op]:
        name = round_name(seen.args["forecaster"], seen.args["epoch"])
        return [seen.put_in(keys.forecast_round(name), row(seen, seen.args))]

    return project


def _committed(seen: Seen) -> list[Op]:
    a = seen.args
    name = round_name(a["forecaster"], a["epoch"])
    row = rows.ForecastCommitted(seen.time, seen.tx, a["root"], a["population"], a["until"], a["model"])
    return [
        seen.name_in(keys.ROUNDS, name),
        seen.name_in(keys.forecaster_rounds(a["forecaster"]), name),
        seen.put_in(keys.forecast_round(name), row),
    ]


def _proposed(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.RootProposed(
        seen.time,
        seen.tx,
        a["epoch"],
        a["root"],
        a["proposer"],
        a["assertion"],
        a["clusters"],
        a["size"],
        a["asOfBlock"],
        a["formula"],
        a["uri"],
    )
    return [seen.put_in(keys.CREDIBILITY, row), seen.put_in(keys.assertion(a["assertion"]), row)]


def _root(row: Callable[[Seen, Args], rows.RootRow]) -> Projection:
    return lambda seen: [seen.put_in(keys.CREDIBILITY, row(seen, seen.args))]


ROOM_PROJECTIONS: Final[Mapping[str, Projection]] = {
    "AgentSuspended": _life(
        lambda s, a: rows.Suspended(s.time, s.tx, a["cause"], a["authority"], a["until"], a["evidenceHash"])
    ),
    "SuspensionProlonged": _life(lambda s, a: rows.Prolonged(s.time, s.tx, a["disputeId"], a["latest"])),
    "SuspensionLifted": _life(lambda s, a: rows.Lifted(s.time, s.tx, a["endedAt"])),
    "AgentRetired": _life(lambda s, a: rows.Retired(s.time, s.tx, a["by"])),
    "AgentBanned": _life(lambda s, a: rows.Banned(s.time, s.tx, a["disputeId"])),
    "AuthorityQueued": _authority(lambda s, a: rows.AuthorityQueued(s.time, s.tx, a["authority"], a["readyAt"])),
    "AuthorityChanged": _authority(lambda s, a: rows.AuthorityChanged(s.time, s.tx, a["before"], a["authority"])),
    "CapabilityClaimed": _claimed,
    "CapabilityWithdrawn": _claim(lambda s, a: rows.ClaimWithdrawn(s.time, s.tx, a["capability"], a["version"])),
    "ClaimContested": _claim(lambda s, a: rows.Contested(s.time, s.tx, a["capability"], a["version"], a["disputeId"])),
    "CapabilityRefuted": _claim(lambda s, a: rows.Refuted(s.time, s.tx, a["capability"], a["version"], a["disputeId"])),
    "ForecastCommitted": _committed,
    "ForecastRevealed": _round(
        lambda s, a: rows.ForecastRevealed(
            s.time, s.tx, a["agentId"], a["ppm"], a["salt"], str(a["squares"]), a["revealed"]
        )
    ),
    "OutcomeShown": _round(
        lambda s, a: rows.OutcomeShown(s.time, s.tx, a["agentId"], a["disputeId"], str(a["squares"]), a["upheld"])
    ),
    "RootProposed": _proposed,
    "RootAccepted": _root(lambda s, a: rows.RootAccepted(s.time, s.tx, a["epoch"], a["root"])),
    "RootRejected": _root(lambda s, a: rows.RootRejected(s.time, s.tx, a["epoch"], a["root"])),
}
