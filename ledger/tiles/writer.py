"""The log's writer: entries become bundles, hash tiles and packs; then, and only then, a checkpoint.

Objects are written before the checkpoint that names them, so a reader never sees a size whose tiles are
missing. After a crash in between, the writer starts again from the published checkpoint: the same entries
give the same objects. Only partial tiles are ever removed, once the full one stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ledger.domain import tree
from ledger.domain.entry import frame, leaf_hash
from ledger.domain.note import SignedCheckpoint, parse_checkpoint
from ledger.domain.tiles_layout import CHECKPOINT, TILE_HEIGHT, TILE_WIDTH, entries_path, pack_path, tile_path
from ledger.errors import InvalidInputError, NotFoundError, ProofError
from ledger.tiles.bundles import pack_entries, split_hashes, unpack_entries
from ledger.tiles.store import ObjectStore, put_all

PACK_BYTES: Final = 16 * 1024 * 1024  # a pack is cut behind the segment that crosses this


class LogWriter:
    """Appends to one log. A log has one writer.

    Args:
        store: Where the log's objects lie; its checkpoint, if any, says where to go on.

    Raises:
        ProofError: if the stored tiles do not hash to the stored checkpoint.
    """

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._due: dict[str, bytes] = {}  # objects of an `append`, written together at its end
        state = _published(store)
        self._size = state.state.size if state else 0
        self._entries = self._restore_entries()
        self._edges = self._restore_edges()
        if state and self.root() != state.state.root:
            raise ProofError(
                f"the tiles of size {self._size} do not hash to the published checkpoint",
                hint="restore the log's folder from a mirror; nothing was written",
                code="root_mismatch",
            )

    @property
    def size(self) -> int:
        """How many entries the tiles hold (published or about to be)."""
        return self._size

    def root(self) -> bytes:
        """Return the root over all entries."""
        peaks = [peak for edge in reversed(self._edges) for peak in _peaks(edge)]
        return tree.Frontier(self._size, peaks).root()

    def append(self, entries: Sequence[bytes], segments: Sequence[bytes]) -> int:
        """Write entries and the packed signed segments they head; returns the new size.

        Nothing is visible to readers until `publish`.

        Raises:
            InvalidInputError: if there are not as many segments as entries.
            OSError: if the store refuses; the writer must then be made anew.
        """
        if len(entries) != len(segments):
            raise InvalidInputError(f"{len(entries)} entries for {len(segments)} segments")
        for first, last in _pack_ranges(self._size, segments):
            self._due[pack_path(first)] = frame(list(segments[first - self._size : last - self._size]))
        before = self._size
        for entry in entries:
            self._push_entry(entry)
        self._add_partials(before)
        put_all(self._store, self._due)
        self._due.clear()
        return self._size

    def publish(self, checkpoint: SignedCheckpoint) -> None:
        """Make the tiles visible under a signed checkpoint, then remove partial tiles that became full.

        Raises:
            ProofError: if the checkpoint does not name this size and root.
        """
        if (checkpoint.state.size, checkpoint.state.root) != (self._size, self.root()):
            raise ProofError(
                f"checkpoint of size {checkpoint.state.size} does not describe the tiles of size {self._size}"
            )
        before = _published(self._store)
        self._store.put(CHECKPOINT, checkpoint.serialise().encode())
        self._remove_partials(before.state.size if before else 0)

    def _push_entry(self, entry: bytes) -> None:
        self._entries.append(entry)
        index = self._size // TILE_WIDTH
        self._size += 1
        if len(self._entries) == TILE_WIDTH:
            self._due[entries_path(index)] = pack_entries(self._entries)
            self._entries = []
        self._push_hash(0, leaf_hash(entry), self._size)

    def _push_hash(self, level: int, value: bytes, count: int) -> None:
        """Add the `count`-th hash of a tile level; a full tile gives one hash of the level above."""
        if level == len(self._edges):
            self._edges.append([])
        edge = self._edges[level]
        edge.append(value)
        if len(edge) == TILE_WIDTH:
            self._due[tile_path(level, count // TILE_WIDTH - 1)] = b"".join(edge)
            self._edges[level] = []
            self._push_hash(level + 1, tree.root(edge), count // TILE_WIDTH)

    def _add_partials(self, before: int) -> None:
        if self._entries and self._size != before:
            self._due[entries_path(self._size // TILE_WIDTH, len(self._entries))] = pack_entries(self._entries)
        for level, edge in enumerate(self._edges):
            span = TILE_HEIGHT * level
            if edge and self._size >> span != before >> span:
                path = tile_path(level, self._size >> span + TILE_HEIGHT, len(edge))
                self._due[path] = b"".join(edge)

    def _remove_partials(self, before: int) -> None:
        """Remove partial tiles of the level tiles that were open at size `before` and are full now."""
        for level in range(len(self._edges)):
            index = before >> TILE_HEIGHT * (level + 1)
            if index == self._size >> TILE_HEIGHT * (level + 1):
                break
            for path in self._store.list(f"{tile_path(level, index)}.p/"):
                self._store.delete(path)
            if level == 0:
                for path in self._store.list(f"{entries_path(index)}.p/"):
                    self._store.delete(path)

    def _restore_entries(self) -> list[bytes]:
        width = self._size % TILE_WIDTH
        return unpack_entries(self._store.get(entries_path(self._size // TILE_WIDTH, width))) if width else []

    def _restore_edges(self) -> list[list[bytes]]:
        edges: list[list[bytes]] = []
        count = self._size
        while count:
            width = count % TILE_WIDTH
            path = tile_path(len(edges), count // TILE_WIDTH, width) if width else ""
            edges.append(split_hashes(self._store.get(path)) if path else [])
            count //= TILE_WIDTH
        return edges


def _published(store: ObjectStore) -> SignedCheckpoint | None:
    try:
        return parse_checkpoint(store.get(CHECKPOINT).decode())
    except NotFoundError:
        return None


def _peaks(edge: list[bytes]) -> Iterator[bytes]:
    for level, index in tree.subtree_ranges(0, len(edge)):
        yield tree.root(edge[index << level : (index + 1) << level])


def _pack_ranges(begin: int, segments: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Cut leaves into packs: none crosses a multiple of 256 leaves, none grows past 16 MiB and one segment."""
    first, held = begin, 0
    for leaf, segment in enumerate(segments, begin):
        held += len(segment)
        if held >= PACK_BYTES or (leaf + 1) % TILE_WIDTH == 0:
            yield first, leaf + 1
            first, held = leaf + 1, 0
    if first < begin + len(segments):
        yield first, begin + len(segments)
