"""What the operator of a log is asked on chain, as the operator meets it: tiles and acknowledged headers.

The event of a challenge names it by a hash, and says little more. Who keeps the log knows its anchors and its promises,
and finds the one that hashes to the name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.domain.hashing import keccak, word


@dataclass(frozen=True, slots=True)
class AnchoredAt:
    """Anchor number `index` of a log: `size` leaves under `root`, put on chain in block `block`."""

    index: int
    size: int
    root: bytes
    block: int


@dataclass(frozen=True, slots=True)
class TileAsked:
    """Someone asked for the leaf hashes of tile `tile` of an anchored tree, until `answer_by` (Unix seconds)."""

    challenge: bytes
    answer_by: int
    tile: int

    def tree(self, log: bytes, anchors: Iterable[AnchoredAt]) -> AnchoredAt | None:
        """Return the anchor that the challenge is about; None if it is none of these."""
        for anchor in anchors:
            said = log + word(anchor.index) + word(anchor.size) + anchor.root + word(self.tile)
            if keccak(said) == self.challenge:
                return anchor
        return None


@dataclass(frozen=True, slots=True)
class EntryAsked:
    """Someone asked where an acknowledged header is anchored, until `answer_by` (Unix seconds).

    `is_shown`: somebody showed an anchor that came late; only one in time still changes anything.
    """

    challenge: bytes
    answer_by: int
    header: bytes
    is_shown: bool = False


Asked = TileAsked | EntryAsked
