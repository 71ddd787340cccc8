"""What the log server keeps through restarts, failing disks and failing chains."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ledger.domain import tree
from ledger.errors import ConflictError, InvalidInputError, NotFoundError, SetupError, UnavailableError
from ledger.logserver.anchorer import Anchorer
from ledger.logserver.runner import load_or_create_ed25519
from ledger.tiles.append_file import OsAppendFile
from ledger.tiles.reader import LogReader
from ledger.tiles.store import FolderStore
from tests.fakes.anchor import FakeAnchor
from tests.unit.logserver import scene


def packed(segments):
    return [item.pack() for item in segments]


class FailingFile(OsAppendFile):
    """A disk that refuses the next writes (after half of the bytes) or flushes."""

    refuse_write = False
    refuse_sync = False
    syncs = 0

    def append(self, data: bytes) -> None:
        if self.refuse_write:
            super().append(data[: len(data) // 2])
            raise OSError(28, "No space left on device")
        super().append(data)

    def sync(self) -> None:
        if self.refuse_sync:
            raise OSError(5, "Input/output error")
        self.syncs += 1
        super().sync()


class Disk:
    """Opens files of which the journal can be made to fail."""

    journal: FailingFile

    def __call__(self, path: Path) -> OsAppendFile:
        if path.name == "journal.log":
            self.journal = FailingFile(path)
            return self.journal
        return OsAppendFile(path)


def test_a_restart_rebuilds_everything_and_gives_the_same_acknowledgements(tmp_path):
    sent = scene.chain(10, 2)
    first = scene.service(tmp_path)
    first.start()
    before = [first.acknowledge(verdict.accepted) for verdict in first.submit(packed(sent))]
    first.submit([scene.segment(3, note="lie").pack()])
    first.stop()
    root = first.publisher.published.root

    keys = scene.directory()
    keys.time += 5000
    second = scene.service(tmp_path, keys)
    second.start()
    verdicts = second.submit(packed(sent))
    assert all(verdict.replayed for verdict in verdicts)
    assert [second.acknowledge(verdict.accepted) for verdict in verdicts] == before
    assert second.registry.head((scene.AGENT.key, 0, 1)) == (20, sent[-1].entry.segment.header)
    assert second.conflicts.count == 1
    assert second.publisher.published.size == 10
    assert second.publisher.published.root == root == tree.root([item.entry.leaf for item in sent])
    second.stop()


def test_stopping_publishes_what_was_accepted(tmp_path):
    service = scene.service(tmp_path)
    service.start()
    service.submit(packed(scene.chain(5)))
    service.stop()
    assert LogReader(FolderStore(tmp_path / "public")).checkpoint().state.size == 5


def test_a_full_disk_refuses_all_of_a_group_and_takes_it_later(tmp_path):
    disk = Disk()
    service = scene.service(tmp_path, open_file=disk)
    service.start()
    sent = scene.chain(6)
    service.submit(packed(sent[:2]))
    disk.journal.refuse_write = True
    with pytest.raises(UnavailableError, match="cannot be written") as caught:
        service.submit(packed(sent[2:]))
    assert caught.value.code == "journal_refused"
    assert service.registry.size == 2
    disk.journal.refuse_write = False
    assert [verdict.accepted.leaf for verdict in service.submit(packed(sent[2:]))] == [2, 3, 4, 5]
    service.stop()
    again = scene.service(tmp_path)
    assert again.registry.size == 6
    again.start()
    again.stop()


def test_after_a_failed_flush_nothing_is_accepted_until_a_restart(tmp_path):
    disk = Disk()
    service = scene.service(tmp_path, open_file=disk)
    service.start()
    sent = scene.chain(2)
    disk.journal.refuse_sync = True
    with pytest.raises(UnavailableError, match="forced to disk"):
        service.submit(packed(sent[:1]))
    disk.journal.refuse_sync = False
    with pytest.raises(UnavailableError, match="the journal stopped"):
        service.submit(packed(sent))
    assert service.registry.size == 0
    service.stop()


class HeldClock:
    """Chain time that the committer asks for before each flush; it waits there until it is let go."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.go = threading.Event()

    def __call__(self) -> int:
        self.asked.set()
        assert self.go.wait(30)
        return 1_800_000_000


