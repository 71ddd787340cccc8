"""Examples of the rooms beside the court, and of sealed evidence, for `/docs`. A test holds each to its type."""

from __future__ import annotations

from typing import Any, Final

from ledger.api.examples import answer, counted, seen
from ledger.queries import assertions, authorities, capabilities, forecast_book, roots

_AGENT: Final = "eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/0"
_ROOMS: Final = "0x0165878A594ca255338adfa4d48449f69242Eb8F"
_AUDITOR: Final = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
_PROVER: Final = "0x90F79bf6EB2c4f870365E785982E1f101E93b906"


def _page(item: dict[str, Any], cursor: str) -> dict[str, Any]:
    return {"items": [item], "next_cursor": cursor, "more": False}


_ROUND: Final = {
    "forecaster": _PROVER,
    "epoch": 17,
    "root": "4f" * 32,
    "model": "3d" * 32,
    "population": 10_000,
    "until": 1_700_700_000,
    "state": "running",
    "revealed": 0,
    "upheld": 0,
    "squares": "0",
    "brier": 1_000_000,
    "reference": 0,
    "skill": None,
    "final": False,
    "committed": seen(23, 0),
}
ROUNDS: Final = answer(_page(_ROUND, "lgGncm91bmRzLw..."), counted(forecast_book.BASIS))
ROUND: Final = answer(
    {
        "round": _ROUND,
        "items": [
            {
                "step": "revealed",
                "agent_id": 0,
                "ppm": 120_000,
                "salt": "5a" * 32,
                "dispute_id": None,
                "seen": seen(25, 0),
            }
        ],
        "next_cursor": "lgGmcm91bmQv...",
        "more": False,
    },
    counted(forecast_book.BASIS),
)
_CLAIM: Final = {
    "agent": _AGENT,
    "agent_id": 0,
    "capability": "ca" * 32,
    "version": 1,
    "document": "d0" * 32,
    "uri": "ipfs://translates",
    "standpoint": "made",
    "in_force": True,
    "contested_by": [],
    "refuted_by": None,
    "made": seen(24, 0),
}
CLAIMS: Final = answer(_page(_CLAIM, "lgGoY2xhaW1zLzA..."), counted(capabilities.BASIS))
CAPABLE: Final = answer(_page(_CLAIM, "lgGrY2FwYWJpbGl0eS8..."), counted(capabilities.BASIS))
_ASSERTION: Final = {
    "assertion": "a5" * 32,
    "kind": "audit",
    "contract": _ROOMS,
    "standpoint": "challenged",
    "asserter": _AUDITOR,
    "bond": "10000000000000000",
    "due": 1_701_200_000,
    "may_conclude": True,
    "root": None,
    "audit": {
        "agent": _AGENT,
        "agent_id": 0,
        "action": "ac" * 32,
        "context": "00" * 32,
        "dimension": 0,
        "weight": "500",
        "report": "4e" * 32,
        "uri": "ipfs://report",
        "gained": None,
    },
    "challenge": {
        "challenger": _PROVER,
        "dispute": "4",
        "evidence": "e5" * 32,
        "uri": "ipfs://against",
        "ruling": "dismissed",
        "seen": seen(27, 0),
    },
    "ended": None,
    "asserted": seen(26, 1),
}
ASSERTIONS: Final = answer(_page(_ASSERTION, "lgGrYXNzZXJ0aW9ucy8..."), counted(assertions.BASIS))
ASSERTION: Final = answer(_ASSERTION, counted(assertions.BASIS))
ROOTS: Final = answer(
    {
        "standing": 1,
        **_page(
            {
                "epoch": 1,
                "root": "4f" * 32,
                "clusters": "00" * 32,
                "size": 1024,
                "as_of_block": 1200,
                "formula": "f0" * 32,
                "uri": "ipfs://leaves",
                "proposer": _PROVER,
                "assertion": "a6" * 32,
                "state": "accepted",
                "proposed": seen(28, 0),
                "ended": seen(90, 0),
            },
            "lgGlcm9vdHM...",
        ),
    },
    counted(roots.BASIS),
)
AUTHORITIES: Final = answer(
    _page(
        {
            "step": "queued",
            "authority": _PROVER,
            "before": None,
            "ready_at": 1_701_209_600,
            "seen": seen(29, 0),
        },
        "lgGrYXV0aG9yaXRpZXM...",
    ),
    counted(authorities.BASIS),
)
SEALED: Final[dict[str, Any]] = {
    "dispute_id": 4,
    "part": ["arbitrator"],
    "files": [
        {
            "sha256": "5e" * 32,
            "size": 18_433,
            "availability": "present",
            "given_by": [_PROVER],
            "readers": [_AUDITOR],
        }
    ],
}
