"""A record as an Agent Action Capsule (draft-mih-scitt-agent-action-capsule, format 4), for verifiers of that profile.

A capsule's id is the SHA-256 of its canonical JSON (RFC 8785). Ours hold one member of our own, `ombud`: the record as
it was signed, its path to the records root, and the signed entry, so that nothing of the proof is lost. What a record
says of an effect is the agent's own claim: an outcome is `dispatched` or `failed`, never `confirmed`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ledger.domain import record, tree
from ledger.domain.entry import Entry
from ledger.domain.hashing import sha256
from ledger.domain.ids import AgentRef
from ledger.domain.record import Record
from ledger.errors import InvalidInputError, LedgerError, ProofError

SPEC: Final = "draft-mih-scitt-agent-action-capsule-05"
CONTENT_TYPE: Final = "application/json"
_STATUS: Final = {"success": "dispatched", "failure": "failed", "timeout": "failed"}
_DECISIONS: Final = ("approval", "override")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def make_capsule(data: bytes, entry: Entry, position: int, path: Sequence[bytes], *, log: bytes, leaf: int) -> bytes:
    """Write a record as a capsule.

    Args:
        data: The record's canonical bytes.
        entry: The signed entry that holds it.
        position: Its place in the segment.
        path: The audit path to the entry's records root.
        log: The log's id.
        leaf: Which leaf of the log the entry is.
    """
    content = record.decode(data)
    body = {
        **_told(content),
        "action_id": record.record_id(data).hex(),
        "canonicalization_id": "jcs",
        "format_version": "4",
        "spec_version": SPEC,
        "references": [_reference(parent) for parent in content.parents or ()],
        "ombud": {
            "entry": entry.pack().hex(),
            "leaf": leaf,
            "log": log.hex(),
            "path": [node.hex() for node in path],
            "position": position,
            "record": data.decode(),
        },
    }
    return _canonical({**body, "capsule_id": sha256(_canonical(body)).hex()})


def read_capsule(data: bytes) -> tuple[bytes, Entry, int]:
    """Check a capsule of ours; returns the record's canonical bytes, the entry that holds it, and its leaf.

    Raises:
        InvalidInputError: if it is none.
        ProofError: if the record is not in the entry, is out of place there, or the capsule says something else of it.
    """
    try:
        found = json.loads(data)
        ours = found["ombud"]
        text, position, leaf = ours["record"].encode(), ours["position"], ours["leaf"]
        path = [bytes.fromhex(node) for node in ours["path"]]
        entry, log = Entry.unpack(bytes.fromhex(ours["entry"])), bytes.fromhex(ours["log"])
    except LedgerError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidInputError(f"this is no capsule of ours: {error!r}", code="bad_capsule") from error
    if type(position) is not int or type(leaf) is not int:
        raise InvalidInputError("a capsule's places are numbers", code="bad_capsule")
    header = entry.segment
    tree.verify_inclusion(record.record_id(text), position, header.count, path, header.records_root)
    content = record.decode(text)
    there = (content.epoch, content.stream, content.seq) == (header.epoch, header.stream, header.first_seq + position)
    if not there or AgentRef.parse(content.agent).key != header.agent:
        raise ProofError("the record names another agent or place than its header", code="record_out_of_place")
    if make_capsule(text, entry, position, path, log=log, leaf=leaf) != data:
        raise ProofError("the capsule says something else than its record", code="other_words")
    return text, entry, leaf


def _told(content: Record) -> dict[str, Any]:
    """Say of a record what a capsule says of an action."""
    try:
        moment = _EPOCH + timedelta(milliseconds=content.ts)
    except OverflowError as error:
        raise InvalidInputError(
            f"the record's time {content.ts} is beyond the year 9999",
            hint="its proof is the bundle: `ombud record bundle`",
            code="no_capsule",
        ) from error
    found: dict[str, Any] = {
        "action_type": "decide" if content.op in _DECISIONS else "fyi",
        "developer": content.agent,
        "domain": "action",
        "operator": content.principal or content.agent,
        "timestamp": moment.isoformat(timespec="milliseconds"),
    }
    if content.phase == "intent":
        found["effect"] = {"status": "planned", "type": content.op}
    elif content.outcome in _STATUS:
        status = _STATUS[content.outcome]
        found["effect"] = {"effect_attestation": "runtime_claimed", "status": status, "type": content.op}
    return found


def _reference(parent: str) -> dict[str, str]:
    return {"digest": parent, "digest_alg": "SHA-256", "type": "ombud-record"}


def _canonical(value: object) -> bytes:
    """Write JSON as RFC 8785 does, for what our capsules hold: ASCII keys, texts, integers below 2^53."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
