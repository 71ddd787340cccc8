"""Examples of what permitted actions, and of owners, for `/docs`. A test holds each against its answer type."""

from __future__ import annotations

from typing import Final

from ledger.api.examples import answer, counted, seen
from ledger.queries import owners, permissions

_AGENT: Final = "eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/0"
_OWNER: Final = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
_PRINCIPAL: Final = "0x90F79bf6EB2c4f870365E785982E1f101E93b906"
_OTHER: Final = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65"
_LOG: Final = "52709a50ddf36c3abd65f3d69883c32e17a7d8040232e32ba51f65981de7bdd2"
_MANDATE: Final = "3d" * 32
_ACTION: Final = {
    "record_id": "9c" * 32,
    "agent": _AGENT,
    "epoch": 0,
    "stream": 1,
    "seq": 0,
    "home": _LOG,
    "witnessed": seen(12, 0),
    "state": "outside",
    "reasons": [
        {"code": "other_principal", "says": "the mandate that it names is not from the principal that it states"}
    ],
    "stated": {
        "at": 1_700_000_050,
        "tool": "pay",
        "principal": _OTHER,
        "mandate": _MANDATE,
        "policy": None,
    },
    "policy": {
        "liable": _OWNER,
        "policy_id": 2,
        "hash": "5e" * 32,
        "rules": "6f" * 32,
        "texts": ["ipfs://rules"],
        "adopted": seen(8, 1),
        "queued": seen(2, 0),
    },
    "manifest": {"index": 0, "document": "7a" * 32, "tools": "8b" * 32, "declared": seen(9, 0)},
    "mandate": {
        "mandate_id": _MANDATE,
        "principal": _PRINCIPAL,
        "live": True,
        "cap": "500",
        "expiry": 1_700_600_000,
        "tools": "8b" * 32,
        "granted": seen(10, 0),
        "ended_at": None,
        "ended_by": None,
        "ended": None,
    },
    "conflicting_principals": [
        {"name": _OTHER, "by": "stated", "ref": None},
        {"name": _PRINCIPAL, "by": "mandate", "ref": _MANDATE},
    ],
}
PERMISSION: Final = answer({"record_id": "9c" * 32, "actions": [_ACTION]}, counted(permissions.BASIS))
PERMISSIONS: Final = answer(
    {"items": [_ACTION], "next_cursor": "lgGucGVybWlzc2lvbnMvMA...", "more": False}, counted(permissions.BASIS)
)
OWNED: Final = answer(
    {
        "items": [
            {
                "agent_id": 0,
                "agent": _AGENT,
                "uri": "ipfs://agent",
                "owner_epoch": 0,
                "accepted": True,
                "since": seen(3, 0),
                "until": seen(40, 1),
                "life": "active",
                "epochs": [0],
                "faults": 1,
                "bond": {
                    "beneficiary": _OWNER,
                    "active": "500000000000000000",
                    "unbonding": "0",
                    "locked": "0",
                    "release_at": None,
                },
            }
        ],
        "next_cursor": "lgGvb3duZWQvMHg3MD...",
        "more": False,
    },
    counted(owners.BASIS),
)
