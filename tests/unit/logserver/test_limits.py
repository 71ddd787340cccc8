"""One agent cannot fill a log, a log does not fill a disk, and folders of other versions are migrated or left alone."""

from __future__ import annotations

import dataclasses

import pytest

from ledger.errors import SetupError, UnavailableError
from ledger.logserver.layout import VERSION, migrate
from ledger.logserver.limits import Limits, Meter
from ledger.logserver.service import LogService
from tests.unit.logserver import scene

A, B = b"a" * 32, b"b" * 32


def test_an_agent_is_slowed_and_others_are_not():
    now = [0.0]
    meter = Meter(Limits(agent_bytes_per_second=100), lambda: now[0])
    meter.admit(A, 900, 0)
    with pytest.raises(UnavailableError) as refused:
        meter.admit(A, 200, 0)
    assert refused.value.code == "agent_limit"
    meter.admit(B, 900, 0)
    now[0] = 1.0
    meter.admit(A, 200, 0)


def test_a_segment_over_the_whole_limit_may_come_alone():
    now = [0.0]
    meter = Meter(Limits(agent_bytes_per_second=10), lambda: now[0])
    meter.admit(A, 5000, 0)
    now[0] = 499.0
    with pytest.raises(UnavailableError):
        meter.admit(A, 5000, 0)
    now[0] = 500.0
    meter.admit(A, 5000, 0)


def make(folder, **limits):
    config = dataclasses.replace(scene.config(), limits=Limits(**limits))
    keys = scene.directory()
    return LogService(folder, config, scene.KEYS, directory=keys, clock=keys.now)


def test_a_full_log_takes_no_more_and_keeps_what_it_has(tmp_path):
    service = make(tmp_path, log_bytes=1200)
    service.start()
    sent = scene.chain(4)
    verdicts = [service.submit([item.pack()])[0] for item in sent]
    assert [verdict.refusal.code if verdict.refusal else None for verdict in verdicts][-1] == "log_full"
    again = service.submit([sent[0].pack()])[0]
    assert again.replayed
    service.stop()


def test_a_forged_segment_uses_nothing_up(tmp_path):
    service = make(tmp_path, agent_bytes_per_second=1)
    service.start()
    forged = scene.segment(0, key=scene.STRANGER).pack()
    assert service.submit([forged])[0].refusal.code == "unknown_key"
    assert service.submit([scene.segment(0).pack()])[0].accepted
    service.stop()


def test_a_folder_of_the_first_version_is_migrated_once(tmp_path):
    (tmp_path / "index.log").write_bytes(b"of whoever")
    assert migrate(tmp_path) == 1
    assert not (tmp_path / "index.log").exists()
    assert (tmp_path / "format").read_text() == f"ombud/log-folder/{VERSION}\n"
    assert migrate(tmp_path) == VERSION


@pytest.mark.parametrize("text", ["ombud/log-folder/3\n", "ombud/log-folder/0\n", "", "something"])
def test_a_folder_of_a_newer_or_unknown_version_is_left_alone(tmp_path, text):
    (tmp_path / "format").write_text(text)
    with pytest.raises(SetupError):
        migrate(tmp_path)
    assert (tmp_path / "format").read_text() == text
