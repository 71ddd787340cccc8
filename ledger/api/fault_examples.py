"""Examples of faults and challenges for `/docs`. A test holds each against its route's answer type."""

from __future__ import annotations

from typing import Any, Final

from ledger.api.examples import answer, counted, seen
from ledger.queries import challenges, manifests, verdicts
from ledger.queries.fault_kinds import AGENT_KINDS, OPERATOR_KINDS

_AGENT: Final = "eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/0"
_BOOK: Final = "0x0165878A594ca255338adfa4d48449f69242Eb8F"
_OPERATOR: Final = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
_PROVER: Final = "0x90F79bf6EB2c4f870365E785982E1f101E93b906"
_LATER: Final = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65"
_LOG: Final = "52709a50ddf36c3abd65f3d69883c32e17a7d8040232e32ba51f65981de7bdd2"
_FAULT: Final = {
    "fault_key": "5c" * 32,
    "kind": "hidden_tile",
    "log": _LOG,
    "operator": _OPERATOR,
    "prover": _PROVER,
    "statement_a": "c3" * 32,
    "statement_b": "00" * 32,
    "slashed": "500000000000000000",
    "seen": seen(20, 2),
}
_CHALLENGE: Final = {
    "challenge": "cb" * 32,
    "contract": _BOOK,
    "kind": "hidden_record",
    "subject": "a9" * 32,
    "agent_id": 0,
    "custodian": None,
    "about": "4e" * 32,
    "challenger": _PROVER,
    "state": "open",
    "answer_by": 1_700_100_000,
    "seconds_left": 85_552,
    "answerer": None,
    "returned": False,
    "opened": seen(21, 0),
    "answered": None,
}


def _page(item: dict[str, Any], cursor: str) -> dict[str, Any]:
    return {"items": [item], "next_cursor": cursor, "more": False}


COUNTS: Final = answer(
    {
        "agents": dict.fromkeys(AGENT_KINDS.values(), 0) | {"equivocation": 1},
        "operators": dict.fromkeys(OPERATOR_KINDS.values(), 0) | {"hidden_tile": 1},
    },
    counted(verdicts.BASIS),
)
OPERATOR_FAULTS: Final = answer(_page(_FAULT, "lgGvb3BlcmF0b3JmYXVsdHM..."), counted(verdicts.BASIS))
OPERATOR_FAULT: Final = answer(
    {
        "fault": _FAULT,
        "reward": [
            {
                "event": "displaced",
                "prover": _PROVER,
                "displaced": _LATER,
                "committed_at": 18,
                "amount": None,
                "seen": seen(22, 0),
            }
        ],
    },
    counted(verdicts.BASIS),
)
CHALLENGES: Final = answer(_page(_CHALLENGE, "lgGrY2hhbGxlbmdlcy8v..."), counted(challenges.BASIS))
CHALLENGE: Final = answer(_CHALLENGE, counted(challenges.BASIS))
MANIFESTS: Final = answer(
    {
        "agent": _AGENT,
        "count": 1,
        "manifests": [
            {"index": 0, "document": "d0" * 32, "tools": "70" * 32, "in_force": True, "declared": seen(6, 0)}
        ],
        "next_cursor": "lgGrbWFuaWZlc3RzLzA...",
        "more": False,
    },
    counted(manifests.MANIFESTS_BASIS),
)
CUSTODY: Final = answer(
    {
        "evidence": "e7" * 32,
        "custodians": [{"custodian": _OPERATOR, "kept": seen(10, 0), "defaulted": ["cb" * 32]}],
        "next_cursor": "lgGnY3VzdG9keS8...",
        "more": False,
    },
    counted(manifests.CUSTODY_BASIS),
)
