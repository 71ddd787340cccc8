"""Proving a fault on chain: two signed histories of one agent, brought by anyone, punished in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.chain.sender import Sender
from ledger.domain.entry import Entry
from ledger.domain.ids import AgentRef


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a proved fault did: its key, and the wei slashed. `tx` and `block` say where."""

    fault_key: bytes
    slashed: int
    tx: bytes
    block: int
    gas_used: int


def prove_equivocation(sender: Sender, ref: AgentRef, first: Entry, second: Entry) -> Verdict:
    """Show two distinct headers of intersecting ranges of one stream, each with its signature.

    The first entry need not be the older one. Part of the slashed bond is credited to the sender.

    Raises:
        ChainRevertError: if they prove nothing, or the epoch was punished already.
    """
    sent = sender.send(
        "FaultProver",
        "proveEquivocation",
        ref.agent_id,
        _segment(first),
        first.signature,
        _segment(second),
        second.signature,
    )
    event = sent.event("FaultProved")
    return Verdict(event.args["faultKey"], event.args["slashed"], sent.tx, sent.block, sent.gas_used)


def _segment(entry: Entry) -> tuple[bytes, int, int, int, int, bytes, bytes, int]:
    s = entry.segment
    return (s.agent, s.epoch, s.stream, s.first_seq, s.count, s.prev_header, s.records_root, s.ts)
