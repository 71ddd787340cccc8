"""Calls that may not happen before their intent is anchored."""

from __future__ import annotations

import asyncio
import inspect

import pytest

from ledger.errors import ConflictError, NotFoundError, UnavailableError
from ledger.logserver.app import create_app
from ledger.sdk import tail
from ledger.sdk.context import Ref
from tests.fakes.anchor import FakeAnchor
from tests.unit.logserver import scene
from tests.unit.sdk.conftest import served


@pytest.fixture
def anchor() -> FakeAnchor:
    return FakeAnchor()


@pytest.fixture
def anchoring(tmp_path, directory, anchor, ledgers):
    """A log that anchors what it takes."""
    app = create_app(
        tmp_path / "log", scene.config(), scene.KEYS, directory=directory, clock=directory.now, anchor=anchor
    )
    with served(app, ledgers) as client:
        yield client


def outcomes(ledger) -> list[str | None]:
    return [line.statement.outcome for line in tail(ledger.spool)]


def test_a_call_happens_once_its_intent_is_anchored(make_ledger, anchoring, anchor):
    ledger = make_ledger(bound=True, to=anchoring)
    seen = []

    @ledger.record(wait="anchored")
    def pay(cents: int) -> str:
        seen.append(len(anchor.anchors))
        return f"paid {cents}"

    assert pay(5) == "paid 5"
    assert seen == [1]
    assert outcomes(ledger) == [None, "success"]


def test_every_kind_of_function_waits_and_coroutines_hold_nobody_up(make_ledger, anchoring, anchor):
    ledger = make_ledger(bound=True, to=anchoring)
    seen = []

    @ledger.record(wait="anchored")
    async def pay() -> None:
        seen.append(("coroutine", bool(anchor.anchors)))

    @ledger.record(wait="anchored")
    def items():
        seen.append(("generator", len(anchor.anchors) > 1))
        yield 1

    @ledger.record(wait="anchored")
    async def stream():
        seen.append(("async generator", len(anchor.anchors) > 1))
        yield 1

    async def run() -> int:
        task, turns = asyncio.create_task(pay()), 0
        while not task.done():
            await asyncio.sleep(0.01)
            turns += 1
        assert [item async for item in stream()] == [1]
        return turns

    assert asyncio.run(run()) > 1
    assert list(items()) == [1]
    assert seen == [("coroutine", True), ("async generator", True), ("generator", True)]
    assert inspect.iscoroutinefunction(pay)


def test_a_call_whose_intent_is_not_anchored_in_time_does_not_happen_and_says_so(make_ledger, client):
    ledger = make_ledger(bound=True, to=client, anchor_seconds=0.3)

    @ledger.record(wait="anchored")
    def pay() -> None:
        raise AssertionError("it was called")

    with pytest.raises(UnavailableError) as found:
        pay()
    assert (found.value.code, "ombud log status" in found.value.hint) == ("not_anchored", True)
    assert outcomes(ledger) == [None, "refused"]


def test_nothing_waits_for_ever_where_nobody_answers(make_ledger):
    alone = make_ledger("alone", bound=True)
    with pytest.raises(UnavailableError, match="no log to send to"):
        alone.wait_anchored(alone.write("chat").ref)
    cut_off = make_ledger("cut", bound=True, log_url="http://127.0.0.1:9", anchor_seconds=0.3)
    with pytest.raises(UnavailableError) as found:
        cut_off.wait_anchored(cut_off.write("chat").ref)
    assert found.value.code == "not_anchored"


def test_a_draft_and_a_strangers_record_are_told_apart(make_ledger, anchoring):
    draft = make_ledger("draft", to=anchoring)
    with pytest.raises(UnavailableError) as found:
        draft.wait_anchored(draft.write("chat").ref)
    assert found.value.code == "not_bound"
    ledger = make_ledger(bound=True, to=anchoring)
    ledger.write("chat")
    with pytest.raises(NotFoundError):
        ledger.wait_anchored(Ref(str(ledger.spool), 0, "ab" * 32))


def test_what_the_log_refuses_is_raised_at_once(make_ledger, anchoring):
    ledger = make_ledger(bound=True, to=anchoring)
    first = ledger.write("chat")
    ledger.wait_anchored(first.ref)
    head = bytes.fromhex(next(ledger.acks()).header)
    assert anchoring.app.state.service.submit([scene.segment(1, prev=head).pack()])[0].accepted  # by another hand
    with pytest.raises(ConflictError):
        ledger.wait_anchored(ledger.write("chat").ref)
