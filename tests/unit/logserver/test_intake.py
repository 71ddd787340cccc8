"""Requests that wait are looked at together, and each hears of its own, whatever happens to the others."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence

import pytest
import structlog

from ledger.errors import DefectError, LedgerError, UnavailableError
from ledger.logserver import intake as intakes
from ledger.logserver.admission import Candidate
from ledger.logserver.committer import Tell, Verdict
from ledger.logserver.intake import TURN_SEGMENTS, Intake
from ledger.logserver.reception import Received
from ledger.logserver.registry import Accepted


def accepted(data: bytes) -> Verdict:
    return Verdict(Accepted(data, 0, 0, len(data), 0, 0, 1))


class HeldReception:
    """Looks at segments once it is let go, and remembers what it was asked at once."""

    def __init__(self) -> None:
        self.turns: list[list[bytes]] = []
        self.asked = threading.Event()
        self.go = threading.Event()
        self.fail: Callable[[], Exception | None] = lambda: None

    def receive(self, packed: Sequence[bytes]) -> Received:
        self.turns.append(list(packed))
        self.asked.set()
        assert self.go.wait(30)
        error = self.fail()
        if error:
            raise error
        return Received(
            [None if data.startswith(b"new") else accepted(data) for data in packed],
            [Candidate(None, data, b"") for data in packed if data.startswith(b"new")],
        )


class QuickCommitter:
    """Accepts every candidate, or refuses all."""

    refusal: LedgerError | None = None

    def enqueue(self, candidates: Sequence[Candidate], tell: Tell) -> None:
        tell(self.refusal or [accepted(item.packed) for item in candidates])


@pytest.fixture
def reception():
    return HeldReception()


@pytest.fixture
def committer():
    return QuickCommitter()


@pytest.fixture
def intake(reception, committer):
    found = Intake(reception, committer, 1)
    found.start()
    yield found
    reception.go.set()
    found.stop()


def headers(verdicts) -> list[bytes]:
    return [verdict.accepted.header for verdict in verdicts]


async def sent_behind_one(intake, reception, requests):
    """Send one request, and others while it is being looked at; return what became of all."""
    jobs = [asyncio.create_task(intake.submit([b"first"]))]
    assert await asyncio.to_thread(reception.asked.wait, 30)
    jobs += [asyncio.create_task(intake.submit(one)) for one in requests]
    await asyncio.sleep(0)
    reception.go.set()
    return await asyncio.gather(*jobs, return_exceptions=True)


def test_what_waits_is_looked_at_in_one_turn_and_each_request_gets_its_own_verdicts(intake, reception):
    requests = [[b"a"], [b"new b", b"c"], [b"new d"]]
    found = asyncio.run(sent_behind_one(intake, reception, requests))
    assert [headers(verdicts) for verdicts in found] == [[b"first"], *requests]
    assert reception.turns == [[b"first"], [b"a", b"new b", b"c", b"new d"]]


def test_a_turn_ends_at_so_many_segments_or_bytes(intake, reception, monkeypatch):
    monkeypatch.setattr(intakes, "TURN_BYTES", 100)
    many, big = [b"x"] * TURN_SEGMENTS, [bytes(100)]
    asyncio.run(sent_behind_one(intake, reception, [many, [b"a"], big, [b"b"]]))
    assert [len(turn) for turn in reception.turns] == [1, TURN_SEGMENTS, 2, 1]


@pytest.mark.parametrize(
    ("raised", "told"), [(UnavailableError("nobody can look"), UnavailableError), (KeyError("a defect"), DefectError)]
)
def test_when_a_turn_cannot_be_looked_at_all_of_it_is_told_and_the_next_one_served(intake, reception, raised, told):
    failures = iter([None, raised])
    reception.fail = lambda: next(failures, None)
    with structlog.testing.capture_logs():
        found = asyncio.run(sent_behind_one(intake, reception, [[b"a"], [b"b"]]))
    assert headers(found[0]) == [b"first"]
    assert [type(error) for error in found[1:]] == [told, told]
    assert headers(asyncio.run(intake.submit([b"again"]))) == [b"again"]


def test_when_the_disk_refuses_all_of_a_turn_is_told(intake, reception, committer):
    committer.refusal = UnavailableError("the disk is full")
    found = asyncio.run(sent_behind_one(intake, reception, [[b"new a"], [b"new b", b"c"]]))
    assert headers(found[0]) == [b"first"]
    assert [str(error) for error in found[1:]] == ["the disk is full"] * 2


def test_who_waits_too_long_is_told_that_a_replay_is_safe(intake, monkeypatch):
    monkeypatch.setattr(intakes, "WAIT_SECONDS", 0.01)
    with pytest.raises(UnavailableError, match="replays are idempotent"):
        asyncio.run(intake.submit([b"a"]))  # nobody lets the reception go


def test_a_loop_that_was_closed_meanwhile_is_no_concern_of_others(intake, reception):
    loop = asyncio.new_event_loop()
    job = loop.create_task(intake.submit([b"a"]))
    loop.run_until_complete(asyncio.sleep(0))
    assert reception.asked.wait(30)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        loop.run_until_complete(job)
    loop.close()
    with structlog.testing.capture_logs() as logged:
        reception.go.set()
        assert headers(asyncio.run(intake.submit([b"b"]))) == [b"b"]
    assert [line["event"] for line in logged] == ["nobody_waits"]


def test_all_threads_end_after_what_was_submitted(reception, committer):
    intake = Intake(reception, committer, 3)
    intake.start()
    reception.go.set()

    async def busy() -> list[list[Verdict]]:
        return await asyncio.gather(*(intake.submit([b"%d" % number]) for number in range(50)))

    assert [headers(verdicts) for verdicts in asyncio.run(busy())] == [[b"%d" % number] for number in range(50)]
    intake.stop()
    assert not any(thread.is_alive() for thread in intake._threads)


def test_what_waits_when_the_end_comes_is_still_served(intake, reception):
    async def last_words() -> list[Verdict]:
        first = asyncio.create_task(intake.submit([b"first"]))
        assert await asyncio.to_thread(reception.asked.wait, 30)
        last = [asyncio.create_task(intake.submit([data])) for data in (b"a", b"b")]
        await asyncio.sleep(0)
        intake._waiting.put(None)  # what `stop` puts behind them
        reception.go.set()
        return [*await first, *(await last[0]), *(await last[1])]

    assert headers(asyncio.run(last_words())) == [b"first", b"a", b"b"]
