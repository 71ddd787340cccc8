"""A start reads the index and the end of the journal; whatever the index says, the journal decides."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.errors import SetupError
from ledger.logserver.journal import Journal
from tests.unit.logserver import scene


def filled(folder, count=10):
    service = scene.service(folder)
    service.start()
    sent = scene.chain(count, 2)
    for item in sent:
        service.submit([item.pack()])
    service.stop()
    return sent


def state(service):
    size = service.registry.size
    return service.registry.leaves(0, size), service.registry.head((scene.AGENT.key, 0, 1))


def opened(folder):
    service = scene.service(folder)
    found = state(service)
    service.start()
    service.stop()
    return found


@pytest.fixture
def read(monkeypatch):
    """From which bytes the journal was read."""
    starts = []
    original = Journal.replay

    def replay(self, start=0):
        starts.append(start)
        return original(self, start)

    monkeypatch.setattr(Journal, "replay", replay)
    return starts


def test_a_start_reads_only_what_the_index_does_not_know(tmp_path, read):
    filled(tmp_path / "log")
    known = opened(tmp_path / "log")
    assert read[-1] == (tmp_path / "log" / "journal.log").stat().st_size
    (tmp_path / "log" / "index.log").unlink()
    assert opened(tmp_path / "log") == known
    assert read[-1] == 0
    assert opened(tmp_path / "log") == known
    assert read[-1] > 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 1600), flip=st.none() | st.integers(0, 1500))
def test_any_damage_to_the_index_changes_nothing(tmp_path, cut, flip):
    whole = tmp_path / "whole"
    if not whole.exists():
        filled(whole)
    known = opened(whole)
    folder = tmp_path / "damaged"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(whole, folder)
    path = folder / "index.log"
    data = bytearray(path.read_bytes())[: len(path.read_bytes()) - cut]
    if flip is not None and flip < len(data):
        data[flip] ^= 1
    path.write_bytes(data)
    assert opened(folder) == known


def test_an_index_of_another_journal_is_thrown_away(tmp_path):
    filled(tmp_path / "one")
    known = opened(tmp_path / "one")
    other = scene.service(tmp_path / "two")
    other.start()
    for item in scene.chain(14, 2, note="other"):
        other.submit([item.pack()])
    other.stop()
    shutil.copy(tmp_path / "two" / "index.log", tmp_path / "one" / "index.log")
    assert opened(tmp_path / "one") == known


def test_a_journal_shorter_than_what_was_published_is_still_refused(tmp_path):
    filled(tmp_path / "log")
    path = tmp_path / "log" / "journal.log"
    path.write_bytes(path.read_bytes()[:-700])
    with pytest.raises(SetupError):
        scene.service(tmp_path / "log")


def test_a_log_whose_disk_refuses_the_index_goes_on(tmp_path):
    service = scene.service(tmp_path / "log")
    service.start()

    def refuse(_data):
        raise OSError(28, "No space left on device")

    service.index._file.append = refuse
    sent = scene.chain(3)
    assert all(service.submit([item.pack()])[0].accepted for item in sent)
    service.stop()
    assert len(opened(tmp_path / "log")[0]) == 3
