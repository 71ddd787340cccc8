"""Reading what was promised in receipts, and where records stand, as of one block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.store import keys, rows
from ledger.store import receipt_rows as receipts
from ledger.store.log_view import COUNT_BYTES, LogView, agent_run
from ledger.store.receipt_rows import CarriedRow, HeaderRow
from ledger.store.rows import HASH_BYTES, LOG_INDEX_BYTES, WIDE_BYTES, Placed
from ledger.store.view import View, lost

_PLACE_BYTES: Final = LOG_INDEX_BYTES + HASH_BYTES + WIDE_BYTES + COUNT_BYTES


@dataclass(frozen=True, slots=True)
class Standing:
    """A record in a log: where, and under which header."""

    place: rows.PlaceInLog
    header: HeaderRow

    @property
    def seq(self) -> int:
        """Its number in its stream."""
        return self.header.first_seq + self.place.position


def receipt_name(log_index: int, place: rows.PlaceInLog, subject: bytes) -> bytes:
    """Return the member that lists a carried receipt: where the record is that carries it, and what it is about."""
    where = place.log + place.leaf.to_bytes(WIDE_BYTES, "big") + place.position.to_bytes(COUNT_BYTES, "big")
    return log_index.to_bytes(LOG_INDEX_BYTES, "big") + where + subject


class ReceiptView:
    """Carried receipts as one view sees them."""

    def __init__(self, view: View) -> None:
        self._view = view

    def agents(self) -> list[bytes]:
        """Return the agent keys that receipts speak for, whoever signed them, by the first receipt."""
        return subjects(item.data for item in self._view.members(keys.RECEIPTS))

    def numbers(self, agents: Sequence[bytes]) -> list[int | None]:
        """Return the numbers of several agents by their keys; they may have been registered after the view's block."""
        found = self._view.many([("HGET", keys.agent_key(agent), agent) for agent in agents])
        return [None if item is None else int(item) for item in found]

    def listed(self, agents: Sequence[bytes]) -> list[list[bytes]]:
        """Return the members that list the receipts of each of several agents (`receipt_name`), oldest first."""
        found = self._view.members_of([keys.agent_receipts(agent) for agent in agents])
        return [[item.data for item in items] for items in found]

    def carried(self, records: Sequence[bytes]) -> list[list[Placed[CarriedRow]]]:
        """Return the receipts that promise each of several records, oldest first."""
        found = self._view.members_of([keys.record_receipts(record) for record in records])
        return [[receipts.CARRIED.placed(item.data, item.block) for item in items] for items in found]

    def standing(self, records: Sequence[bytes]) -> list[Standing | None]:
        """Return where several records stand in logs; None for one that was anchored later, or never."""
        found = self._view.many([("HGET", keys.log_place(record), record) for record in records])
        places = [None if item is None else rows.IN_LOG.row(item) for item in found]
        held = [place for place in places if place is not None]
        headers = iter(self._headers([(place.log, place.leaf) for place in held]))
        out: list[Standing | None] = []
        for place in places:
            header = None if place is None else next(headers)
            seen = place is not None and header is not None and header.block <= self._view.block
            out.append(Standing(place, header) if seen and place is not None and header is not None else None)
        return out

    def holder(self, log: bytes, agent: bytes, epoch: int, stream: int, seq: int) -> tuple[bytes, Standing] | None:
        """Return the record that stands at a number of a stream in a log, and where; None if none does.

        All headers of the agent in that log are looked at: asked only where a promise is broken already.
        """
        runs = [agent_run(item) for item in self._view.members(keys.log_agent(log, agent))]
        for run, header in zip(runs, self._headers([(log, run.leaf) for run in runs]), strict=True):
            position = seq - header.first_seq
            if (header.epoch, header.stream) == (epoch, stream) and 0 <= position < header.count:
                entry = LogView(self._view).entries([(log, run.leaf)])[0]
                if entry.segment is None:
                    raise lost(f"the records of leaf {run.leaf}")
                standing = Standing(rows.PlaceInLog(log, run.leaf, position), header)
                return entry.segment.record_ids()[position], standing
        return None

    def direct(self, agent: int, epoch: int, stream: int, seq: int) -> Placed[rows.DirectRow] | None:
        """Return the record at a number of a stream made on chain; None if there is none yet."""
        found = self._view.one("ZRANGE", keys.direct(agent, epoch, stream), seq, seq, "WITHSCORES")
        placed = [rows.DIRECT.placed(data, score) for data, score in found]
        return placed[0] if placed and placed[0].block <= self._view.block else None

    def _headers(self, wanted: Sequence[tuple[bytes, int]]) -> list[HeaderRow]:
        found = self._view.many([("HGET", keys.log_headers(log, leaf), str(leaf)) for log, leaf in wanted])
        if None in found:
            raise lost("a header")
        return [receipts.HEADER.row(item) for item in found]


def subjects(members: Iterable[bytes]) -> list[bytes]:
    """Return what members that list receipts are about, each once, by the first."""
    return list(dict.fromkeys(member[_PLACE_BYTES:] for member in members))
