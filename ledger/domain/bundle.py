"""The bundle: one file that carries records, their paths, the anchor and the chain facts behind it.

Schema `ombud/bundle/1`. A record's way to the chain has four steps, and the bundle holds them all:
record -> recordsRoot of its segment (path) -> signed header in a log entry -> log root (path) -> `Anchored`
event (receipt proof in a block header). Keys and logs are facts of the same kind: `KeyRegistered`,
`LogRegistered`. Hex has no 0x; record texts are the canonical bytes as UTF-8.
Unknown fields are refused everywhere, and what is here is checked to the last byte, so that nothing unproved
rides along: no transaction hash (a receipt does not hold it; block and index name it), no contract without a fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

import msgspec

from ledger.domain import tree
from ledger.domain.bad_json import BAD_JSON, decode_once
from ledger.domain.chain_proof import ChainFact
from ledger.domain.entry import SignedSegment
from ledger.domain.hashing import keccak
from ledger.domain.ids import Address
from ledger.errors import InvalidInputError, TooLargeError

SCHEMA: Final = "ombud/bundle/1"
CONTRACTS: Final = ("ActionLog", "AgentRegistry", "KeyRing")
"""The contracts that a bundle's facts come from."""
MAX_BUNDLE_BYTES: Final = 256 * 1024 * 1024
PROVES: Final = (
    "each record is byte for byte what a session key of its agent signed, at its place in the agent's stream",
    "each record was in the log when the log's root was anchored in the named block",
    "the anchored log was registered by the named operator, and its roots never contradict each other",
)
DOES_NOT_PROVE: Final = (
    "that the named blocks are on the canonical chain: compare their hashes with a node you trust",
    "that the contracts at the named addresses are Ombud's: compare them with a deployment file you trust",
    "that what a record says happened did happen, or that nothing happened unrecorded",
    "that no record of this subject exists outside the listed sequence numbers",
    "that a key was not revoked, or an epoch closed, after the block the bundle was made as of",
)

Hex = Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{2})*\Z")]
Hex32 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
AddressText = Annotated[str, msgspec.Meta(pattern=r"^0x[0-9a-fA-F]{40}\Z")]
Count = Annotated[int, msgspec.Meta(ge=0, le=(1 << 53) - 1)]


