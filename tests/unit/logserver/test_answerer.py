"""What a log is asked for on chain is shown in time, and once."""

from __future__ import annotations

import threading

import pytest
from fastapi.testclient import TestClient

from ledger.domain.statements import Ack
from ledger.logserver.answerer import URGENT_SECONDS, Answerer
from ledger.logserver.app import create_app
from tests.fakes.anchor import FakeAnchor
from tests.fakes.questions import FakeQuestions
from tests.unit.logserver import scene


@pytest.fixture
def anchor():
    return FakeAnchor()


@pytest.fixture
def questions(anchor):
    return FakeQuestions(scene.LOG, anchor)


def held(tmp_path, anchor, questions, length=3):
    """Return a service, not started, whose log holds segments under one anchor; and the promises of it."""
    service = scene.service(tmp_path, anchor=anchor, questions=questions)
    service._committer.start()
    sent = [item.pack() for item in scene.chain(length)]
    acks = [service.acknowledge(verdict.accepted)[0] for verdict in service.submit(sent)]
    while service.publisher.publish_due():
        pass
    service.anchorer.anchor()
    return service, acks


def test_tiles_are_shown_as_they_were_anchored(tmp_path, anchor, questions):
    service, _ = held(tmp_path, anchor, questions, 300)
    names = [questions.ask_tile(0, tile) for tile in (0, 1)]
    report = service.answerer.look()
    assert (report.waiting, report.answered, report.blocked) == (0, 2, {})
    assert sorted(questions.answered) == sorted(names)
    service.stop()


def test_a_promised_entry_is_shown_under_its_first_anchor_once_there_is_one(tmp_path, anchor, questions):
    service, acks = held(tmp_path, anchor, questions)
    late = service.submit([scene.segment(3, prev=acks[-1].header).pack()])[0].accepted
    service.publisher.publish_due()
    names = [questions.ask_entry(acks[1]), questions.ask_entry(service.acknowledge(late)[0])]
    report = service.answerer.look()
    assert questions.answered == names[:1]
    assert report.blocked == {names[1].hex(): "the entry is not anchored yet"}
    assert report.next_due == questions.open[names[1]].answer_by
    service.anchorer.anchor()
    assert service.answerer.look().waiting == 0
    assert questions.answered == names
    service.stop()


def test_what_was_never_promised_blocks_nothing_else(tmp_path, anchor, questions):
    service, acks = held(tmp_path, anchor, questions)
    strange = questions.ask_entry(Ack(31337, scene.LOG, bytes([8]) * 32, 1))
    other_time = questions.ask_entry(Ack(31337, scene.LOG, acks[0].header, 1))
    foreign = questions.ask_tile(0, 5)
    mine = questions.ask_entry(acks[2])
    report = service.answerer.look()
    assert questions.answered == [mine]
    assert report.blocked[strange.hex()] == report.blocked[other_time.hex()] == "the log has promised no such thing"
    assert report.blocked[foreign.hex()].startswith("tried: leaf index 5")
    service.stop()


def test_a_tile_of_another_anchor_than_the_logs_is_not_made_up(tmp_path, anchor, questions):
    service, _ = held(tmp_path, anchor, questions)
    name = questions.ask_tile(0, 0)
    size, _ = anchor.anchors[0]
    anchor.anchors[0] = (size, bytes([7]) * 32)
    assert service.answerer.look().blocked == {name.hex(): "it names no anchor of this log"}
    other = questions.ask_tile(0, 0)
    assert "another root at size 3" in service.answerer.look().blocked[other.hex()]
    assert questions.sent_count == 0
    service.stop()


def test_what_was_shown_late_is_shown_again_only_if_it_was_in_time(tmp_path, anchor, questions):
    service, acks = held(tmp_path, anchor, questions)
    name = questions.ask_entry(acks[0])
    questions.show_late(name)
    assert questions.time_of(questions.anchors()[0]) <= acks[0].anchor_by
    assert service.answerer.look().waiting == 0
    name = questions.ask_entry(acks[1])
    questions.show_late(name)
    questions.time = acks[1].anchor_by + 2000
    assert service.answerer.look().blocked == {name.hex(): "the entry was anchored late, and that is shown"}
    service.stop()


