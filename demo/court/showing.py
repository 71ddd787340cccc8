"""What the court is shown of a record: where it stands, out of the API's answer about it."""

from __future__ import annotations

from typing import Any

from ledger.chain.court import LogPlace, SegmentPlace
from ledger.domain.entry import Entry


def places(record: dict[str, Any]) -> tuple[SegmentPlace, LogPlace]:
    """Return where a record stands in its segment, and the segment in its log.

    Args:
        record: The record with its proof.
    """
    proof = record["proof"]
    segment, log, anchor = proof["segment"], proof["log"], proof["anchor"]
    in_segment = SegmentPlace(
        entry=Entry.unpack(bytes.fromhex(segment["entry"])),
        record_id=bytes.fromhex(record["record_id"]),
        position=segment["position"],
        path=[bytes.fromhex(node) for node in segment["path"]],
    )
    in_log = LogPlace(
        log=bytes.fromhex(log["log"]),
        anchor_index=anchor["index"],
        size=log["size"],
        root=bytes.fromhex(log["root"]),
        block=anchor["seen"]["block"],
        leaf_index=log["leaf_index"],
        path=[bytes.fromhex(node) for node in log["path"]],
    )
    return in_segment, in_log
