"""From records to a signed segment, and the check that a receiver makes: the two ends of one contract."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.domain import record, tree
from ledger.domain.entry import Entry, SignedSegment
from ledger.domain.ids import AgentRef
from ledger.domain.record import Record
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Segment, digest
from ledger.errors import RecordError


def make_header(
    agent: AgentRef, epoch: int, stream: int, first_seq: int, records: Sequence[bytes], prev_header: bytes, ts: int
) -> Segment:
    """Build the header over canonical record bytes; `ts` in Unix ms."""
    leaves = [record.record_id(data) for data in records]
    return Segment(agent.key, epoch, stream, first_seq, len(records), prev_header, tree.root(leaves), ts)


def sign(header: Segment, records: Sequence[bytes], key: SessionKey) -> SignedSegment:
    """Sign a header. The caller has persisted it first: signing another for the same range is equivocation."""
    return SignedSegment(Entry(header, key.sign(digest(header.header))), tuple(records))


def check_records(segment: SignedSegment) -> list[Record]:
    """Check root, canonical form and place of every record of a segment, whoever signed it.

    Returns:
        The decoded records, in sequence order.

    Raises:
        ProofError: if the records are not the ones signed.
        RecordError: naming the first record that is malformed or out of place.
    """
    header = segment.entry.segment
    segment.check_root()
    records = []
    named: dict[str, bytes] = {}  # parsing a global id costs as much as the rest of the check
    for position, data in enumerate(segment.records):
        try:
            item = record.decode(data)
        except RecordError as error:
            raise RecordError(
                f"record {position} of the segment: {error.message}",
                hint=error.hint,
                code=error.code,
                position=position,
            ) from error
        seq = header.first_seq + position
        if (item.epoch, item.stream, item.seq) != (header.epoch, header.stream, seq):
            raise RecordError(
                f"record {position} says epoch {item.epoch}, stream {item.stream}, seq {item.seq}; "
                f"its place is {header.epoch}, {header.stream}, {seq}",
                code="record_out_of_place",
                position=position,
            )
        if item.agent not in named:
            named[item.agent] = AgentRef.parse(item.agent).key
        if named[item.agent] != header.agent:
            raise RecordError(
                f"record {position} names agent {item.agent}, the header another",
                code="record_out_of_place",
                position=position,
            )
        records.append(item)
    return records
