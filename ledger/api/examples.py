"""Examples for `/docs`: whole answers of a small world. A test holds each against its route's answer type."""

from __future__ import annotations

from typing import Any, Final

from ledger.domain.seen_context import NO_CONTEXT

_LOG: Final = "52709a50ddf36c3abd65f3d69883c32e17a7d8040232e32ba51f65981de7bdd2"
_AGENT: Final = "eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/0"
_OWNER: Final = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
_KEY: Final = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"
_FAULT: Final = "5b" * 32
_HEADER: Final = "4a" * 32
_RECORD: Final = "9c" * 32
_CONTEXT: Final = "00" * 32
_FORMULA: Final = "score = (1 + P) / (3 + P + N) in parts per million"


def seen(block: int, log_index: int) -> dict[str, Any]:
    """Return the place of an event."""
    return {"block": block, "block_hash": "b1" * 32, "time": 1_700_000_060, "tx": "7e" * 32, "log_index": log_index}


def answer(data: Any, completeness: dict[str, Any]) -> dict[str, Any]:
    """Return a whole answer."""
    return {
        "schema_version": 1,
        "chain_id": 31337,
        "contract": "0x5FbDB2315678afecb367f032d93F642f64180aa3",
        "as_of": {"number": 1204, "hash": "a0" * 32, "time": 1_700_014_448},
        "finality": "confirmed",
        "completeness": completeness,
        "data": data,
    }


def counted(basis: str) -> dict[str, Any]:
    """Return the completeness of a list that no stream stands behind."""
    return {"complete": True, "basis": basis, "streams": [], "waiting_logs": []}


_GAPLESS: Final = {
    "complete": True,
    "basis": "sequence numbers: each stream counts its records from 0",
    "streams": [
        {
            "epoch": 0,
            "stream": 1,
            "home": _LOG,
            "next_seq": 1,
            "rows": 1,
            "gaps": [],
            "head": _HEADER,
            "closed_at_seq": None,
            "complete": True,
        }
    ],
    "waiting_logs": [],
}
_CONTENT: Final = {
    "agent": _AGENT,
    "ctx": NO_CONTEXT["not_given"],
    "epoch": 0,
    "kind": "operational",
    "op": "execute_tool",
    "phase": "intent",
    "seq": 0,
    "session": "order-17",
    "stream": 1,
    "tool": "pay",
    "ts": 1_700_000_000_000,
    "v": 1,
}
_PROOF: Final[dict[str, Any]] = {
    "segment": {
        "header": _HEADER,
        "entry": "6f6d6275642f656e7472792f31...",
        "position": 0,
        "count": 1,
        "records_root": _RECORD,
        "path": [],
    },
    "log": {"log": _LOG, "leaf_index": 0, "size": 1, "root": "c3" * 32, "path": [], "problem": None},
    "anchor": {"log": _LOG, "index": 0, "seen": seen(5, 0)},
    "key": {"signer": _KEY, "epoch": 0, "seen": seen(3, 1)},
    "event": None,
}
_VIEW: Final = {
    "record_id": _RECORD,
    "agent": _AGENT,
    "epoch": 0,
    "stream": 1,
    "seq": 0,
    "home": _LOG,
    "kind": "operational",
    "witnessed": seen(5, 0),
    "life": "active",
    "content": _CONTENT,
    "text": '{"agent":"eip155:31337:0x5FbD...","epoch":0,...}',
    "task": None,
    "parents": [],
    "context": {"state": "absent", "reason": "not_given"},
    "effect": "unconfirmed",
    "countersigned": None,
    "proof": _PROOF,
}
RECORDS: Final = answer({"items": [_VIEW], "next_cursor": "lgGpcmVjb3Jkcy8w...", "more": False}, _GAPLESS)
RECORD: Final = answer({"record": _VIEW, "on_chain": []}, counted("a record id names one content"))
STANDING: Final = answer(
    {
        "agent": _AGENT,
        "scores": [
            {
                "context": _CONTEXT,
                "dimension": 0,
                "dimension_name": "integrity",
                "positive": 0,
                "negative": 10_000,
                "count": 1,
                "period": 2810,
                "score_ppm": 76_923,
            }
        ],
        "changes": [
            {
                "context": _CONTEXT,
                "dimension": 0,
                "added_positive": 0,
                "added_negative": 10_000,
                "before": [0, 0],
                "after": [0, 10_000],
                "score_ppm_after": 76_923,
                "period": 2810,
                "reason": "fault",
                "cause": _FAULT,
                "dispute_id": None,
                "seen": seen(9, 4),
            }
        ],
        "formula": _FORMULA,
    },
    counted("each change states its result"),
)
VERDICT: Final = answer(
    {
        "verdict": {
            "fault_key": _FAULT,
            "kind": "equivocation",
            "agent": _AGENT,
            "epoch": 0,
            "stream": 1,
            "seq": 0,
            "header_a": _HEADER,
            "header_b": "4b" * 32,
            "receipt": None,
            "mandate": None,
            "statement_a": _HEADER,
            "statement_b": "4b" * 32,
            "prover": _OWNER,
            "slashed": "500000000000000000",
            "seen": seen(9, 5),
        },
        "effects": {
            "slashed": "500000000000000000",
            "reward": "100000000000000000",
            "burned": "400000000000000000",
            "liable": _OWNER,
            "bond_after": "500000000000000000",
            "negative_added": 10_000,
            "score_ppm_after": 76_923,
            "epoch_closed": True,
        },
        "reward": [],
    },
    counted("events of FaultProver"),
)
AGENTS: Final = answer(
    {
        "items": [
            {
                "agent_id": 0,
                "agent": _AGENT,
                "owner": _OWNER,
                "uri": "ipfs://agent",
                "epochs": 1,
                "epoch": 0,
                "registered": seen(3, 0),
            }
        ],
        "next_cursor": "lgGmYWdlbnRzwM0E...",
        "more": False,
    },
    counted("agents are numbered from 0 one by one"),
)


def shown(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """Return what a route says about its good answer: this example of it."""
    return {200: {"content": {"application/json": {"example": example}}}}