def test_many_requests_share_a_flush(tmp_path):
    disk, clock, keys = Disk(), HeldClock(), scene.directory()
    agents = [scene.SessionKey(bytes([10 + number]) * 32) for number in range(16)]
    for number, key in enumerate(agents):
        keys.register(key.address, scene.AGENT.key, number, 1, scene.LOG)
    service = scene.LogService(tmp_path, scene.config(), scene.KEYS, directory=keys, clock=clock, open_file=disk)
    service.start()
    sent = [scene.segment(0, key=key, epoch=number).pack() for number, key in enumerate(agents)]
    with ThreadPoolExecutor(16) as pool:
        jobs = [pool.submit(service.submit, sent[:1])]
        assert clock.asked.wait(30)
        jobs += [pool.submit(service.submit, [item]) for item in sent[1:]]
        until = time.monotonic() + 30
        while service._committer._jobs.qsize() < 15 and time.monotonic() < until:
            time.sleep(0.005)
        clock.go.set()
        verdicts = [job.result()[0] for job in jobs]
    assert sorted(verdict.accepted.leaf for verdict in verdicts) == list(range(16))
    assert disk.journal.syncs == 2
    service.stop()


def test_concurrent_requests_for_one_stream_leave_one_chain(tmp_path):
    service = scene.service(tmp_path)
    service.start()
    sent = packed(scene.chain(40))

    def push(_number: int) -> None:
        for item in sent:
            service.submit([item])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(push, range(8)))
    assert service.registry.size == 40
    assert service.registry.head((scene.AGENT.key, 0, 1))[0] == 40
    assert service.conflicts.count == 0
    service.stop()


def test_two_servers_never_share_a_folder(tmp_path):
    service = scene.service(tmp_path)
    with pytest.raises(SetupError, match="another log server"):
        scene.service(tmp_path)
    service.start()
    service.stop()
    scene.service(tmp_path).stop()


def test_a_torn_tail_is_set_aside_and_cut_off(tmp_path):
    service = scene.service(tmp_path)
    service.start()
    service.submit(packed(scene.chain(3)))
    service.stop()
    journal = tmp_path / "journal.log"
    whole = journal.read_bytes()
    journal.write_bytes(whole + b"\x00\x00\x01\x00half a frame")
    again = scene.service(tmp_path)
    assert again.registry.size == 3
    assert journal.read_bytes() == whole
    assert (tmp_path / f"journal.log.torn-{len(whole)}").read_bytes() == b"\x00\x00\x01\x00half a frame"
    again.start()
    again.stop()


