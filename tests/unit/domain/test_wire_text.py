"""No text of a wire format ends with a line end that nobody sees: `$` matches before one, so patterns end otherwise."""

from __future__ import annotations

from typing import Annotated

import msgspec
import pytest

from ledger.domain import accreditation, ballot, bundle, evidence_list, mandate_file, record, signed_receipt
from ledger.domain.case import parts
from ledger.integrations import spans

HEX32, SIGNATURE, NUMBER = "0a" * 32, "0a" * 65, "120"
SpanId = Annotated[str, msgspec.Meta(pattern=spans.SPAN_ID)]
TEXTS = [
    (bundle.Hex, HEX32),
    (bundle.Hex, ""),
    (bundle.Hex32, HEX32),
    (bundle.AddressText, "0x" + "0a" * 20),
    (mandate_file._Hex32, HEX32),
    (mandate_file._Wide, NUMBER),
    (evidence_list._Hex32, HEX32),
    (signed_receipt._Hash, HEX32),
    (signed_receipt._Wide, NUMBER),
    (parts.Wei, NUMBER),
    (parts.Wei, "0"),
    (ballot._Hex32, HEX32),
    (accreditation._Hex32, HEX32),
    (record.Hex32, HEX32),
    (record.Op, "execute_tool"),
    (SpanId, "0a" * 8),
    (spans.Nano, NUMBER),
]


@pytest.mark.parametrize(("kind", "text"), TEXTS)
def test_a_text_is_taken_without_a_line_end_and_refused_with_one(kind, text):
    assert msgspec.convert(text, kind) == text
    for spoilt in (text + "\n", "\n" + text, text + "\n\n"):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(spoilt, kind)


def test_a_signature_is_refused_with_a_line_end():
    document = {"chain_id": 1, "panel": "", "arbitrator": "", "document": HEX32, "valid_until": 0}
    accepted = msgspec.convert(document | {"signature": SIGNATURE}, accreditation.Accreditation)
    assert accepted.signature == SIGNATURE
    with pytest.raises(msgspec.ValidationError, match="signature"):
        msgspec.convert(document | {"signature": SIGNATURE + "\n"}, accreditation.Accreditation)
