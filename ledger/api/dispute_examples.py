"""Examples of disputes for `/docs`: whole answers of a small world. A test holds each against its route's type."""

from __future__ import annotations

from typing import Any, Final

from ledger.api.examples import answer, counted, seen
from ledger.queries import arbitrators as arbitrator_queries
from ledger.queries import dockets
from ledger.queries import mandates as mandate_queries
from ledger.queries import policies as policy_queries

_AGENT: Final = "eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/0"
_COURT: Final = "0x0165878A594ca255338adfa4d48449f69242Eb8F"
_PANEL: Final = "0x5FC8d32690cc91D4c39d9d3abcBD16989F875707"
_OWNER: Final = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
_CLAIMANT: Final = "0x90F79bf6EB2c4f870365E785982E1f101E93b906"
_SHOP: Final = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65"
_SEAT: Final = "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc"
_ACTION: Final = "ac" * 32
_RECORD: Final = "9c" * 32
_EVIDENCE: Final = "e7" * 32
_REASONS: Final = "4e" * 32
_ZERO: Final = "00" * 32
_MATTER: Final = "3a" * 32
_POLICY_HASH: Final = "b0" * 32
_OPENED: Final = 1_700_000_060
_DUE: Final = 1_700_259_260
_DEADLINE: Final = {
    "act": "finalize",
    "who": "anyone",
    "accounts": [],
    "due": _DUE,
    "due_block": None,
    "seconds_left": 244_812,
    "stalled": False,
    "says": "anyone makes the ruling final, from 2023-11-17 22:14:20Z on",
}
_STEP: Final = {
    "act": "finalize",
    "who": "anyone",
    "accounts": [],
    "not_before": _DUE,
    "not_before_block": None,
    "until": None,
    "says": "anyone makes the ruling final, from 2023-11-17 22:14:20Z on",
}
_POLICY: Final = {
    "policy_id": 1,
    "hash": _POLICY_HASH,
    "arbitrator": _PANEL,
    "rules": "5e" * 32,
    "texts": [],
    "times": {
        "response": 259_200,
        "response_blocks": 20,
        "commit": 86_400,
        "reveal": 86_400,
        "appeal": 259_200,
        "arbitration": 604_800,
        "claim_window": 2_592_000,
        "claim_blocks": 216_000,
        "longest": 1_728_000,
    },
    "deposit": "10000000000000000",
    "slice_bps": [500, 1000, 2000, 4000],
    "weights": [1000, 2000, 4000, 8000],
    "ready_at": 0,
    "proposer": _OWNER,
    "queued": seen(1, 0),
}
_SEATS: Final = [
    {
        "arbitrator": _SEAT,
        "round": 1,
        "did": "revealed",
        "commitment": "c0" * 32,
        "committed": seen(14, 0),
        "vote": "upheld",
        "reasons_hash": _REASONS,
        "salt": "5a" * 32,
        "revealed": seen(17, 0),
        "matches": True,
        "paid": "10000000000000000",
        "slashed": "0",
        "model": "3d" * 32,
    }
]
_PANEL_VIEW: Final = {
    "number": 1,
    "arbitrator": _PANEL,
    "phase": "concluded",
    "round": 1,
    "reviews": False,
    "earlier_ruling": None,
    "arms": 1,
    "draw_block": 12,
    "roster": 5,
    "commit_until": 1_700_087_000,
    "reveal_until": 1_700_173_400,
    "quorum": {"need": 2, "got": 3},
    "votes": {"refused": 0, "upheld": 3, "dismissed": 0},
    "ruling": "upheld",
    "returned": "0",
    "burned": "0",
    "seats": _SEATS,
}
_RULING: Final = {
    "ruling_id": f"eip155:31337:{_COURT}/1/1",
    "dispute_id": 1,
    "chain_id": 31337,
    "contract": _COURT,
    "policy_id": 1,
    "policy_hash": _POLICY_HASH,
    "rules": "4e" * 32,
    "round": 1,
    "cause": "panel",
    "fault_class": "harm",
    "subject_agent": _AGENT,
    "principal": _OWNER,
    "action_refs": [{"action": _ACTION, "record_id": _RECORD, "receipt": None}],
    "evidence_root": _EVIDENCE,
    "evidence": [_EVIDENCE],
    "panel": [{"arbitrator": _SEAT, "document": "d0" * 32, "vote": "upheld", "reasons_hash": _REASONS}],
    "dissent": [],
    "quorum": {"need": 2, "got": 3},
    "ruling": "upheld",
    "supersedes": None,
    "earlier_ruling": None,
    "final_at": None,
    "executed_tx": None,
    "effects": None,
    "responsibilities": [],
    "appeal_deadline": _DUE,
    "anchors": [seen(20, 2)],
}
_EXHIBIT: Final = {
    "sha256": _EVIDENCE,
    "party": _CLAIMANT,
    "role": "claim",
    "uri": f"ombud:sha256:{_EVIDENCE}",
    "seen": seen(9, 1),
    "availability": "present",
    "media_type": "application/vnd.ombud.evidence-list+json",
    "size": 412,
    "statement": "The agent sent a customer's address to a stranger.",
    "files": [
        {
            "sha256": "f1" * 32,
            "name": "chat.txt",
            "media_type": "text/plain",
            "size": 1630,
            "availability": "present",
        }
    ],
}
_FILE: Final = {
    "dispute_id": 1,
    "dispute": f"eip155:31337:{_COURT}/1",
    "tag": "7a" * 24,
    "agent": _AGENT,
    "agent_id": 0,
    "fault_class": "harm",
    "state": "provisional",
    "ruling": "upheld",
    "basis": "merits",
    "round": 1,
    "since": 1_700_000_060,
    "parties": [
        {"role": "claimant", "account": _CLAIMANT},
        {"role": "liable", "account": _OWNER},
        {"role": "injured", "account": _SHOP},
        {"role": "arbitrator", "account": _PANEL},
    ],
    "bond": {
        "beneficiary": _OWNER,
        "active": "1000000000000000000",
        "unbonding": "0",
        "locked": "230000000000000000",
        "release_at": None,
    },
    "stakes": {
        "deposit": "10000000000000000",
        "fee": "30000000000000000",
        "slice": "200000000000000000",
        "locked": "230000000000000000",
        "escrow": "10000000000000000",
    },
    "action": {
        "action": _ACTION,
        "shown_as": "logged",
        "says": "a record of a signed segment in an anchored log",
        "epoch": 0,
        "stream": 1,
        "seq": 4,
        "record_id": _RECORD,
        "log": "52" * 32,
        "anchor": 0,
        "receipt": None,
        "record": None,
        "unknown": None,
    },
    "policy": _POLICY,
    "timeline": [
        {
            "event": "DisputeOpened",
            "says": f"{_CLAIMANT} claims harm by agent 0, deposits 0.01 ether and 0.03 ether for an arbitrator",
            "state": "open",
            "seen": seen(9, 1),
        },
        {
            "event": "RulingGiven",
            "says": f"arbitrator {_PANEL} rules: upheld",
            "state": "provisional",
            "seen": seen(20, 2),
        },
    ],
    "evidence": [_EXHIBIT],
    "panel": _PANEL_VIEW,
    "earlier_panels": [],
    "deadline": _DEADLINE,
    "next_steps": [_STEP],
    "ruling_record": _RULING,
    "effects": {
        "payout": None,
        "joins": [],
        "vault": [
            {
                "event": "BondLocked",
                "account": _OWNER,
                "amount": "230000000000000000",
                "by": "court",
                "seen": seen(9, 0),
            }
        ],
        "standing": [],
    },
    "matter": {
        "matter": _MATTER,
        "upheld": False,
        "conceded": False,
        "reopenings": 0,
        "open_until": 0,
        "disputes": [],
    },
    "forecast_before": None,
}
_ARBITRATOR: Final = {
    "number": 0,
    "arbitrator": _SEAT,
    "listed": True,
    "accredited": True,
    "document": "d0" * 32,
    "human": False,
    "model": "3d" * 32,
    "valid_until": 1_800_000_000,
    "stake": {
        "beneficiary": _SEAT,
        "active": "100000000000000000",
        "unbonding": "0",
        "locked": "0",
        "release_at": None,
    },
    "conflicts": [],
    "seats": {
        "drawn": 1,
        "committed": 1,
        "revealed": 1,
        "absent": 0,
        "recused": 0,
        "leaked": 0,
        "voting": 0,
    },
    "votes": {"refused": 0, "upheld": 1, "dismissed": 0},
    "cluster": None,
    "record": {
        "overturned": {"count": 0, "of": 0, "ppm": None, "low_ppm": None, "high_ppm": None},
        "agreed": {"count": 1, "of": 1, "ppm": 1_000_000, "low_ppm": 206_549, "high_ppm": 1_000_000},
    },
    "since": seen(2, 0),
}
_NAME_OF_MANDATE: Final = "3d" * 32
_MANDATE: Final = {
    "mandate_id": _NAME_OF_MANDATE,
    "agent": _AGENT,
    "agent_id": 0,
    "principal": _CLAIMANT,
    "state": "in_force",
    "cap": "500",
    "left": "420",
    "expiry": 1_800_000_000,
    "tools": "70" * 32,
    "salt": _ZERO,
    "parent": None,
    "root": _NAME_OF_MANDATE,
    "context": None,
    "by": None,
    "hops": 2,
    "passed_on": 1,
    "ended_at": None,
    "ended_by": None,
    "granted": seen(7, 0),
    "revoked": None,
}
_PASSED_ON: Final = _MANDATE | {
    "mandate_id": "a2" * 32,
    "agent_id": 1,
    "agent": _AGENT[:-1] + "1",
    "cap": "80",
    "left": "80",
    "parent": _NAME_OF_MANDATE,
    "context": "c0" * 32,
    "by": _OWNER,
    "hops": 1,
    "passed_on": 0,
    "granted": seen(8, 0),
}


