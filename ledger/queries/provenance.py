"""How the records of a session caused each other, for tools of provenance."""

from __future__ import annotations

from ledger.domain import record
from ledger.domain.bundle import Bundle
from ledger.domain.provenance import prov_json


def provenance(bundle: Bundle) -> bytes:
    """Return the causal graph of a bundle's records as PROV-JSON.

    Raises:
        ConflictError: if their causes form a cycle.
    """
    texts = [item.text.encode() for segment in bundle.segments for item in segment.records]
    return prov_json((record.record_id(data).hex(), record.decode(data)) for data in texts)
