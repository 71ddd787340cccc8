"""Proving a fault on chain: two histories of one agent, or a receipt beyond its mandate, punished at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from ledger.chain.sender import Sender, Sent
from ledger.domain.authority import Mandate
from ledger.domain.entry import Entry
from ledger.domain.ids import AgentRef
from ledger.domain.statements import Receipt


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
        astuple(first.segment),
        first.signature,
        astuple(second.segment),
        second.signature,
    )
    return _verdict(sent)


def prove_mandate_breach(
    sender: Sender, ref: AgentRef, receipt: Receipt, signature: bytes, mandate: Mandate, tools: Iterable[bytes] = ()
) -> Verdict:
    """Show a signed receipt that goes beyond the mandate that it names.

    Args:
        sender: Anyone; part of the slashed bond is credited to it.
        ref: The agent that signed.
        receipt: The receipt.
        signature: 65 bytes, by a session key.
        mandate: The mandate that the receipt names.
        tools: Its whole list of tools, to show that the receipt's is not on it; none when the amount shows it.

    Raises:
        ChainRevertError: if the receipt keeps to its mandate, or the fault was punished already.
    """
    shown = sorted(set(tools))
    sent = sender.send(
        "FaultProver",
        "proveMandateBreach",
        ref.agent_id,
        astuple(receipt),
        signature,
        mandate.as_tuple(),
        shown,
    )
    return _verdict(sent)


def _verdict(sent: Sent) -> Verdict:
    event = sent.event("FaultProved")
    return Verdict(event.args["faultKey"], event.args["slashed"], sent.tx, sent.block, sent.gas_used)
