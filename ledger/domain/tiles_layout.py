"""Names of a log's objects: C2SP tlog-tiles (c2sp.org/tlog-tiles), and our packs of segments beside them.

A tile holds up to 256 hashes of one level (every eighth level of the tree is stored); an entry bundle
holds up to 256 entries. Partial ones carry their width. A pack holds the segments whose entries were
integrated together, is named by its first leaf, and never changes. Checkpoints that are anchored are kept as notes,
with the cosignatures and the time stamp that they got.
"""

from __future__ import annotations

from typing import Final

from ledger.errors import InvalidInputError

TILE_WIDTH: Final = 256
TILE_HEIGHT: Final = 8
CHECKPOINT: Final = "checkpoint"
PACKS: Final = "packs/"
NOTES: Final = "notes/"
_GROUP: Final = 1000
_PACK_DIGITS: Final = 20


def _number(index: int) -> str:
    """Write an index in groups of three digits, all but the last behind an x: 1234067 is x001/x234/067."""
    if index < 0:
        raise InvalidInputError(f"tile index {index} is negative")
    text = f"{index % _GROUP:03d}"
    index //= _GROUP
    while index:
        text = f"x{index % _GROUP:03d}/{text}"
        index //= _GROUP
    return text


def _partial(width: int) -> str:
    if not 1 <= width <= TILE_WIDTH:
        raise InvalidInputError(f"tile width {width} is not in 1..{TILE_WIDTH}")
    return "" if width == TILE_WIDTH else f".p/{width}"


def tile_path(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """Name the tile of hashes at tile level `level` (each spans 8 tree levels), holding `width` hashes."""
    return f"tile/{level}/{_number(index)}{_partial(width)}"


def entries_path(index: int, width: int = TILE_WIDTH) -> str:
    """Name the bundle of log entries from leaf `index * 256`, holding `width` entries."""
    return f"tile/entries/{_number(index)}{_partial(width)}"


def note_path(size: int) -> str:
    """Name the kept checkpoint of the tree of `size` leaves, with the cosignatures that it got."""
    return f"{NOTES}{size:0{_PACK_DIGITS}d}"


def stamp_path(size: int) -> str:
    """Name the time stamp (RFC 3161, DER) of that checkpoint."""
    return f"{note_path(size)}.tsr"


def receipt_path(leaf: int) -> str:
    """Name the COSE receipt of a leaf, which our log servers make when asked."""
    return f"v1/entries/{leaf}/receipt"


def statement_path(leaf: int, position: int) -> str:
    """Name the transparent statement of one record of a leaf, likewise."""
    return f"v1/entries/{leaf}/statement/{position}"


def pack_path(first_leaf: int) -> str:
    """Name the pack of signed segments whose first entry is leaf `first_leaf`."""
    return f"{PACKS}{first_leaf:0{_PACK_DIGITS}d}"
