"""Events into writes, one pure function an event.

Events carry absolute results, so that a projection needs to read nothing: every row is new, and says when
and by which transaction it came to be. What a row means together with others is folded when asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ledger.domain.events import Event
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import AgentRef
from ledger.domain.suspension import suspended_until
from ledger.indexer.assertion_projections import ASSERTION_PROJECTIONS
from ledger.indexer.court_projections import COURT_PROJECTIONS
from ledger.indexer.dues import DUES
from ledger.indexer.fault_projections import FAULT_PROJECTIONS
from ledger.indexer.feed import told
from ledger.indexer.feedback_projections import FEEDBACK_PROJECTIONS
from ledger.indexer.mandate_projections import MANDATE_PROJECTIONS
from ledger.indexer.room_projections import ROOM_PROJECTIONS
from ledger.indexer.seen import Seen
from ledger.store import keys, rows
from ledger.store.ops import Op, add, put
from ledger.store.room_rows import Sentenced
from ledger.store.rows import LOG_INDEX_BYTES, WIDE_BYTES

_MOVING: Final = ("c:dispute:", "c:panel:")
_NOBODY: Final = "0x" + "0" * 40


def _life(row: Callable[[Seen], Any], number: str = "agentId") -> Callable[[Seen], list[Op]]:
    return lambda seen: [seen.put_in(keys.life(seen.args[number]), row(seen))]


def _transfer(seen: Seen) -> list[Op]:
    number, owner = seen.args["tokenId"], seen.args["to"]
    named = seen.name_in(keys.owned(owner), number.to_bytes(WIDE_BYTES, "big"))
    if seen.args["from"] != _NOBODY:
        return [seen.put_in(keys.life(number), rows.Transferred(seen.time, seen.tx, owner)), named]
    agent = AgentRef(seen.world.chain_id, seen.event.log.address, number).key
    return [
        add(keys.AGENTS, number.to_bytes(WIDE_BYTES, "big"), seen.block),
        put(keys.agent_key(agent), agent, str(number).encode()),
        seen.put_in(keys.life(number), rows.Minted(seen.time, seen.tx, owner)),
        named,
    ]


def _recorded(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.DirectRow(
        seen.time,
        seen.tx,
        a["seq"],
        a["kind"],
        b"" if a["task"] == ZERO32 else a["task"],
        a["contentHash"],
        a["header"],
        tuple(a["parents"]),
    )
    number, epoch, stream, record = a["agentId"], a["epoch"], a["stream"], a["contentHash"]
    at = seen.block.to_bytes(WIDE_BYTES, "big") + seen.index.to_bytes(LOG_INDEX_BYTES, "big")
    return [
        seen.put_in(keys.direct(number, epoch, stream), row),
        put(keys.chain_place(record), record + at, rows.PlaceOnChain(number, epoch, stream)),
    ]


def _log_registered(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.LogRegistered(seen.time, seen.tx, a["operator"], a["origin"], a["checkpointKey"], a["url"])
    return [seen.name_in(keys.LOGS, a["logId"]), seen.put_in(keys.log_life(a["logId"]), row)]


def _log_moved(seen: Seen) -> list[Op]:
    return [seen.put_in(keys.log_life(seen.args["logId"]), rows.LogMoved(seen.time, seen.tx, seen.args["url"]))]


def _anchored(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.AnchorRow(seen.time, seen.tx, seen.index, a["size"], a["root"])
    return [add(keys.anchors(a["logId"]), a["index"].to_bytes(WIDE_BYTES, "big") + rows.encode(row), seen.block)]


def _bond(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.BondRow(
        seen.time,
        seen.tx,
        seen.event.name,
        a["beneficiary"],
        str(a.get("amount", 0)),
        **{name: str(a[name]) for name in ("active", "unbonding", "locked", "reward", "burned") if name in a},
        release_at=a.get("releaseAt"),
        other=a.get("court", a.get("from")),
        cause=a.get("cause", ZERO32),
    )
    return [seen.put_in(keys.bond(a["subject"]), row)]


def _credit(seen: Seen) -> list[Op]:
    a = seen.args
    # A claim pays everything out, so the balance after it is 0 (BondVault.claim).
    row = rows.CreditRow(
        seen.time,
        seen.tx,
        seen.event.name,
        str(a["amount"]),
        str(a.get("balance", 0)),
        a.get("cause", ZERO32),
    )
    return [seen.put_in(keys.credit(a["account"]), row)]


def _standing(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.StandingRow(
        seen.time,
        seen.tx,
        a["context"],
        a["dimension"],
        a["cause"],
        str(a["addedPositive"]),
        str(a["addedNegative"]),
        str(a["positive"]),
        str(a["negative"]),
        a["count"],
        a["period"],
    )
    ops = [seen.put_in(keys.standing(a["agentId"]), row)]
    until = suspended_until(seen.time, a["context"], a["dimension"], a["addedNegative"])
    if until is not None:
        ops.append(seen.put_in(keys.lifecycle(a["agentId"]), Sentenced(seen.time, seen.tx, a["cause"], until)))
    return ops


def _verdict(seen: Seen) -> list[Op]:
    a = seen.args
    fault, number = a["faultKey"], a["agentId"]
    row = rows.VerdictRow(
        seen.block,
        seen.index,
        seen.time,
        seen.tx,
        number,
        a["kind"],
        a["epoch"],
        a["stream"],
        a["seq"],
        a["prover"],
        a["headerA"],
        a["headerB"],
        str(a["slashed"]),
    )
    return [
        put(keys.verdict(fault), fault, row),
        seen.name_in(keys.VERDICTS, fault),
        seen.name_in(keys.agent_verdicts(number), fault),
        seen.name_in(keys.fault_kind(a["kind"]), fault),
    ]


PROJECTIONS: Final[Mapping[str, Callable[[Seen], list[Op]]]] = {
    "Transfer": _transfer,
    "Registered": _life(lambda s: rows.UriUpdated(s.time, s.tx, s.args["agentURI"])),
    "URIUpdated": _life(lambda s: rows.UriUpdated(s.time, s.tx, s.args["newURI"])),
    "MetadataSet": _life(lambda s: rows.MetadataSet(s.time, s.tx, s.args["metadataKey"], s.args["metadataValue"])),
    "AgentAccepted": _life(lambda s: rows.Accepted(s.time, s.tx, s.args["owner"], s.args["ownerEpoch"])),
    "EpochOpened": _life(
        lambda s: rows.EpochOpened(s.time, s.tx, s.args["epoch"], s.args["owner"], s.args["ownerEpoch"])
    ),
    "EpochClosed": _life(lambda s: rows.EpochClosed(s.time, s.tx, s.args["epoch"], s.args["cause"])),
    "KeyRegistered": _life(lambda s: rows.KeyRegistered(s.time, s.tx, s.args["epoch"], s.args["key"])),
    "KeyRevoked": _life(lambda s: rows.KeyRevoked(s.time, s.tx, s.args["epoch"], s.args["key"])),
    "StreamRegistered": _life(
        lambda s: rows.StreamRegistered(s.time, s.tx, s.args["epoch"], s.args["stream"], s.args["homeLog"])
    ),
    "StreamClosed": _life(
        lambda s: rows.StreamClosed(s.time, s.tx, s.args["epoch"], s.args["stream"], s.args["nextSeq"], s.args["head"])
    ),
    "ActionRecorded": _recorded,
    "LogRegistered": _log_registered,
    "LogUrlSet": _log_moved,
    "Anchored": _anchored,
    "BondDeposited": _bond,
    "UnbondRequested": _bond,
    "BondWithdrawn": _bond,
    "BondLocked": _bond,
    "BondUnlocked": _bond,
    "BondSlashed": _bond,
    "CourtAccepted": _bond,
    "CreditAdded": _credit,
    "CreditClaimed": _credit,
    "StandingChanged": _standing,
    "FaultProved": _verdict,
    **COURT_PROJECTIONS,
    **MANDATE_PROJECTIONS,
    **FEEDBACK_PROJECTIONS,
    **FAULT_PROJECTIONS,
    **ROOM_PROJECTIONS,
    **ASSERTION_PROJECTIONS,
}


def project(event: Event, time: int, world: keys.Space) -> list[Op]:
    """Return the writes that an event makes; none for one that is not projected.

    Args:
        event: A decoded event of one of our contracts.
        time: Of its block, Unix seconds.
        world: Which chain and registry.
    """
    projection = PROJECTIONS.get(event.name)
    if projection is None:
        return []
    seen = Seen(event, time, world)
    ops = projection(seen)
    moved = [_moved(op, event.log.block_number) for op in ops if op.key.startswith(_MOVING)]
    due = DUES.get(event.name)
    written = [*ops, *moved, *told(seen, ops)]
    return written if due is None else [*written, *due(seen)]


def _moved(op: Op, block: int) -> Op:
    """Return the write that remembers that a dispute or a panel moved, next to the row that moved it."""
    kind, number = op.key.removeprefix("c:").split(":")
    return add(keys.MOVED, kind[0].encode() + int(number).to_bytes(WIDE_BYTES, "big"), block)


def block_fact(number: int, block_hash: bytes, time: int) -> Op:
    """Return the write that remembers a block with our events."""
    return put(keys.blocks(number), str(number), block_hash + time.to_bytes(WIDE_BYTES, "big"))
