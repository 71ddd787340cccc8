"""A fault, proved on chain by whoever holds the proof, with what it cost before and after."""

from __future__ import annotations

from collections.abc import Callable

from demo.enrol import Enrolled
from demo.measures import bond_of, credit_of, score_of
from demo.scenes.faults import Penalty
from ledger.chain.faults import Verdict
from ledger.chain.sender import Sender


def convict(prover: Sender, culprit: Enrolled, dimension: int, prove: Callable[[Sender], Verdict]) -> Penalty:
    """Prove a fault, and measure what it did.

    Args:
        prover: Who shows the proof, and is credited for it.
        culprit: Whose bond and standing are measured.
        dimension: Of Standing.
        prove: Sends the proof.

    Raises:
        ChainRevertError: if the contract is not convinced.
    """
    chain = prover.chain
    bond, score, credit = bond_of(chain, culprit), score_of(chain, culprit, dimension), credit_of(chain, prover.address)
    verdict = prove(prover)
    return Penalty(
        fault_key=verdict.fault_key.hex(),
        tx="0x" + verdict.tx.hex(),
        block=verdict.block,
        gas_used=verdict.gas_used,
        bond_before=bond,
        slashed=verdict.slashed,
        reward=credit_of(chain, prover.address) - credit,
        score_before=score,
        score_after=score_of(chain, culprit, dimension),
    )
