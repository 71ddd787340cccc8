"""Disputes in words and as JSON: states, rulings, steps, and whose turn it is. What all dispute commands print."""

from __future__ import annotations

from typing import Any, Final

from ledger.chain.progress import Advanced, Wait
from ledger.cli import output, reading
from ledger.domain.dispute import DISMISSED, REFUSED, UPHELD, Dispute, State
from ledger.queries.wording import ether

RULINGS: Final = {REFUSED: "refused", UPHELD: "upheld", DISMISSED: "dismissed"}
STEPS: Final = {
    "default": "entered a default: nobody responded in time",
    "ask": "asked the arbitrator again, and it took the dispute on",
    "draw": "drew the panel",
    "conclude": "counted the votes: the panel has ruled",
    "timeout": "stopped waiting for the arbitrator",
    "finalize": "made the ruling final",
    "execute": "executed the ruling: money and standing have moved",
}
_NO_PANEL: Final = "too few arbitrators may sit: drawn again, three times at most; then the panel refuses to rule"
_AMOUNTS: Final = ("deposit", "fee", "locked", "paid")


def state(dispute: Dispute) -> str:
    """Name the state of a dispute."""
    return dispute.state.name.lower()


def tell(facts: dict[str, Any], wait: Wait | None, says: str, *, as_json: bool) -> None:
    """Print what an act did, whose turn it is, and how to go on.

    Args:
        facts: By name; amounts are wei in decimal text.
        wait: What the dispute waits for now.
        says: How to go on, for people.
        as_json: Print JSON instead.
    """
    if as_json:
        output.as_json({**facts, "waits": _waits(wait)})
        return
    output.pairs({name.replace("_", " "): _plain(name, value) for name, value in facts.items()})
    if wait is not None:
        output.line(_waiting(wait))
    if says:
        output.line(says, style="dim")


def tell_progress(number: int, moved: Advanced, *, as_json: bool) -> None:
    """Print how far a dispute has come, and by which steps."""
    ruling = RULINGS[moved.dispute.ruling] if moved.dispute.state >= State.PROVISIONAL else None
    if as_json:
        did = [
            {"step": step.name, "tx": step.tx.hex(), "block": step.block, "seats": list(step.seats)}
            for step in moved.steps
        ]
        facts = {"dispute": number, "did": did, "state": state(moved.dispute), "ruling": ruling}
        output.as_json({**facts, "waits": _waits(moved.wait)})
        return
    for step in moved.steps:
        empty = step.name == "draw" and not step.seats
        output.line(f"{_NO_PANEL if empty else STEPS[step.name]} (block {step.block}, tx {step.tx.hex()})")
        for seat in step.seats:
            output.line(f"  seat: {seat}")
    if not moved.steps:
        output.line("nothing is due")
    output.pairs({"dispute": number, "state": state(moved.dispute), "ruling": ruling})
    if moved.wait is not None:
        output.line(_waiting(moved.wait))


def _waiting(wait: Wait) -> str:
    who = f" from {', '.join(wait.who)}" if wait.who else ""
    block = f" and block {wait.block}" if wait.block else ""
    return f"it waits for {wait.what}{who}, until {reading.moment(wait.until)}{block}"


def _waits(wait: Wait | None) -> dict[str, Any] | None:
    if wait is None:
        return None
    return {"for": wait.what, "who": list(wait.who), "until": wait.until, "block": wait.block or None}


def _plain(name: str, value: Any) -> Any:
    if name in _AMOUNTS:
        return ether(int(value))
    return ", ".join(value) if isinstance(value, list) else value