@pytest.mark.parametrize("damage", ["middle", "end"])
def test_a_journal_that_lost_published_entries_is_refused_and_left_alone(tmp_path, damage):
    service = scene.service(tmp_path)
    service.start()
    for item in scene.chain(3):
        service.submit([item.pack()])
    service.stop()
    journal = tmp_path / "journal.log"
    data = bytearray(journal.read_bytes())
    if damage == "middle":
        data[50] ^= 1
        journal.write_bytes(bytes(data))
    else:
        journal.write_bytes(bytes(data[: len(data) // 3]))
    with pytest.raises(SetupError) as caught:
        scene.service(tmp_path)
    assert caught.value.code == "journal_damaged"


def test_another_log_in_the_folder_is_refused(tmp_path):
    service = scene.service(tmp_path)
    service.start()
    service.stop()
    keys = scene.directory()
    with pytest.raises(SetupError, match="not 'other/log'"):
        scene.LogService(tmp_path, scene.config(origin="other/log"), scene.KEYS, directory=keys, clock=keys.now)


class FailingStore(FolderStore):
    failures = 0

    def put(self, path: str, data: bytes) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError(28, "No space left on device")
        super().put(path, data)

    def put_all(self, objects: Mapping[str, bytes]) -> None:
        for path, data in objects.items():
            self.put(path, data)


@pytest.mark.parametrize("failures", [1, 1000])
def test_a_failing_store_delays_publication_but_not_acceptance(tmp_path, failures):
    store = FailingStore(tmp_path / "public")
    service = scene.service(tmp_path, store=store)
    service.start()
    sent = scene.chain(300)
    store.failures = failures
    for item in sent:
        service.submit([item.pack()])
    service.stop()
    store.failures = 0
    again = scene.service(tmp_path, store=store)
    again.start()
    again.stop()
    reader = LogReader(store)
    assert reader.checkpoint().state.root == tree.root([item.entry.leaf for item in sent])
    assert [item for _, item in reader.segments(0, 300)] == sent


def published(tmp_path, length: int):
    service = scene.service(tmp_path)
    service.start()
    service.submit(packed(scene.chain(length)))
    service.stop()
    return service


def anchorer(service, port, tmp_path, **changes) -> Anchorer:
    options = {
        "entries": 10,
        "seconds": 60.0,
        "notebook": tmp_path / "anchors.jsonl",
        "monotonic": lambda: 0.0,
        **changes,
    }
    return Anchorer(port, LogReader(service.store), lambda: service.publisher.published, **options)


def test_anchors_extend_each_other_and_are_written_down(tmp_path):
    port = FakeAnchor()
    for length in (3, 7, 8):
        anchorer(published(tmp_path, length), port, tmp_path).anchor()
    assert [size for size, _ in port.anchors] == [3, 7, 8]
    assert len((tmp_path / "anchors.jsonl").read_text().splitlines()) == 3


def test_an_anchor_is_due_by_number_or_by_time_and_never_for_nothing(tmp_path):
    now = [0.0]
    service = published(tmp_path, 3)
    by_time = anchorer(service, FakeAnchor(), tmp_path, monotonic=lambda: now[0])
    assert not by_time.is_due()
    now[0] = 59.0
    assert not by_time.is_due()
    now[0] = 60.0
    assert by_time.is_due()
    by_time.anchor()
    now[0] = 1000.0
    assert not by_time.is_due()
    assert anchorer(service, FakeAnchor(), tmp_path, entries=3).is_due()


def test_an_anchor_that_a_reorganisation_took_back_is_due_again(tmp_path):
    now, port = [0.0], FakeAnchor()
    service = published(tmp_path, 3)
    found = anchorer(service, port, tmp_path, monotonic=lambda: now[0])
    found.review()
    found.anchor()
    found.review()
    assert found.anchored.size == 3
    port.anchors.clear()
    found.review()
    assert (found.anchored, found.is_due()) == (None, False)
    now[0] = 60.0
    assert found.is_due()
    assert found.anchor().size == 3
    assert [size for size, _ in port.anchors] == [3]


def test_a_running_log_anchors_again_what_vanished_though_nothing_new_comes(tmp_path):
    port = FakeAnchor()
    service = scene.service(tmp_path, anchor=port)
    service.start()
    service.submit(packed(scene.chain(2)))
    assert port.wait_for(2)
    port.anchors.clear()
    port.failures = 1
    assert port.wait_for(2)
    service.stop()


def test_an_anchor_of_another_history_is_never_followed(tmp_path):
    service = published(tmp_path, 3)
    for foreign in ((2, bytes(32)), (4, bytes(32))):
        with pytest.raises(ConflictError) as caught:
            anchorer(service, FakeAnchor(anchors=[foreign]), tmp_path).anchor()
        assert caught.value.code == "anchor_diverged"


def test_a_log_that_lost_anchored_entries_does_not_start(tmp_path):
    published(tmp_path, 3)
    port = FakeAnchor(anchors=[(4, bytes(32))])
    service = scene.service(tmp_path, anchor=port)
    with pytest.raises(ConflictError, match="fork"):
        service.start()
    service.stop()


def test_a_chain_that_is_away_is_tried_again_and_ingest_goes_on(tmp_path):
    port = FakeAnchor(failures=2)
    service = scene.service(tmp_path, anchor=port)
    service.start()
    service.submit(packed(scene.chain(2)))
    assert port.wait_for(2)
    service.stop()


def test_the_checkpoint_key_is_made_once_and_private(tmp_path):
    path = tmp_path / "keys" / "log.ed25519"
    first = load_or_create_ed25519(path)
    assert load_or_create_ed25519(path).private_bytes_raw() == first.private_bytes_raw()
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"short")
    with pytest.raises(InvalidInputError, match="5 bytes"):
        load_or_create_ed25519(path)


def test_a_stopped_log_has_no_checkpoint_before_its_first_start(tmp_path):
    service = scene.service(tmp_path)
    with pytest.raises(NotFoundError):
        LogReader(service.store).checkpoint()
    service.stop()
