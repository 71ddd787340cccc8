"""What becomes of segments before the committer has them: known already, refused, or candidates."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from ledger.domain.packed_segment import PackedHeader, read_header
from ledger.errors import LedgerError, UnavailableError
from ledger.logserver.admission import Admission, Candidate
from ledger.logserver.committer import Verdict
from ledger.logserver.journal import Journal
from ledger.logserver.limits import Meter
from ledger.logserver.registry import Accepted, Registry

AHEAD_SECONDS: Final = 900
"""How far a segment's time may be ahead of this machine's: clocks differ, and records wait for nobody."""


class Received(msgspec.Struct, frozen=True, gc=False):
    """Segments that were looked at: a verdict each where it is known, None where the committer has the word."""

    verdicts: list[Verdict | None]
    candidates: list[Candidate]

    def decided(self, committed: Sequence[Verdict]) -> list[Verdict]:
        """Return a verdict for every segment, given those of the candidates."""
        if len(committed) == len(self.verdicts):
            return list(committed)
        rest: Iterator[Verdict] = iter(committed)
        return [verdict or next(rest) for verdict in self.verdicts]


class Reception:
    """Looks at segments in whatever thread asks.

    Args:
        registry: What was accepted so far.
        admission: What the chain and the segment itself say.
        meter: What agents and the log may take.
        journal: What was accepted, byte for byte.
        wall: The time on this machine, in Unix seconds.
    """

    def __init__(
        self,
        registry: Registry,
        admission: Admission,
        meter: Meter,
        journal: Journal,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._wall = wall
        self._registry = registry
        self._admission = admission
        self._meter = meter
        self._journal = journal

    def receive(self, packed: Sequence[bytes]) -> Received:
        """Look at packed segments.

        Raises:
            UnavailableError: if nobody can look at them now.
        """
        latest = int((self._wall() + AHEAD_SECONDS) * 1000)
        verdicts: list[Verdict | None] = []
        new: list[tuple[PackedHeader, bytes]] = []
        places: list[int] = []
        for at, data in enumerate(packed):
            try:
                header = read_header(data)
            except LedgerError as error:
                verdicts.append(Verdict(None, refusal=error))
                continue
            known = self._known(header, data)
            if known is None and header.ts > latest:
                verdicts.append(Verdict(None, refusal=_too_early(header.ts, latest)))
                continue
            verdicts.append(Verdict(known, replayed=True) if known else None)
            if known is None:
                new.append((header, data))
                places.append(at)
        candidates: list[Candidate] = []
        for at, item in zip(places, self._admission.admit(new), strict=True):
            found = self._metered(item)
            if isinstance(found, Candidate):
                candidates.append(found)
            else:
                verdicts[at] = Verdict(None, refusal=found)
        return Received(verdicts, candidates)

    def _known(self, header: PackedHeader, packed: bytes) -> Accepted | None:
        """Return the segment as it was accepted before, byte for byte.

        What has its header and other records or another signature is looked at like anything new, so that whoever
        sends it hears what is wrong with it, and not that it was accepted.
        """
        known = self._registry.find(header.header)
        if known is None or known.length != len(packed):
            return None
        return known if self._journal.read(known.offset, known.length) == packed else None

    def _metered(self, item: Candidate | LedgerError) -> Candidate | LedgerError:
        """Refuse what is over a limit."""
        if self._meter.unlimited or not isinstance(item, Candidate):
            return item
        try:
            self._meter.admit(item.header.agent, len(item.packed), self._journal.end)
        except UnavailableError as error:
            return error
        return item


def _too_early(ts: int, latest: int) -> UnavailableError:
    """Refuse for now: what is signed cannot be dated anew, but its time will come."""
    return UnavailableError(
        f"the segment is dated {(ts - latest) / 1000 + AHEAD_SECONDS:.0f} s ahead of this server's clock",
        hint="set the clocks of agent and server; it is taken once its time has come",
        code="future_dated",
    )
