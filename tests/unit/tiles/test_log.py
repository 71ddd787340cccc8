"""A published log proves what the pure tree proves, at every size it ever had."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.domain import tree
from ledger.domain.entry import ENTRY_BYTES, SignedSegment, leaf_hash
from ledger.domain.ids import AgentRef, log_id
from ledger.domain.note import LogState, sign_checkpoint
from ledger.domain.record import Record, encode
from ledger.domain.sealing import make_header, sign
from ledger.domain.signing import SessionKey
from ledger.errors import InvalidInputError, NotFoundError, ProofError
from ledger.tiles.reader import LogReader
from ledger.tiles.store import FolderStore
from ledger.tiles.writer import PACK_BYTES, LogWriter

AGENT = AgentRef.parse("eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/7")
KEY = SessionKey(bytes([1]) * 32)
OPERATOR = SessionKey(bytes([2]) * 32)
ED25519 = Ed25519PrivateKey.from_private_bytes(bytes([3]) * 32)
ORIGIN = "test/log"
LOG = log_id(31337, "0x" + "11" * 20, ORIGIN)
FOLDERS = itertools.count()
ANY_FOLDER = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=25
)


def entry(number: int) -> bytes:
    return number.to_bytes(4, "big").rjust(ENTRY_BYTES, b"e")


EMPTY = sign_checkpoint(LogState(ORIGIN, 0, tree.EMPTY_ROOT), ED25519, OPERATOR, 31337, LOG).serialise().encode()


def segment(number: int) -> SignedSegment:
    data = encode(
        Record(
            agent=str(AGENT),
            epoch=0,
            stream=1,
            seq=number,
            kind="operational",
            op="chat",
            phase="intent",
            session="s",
            ts=1,
            v=1,
        )
    )
    return sign(make_header(AGENT, 0, 1, number, [data], bytes(32), 1), [data], KEY)


SEGMENTS = [segment(number) for number in range(40)]


def signed(writer: LogWriter):
    return sign_checkpoint(LogState(ORIGIN, writer.size, writer.root()), ED25519, OPERATOR, 31337, LOG)


def grow(store: FolderStore, begin: int, end: int) -> LogWriter:
    writer = LogWriter(store)
    assert writer.size == begin
    numbers = range(begin, end)
    assert writer.append([entry(n) for n in numbers], [n.to_bytes(4, "big") for n in numbers]) == end
    writer.publish(signed(writer))
    return writer


@ANY_FOLDER
@given(cuts=st.lists(st.integers(1, 620), min_size=1, max_size=6, unique=True).map(sorted), data=st.data())
def test_reader_proofs_equal_the_pure_tree_at_every_size(tmp_path: Path, cuts: list[int], data: st.DataObject):
    store = FolderStore(tmp_path / str(next(FOLDERS)))
    for begin, end in itertools.pairwise([0, *cuts]):
        grow(store, begin, end)
    size = cuts[-1]
    leaves = [leaf_hash(entry(number)) for number in range(size)]
    reader = LogReader(store)
    state = reader.checkpoint().state
    assert (state.size, state.root) == (size, tree.root(leaves))
    assert list(reader.entries(0, size)) == [entry(number) for number in range(size)]
    begin = data.draw(st.integers(0, size))
    assert list(reader.entries(begin, size)) == [entry(number) for number in range(begin, size)]
    old = data.draw(st.integers(1, size))
    assert reader.root(old) == tree.root(leaves[:old])
    index = data.draw(st.integers(0, old - 1))
    assert reader.inclusion_path(index, old) == tree.inclusion_path(tree.levels(leaves[:old]), index)
    older = data.draw(st.integers(0, old))
    proof = reader.consistency_proof(older, old)
    tree.verify_consistency(older, old, tree.root(leaves[:older]), tree.root(leaves[:old]), proof)


class MemoryStore(dict):
    """Objects in memory, for a log too big to force to disk in a unit test."""

    def get(self, path: str) -> bytes:
        return self[path]

    put, delete = dict.__setitem__, dict.pop

    def list(self, prefix: str, start_after: str = "", before: str = "") -> list[str]:
        return sorted(path for path in self if path.startswith(prefix) and start_after < path < (before or "~"))


def test_reader_reaches_two_tile_levels_deep():
    store = MemoryStore({"checkpoint": EMPTY})
    size = 256 * 256 + 300
    writer = LogWriter(store)
    writer.append([entry(n) for n in range(size)], [b"s"] * size)
    writer.publish(signed(writer))
    leaves = [leaf_hash(entry(number)) for number in range(size)]
    reader = LogReader(store)
    assert reader.root(size) == tree.root(leaves)
    for index in (0, 255, 65_535, 65_536, size - 1):
        tree.verify_inclusion(leaves[index], index, size, reader.inclusion_path(index, size), tree.root(leaves))
    assert LogWriter(store).root() == tree.root(leaves)


def test_segments_come_back_through_packs(tmp_path: Path):
    store = FolderStore(tmp_path)
    for begin, end in ((0, 3), (3, 4), (4, 40)):
        writer = LogWriter(store)
        part = SEGMENTS[begin:end]
        writer.append([item.entry.pack() for item in part], [item.pack() for item in part])
        writer.publish(signed(writer))
    reader = LogReader(store)
    assert list(reader.segments(2, 40)) == list(enumerate(SEGMENTS))[2:]
    assert reader.segment(39) == SEGMENTS[39]
    assert list(reader.segments(5, 5)) == []


def test_packs_never_cross_a_group_and_are_cut_at_their_size_limit(tmp_path: Path):
    store = FolderStore(tmp_path)
    writer = LogWriter(store)
    big = bytes(PACK_BYTES)
    writer.append([entry(n) for n in range(258)], [big, b"s", big] + [b"s"] * 255)
    assert store.list("packs/") == [f"packs/{first:020d}" for first in (0, 1, 3, 256)]


def test_an_append_cut_short_by_a_crash_is_replaced_by_the_next(tmp_path: Path):
    store = FolderStore(tmp_path)
    lost = LogWriter(store)
    lost.append([item.entry.pack() for item in SEGMENTS], [item.pack() for item in SEGMENTS])  # never published
    with pytest.raises(NotFoundError):
        LogReader(store).root(1)
    for begin, end in ((0, 5), (5, 30), (30, 40)):
        writer = LogWriter(store)
        part = SEGMENTS[begin:end]
        writer.append([item.entry.pack() for item in part], [item.pack() for item in part])
        writer.publish(signed(writer))
    assert [item for _, item in LogReader(store).segments(0, 40)] == SEGMENTS


def test_a_stale_pack_from_a_crash_never_hides_a_leaf(tmp_path: Path):
    store = FolderStore(tmp_path)
    writer = LogWriter(store)
    writer.append([item.entry.pack() for item in SEGMENTS], [item.pack() for item in SEGMENTS])
    writer.publish(signed(writer))
    store.put(f"packs/{7:020d}", len(SEGMENTS[7].pack()).to_bytes(4, "big") + SEGMENTS[7].pack())
    assert [item for _, item in LogReader(store).segments(0, 40)] == SEGMENTS


def test_partial_tiles_go_once_they_are_full_and_an_old_reader_still_reads(tmp_path: Path):
    store = FolderStore(tmp_path)
    grow(store, 0, 200)
    reader = LogReader(store)
    reader.checkpoint()
    grow(store, 200, 300)
    assert "tile/0/000.p/200" not in store.list("tile/")
    assert "tile/entries/000.p/200" not in store.list("tile/")
    assert reader.root(200) == tree.root([leaf_hash(entry(number)) for number in range(200)])
    assert len(list(reader.entries(0, 200))) == 200


def test_writer_refuses_tiles_that_do_not_hash_to_their_checkpoint(tmp_path: Path):
    store = FolderStore(tmp_path)
    grow(store, 0, 3)
    store.put("tile/0/000.p/3", bytes(96))
    with pytest.raises(ProofError, match="do not hash"):
        LogWriter(store)


def test_writer_refuses_a_checkpoint_of_another_state(tmp_path: Path):
    writer = LogWriter(FolderStore(tmp_path))
    checkpoint = signed(writer)
    writer.append([entry(0)], [b"s"])
    with pytest.raises(ProofError, match="does not describe"):
        writer.publish(checkpoint)


def test_writer_refuses_entries_without_segments(tmp_path: Path):
    with pytest.raises(InvalidInputError, match="1 entries for 0 segments"):
        LogWriter(FolderStore(tmp_path)).append([entry(0)], [])


def test_reader_refuses_a_tile_that_is_too_short(tmp_path: Path):
    store = FolderStore(tmp_path)
    grow(store, 0, 3)
    store.put("tile/0/000.p/3", bytes(32))
    with pytest.raises(ProofError, match="holds 1 hashes"):
        LogReader(store).root(3)


def test_reader_refuses_what_is_not_published(tmp_path: Path):
    store = FolderStore(tmp_path)
    with pytest.raises(NotFoundError):
        LogReader(store).checkpoint()
    grow(store, 0, 3)
    reader = LogReader(store)
    with pytest.raises(NotFoundError, match="published 3 leaves, not 4"):
        reader.root(4)
    with pytest.raises(InvalidInputError):
        list(reader.entries(2, 1))
    with pytest.raises(NotFoundError):
        list(LogReader(FolderStore(tmp_path / "none")).segments(0, 1))


def test_a_missing_pack_is_named(tmp_path: Path):
    store = FolderStore(tmp_path)
    grow(store, 0, 3)
    store.delete(f"packs/{0:020d}")
    with pytest.raises(NotFoundError, match="no pack holds leaf 1"):
        list(LogReader(store).segments(1, 2))
