"""From a bundle and the openings on this machine to a bundle that shows single fields of a record.

What is disclosed leaves the machine in the clear, so it is looked at for leaks first.
"""

from __future__ import annotations

from collections.abc import Iterable

from ledger.domain.bundle import parse_bundle
from ledger.domain.disclosure import disclose as add_fields
from ledger.domain.disclosure import open_field
from ledger.domain.leaks import find
from ledger.domain.record import decode, record_id
from ledger.errors import ConflictError, NotFoundError
from ledger.sdk.ledger import Ledger


def disclose(ledger: Ledger, bundle: bytes, record: str, fields: Iterable[str], *, leaks: bool = False) -> bytes:
    """Return the bundle with some fields of one record shown; every other field stays hidden and proved.

    Args:
        ledger: The ledger that wrote the record, which alone can open its commitments.
        bundle: A bundle that holds the record.
        record: The record, 64 hex digits.
        fields: Names of fields: `in`, `out`, `ctx`, `amount`, ...
        leaks: Whether values may be shown that look like personal data or secrets.

    Raises:
        NotFoundError: if the bundle does not hold the record.
        InvalidInputError: if a field has no opening here: it was not committed to, or erased.
        ConflictError: if a value holds what leaks.
    """
    parsed = parse_bundle(bundle)
    texts = [item.text.encode() for segment in parsed.segments for item in segment.records]
    data = next((text for text in texts if record_id(text).hex() == record), None)
    if data is None:
        raise NotFoundError(f"the bundle holds no record {record}", hint="export it with `ombud record bundle`")
    content = decode(data)
    roots = {root for root in (content.in_, content.out, content.ctx, content.fields) if root}
    openings = {item.field: (item.salt, item.value) for item in ledger.openings() if item.root.hex() in roots}
    tree = {name: pair for name, pair in openings.items() if name not in ("in", "out", "ctx")}
    shown = []
    for field in fields:
        item = open_field(bytes.fromhex(record), field, tree if field in tree else openings)
        found = next(iter(find(bytes.fromhex(item.value))), None)
        if found is not None and not leaks:
            raise ConflictError(
                f"field {field!r} holds {found.kind} at {found.where}",
                hint="show another field, or say that it may be shown",
                code="leak",
            )
        shown.append(item)
    return add_fields(parsed, shown).serialise()
