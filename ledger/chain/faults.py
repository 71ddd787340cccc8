"""Proving a fault on chain: punished in the transaction that shows it, and paid when nobody knew it earlier.

proof = fault_proofs.equivocation(chain, ref, first, second)
commit(sender, proof, salt)          # first, where the reward is worth being raced for
verdict = prove(sender, proof, salt)
release(sender, verdict.fault_key)   # 256 blocks later
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.chain import fault_proofs
from ledger.chain.fault_proofs import Proof
from ledger.chain.node import Chain
from ledger.chain.sender import Sender, Sent
from ledger.domain.dispute import NOBODY
from ledger.domain.entry import Entry
from ledger.domain.faults.finding import commitment
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address, AgentRef
from ledger.domain.statements import Receipt


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a proved fault did: its key, and the wei slashed. `tx` and `block` say where.

    `displaced` is the later prover whose reward the sender took over, if the fault was punished before.
    """

    fault_key: bytes
    slashed: int
    tx: bytes
    block: int
    gas_used: int
    displaced: Address | None = None


@dataclass(frozen=True, slots=True)
class Reward:
    """Who has earned a reward so far, by a commitment of block `rank`; `reward` wei are held back, 0 once paid."""

    prover: Address
    proved_at: int
    rank: int
    reward: int


def commit(sender: Sender, proof: Proof, salt: bytes) -> Sent:
    """Commit to a proof without showing it, so that copying it later gains nothing.

    Args:
        sender: Who will prove.
        proof: The proof, exactly as it will be shown.
        salt: 32 random bytes; needed again to prove.

    Raises:
        ChainRevertError: if the same was committed to before.
    """
    return sender.send("FaultProver", "commitProof", commitment(sender.address, proof.call, salt))


def prove(sender: Sender, proof: Proof, salt: bytes = ZERO32) -> Verdict:
    """Show a proof: the fault is punished, or its reward taken from a prover who knew of it later.

    Args:
        sender: Anyone; a fifth of what is slashed is held for it.
        proof: What to show.
        salt: Of the commitment to it, if there is one.

    Raises:
        ChainRevertError: if it proves nothing, or the fault was punished before and nothing was committed to earlier.
    """
    checker = sender.chain.deployment.addresses[proof.checker]
    return _verdict(sender.send("FaultProver", "prove", checker, proof.call, salt))


def release(sender: Sender, fault_key: bytes) -> Sent:
    """Credit a reward to whoever has earned it, once it is no longer held back.

    Raises:
        ChainRevertError: if it is held back still, or there is none.
    """
    return sender.send("FaultProver", "releaseReward", fault_key)


def reward(chain: Chain, fault_key: bytes) -> Reward | None:
    """Return whose the reward of a fault is; None if the fault was never proved."""
    found = Reward(*chain.read("FaultProver", "rewardOf", fault_key))
    return None if found.prover == NOBODY else found


def prove_equivocation(sender: Sender, ref: AgentRef, first: Entry, second: Entry) -> Verdict:
    """Show two distinct headers of intersecting ranges of one stream, each with its signature.

    The first entry need not be the older one. A fifth of the slash is held for the sender.

    Raises:
        ChainRevertError: if they prove nothing, or the epoch was punished already.
    """
    return prove(sender, fault_proofs.equivocation(sender.chain, ref.agent_id, first, second))


def prove_mandate_breach(
    sender: Sender, ref: AgentRef, receipt: Receipt, signature: bytes, tools: Iterable[bytes] = ()
) -> Verdict:
    """Show a signed receipt that goes beyond the mandate that it names, granted or passed on.

    Args:
        sender: Anyone; a fifth of the slash is held for it.
        ref: The agent that signed.
        receipt: The receipt.
        signature: 65 bytes, by a session key.
        tools: The mandate's whole list, to show that the receipt's tool is not on it; none when the amount shows it.

    Raises:
        ChainRevertError: if the receipt keeps to its mandate, or the fault was punished already.
    """
    return prove(sender, fault_proofs.mandate_breach(sender.chain, ref.agent_id, receipt, signature, tools))


def _verdict(sent: Sent) -> Verdict:
    for event in sent.events:
        told = event.args
        if event.name in ("FaultProved", "OperatorFaultProved"):
            return Verdict(told["faultKey"], told["slashed"], sent.tx, sent.block, sent.gas_used)
    told = sent.event("ProverDisplaced").args
    return Verdict(told["faultKey"], 0, sent.tx, sent.block, sent.gas_used, told["displaced"])
