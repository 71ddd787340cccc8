"""Examples of omissions. A test holds each to its type."""

from __future__ import annotations

from typing import Final

from ledger.api.examples import answer, counted, seen

_AGENT: Final = "eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/"
_RECEIPT: Final = "c5" * 32
_PROMISED: Final = "9c" * 32
_LOG: Final = "52709a50ddf36c3abd65f3d69883c32e17a7d8040232e32ba51f65981de7bdd2"
_BASIS: Final = counted("receipts that records of anchored logs carry")
_ITEM: Final = {
    "omission": _RECEIPT,
    "kind": "hidden",
    "agent": f"{_AGENT}0",
    "epoch": 0,
    "stream": 1,
    "seq": 17,
    "record_id": _PROMISED,
    "log": _LOG,
    "anchor_by": 1_700_003_600,
    "due": 1_700_004_200,
    "since": 1_700_004_200,
    "held": None,
    "signer": "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
    "receipt": {
        "schema": "ombud/receipt/1",
        "agent": "a1" * 32,
        "epoch": 0,
        "stream": 1,
        "seq": 17,
        "recordHash": _PROMISED,
        "counterparty": f"{'00' * 12}{'70' * 20}",
        "chain": "31337",
        "log": _LOG,
        "anchorBy": 1_700_003_600,
        "amount": "120",
        "tool": "00" * 32,
        "mandate": "00" * 32,
        "runningTotal": "120",
        "signature": "5f" * 65,
    },
    "shown_by": {
        "record_id": "d7" * 32,
        "agent": f"{_AGENT}1",
        "outcome": "success",
        "receipt": _RECEIPT,
        "witnessed": seen(8, 0),
    },
}
OMISSION: Final = answer(_ITEM, _BASIS)
OMISSIONS: Final = answer({"items": [_ITEM], "next_cursor": "lgGrb21pc3Npb25z...", "more": False}, _BASIS)
