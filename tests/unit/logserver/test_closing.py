"""A log that closes takes nothing new, names who goes on, and keeps what it promised."""

from __future__ import annotations

import time

import pytest

from ledger.cli import log_status
from ledger.domain.entry import frame
from ledger.errors import InvalidInputError
from ledger.logserver import closing
from ledger.logserver.posting import SEGMENTS_TYPE
from tests.unit.logserver import scene


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "log"


@pytest.fixture
def hurried(client, monkeypatch):
    """The client of a server that looks at the notice every time."""
    monkeypatch.setattr(closing, "LOOK_S", 0.0)
    return client


def post(client, *segments):
    body = frame([item.pack() for item in segments])
    return client.post("/v1/segments", content=body, headers={"content-type": SEGMENTS_TYPE})


def test_a_closing_log_refuses_what_is_new_and_names_who_goes_on(hurried, folder, anchor):
    first, second = scene.chain(2)
    accepted = post(hurried, first).json()["results"][0]
    closing.close_log(folder, closing.Notice(at=1, successor="next/log"))
    answer = post(hurried, second)
    assert (answer.status_code, answer.json()["code"]) == (409, "log_closing")
    assert (answer.json()["successor"], "next/log" in answer.json()["hint"]) == ("next/log", True)
    assert hurried.get(f"/v1/segments/{accepted['header']}").json()["ack"] == accepted["ack"]
    assert anchor.wait_for(1)
    closing.reopen_log(folder)
    assert post(hurried, second).json()["results"][0]["status"] == "accepted"


def test_a_log_without_a_successor_says_whom_to_ask(hurried, folder):
    closing.close_log(folder, closing.Notice(at=1))
    assert "ask its operator" in post(hurried, scene.segment(0)).json()["hint"]


def test_a_running_server_looks_now_and_then(folder):
    now = [0.0]
    folder.mkdir()
    door = closing.Door(lambda *_: None, folder, lambda: now[0])
    assert door.notice() is None
    closing.close_log(folder, closing.Notice(at=5))
    assert door.notice() is None
    now[0] = closing.LOOK_S
    assert door.notice() == closing.Notice(at=5)


def test_what_a_closing_log_took_is_waited_for():
    assert closing.told(None, 3, 1) is None
    found = closing.told(closing.Notice(at=60, successor="next/log"), 3, 1)
    assert found == {"state": "closing", "since": 60, "successor": "next/log", "to_anchor": 2}
    assert log_status.taking({"closing": found}) == (
        "no, closing since 1970-01-01 00:01:00Z: 2 entries wait for their anchor; next/log goes on"
    )


def test_the_status_says_when_a_log_is_closed(hurried, folder, anchor):
    status = hurried.get("/v1/status").json()
    assert (status["closing"], log_status.told(status)["takes segments"]) == (None, "yes")
    post(hurried, scene.segment(0))
    assert anchor.wait_for(1)
    closing.close_log(folder, closing.Notice(at=60))
    until, state = time.monotonic() + 10, "closing"
    while state != "closed" and time.monotonic() < until:
        status = hurried.get("/v1/status").json()
        state = status["closing"]["state"]
    assert log_status.told(status)["takes segments"] == (
        "no, closed since 1970-01-01 00:01:00Z: all it took is anchored; no other log is named"
    )


@pytest.mark.parametrize("content", [b"{}", b"nonsense", b'{"at":1,"schema":"other/1"}', b'{"at":1,"more":2}'])
def test_a_notice_in_another_form_is_refused(folder, content):
    folder.mkdir()
    (folder / closing.FILE).write_bytes(content)
    with pytest.raises(InvalidInputError) as found:
        closing.read_notice(folder)
    assert found.value.code == "bad_notice"
