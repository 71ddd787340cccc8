"""What is known of one action under one fault class, over all disputes about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from ledger.domain.dispute.terms import UPHELD, Basis

REOPENING_SECONDS: Final = 7 * 24 * 3600
MOST_REOPENINGS: Final = 32


@dataclass(frozen=True, slots=True)
class Matter:
    """What is known of an action and fault class after disputes about it. `open_until`: Unix seconds.

    `upheld` bars other claims; `conceded` bars none, but what was conceded is not punished again; neither is what was
    `proved`, which a proof has punished.
    """

    upheld: bool = False
    reopenings: int = 0
    open_until: int = 0
    conceded: bool = False
    proved: bool = False

    @property
    def punished(self) -> bool:
        """Whether a ruling or a proof has punished it already."""
        return self.upheld or self.conceded or self.proved

    def after(self, ruling: int, now: int, basis: Basis = Basis.MERITS) -> Matter:
        """Return the matter after one more final ruling; a withdrawn claim leaves it as it is."""
        if basis is Basis.CONCESSION:
            return replace(self, conceded=True)
        if ruling == UPHELD:
            return replace(self, upheld=True, open_until=0)
        if self.upheld or basis is Basis.WITHDRAWAL:
            return self
        return replace(self, reopenings=min(self.reopenings + 1, MOST_REOPENINGS), open_until=now + REOPENING_SECONDS)
