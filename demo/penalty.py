"""A fault, proved on chain by whoever holds the proof, with what it cost before and after."""

from __future__ import annotations

from collections.abc import Callable

from demo.enrol import Enrolled
from demo.measures import bond_of, score_of
from demo.scenes.faults import Penalty
from ledger.chain import faults
from ledger.chain.faults import Verdict
from ledger.chain.sender import Sender


def convict(prover: Sender, culprit: Enrolled, dimension: int, prove: Callable[[Sender], Verdict]) -> Penalty:
    """Prove a fault, and measure what it did.

    Args:
        prover: Who shows the proof; what it earns is held back for a while.
        culprit: Whose bond and standing are measured.
        dimension: Of Standing.
        prove: Sends the proof.

    Raises:
        ChainRevertError: if the contract is not convinced.
    """
    chain = prover.chain
    bond, score = bond_of(chain, culprit), score_of(chain, culprit, dimension)
    verdict = prove(prover)
    earned = faults.reward(chain, verdict.fault_key)
    return Penalty(
        fault_key=verdict.fault_key.hex(),
        tx="0x" + verdict.tx.hex(),
        block=verdict.block,
        gas_used=verdict.gas_used,
        bond_before=bond,
        slashed=verdict.slashed,
        reward=0 if earned is None else earned.reward,
        score_before=score,
        score_after=score_of(chain, culprit, dimension),
    )
