"""Selective disclosure: single fields of bundled records, opened by who holds their payloads.

A record commits to each sensitive field under a salt of its own, so that one can be shown and proved while the others
stay hidden and proved. Adding or removing a disclosure changes nothing else in a bundle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ledger.domain import record
from ledger.domain.bundle import Bundle, BundledDisclosure
from ledger.domain.commitment import DIRECT_FIELDS, disclosure_path, field_leaf, verify_disclosure
from ledger.domain.record import Record
from ledger.domain.trust import Problem
from ledger.errors import InvalidInputError, LedgerError, ProofError


def disclose(bundle: Bundle, shown: Iterable[BundledDisclosure]) -> Bundle:
    """Return the bundle with more fields shown."""
    before = bundle.disclosures or ()
    return msgspec.structs.replace(bundle, disclosures=(*before, *shown))


def open_field(record_id: bytes, field: str, openings: Mapping[str, tuple[bytes, bytes]]) -> BundledDisclosure:
    """Show one field of a record.

    Args:
        record_id: The record's id.
        field: Which field.
        openings: (salt, value) of this field; of a field of the tree, of all its fields, since the path needs them.

    Raises:
        InvalidInputError: if the field is not among the openings.
    """
    if field not in openings:
        raise InvalidInputError(f"field {field!r} of record {record_id.hex()} has no opening", code="no_opening")
    salt, value = openings[field]
    path = [] if field in DIRECT_FIELDS else disclosure_path(openings, field)
    return BundledDisclosure(
        record=record_id.hex(), field=field, salt=salt.hex(), value=value.hex(), path=tuple(node.hex() for node in path)
    )


def check_disclosures(bundle: Bundle) -> Iterator[Problem]:
    """Check every shown field against the record that commits to it."""
    if not bundle.disclosures:
        return
    texts = {
        record.record_id(item.text.encode()).hex(): item.text.encode()
        for segment in bundle.segments
        for item in segment.records
    }
    seen: set[tuple[str, str]] = set()
    for item in bundle.disclosures:
        where = f"field {item.field!r} of record {item.record}"
        try:
            if (item.record, item.field) in seen:
                raise ProofError("the field is shown twice", code="duplicate_disclosure")
            seen.add((item.record, item.field))
            if item.record not in texts:
                raise ProofError("the bundle holds no such record", code="idle_disclosure")
            _check(item, record.decode(texts[item.record]))
        except LedgerError as error:
            yield Problem(where, error.code, error.message)


def _check(item: BundledDisclosure, content: Record) -> None:
    salt, value = bytes.fromhex(item.salt), bytes.fromhex(item.value)
    if item.field in DIRECT_FIELDS:
        committed = {"in": content.in_, "out": content.out, "ctx": content.ctx}[item.field]
        if item.path or committed is None or field_leaf(item.field, salt, value).hex() != committed:
            raise ProofError("the record does not commit to this value", code="bad_disclosure")
        return
    if content.fields is None:
        raise ProofError("the record commits to no further fields", code="bad_disclosure")
    try:
        verify_disclosure(
            item.field, salt, value, [bytes.fromhex(node) for node in item.path], bytes.fromhex(content.fields)
        )
    except ProofError as error:
        raise ProofError("the record does not commit to this value", code="bad_disclosure") from error
