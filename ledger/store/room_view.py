"""Reading lifecycle, claims, forecasters' books and credibility roots as of one block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.ids import Address, checksum
from ledger.store import keys
from ledger.store import room_rows as rows
from ledger.store.named import named
from ledger.store.rows import Placed
from ledger.store.view import View

_ADDRESS_BYTES: Final = 20
_EPOCH_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class RoundName:
    """What names one round: whose, and in which epoch."""

    forecaster: Address
    epoch: int


def round_name(forecaster: str, epoch: int) -> bytes:
    """Write a round's name as keys have it: address20, epoch4."""
    return bytes.fromhex(forecaster[2:]) + epoch.to_bytes(_EPOCH_BYTES, "big")


def parse_round(name: bytes) -> RoundName:
    """Read what `round_name` wrote."""
    return RoundName(checksum(name[:_ADDRESS_BYTES]), int.from_bytes(name[_ADDRESS_BYTES:], "big"))


class RoomView:
    """The rooms beside the court as one view sees them."""

    def __init__(self, view: View) -> None:
        self._view = view

    def lifecycles(self, numbers: Sequence[int]) -> list[list[Placed[rows.LifecycleRow]]]:
        """Return how several agents were suspended, retired or banned."""
        found = self._view.members_of([keys.lifecycle(number) for number in numbers])
        return [[rows.LIFECYCLE.placed(item.data, item.block) for item in items] for items in found]

    def authorities(self) -> list[Placed[rows.AuthorityRow]]:
        """Return who was to suspend agents, and who may."""
        return [rows.AUTHORITY.placed(item.data, item.block) for item in self._view.members(keys.AUTHORITIES)]

    def claims(self, numbers: Sequence[int]) -> list[list[Placed[rows.ClaimRow]]]:
        """Return what several agents claim to be capable of, and what became of it."""
        found = self._view.members_of([keys.claims(number) for number in numbers])
        return [[rows.CLAIM.placed(item.data, item.block) for item in items] for items in found]

    def claimants(self, capability: bytes) -> list[int]:
        """Return the agents that ever claimed a capability, in the order of their first claim."""
        found = [named(item).number for item in self._view.members(keys.capability(capability))]
        return list(dict.fromkeys(found))

    def rounds(self, names: Sequence[bytes]) -> list[list[Placed[rows.RoundRow]]]:
        """Return what happened to several rounds of forecasts."""
        found = self._view.members_of([keys.forecast_round(name) for name in names])
        return [[rows.ROUND.placed(item.data, item.block) for item in items] for items in found]

    def roots(self) -> list[Placed[rows.RootRow]]:
        """Return all results of the walk over ratings that were proposed, and what became of them."""
        return [rows.ROOT.placed(item.data, item.block) for item in self._view.members(keys.CREDIBILITY)]