def _page(item: dict[str, Any], name: str) -> dict[str, Any]:
    return {"items": [item], "next_cursor": name, "more": False}


CASE: Final = answer(_FILE, counted(dockets.BASIS))
DISPUTES: Final = answer(
    _page(
        {
            "dispute_id": 1,
            "agent": _AGENT,
            "agent_id": 0,
            "fault_class": "harm",
            "state": "provisional",
            "ruling": "upheld",
            "basis": "merits",
            "round": 1,
            "claimant": _CLAIMANT,
            "liable": _OWNER,
            "injured": _SHOP,
            "policy_id": 1,
            "slice": "200000000000000000",
            "opened": seen(9, 1),
            "since": _OPENED,
            "deadline": _DEADLINE,
        },
        "lgGrZGlzcHV0ZXMvLy8...",
    ),
    counted(dockets.BASIS),
)
DEADLINES: Final = answer(
    _page(
        {
            "dispute_id": 1,
            "agent": _AGENT,
            "agent_id": 0,
            "fault_class": "harm",
            "state": "provisional",
            "slice": "200000000000000000",
            "deadline": _DEADLINE,
        },
        "lgGpZGVhZGxpbmVz...",
    )
    | {"challenges": [], "more_challenges": False},
    counted(dockets.BASIS),
)
POLICIES: Final = answer(_page(_POLICY, "lgGocG9saWNpZXM..."), counted(policy_queries.BASIS))
ARBITRATORS: Final = answer(_page(_ARBITRATOR, "lgGrYXJiaXRyYXRvcnM..."), counted(arbitrator_queries.BASIS))
MANDATE: Final = answer(_MANDATE, counted(mandate_queries.BASIS))
TREE: Final = answer(
    {
        "root": _NAME_OF_MANDATE,
        "cap": "500",
        "left": "500",
        "nodes": [{"depth": 0, "mandate": _MANDATE}, {"depth": 1, "mandate": _PASSED_ON}],
        "more": False,
    },
    counted(mandate_queries.BASIS),
)
MANDATES: Final = answer(_page(_MANDATE, "lgGqbWFuZGF0ZXMvMA..."), counted(mandate_queries.BASIS))
