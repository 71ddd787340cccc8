"""The log's reader: proofs, entries and segments out of a published log, wherever its objects lie.

Tiles are named by the published size, so a state of any earlier size can be proved too: a tile's hashes
never change, it only grows. Nothing read here is trusted by itself: callers hold roots against anchors.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Final

from ledger.domain import tree
from ledger.domain.entry import SignedSegment, unframe
from ledger.domain.note import SignedCheckpoint, parse_checkpoint
from ledger.domain.tiles_layout import (
    CHECKPOINT,
    PACKS,
    TILE_HEIGHT,
    TILE_WIDTH,
    entries_path,
    note_path,
    pack_path,
    stamp_path,
    statement_path,
    tile_path,
)
from ledger.errors import InvalidInputError, NotFoundError, ProofError
from ledger.tiles.bundles import split_hashes, unpack_entries
from ledger.tiles.store import ObjectStore

_KEPT_TILES: Final = 512  # 8 KiB each
_PathOf = Callable[[int], str]


class LogReader:
    """Reads one log.

    Args:
        store: Where the log's objects lie.
    """

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._published = 0
        self._tiles: OrderedDict[tuple[int, int], list[bytes]] = OrderedDict()

    def checkpoint(self) -> SignedCheckpoint:
        """Fetch the latest checkpoint; its signatures are the caller's to check.

        Raises:
            NotFoundError: if the log has published none yet.
        """
        checkpoint = parse_checkpoint(self._store.get(CHECKPOINT).decode())
        self._published = max(self._published, checkpoint.state.size)
        return checkpoint

    def note(self, size: int) -> SignedCheckpoint | None:
        """Return the kept checkpoint of a size that was anchored, with its cosignatures; None if there is none."""
        try:
            return parse_checkpoint(self._store.get(note_path(size)).decode())
        except (NotFoundError, UnicodeDecodeError):
            return None

    def stamp(self, size: int) -> bytes | None:
        """Return the time stamp of that checkpoint (RFC 3161, DER); None if there is none."""
        try:
            return self._store.get(stamp_path(size))
        except NotFoundError:
            return None

    def statement(self, leaf: int, position: int) -> bytes:
        """Ask the log to sign a transparent statement of one record (COSE); nothing of it is checked yet.

        Raises:
            NotFoundError: if the log makes none, as folders and mirrors do not.
        """
        return self._store.get(statement_path(leaf, position))

    def entries(self, begin: int, end: int) -> Iterator[bytes]:
        """Yield the packed entries of leaves [begin, end)."""
        self._require(begin, end)
        for index in range(begin // TILE_WIDTH, -(-end // TILE_WIDTH)):
            first = index * TILE_WIDTH
            bundle = unpack_entries(self._get(lambda width, at=index: entries_path(at, width), index, 0))  # type: ignore[misc]
            yield from bundle[max(begin - first, 0) : end - first]

    def segments(self, begin: int, end: int) -> Iterator[tuple[int, SignedSegment]]:
        """Yield (leaf, signed segment) of leaves [begin, end)."""
        self._require(begin, end)
        while begin < end:
            group_end = min(end, (begin // TILE_WIDTH + 1) * TILE_WIDTH)
            starts = self._pack_starts(begin // TILE_WIDTH * TILE_WIDTH, group_end)
            while begin < group_end:
                for segment in self._from_pack(starts, begin):
                    if begin < group_end:
                        yield begin, segment
                        begin += 1

    def segment(self, index: int) -> SignedSegment:
        """Return the signed segment of one leaf."""
        return next(self.segments(index, index + 1))[1]

    def root(self, size: int) -> bytes:
        """Return the root of the log as it was at `size` leaves."""
        if size == 0:
            return tree.EMPTY_ROOT
        self._require(0, size)
        return self._range(0, size)

    def inclusion_path(self, index: int, size: int) -> list[bytes]:
        """Return the audit path of a leaf in the tree of `size` leaves (RFC 9162 §2.1.3.1)."""
        self._require(0, size)
        return [self._range(begin, end) for begin, end in tree.inclusion_ranges(index, size)]

    def tile(self, index: int, size: int) -> tuple[list[bytes], list[bytes]]:
        """Return the leaf hashes of a tile in the tree of `size` leaves, and its path in the tree over the tiles.

        Raises:
            InvalidInputError: if the tree has no such tile.
        """
        path = tree.inclusion_ranges(index, -(-size // TILE_WIDTH))
        self._require(0, size)
        width = min(TILE_WIDTH, size - index * TILE_WIDTH)
        hashes = self._tile(0, index, width)[:width]
        return hashes, [self._range(first * TILE_WIDTH, min(end * TILE_WIDTH, size)) for first, end in path]

    def consistency_proof(self, old_size: int, new_size: int) -> list[bytes]:
        """Return the proof that the tree of `new_size` extends that of `old_size` (RFC 9162 §2.1.4.1)."""
        self._require(0, new_size)
        return [self._range(begin, end) for begin, end in tree.consistency_ranges(old_size, new_size)]

    def _require(self, begin: int, end: int) -> None:
        if not 0 <= begin <= end:
            raise InvalidInputError(f"leaves [{begin}, {end}) are no range", code="bad_index")
        if end > self._published and self.checkpoint().state.size < end:
            raise NotFoundError(
                f"the log has published {self._published} leaves, not {end}", hint="wait for its next checkpoint"
            )

    def _range(self, begin: int, end: int) -> bytes:
        """Return the root over leaves [begin, end), `begin` being aligned as RFC 9162's splits are."""
        peaks = [self._node(level, index) for level, index in tree.subtree_ranges(begin, end)]
        current = peaks.pop()
        while peaks:
            current = tree.node(peaks.pop(), current)
        return current

    def _node(self, level: int, index: int) -> bytes:
        """Return the node of a full subtree of 2**level leaves."""
        tile_level, height = divmod(level, TILE_HEIGHT)
        first = index << height
        at = first % TILE_WIDTH
        hashes = self._tile(tile_level, first // TILE_WIDTH, at + (1 << height))
        return tree.root(hashes[at : at + (1 << height)])

    def _tile(self, level: int, index: int, needed: int) -> list[bytes]:
        """Return the hashes of a tile, at least `needed` of them."""
        key = (level, index)
        kept = self._tiles.get(key)
        if kept is None or len(kept) < needed:
            kept = split_hashes(self._get(lambda width: tile_path(level, index, width), index, level))
            if len(kept) < needed:
                raise ProofError(
                    f"tile {tile_path(level, index)} holds {len(kept)} hashes, not {needed}", code="bad_tile"
                )
            self._tiles[key] = kept
            if len(self._tiles) > _KEPT_TILES:
                self._tiles.popitem(last=False)
        self._tiles.move_to_end(key)
        return kept

    def _get(self, path_of: _PathOf, index: int, level: int) -> bytes:
        """Fetch a tile or bundle in the width the published size gives it.

        A partial one may have become full and been removed since our checkpoint: then the full one stands
        (c2sp.org/tlog-tiles, partial tiles).
        """
        width = min(TILE_WIDTH, (self._published >> TILE_HEIGHT * level) - index * TILE_WIDTH)
        try:
            return self._store.get(path_of(width))
        except NotFoundError:
            if width == TILE_WIDTH:
                raise
            return self._store.get(path_of(TILE_WIDTH))

    def _pack_starts(self, group: int, end: int) -> list[int]:
        """Return the first leaves of the packs between two leaves of one group of 256, ascending."""
        paths = self._store.list(PACKS, start_after=pack_path(group - 1) if group else "", before=pack_path(end))
        return [int(path.removeprefix(PACKS)) for path in paths]

    def _from_pack(self, starts: list[int], leaf: int) -> Iterator[SignedSegment]:
        """Yield the segments from `leaf` to the end of the pack that holds it.

        A crash before publication may have left a pack that ends earlier, so earlier ones are tried too.
        """
        for start in reversed([start for start in starts if start <= leaf]):
            packed = list(unframe(self._store.get(pack_path(start))))
            if leaf - start < len(packed):
                return map(SignedSegment.unpack, packed[leaf - start :])
        raise NotFoundError(
            f"no pack holds leaf {leaf}", hint="the log's operator must restore its packs", code="missing_pack"
        )
