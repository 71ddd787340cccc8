"""Examples of feedback and validation for `/docs`. A test holds each against its route's answer type."""

from __future__ import annotations

from typing import Any, Final

from ledger.api.examples import answer, counted, seen
from ledger.queries import dimensions, feedback, feedback_summary, validations

_AGENT: Final = "eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/0"
_OWNER: Final = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
_CLIENT: Final = "0x90F79bf6EB2c4f870365E785982E1f101E93b906"
_VALIDATOR: Final = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65"
_DIMENSION: Final = "d1" * 32
_SCALE: Final = {
    "dimension": _DIMENSION,
    "name": "starred",
    "unit": "",
    "decimals": 1,
    "less_is_better": False,
    "least": "0.0",
    "most": "100.0",
}
_ITEM: Final = {
    "agent": _AGENT,
    "agent_id": 0,
    "client": _CLIENT,
    "index": 1,
    "value": "87.5",
    "decimals": 1,
    "tag1": "starred",
    "tag2": "booking",
    "endpoint": "https://agent.example/mcp",
    "uri": "ipfs://why",
    "hash": "fe" * 32,
    "state": "backed",
    "weighs": True,
    "own_side": None,
    "owner_epoch": 0,
    "link": {
        "action": "ac" * 32,
        "dimension": _DIMENSION,
        "name": "starred",
        "unit": "",
        "value": "87.5",
        "named": True,
        "seen": seen(8, 0),
    },
    "responses": [
        {"responder": _OWNER, "own_side": "owner", "uri": "ipfs://thanks", "hash": "7a" * 32, "seen": seen(9, 0)}
    ],
    "given": seen(7, 0),
    "revoked": None,
}
_VALIDATION: Final = {
    "request": "4e" * 32,
    "agent": _AGENT,
    "agent_id": 0,
    "validator": _VALIDATOR,
    "own_side": None,
    "owner_epoch": 0,
    "uri": "ipfs://work",
    "state": "answered",
    "answers": [{"response": 100, "tag": "final", "uri": "ipfs://report", "hash": "4f" * 32, "seen": seen(12, 0)}],
    "requested": seen(11, 0),
}


def _page(item: dict[str, Any], cursor: str) -> dict[str, Any]:
    return {"items": [item], "next_cursor": cursor, "more": False}


FEEDBACK: Final = answer(_page(_ITEM, "lgGxZmVlZGJhY2svYWdlbnQ..."), counted(feedback.BASIS))
SUMMARY: Final = answer(
    {
        "agent": _AGENT,
        "counts": {"given": 4, "backed": 2, "unverified": 1, "own_side": 1, "revoked": 0},
        "dimensions": [
            {
                "scale": _SCALE,
                "owner_epoch": 0,
                "owner": _OWNER,
                "count": 2,
                "clients": 2,
                "named": 1,
                "total": "157.5",
                "mean": "78.75000",
                "lowest": "70.0",
                "highest": "87.5",
            }
        ],
        "rule": feedback_summary.RULE,
    },
    counted(feedback.BASIS),
)
DIMENSIONS: Final = answer(
    _page({"scale": _SCALE, "declared": seen(2, 0)}, "lgGqZGltZW5zaW9ucw..."), counted(dimensions.BASIS)
)
VALIDATIONS: Final = answer(_page(_VALIDATION, "lgG2dmFsaWRhdGlvbnM..."), counted(validations.BASIS))
VALIDATION: Final = answer(_VALIDATION, counted(validations.BASIS))
