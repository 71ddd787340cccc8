"""Histories of an honest agent and its log, for whoever tries to convict it: signed headers, receipts, trees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from ledger.domain import tree
from ledger.domain.entry import Entry
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.signed_receipt import SignedReceipt
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Receipt, Segment, digest

AGENT = keccak(b"agent")
LOG = keccak(b"log")
CHAIN = 31337
START_MS = 1_790_000_000_000
KEY = SessionKey(keccak(b"key"))
OTHER_KEY = SessionKey(keccak(b"other key"))
STRANGER = SessionKey(keccak(b"stranger"))
OPERATOR = SessionKey(keccak(b"operator"))
KEYS = frozenset((KEY.address, OTHER_KEY.address))
WORDS = st.binary(min_size=32, max_size=32)


def sign(segment: Segment, key: SessionKey = KEY) -> Entry:
    """Return a signed header."""
    return Entry(segment, key.sign(digest(segment.header)))


def promise(receipt: Receipt, key: SessionKey = KEY) -> SignedReceipt:
    """Return a signed receipt."""
    return SignedReceipt(receipt, key.sign(digest(receipt.hash)))


@dataclass(frozen=True, slots=True)
class History:
    """One stream of an honest agent: its records, and the headers over them."""

    records: tuple[bytes, ...]
    entries: tuple[Entry, ...]

    def ids(self, entry: Entry) -> Sequence[bytes]:
        """Return the records of one header."""
        return self.records[entry.segment.first_seq : entry.segment.end_seq]

    def path(self, entry: Entry, position: int) -> list[bytes]:
        """Return the path of a record to the root of its header."""
        return tree.inclusion_path(tree.levels(self.ids(entry)), position)

    def receipt(self, seq: int) -> Receipt:
        """Return the true receipt for a record."""
        return Receipt(
            agent=AGENT,
            epoch=0,
            stream=1,
            seq=seq,
            record_hash=self.records[seq],
            counterparty=keccak(b"buyer"),
            chain=CHAIN,
            log=LOG,
            anchor_by=START_MS // 1000 + 3600,
            amount=5,
            tool=keccak(b"pay"),
            mandate=ZERO32,
            running_total=5,
        )


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw a stream of a few headers, each after the last, with a clock that is right within the skew."""
    counts = draw(st.lists(st.integers(1, 5), min_size=2, max_size=5))
    records = tuple(keccak(b"record%d" % seq) for seq in range(sum(counts)))
    entries: list[Entry] = []
    first = 0
    for number, count in enumerate(counts):
        segment = Segment(
            agent=AGENT,
            epoch=0,
            stream=1,
            first_seq=first,
            count=count,
            prev_header=entries[-1].segment.header if entries else ZERO32,
            records_root=tree.root(records[first : first + count]),
            ts=START_MS + 60_000 * number + draw(st.integers(0, 900_000)),
        )
        entries.append(sign(segment, draw(st.sampled_from((KEY, OTHER_KEY)))))
        first += count
    return History(records, tuple(entries))


def changed(entry: Entry, **fields: object) -> Entry:
    """Return another header in place of one, signed by the same agent."""
    return sign(replace(entry.segment, **fields))  # type: ignore[arg-type]