def test_after_a_restart_nothing_is_sent_while_something_may_be_under_way(tmp_path, anchor, questions):
    service, acks = held(tmp_path, anchor, questions)
    first, second = questions.ask_entry(acks[0]), questions.ask_entry(acks[1])
    questions.sent_count, questions.unmined = 5, 1
    assert service.answerer.look().blocked == dict.fromkeys((first.hex(), second.hex()), "an answer may be under way")
    del questions.open[first]  # what was under way is mined: it was the answer to the first
    questions.unmined = 0
    assert service.answerer.look().answered == 1
    assert questions.answered == [second]
    service.stop()


def test_near_the_deadline_it_is_sent_all_the_same(tmp_path, anchor, questions):
    service, acks = held(tmp_path, anchor, questions)
    name = questions.ask_entry(acks[0])
    questions.sent_count, questions.unmined = 5, 1
    questions.time = questions.open[name].answer_by - URGENT_SECONDS
    assert service.answerer.look().waiting == 1
    questions.time += 1
    assert service.answerer.look().waiting == 0
    service.stop()


def test_an_answer_whose_reply_was_lost_is_not_sent_again(tmp_path, anchor, questions):
    service, acks = held(tmp_path, anchor, questions)
    name = questions.ask_entry(acks[0])
    questions.lose_replies = 1
    assert service.answerer.look().blocked == {name.hex(): "tried: the reply was lost"}
    assert service.answerer.look().waiting == 0
    assert questions.answered == [name]
    assert questions.sent_count == 1
    service.stop()


def test_what_was_answered_is_counted_through_restarts(tmp_path, anchor, questions):
    service, acks = held(tmp_path, anchor, questions)
    questions.ask_entry(acks[0])
    service.answerer.look()
    service.stop()
    again = scene.service(tmp_path, anchor=anchor, questions=questions)
    assert again.answerer.look().answered == 1
    assert len(questions.answered) == 1
    again.start()
    again.stop()


class Watched(FakeQuestions):
    """Says when something was answered, or could not be asked."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.moved = threading.Event()

    def asked(self):
        if not self.reachable:
            self.moved.set()
        return super().asked()

    def _answer(self, name, *, holds):
        super()._answer(name, holds=holds)
        self.moved.set()


def test_the_server_answers_by_itself_and_tells_of_it(tmp_path, anchor):
    questions, keys = Watched(scene.LOG, anchor), scene.directory()
    app = create_app(
        tmp_path, scene.config(answer_seconds=0.05), scene.KEYS,
        directory=keys, clock=keys.now, anchor=anchor, questions=questions,
    )  # fmt: skip
    with TestClient(app) as client:
        service = app.state.service
        accepted = service.submit([scene.segment(0).pack()])[0].accepted
        assert anchor.wait_for(1)
        questions.ask_entry(service.acknowledge(accepted)[0])
        assert questions.moved.wait(10)
        questions.moved.clear()
        questions.reachable = False
        assert questions.moved.wait(10)
        questions.moved.clear()
        assert questions.moved.wait(10)  # one look later the report tells of the one before
        told = client.get("/v1/status").json()["challenges"]
        assert (told["answered"], told["waiting"], told["error"]) == (
            1,
            0,
            "the fake chain was cut off (set reachable again)",
        )


def test_a_server_without_a_chain_says_that_it_answers_nothing(client):
    told = client.get("/v1/status").json()["challenges"]
    assert told["error"] == "this server answers no challenges"


def test_an_answerer_needs_no_thread_to_stop(tmp_path, anchor, questions):
    service, _ = held(tmp_path, anchor, questions)
    assert isinstance(service.answerer, Answerer)
    service.answerer.stop()
    questions.ask_tile(0, 0)
    service.answerer.look()
    assert questions.answered == []
    service.stop()