class Subject(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the bundle is about: one record, or one session of one agent."""

    kind: str
    agent: str
    id: str


class BlockRef(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A block by number and hash, with the RLP header that ties them."""

    number: Count
    hash: Hex32
    header: Hex

    @classmethod
    def of(cls, number: int, header: bytes) -> BlockRef:
        """Name a block by its header."""
        return cls(number=number, hash=keccak(header).hex(), header=header.hex())


class DeploymentRef(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which contracts the facts come from."""

    chain_id: Count
    contracts: dict[str, AddressText]


class BundledRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One record at `position` of its segment, with the path to the segment's records root."""

    position: Count
    text: str
    path: tuple[Hex32, ...]


class BundledSegment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One log entry with the bundle's records of it, and the path to the anchored root of its log."""

    log: Hex32
    leaf_index: Count
    entry: Hex
    log_path: tuple[Hex32, ...]
    records: tuple[BundledRecord, ...]


class BundledAnchor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The anchored state of one log that all paths of the bundle lead to.

    `note` is its checkpoint, if kept, with the cosignatures that it got; `stamp` its time stamp (RFC 3161, DER).
    """

    log: Hex32
    index: Count
    size: Count
    root: Hex32
    note: str | None
    stamp: Hex | msgspec.UnsetType = msgspec.UNSET


class BundledDisclosure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field of one bundled record, opened: `record` is its id, `value` the payload's bytes.

    `path` leads through the record's field tree; `in`, `out` and `ctx` stand in the record itself and have none.
    """

    record: Hex32
    field: str
    salt: Hex32
    value: Hex
    path: tuple[Hex32, ...]


class BundledFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One event of our contracts with its receipt proof. `event` is what the log must decode to."""

    event: str
    block_number: Count
    block_hash: Hex32
    header: Hex
    tx_index: Count
    log_in_receipt: Count
    receipt_proof: tuple[Hex, ...]

    @classmethod
    def of(cls, event: str, fact: ChainFact) -> BundledFact:
        """Write a proved log down."""
        return cls(
            event=event,
            block_number=fact.block_number,
            block_hash=fact.block_hash.hex(),
            header=fact.header_rlp.hex(),
            tx_index=fact.tx_index,
            log_in_receipt=fact.log_in_receipt,
            receipt_proof=tuple(node.hex() for node in fact.receipt_proof),
        )

    def fact(self) -> ChainFact:
        """Read it back; nothing is checked yet."""
        return ChainFact(
            block_number=self.block_number,
            block_hash=bytes.fromhex(self.block_hash),
            header_rlp=bytes.fromhex(self.header),
            tx_index=self.tx_index,
            receipt_proof=tuple(bytes.fromhex(node) for node in self.receipt_proof),
            log_in_receipt=self.log_in_receipt,
        )


class Bundle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    schema: str
    subject: Subject
    as_of: BlockRef
    deployment: DeploymentRef
    segments: tuple[BundledSegment, ...]
    anchors: tuple[BundledAnchor, ...]
    facts: tuple[BundledFact, ...]
    proves: tuple[str, ...] = PROVES
    does_not_prove: tuple[str, ...] = DOES_NOT_PROVE
    disclosures: tuple[BundledDisclosure, ...] | msgspec.UnsetType = msgspec.UNSET
    """Fields that whoever holds the payloads chose to show; all others stay hidden, and proved."""

    def serialise(self) -> bytes:
        """Return the file's bytes: readable JSON with a final newline."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


def bundle_segment(
    *, log: bytes, leaf_index: int, segment: SignedSegment, log_path: Sequence[bytes], positions: Sequence[int]
) -> BundledSegment:
    """Cut the records at `positions` out of a segment, each with its path."""
    levels = tree.levels(segment.record_ids())
    return BundledSegment(
        log=log.hex(),
        leaf_index=leaf_index,
        entry=segment.entry.pack().hex(),
        log_path=tuple(item.hex() for item in log_path),
        records=tuple(
            BundledRecord(
                position=position,
                text=segment.records[position].decode(),
                path=tuple(item.hex() for item in tree.inclusion_path(levels, position)),
            )
            for position in positions
        ),
    )


def make_bundle(
    *,
    subject: Subject,
    as_of: BlockRef,
    chain_id: int,
    contracts: Mapping[str, Address],
    segments: Sequence[BundledSegment],
    anchors: Sequence[BundledAnchor],
    facts: Sequence[BundledFact],
) -> Bundle:
    """Put the parts together."""
    return Bundle(
        schema=SCHEMA,
        subject=subject,
        as_of=as_of,
        deployment=DeploymentRef(chain_id=chain_id, contracts={name: contracts[name] for name in CONTRACTS}),
        segments=tuple(segments),
        anchors=tuple(anchors),
        facts=tuple(facts),
    )


def parse_bundle(data: bytes) -> Bundle:
    """Read a bundle's file.

    Raises:
        InvalidInputError: if it is not JSON of this schema; the message says where.
        TooLargeError: over 256 MiB.
    """
    if len(data) > MAX_BUNDLE_BYTES:
        raise TooLargeError(f"bundle has {len(data)} bytes, over {MAX_BUNDLE_BYTES}")
    try:
        bundle = decode_once(data, Bundle)
    except BAD_JSON as error:
        raise InvalidInputError(
            f"this is no bundle: {error}", hint="export it again with `ombud record bundle`", code="bad_bundle"
        ) from error
    if bundle.schema != SCHEMA:
        raise InvalidInputError(
            f"bundle has schema {bundle.schema!r}", hint=f"this version reads {SCHEMA}", code="bad_bundle"
        )
    return bundle
