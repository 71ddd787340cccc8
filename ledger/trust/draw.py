"""Who is audited: drawn by the hash of a block, with the chances of the audit game, so that anybody can draw again.

Nobody knows the hash before the block is there, and everybody afterwards. (Whoever makes that block could try several;
one audit is seldom worth a block.) All numbers are as of that block, so a mirror that holds what the chain holds draws
the same agents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ledger.domain.hashing import keccak, word
from ledger.trust.audit import chances, deterring

_LOTS: Final = 1 << 64


@dataclass(frozen=True, slots=True)
class Exposure:
    """An agent as of the block: the records that it made since the last draw, and its owner's bond on it, in wei."""

    agent_id: int
    records: int
    bond: int


@dataclass(frozen=True, slots=True)
class Lot:
    """An agent's chance of an audit and what it drew, both 0 to 1: it is audited if the lot is below the chance."""

    exposure: Exposure
    chance: float
    lot: float

    @property
    def drawn(self) -> bool:
        """Whether the agent is audited."""
        return self.lot < self.chance


def draw(seed: bytes, exposed: Sequence[Exposure], *, worth: int, audits: int) -> list[Lot]:
    """Draw agents.

    Who did nothing since the last draw could gain nothing, and is not drawn. What deterring leaves of the budget goes
    evenly to those whom no audit deters, as they have too little to lose: a ruling moves their scores all the same.

    Args:
        seed: Hash of the block, 32 bytes.
        exposed: Agents, each once, in order of their numbers.
        worth: Wei that one record is assumed to be worth to who cheats in it.
        audits: How many can be afforded, in expectation.
    """
    busy = [one for one in exposed if one.records]
    gain = np.array([float(one.records * worth) for one in busy])
    bond = np.array([float(one.bond) for one in busy])
    found = chances(gain, bond, float(min(audits, len(busy))))
    free = deterring(gain, bond) > 1
    spare = min(audits, len(busy)) - float(found.sum())
    if free.any():
        found[free] = np.minimum(1.0, found[free] + max(0.0, spare) / int(free.sum()))
    return [Lot(one, float(chance), lot_of(seed, one.agent_id)) for one, chance in zip(busy, found, strict=True)]


def lot_of(seed: bytes, agent_id: int) -> float:
    """Return what an agent draws: the first 64 bits of a hash, as a share of all there are."""
    return int.from_bytes(keccak(seed + word(agent_id))[:8], "big") / _LOTS
