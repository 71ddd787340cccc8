"""Conflicts: refused segments that contradict accepted ones, kept whole as evidence.

A frame holds the accepted and the refused packed segment, each behind a 4-byte length.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ledger.domain.entry import ENTRY_BYTES, Entry, frame, unframe
from ledger.logserver.registry import StreamKey, stream_of
from ledger.tiles import frames
from ledger.tiles.append_file import AppendFile

KEPT_PER_STREAM: Final = 16  # one convicts; a few more show a pattern; an attacker must not fill the disk


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two entries of one stream with intersecting ranges and different headers."""

    index: int
    accepted: Entry
    refused: Entry


class Conflicts:
    """The file of conflicts. One thread writes, any may read.

    Args:
        file: The file; a torn tail is set aside and cut off.
        path: Its name, for bytes set aside.
    """

    def __init__(self, file: AppendFile, path: Path) -> None:
        self._file = file
        self._found: list[Conflict] = []
        self._headers: set[bytes] = set()
        self._kept: Counter[StreamKey] = Counter()
        end = 0
        for found in frames.scan(file):
            self._note(found.payload)
            end = found.end
        if file.size() > end:
            path.with_name(f"{path.name}.torn-{end}").write_bytes(file.read(end, file.size() - end))
            file.truncate(end)

    @property
    def count(self) -> int:
        """How many conflicts are kept."""
        return len(self._found)

    def keep(self, accepted: bytes, refused: bytes) -> None:
        """Keep two packed segments, durably; the same refused header is kept once.

        Raises:
            OSError: if the disk refuses.
        """
        segment = Entry.unpack(refused[:ENTRY_BYTES]).segment
        if segment.header in self._headers or self._kept[stream_of(segment)] >= KEPT_PER_STREAM:
            return
        payload = frame([accepted, refused])
        end = self._file.size()
        try:
            self._file.append(frames.pack(payload))
            self._file.sync()
        except OSError:
            self._file.truncate(end)
            raise
        self._note(payload)

    def page(self, after: int, limit: int) -> list[Conflict]:
        """Return up to `limit` conflicts from index `after` on."""
        return self._found[after : after + limit]

    def close(self) -> None:
        """Give the descriptor back."""
        self._file.close()

    def _note(self, payload: bytes) -> None:
        accepted, refused = (Entry.unpack(packed[:ENTRY_BYTES]) for packed in unframe(payload))
        self._found.append(Conflict(len(self._found), accepted, refused))
        self._headers.add(refused.segment.header)
        self._kept[stream_of(refused.segment)] += 1
