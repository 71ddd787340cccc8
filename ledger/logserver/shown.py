"""Acknowledgements and refusals as they are sent: JSON, hash and signature values as hex without 0x."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from ledger.domain.ack_batch import HeaderBatch
from ledger.domain.packed_segment import read_header
from ledger.errors import InvalidInputError, LedgerError
from ledger.logserver.committer import Group, Verdict
from ledger.logserver.registry import Accepted
from ledger.logserver.service import LogService

_ENCODER: Final = msgspec.json.Encoder()


class _Ack(msgspec.Struct, frozen=True):
    """An acknowledgement of one header; `anchorBy` in Unix seconds."""

    chain: int
    log: str
    header: str
    anchorBy: int  # noqa: N815 - the name on the wire
    signature: str


class _Accepted(msgspec.Struct, frozen=True):
    """One segment that was accepted, now or before."""

    header: str
    status: str
    leaf_index: int
    ack: _Ack


class _Refused(msgspec.Struct, frozen=True):
    """One segment that was refused, and why (RFC 9457)."""

    header: str
    problem: dict[str, Any]
    status: str = "refused"


def show_alone(service: LogService, accepted: Accepted, status: str) -> bytes:
    """Return an accepted segment with an acknowledgement of its own."""
    ack, signature = service.acknowledge(accepted)
    header = ack.header.hex()
    shown = _Ack(ack.chain, ack.log.hex(), header, ack.anchor_by, signature.hex())
    return _ENCODER.encode(_Accepted(header, status, accepted.leaf, shown))


def show(service: LogService, verdict: Verdict, packed: bytes, *, batched: bool) -> bytes:
    """Return what became of a segment that was sent.

    Args:
        service: The log.
        verdict: What became of it.
        packed: The segment.
        batched: Whether the sender can read an acknowledgement that is signed with others.
    """
    accepted = verdict.accepted
    if accepted is None:
        return _ENCODER.encode(_Refused(_header_of(packed), refusal_of(verdict).problem()))
    if batched and verdict.group is not None:
        return _show_among(service, verdict.group, accepted)
    return show_alone(service, accepted, "replayed" if verdict.replayed else "accepted")


def refusal_of(verdict: Verdict) -> LedgerError:
    """Return why a segment was refused."""
    return verdict.refusal or InvalidInputError("the segment was refused")


def _show_among(service: LogService, group: Group, accepted: Accepted) -> bytes:
    """Return an accepted segment with its place under its group's one signature; written out, for there are many."""
    signature, batch = service.acknowledge_in(group), group.batch
    if signature is None or batch is None:
        return show_alone(service, accepted, "accepted")
    if not group.shown:
        group.shown = _promises(service, batch, signature)
    header, index = accepted.header.hex(), accepted.leaf - group.first_leaf
    return (
        f'{{"header":"{header}","status":"accepted","leaf_index":{accepted.leaf},"ack":{{"header":"{header}",'
        f"{group.shown[index]}}}}}"
    ).encode()


def _promises(service: LogService, batch: HeaderBatch, signature: bytes) -> list[str]:
    """Write what a batch's signature promises to each of its headers."""
    config = service.config
    same = (
        f'"chain":{config.chain_id},"log":"{config.log.hex()}","anchorBy":{batch.anchor_by},'
        f'"signature":"{signature.hex()}","batch":{{"size":{batch.size},"index":'
    )
    paths = batch.paths(lambda node: f'"{node.hex()}"', ",")
    return [f'{same}{index},"path":[{path}]}}' for index, path in enumerate(paths)]


def _header_of(packed: bytes) -> str:
    try:
        return read_header(packed).header.hex()
    except InvalidInputError:
        return ""
