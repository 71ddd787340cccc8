"""The index: what the registry holds, written beside the journal so that a start need not parse the whole of it.

Checksums of the journal are still looked at, for a damaged one must not be gone on with. The index is derived: a frame
holds u64 end of the journal || one fixed-width row a segment, and is written after the journal has its segments,
without a flush of its own. What is missing is read from the journal; an index that does not fit the journal is thrown
away, and made anew by reading all of it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final, NamedTuple

import structlog

from ledger.domain.entry import ENTRY_BYTES, leaf_hash
from ledger.domain.packed_segment import PackedHeader
from ledger.logserver.registry import Accepted
from ledger.tiles import frames
from ledger.tiles.append_file import AppendFile

_END: Final = struct.Struct(">Q")
_ROW: Final = struct.Struct(">32s32s32sIIQQQIQ")
ROWS_A_FRAME: Final = 4096
"""So many rows, at least, go into a frame when an index is made anew."""
_LOG: Final = structlog.get_logger()


class Row(NamedTuple):
    """One accepted segment: header id, leaf hash, place (agent, epoch, stream), and where the journal keeps it."""

    header: bytes
    leaf_hash: bytes
    agent: bytes
    epoch: int
    stream: int
    first_seq: int
    end_seq: int
    offset: int
    length: int
    anchor_by: int

    def accepted(self, leaf: int) -> Accepted:
        """Return it as the registry holds it."""
        return Accepted(self.header, leaf, self.offset, self.length, self.anchor_by, self.first_seq, self.end_seq)


def row_of(header: PackedHeader, packed: bytes, offset: int, anchor_by: int) -> Row:
    """Return the row of a segment that the journal keeps at `offset`."""
    return Row(
        header.header,
        leaf_hash(packed[:ENTRY_BYTES]),
        header.agent,
        header.epoch,
        header.stream,
        header.first_seq,
        header.end_seq,
        offset,
        len(packed),
        anchor_by,
    )


class Index:
    """The file of the index. One thread writes.

    Args:
        file: The file.
    """

    def __init__(self, file: AppendFile) -> None:
        self._file = file
        self._broken = False

    def load(self) -> tuple[list[Row], int]:
        """Return all rows, and up to which byte of the journal they reach; cuts off what was half written."""
        rows: list[Row] = []
        journal_end = end = 0
        for found in frames.scan(self._file):
            (journal_end,) = _END.unpack_from(found.payload)
            rows += [Row(*values) for values in _ROW.iter_unpack(found.payload[_END.size :])]
            end = found.end
        if self._file.size() > end:
            self._file.truncate(end)
        return rows, journal_end

    def add(self, rows: Sequence[Row], journal_end: int) -> None:
        """Write the rows of whole groups, up to `journal_end`.

        If the disk refuses, the index ends here, and the next start reads the journal from here on.
        """
        if self._broken or not rows:
            return
        try:
            self._file.append(frames.pack(_END.pack(journal_end) + b"".join(_ROW.pack(*row) for row in rows)))
        except OSError as error:
            self._broken = True
            _LOG.warning("index_not_written", error=str(error))

    def clear(self) -> None:
        """Throw everything away."""
        self._file.truncate(0)

    def close(self) -> None:
        """Give the descriptor back."""
        self._file.close()
