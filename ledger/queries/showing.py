"""Showing the court a record of the mirror: the proof that a claimant hands over, wherever the record is held."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.chain import witness
from ledger.chain.node import Chain
from ledger.chain.witness import LogPlace, SegmentPlace
from ledger.domain.entry import Entry
from ledger.domain.ids import AgentRef
from ledger.errors import UnavailableError
from ledger.queries import records
from ledger.queries.coverage import ON_CHAIN
from ledger.queries.proofs import RecordProof
from ledger.queries.records import RecordView
from ledger.queries.sources import Sources


@dataclass(frozen=True, slots=True)
class Shown:
    """An action: whose it is, in words, and the proof that the court is given."""

    agent_id: int
    says: str
    proof: bytes


def of_record(sources: Sources, chain: Chain, record_id: str) -> Shown:
    """Show a record, wherever it is held.

    Raises:
        NotFoundError: if no agent has such a record.
        UnavailableError: if its log does not prove it now.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    return of_view(chain, records.record(sources, record_id, as_of=None).data.record)


def of_view(chain: Chain, found: RecordView) -> Shown:
    """Show a record that was asked for, with its proof.

    Raises:
        UnavailableError: if its log did not prove it, or the node cannot be asked.
    """
    agent_id = AgentRef.parse(found.agent).agent_id
    place = f"record {found.record_id}, epoch {found.epoch}, stream {found.stream}, number {found.seq}"
    if found.home == ON_CHAIN:
        direct = witness.direct_record(chain, agent_id, found.epoch, found.stream, found.seq)
        return Shown(agent_id, f"{place}, on chain", witness.show_record(chain, agent_id, direct))
    record, at = _parts(bytes.fromhex(found.record_id), found.proof)
    return Shown(agent_id, f"{place}, in log {found.home[:12]}", witness.show_in_log(chain, agent_id, record, at))


def place_of(sources: Sources, record_id: str) -> tuple[SegmentPlace, LogPlace] | None:
    """Return where a record stands in its segment and its log; None for one made on chain.

    Raises:
        NotFoundError: if no agent has such a record.
        UnavailableError: if its log does not prove it now.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    found = records.record(sources, record_id, as_of=None).data.record
    return None if found.home == ON_CHAIN else _parts(bytes.fromhex(found.record_id), found.proof)


def _parts(record_id: bytes, proof: RecordProof | None) -> tuple[SegmentPlace, LogPlace]:
    if proof is None or proof.segment is None or proof.log is None or proof.anchor is None or proof.log.path is None:
        problem = proof.log.problem if proof is not None and proof.log is not None else None
        raise UnavailableError(
            f"record {record_id.hex()} cannot be proved now: {problem or 'its log gave no proof'}",
            hint="ask again when its log is back; a receipt is a proof too (--receipt)",
            code="no_proof",
        )
    segment, log, anchor = proof.segment, proof.log, proof.anchor
    entry = Entry.unpack(bytes.fromhex(segment.entry))
    path = [bytes.fromhex(item) for item in segment.path]
    at = LogPlace(
        log=bytes.fromhex(log.log),
        anchor_index=anchor.index,
        size=log.size,
        root=bytes.fromhex(log.root),
        block=anchor.seen.block,
        leaf_index=log.leaf_index,
        path=[bytes.fromhex(item) for item in proof.log.path],
    )
    return SegmentPlace(entry, record_id, segment.position, path), at
