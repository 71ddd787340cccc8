"""The spool: where every record is before anything else happens, on this machine, for good.

    lock           one writer at a time, among threads and processes
    bindings.log   whose records these are; the last frame counts
    drafts.log     records written before the first binding, in order
    openings.log   salts and payloads that open the records' commitments; never sent
    <epoch>-<stream>/   the files of a bound stream (see `stream`)

Files only grow. A record's number is its frame's number, so numbers have no gap and no branch, whoever
writes and whoever dies while writing.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final, Literal, NamedTuple

import msgspec

from ledger.domain.record import record_id
from ledger.errors import ConflictError
from ledger.sdk import draft as drafts
from ledger.sdk.context import Ref
from ledger.sdk.draft import Draft
from ledger.sdk.folder_lock import FolderLock
from ledger.sdk.frame_log import START, FileOpener, FrameLog, Mark
from ledger.sdk.payload import Opening
from ledger.sdk.stream import Binding, Stream
from ledger.sdk.vault import Payloads, Vault
from ledger.tiles.append_file import OsAppendFile

FsyncPolicy = Literal["every", "interval", "never"]
_CHUNK: Final = 512  # drafts that are turned into records by one write
_OPEN: Final[weakref.WeakSet[Spool]] = weakref.WeakSet()


class Written(NamedTuple):
    """What became of a record: its number, and its id (64 hex digits) if the spool is bound."""

    ref: Ref
    seq: int
    record_id: str | None


class Spool:
    """The spool in one folder. Any number of threads and processes may write to it.

    Args:
        folder: Where it lies; made if it is not there, for its owner alone.
        fsync: When records are forced to disk: `every` one before `write` returns, at an `interval` by
            calls of `sync`, or `never` by us.
        open_file: Opens its files.
        payloads: Whether openings are kept `plain`, `sealed` under keys of their own, or not at all (`none`).

    Raises:
        SetupError: if its files are damaged.
    """

    def __init__(
        self,
        folder: Path,
        *,
        fsync: FsyncPolicy = "interval",
        open_file: FileOpener = OsAppendFile,
        payloads: Payloads = "plain",
    ) -> None:
        self.folder = folder
        self.vault: Final = Vault(folder, open_file)
        """The keys of sealed payloads."""
        self._payloads = payloads
        self.fsync = fsync
        self._name = str(folder.absolute())
        self._open_file = open_file
        self._lock = FolderLock(folder / "lock")
        self._bindings = FrameLog(folder / "bindings.log", open_file)
        self._drafts = FrameLog(folder / "drafts.log", open_file)
        self._openings = FrameLog(folder / "openings.log", open_file)
        self._streams: dict[tuple[int, int], Stream] = {}
        self._current: Stream | None = None
        self._draft_ids: list[str] = []
        self._placed = True
        with self._lock:
            self._refresh()
        _OPEN.add(self)

    @property
    def binding(self) -> Binding | None:
        """Whose records are written now, None while they are drafts."""
        return self._current.binding if self._current else None

    def write(self, draft: Draft, openings: Sequence[Opening] = (), *, durable: bool = False) -> Written:
        """Append a record, or a draft while the spool is unbound.

        Args:
            draft: What it says.
            openings: What opens its commitments.
            durable: Whether it must be on stable storage whatever the policy.

        Raises:
            RecordError: if a field breaks the schema.
            OSError: if the disk refuses; then nothing was written.
        """
        with self._lock:
            self._refresh()
            stream = self._current
            log = stream.records if stream else self._drafts
            seq = log.mark.count
            data = draft.at(stream.binding.place, seq, self._draft_id) if stream else drafts.encode(draft)
            if openings and self._payloads != "none":
                self._openings.advance(repair=True)
                self._openings.append(*self._kept(openings), caught_up=True)
            log.append(data, caught_up=True)
            ends = self._openings.mark.end, log.mark.end
        if durable or self.fsync == "every":
            if openings:
                if self._payloads == "sealed":
                    self.vault.sync()
                self._openings.sync(ends[0])
            log.sync(ends[1])
        identity = record_id(data).hex() if stream else None
        return Written(Ref(self._name, seq, identity), seq, identity)

    def _kept(self, openings: Sequence[Opening]) -> list[bytes]:
        return self.vault.seal(openings) if self._payloads == "sealed" else [opening.pack() for opening in openings]

    def record(self, identity: str) -> bytes | None:
        """Return the canonical bytes of one of our records by its id (64 hex digits), None if it is not here."""
        for stream, _ in self.streams():
            for frame in stream.records.scan():
                if record_id(frame.payload).hex() == identity:
                    return frame.payload
        return None

    def bind(self, binding: Binding) -> None:
        """Say whose records these are. Drafts become records, in order; later records follow them.

        Binding again to the same place (with another key, if it was replaced) goes on where it stopped; a
        later epoch or another stream begins its own numbers.

        Raises:
            ConflictError: if the spool belongs to another agent, or to a later epoch.
        """
        with self._lock:
            self._refresh()
            present = self.binding
            if present == binding:
                return
            if present and present.agent != binding.agent:
                raise ConflictError(
                    f"spool {self.folder} holds the records of {present.agent}, not of {binding.agent}",
                    hint="give each agent its own spool (OMBUD_SPOOL)",
                    code="spool_taken",
                )
            if present and present.epoch > binding.epoch:
                raise ConflictError(
                    f"spool {self.folder} is bound to epoch {present.epoch}, after {binding.epoch}", code="spool_taken"
                )
            self._bindings.append(msgspec.json.encode(binding))
            self._bindings.sync()
            self._enter(binding)
            self._place_drafts()

    def sync(self) -> None:
        """Force all that was written to stable storage."""
        if self._payloads == "sealed":
            self.vault.sync()
        for log in (self._openings, self._drafts, *(stream.records for stream in self._streams.values())):
            log.sync()

    def count(self) -> int:
        """Return how many records (or drafts) the present stream holds."""
        with self._lock:
            self._refresh()
            return (self._current.records if self._current else self._drafts).mark.count

    def streams(self) -> list[tuple[Stream, Mark]]:
        """Return the bound streams, oldest first, each with how far its records reach."""
        with self._lock:
            self._refresh()
            for stream in self._streams.values():
                stream.records.advance(repair=True)
            return [(stream, stream.records.mark) for stream in self._streams.values()]

    def name_of(self, ref: Ref) -> str | None:
        """Name a cause: by its id, or by its index if it is a draft of this spool.

        A draft of another spool of this process is named by its id once that one is bound; until then it has no name.
        """
        if ref.record_id:
            return ref.record_id
        if ref.spool == self._name:
            return f"{drafts.DRAFT_PARENT}{ref.index}"
        other = next((spool for spool in list(_OPEN) if spool._name == ref.spool), None)  # noqa: SLF001 - of its kind
        return other.placed_id(ref.index) if other else None

    def placed_id(self, index: int) -> str | None:
        """Return the record id that the draft at `index` got; None while the spool is not bound."""
        with self._lock:
            self._refresh()
            return self._draft_id(index) if self._streams else None

    def close(self) -> None:
        """Force everything to disk and give the descriptors back."""
        self.sync()
        _OPEN.discard(self)
        for log in (self._bindings, self._drafts, self._openings):
            log.close()
        for stream in self._streams.values():
            stream.close()
        self._lock.close()

    def _reopen(self) -> None:
        """Start anew in a forked child: own descriptors, and nothing that another thread had half done."""
        self._lock.reopen()
        self._bindings.reopen(START)
        self._drafts.reopen()
        self._openings.reopen()
        for stream in self._streams.values():
            stream.reopen()
        self._draft_ids = []
        self._placed = not self._streams

    def _refresh(self) -> None:
        """Learn what other processes wrote. The caller holds the lock."""
        for payload in self._bindings.catch_up(repair=True):
            self._enter(msgspec.json.decode(payload, type=Binding))
        if not self._placed:
            self._place_drafts()
        (self._current.records if self._current else self._drafts).advance(repair=True)

    def _enter(self, binding: Binding) -> None:
        key = (binding.epoch, binding.stream)
        stream = self._streams.get(key)
        if stream is None:
            if not self._streams:
                self._placed = False
            folder = self.folder / f"{binding.epoch}-{binding.stream}"
            stream = self._streams[key] = Stream(folder, binding, self._open_file)
        stream.binding = binding
        self._current = stream

    def _place_drafts(self) -> None:
        """Turn drafts into records of the first stream, going on where a crash may have stopped this."""
        first = next(iter(self._streams.values()))
        self._drafts.advance(repair=True)
        first.records.advance(repair=True)
        done = first.records.mark.count
        if done >= self._drafts.mark.count:
            self._placed = True
            return
        missing = islice(self._drafts.scan(), done, self._drafts.mark.count)
        if done:
            self._draft_id(done - 1)
        while chunk := [drafts.decode(frame.payload) for frame in islice(missing, _CHUNK)]:
            first.records.append(*(self._placed_record(first.binding, draft) for draft in chunk))
        first.records.sync()
        self._placed = True

    def _placed_record(self, binding: Binding, draft: Draft) -> bytes:
        data = draft.at(binding.place, len(self._draft_ids), self._draft_ids.__getitem__)
        self._draft_ids.append(record_id(data).hex())
        return data

    def _draft_id(self, index: int) -> str:
        """Return the record id that the draft at `index` got."""
        if index >= len(self._draft_ids):
            first = next(iter(self._streams.values()))
            placed = islice(first.records.scan(), self._drafts.mark.count)
            self._draft_ids = [record_id(frame.payload).hex() for frame in placed]
        return self._draft_ids[index]


def _reopen_all() -> None:
    for spool in list(_OPEN):
        spool._reopen()  # noqa: SLF001 - a fork is the spools' own business


os.register_at_fork(after_in_child=_reopen_all)
