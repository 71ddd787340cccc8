"""What the chain says of an agent: its bond and its standing."""

from __future__ import annotations

from typing import Final

from demo.enrol import Enrolled
from ledger.chain.node import Chain
from ledger.domain.hashing import ZERO32

INTEGRITY: Final = 0
"""Standing's dimension for histories that contradict each other."""
CONDUCT: Final = 1
"""Standing's dimension for what an agent did to others."""
_PPM: Final = 1_000_000


def bond_of(chain: Chain, agent: Enrolled) -> int:
    """Return an agent's bond in wei, unbonding included."""
    active, unbonding, _, _ = chain.read("BondVault", "bondOf", agent.ref.key, agent.owner.address)
    return int(active + unbonding)


def score_of(chain: Chain, agent: Enrolled, dimension: int) -> float:
    """Return an agent's standing in a dimension, 0 to 1."""
    return int(chain.read("Standing", "scoreOf", agent.ref.agent_id, ZERO32, dimension)) / _PPM


def credit_of(chain: Chain, account: str) -> int:
    """Return what the vault owes an account, in wei."""
    return int(chain.read("BondVault", "creditOf", account))
