"""`@record` writes an intent before and an outcome after, and changes nothing else."""

from __future__ import annotations

import asyncio
import functools
import inspect
import json
import threading

import pytest

from ledger.domain.commitment import field_leaf
from ledger.errors import InvalidInputError
from ledger.sdk import Denied, Refused, caused_by, current_record_id, session, tail
from ledger.sdk.payload import REDACTED


def lines(ledger):
    return list(tail(ledger.spool))


def opened(ledger, commitment: str) -> object:
    (opening,) = [item for item in ledger.openings() if item.root.hex() == commitment]
    assert field_leaf(opening.field, opening.salt, opening.value).hex() == commitment
    return json.loads(opening.value)


@pytest.fixture
def ledger(make_ledger):
    return make_ledger(bound=True)


def test_a_call_is_an_intent_and_an_outcome_that_names_it(ledger):
    @ledger.record
    def pay(invoice: str, cents: int = 5) -> str:
        return f"{invoice}:{cents}"

    assert pay("i1", cents=7) == "i1:7"
    intent, outcome = lines(ledger)
    assert (intent.statement.phase, outcome.statement.phase) == ("intent", "outcome")
    assert (intent.statement.op, intent.statement.kind) == ("execute_tool", "operational")
    assert intent.statement.tool.endswith("pay")
    assert outcome.statement.outcome == "success"
    assert outcome.statement.parents == (intent.record_id,)
    assert intent.statement.call == outcome.statement.call
    assert opened(ledger, intent.statement.in_) == {"invoice": "i1", "cents": 7}
    assert opened(ledger, outcome.statement.out) == "i1:7"


def test_payloads_are_never_in_the_record(ledger):
    @ledger.record
    def whisper(secret: str) -> str:
        return secret

    whisper("hunter2")
    assert b"hunter2" not in b"".join((ledger.spool / "0-1" / "records.log").read_bytes() for _ in "1")
    assert b"hunter2" in (ledger.spool / "openings.log").read_bytes()


def test_options_name_what_is_done(ledger):
    @ledger.record(
        op="approval", tool="bank.pay", kind="interaction", risk="high", session="s9", policy="p1", model="m1"
    )
    def pay() -> None: ...

    pay()
    for line in lines(ledger):
        found = line.statement
        assert (found.op, found.tool, found.kind, found.risk) == ("approval", "bank.pay", "interaction", "high")
        assert (found.session, found.policy, found.model) == ("s9", "p1", "m1")


def test_the_signature_and_the_kind_of_function_stay(ledger):
    def plain(a: int, *, b: str = "x") -> float:
        """What it does."""

    async def coroutine(): ...

    def generator():
        yield

    async def async_generator():
        yield

    wrapped = ledger.record(plain)
    assert inspect.signature(wrapped) == inspect.signature(plain)
    assert (wrapped.__name__, wrapped.__doc__, wrapped.__wrapped__) == ("plain", "What it does.", plain)
    assert inspect.iscoroutinefunction(ledger.record(coroutine))
    assert inspect.isgeneratorfunction(ledger.record(generator))
    assert inspect.isasyncgenfunction(ledger.record(async_generator))


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ValueError("no"), "failure"),
        (Refused("I will not"), "refused"),
        (Denied("you may not"), "denied"),
        (TimeoutError(), "timeout"),
        (asyncio.CancelledError(), "failure"),
        (KeyboardInterrupt(), "failure"),
    ],
)
def test_an_exception_passes_unchanged_and_gives_the_outcome(ledger, error, outcome):
    @ledger.record
    def fail() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        fail()
    assert caught.value is error
    assert error.__context__ is None
    found = lines(ledger)[1].statement
    assert found.outcome == outcome
    assert opened(ledger, found.out) == {
        "exception": f"{type(error).__module__}.{type(error).__qualname__}",
        "message": str(error),
    }


def test_nested_calls_name_the_outer_intent(ledger):
    @ledger.record
    def inner() -> str | None:
        return current_record_id()

    @ledger.record
    def outer() -> tuple[str | None, str | None]:
        return current_record_id(), inner()

    assert current_record_id() is None
    ids = outer()
    assert current_record_id() is None
    outer_intent, inner_intent, inner_outcome, outer_outcome = lines(ledger)
    assert ids == (outer_intent.record_id, inner_intent.record_id)
    assert outer_intent.statement.parents is None
    assert inner_intent.statement.parents == (outer_intent.record_id,)
    assert inner_outcome.statement.parents == (inner_intent.record_id,)
    assert outer_outcome.statement.parents == (outer_intent.record_id,)


def test_coroutines_keep_their_own_parents_while_they_interleave(ledger):
    @ledger.record
    async def step(name: str) -> None:
        await asyncio.sleep(0)

    @ledger.record
    async def task(name: str) -> None:
        for _ in range(3):
            await step(name)

    async def everything() -> None:
        await asyncio.gather(*(task(f"t{number}") for number in range(5)))

    asyncio.run(everything())
    found = lines(ledger)
    intents = {line.record_id: line.statement for line in found if line.statement.phase == "intent"}
    assert len(found) == 40
    for line in found:
        if line.statement.phase == "intent" and line.statement.tool.endswith("step"):
            (parent,) = line.statement.parents
            task_name = opened(ledger, intents[parent].in_)["name"]
            assert opened(ledger, line.statement.in_)["name"] == task_name


def test_an_async_failure_and_cancellation_are_recorded(ledger):
    @ledger.record
    async def hang() -> None:
        await asyncio.sleep(60)

    async def run() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(hang(), 0.01)

    asyncio.run(run())
    assert lines(ledger)[1].statement.outcome == "failure"


def test_a_generator_is_recorded_from_its_first_item_to_its_end(ledger):
    @ledger.record
    def inner() -> None: ...

    @ledger.record
    def count(limit: int):
        for number in range(limit):
            inner()
            got = yield number
            assert got == number * 10
        return "done"

    generator = count(3)
    assert lines(ledger) == []
    assert next(generator) == 0
    assert current_record_id() is None
    assert [generator.send(0), generator.send(10)] == [1, 2]
    with pytest.raises(StopIteration) as stop:
        generator.send(20)
    assert stop.value.value == "done"
    found = lines(ledger)
    intent, outcome = found[0], found[-1]
    assert [line.statement.parents for line in found[1::2]] == [(intent.record_id,)] * 4
    assert opened(ledger, outcome.statement.out)["items"] == 3
    assert opened(ledger, outcome.statement.out)["closed"] is False


def test_a_generator_that_fails_is_thrown_into_or_is_closed_early_says_so(ledger):
    @ledger.record
    def numbers():
        try:
            yield 1
        except KeyError:
            yield 2
        raise ValueError("end")

    generator = numbers()
    assert next(generator) == 1
    assert generator.throw(KeyError("in")) == 2
    with pytest.raises(ValueError, match="end"):
        next(generator)
    closed = numbers()
    next(closed)
    closed.close()
    outcomes = [line.statement for line in lines(ledger) if line.statement.phase == "outcome"]
    assert [item.outcome for item in outcomes] == ["failure", "success"]
    assert opened(ledger, outcomes[1].out)["closed"] is True


def test_an_async_generator_is_recorded_likewise(ledger):
    @ledger.record
    async def inner() -> None: ...

    @ledger.record
    async def numbers(limit: int):
        for number in range(limit):
            await inner()
            yield number

    async def run() -> list[int]:
        found = [item async for item in numbers(2)]
        early = numbers(5)
        await anext(early)
        assert current_record_id() is None
        await early.aclose()
        return found

    assert asyncio.run(run()) == [0, 1]
    found = lines(ledger)
    outer = [line for line in found if line.statement.tool.endswith("numbers")]
    assert [line.statement.outcome for line in outer] == [None, "success", None, "success"]
    inner_intents = [
        line for line in found if line.statement.tool.endswith("inner") and line.statement.phase == "intent"
    ]
    assert [line.statement.parents for line in inner_intents] == [(outer[0].record_id,)] * 2 + [(outer[2].record_id,)]


def test_sessions_and_causes_come_from_the_scope(ledger):
    @ledger.record
    def act() -> None: ...

    foreign = "ab" * 32
    with session("s1", principal="did:alice", mandate="cd" * 32, policy="v3"), caused_by(foreign):
        act()
    act()
    inside, _, outside, _ = (line.statement for line in lines(ledger))
    assert (inside.session, inside.principal, inside.mandate, inside.policy) == ("s1", "did:alice", "cd" * 32, "v3")
    assert inside.parents == (foreign,)
    assert outside.session.startswith("default-")
    assert (outside.principal, outside.parents) == (None, None)


@pytest.mark.parametrize(
    "make",
    [lambda: session(""), lambda: session("x" * 129), lambda: session("s", mandate="xyz"), lambda: caused_by("xyz")],
)
def test_a_scope_refuses_what_no_record_could_hold(make):
    with pytest.raises(InvalidInputError), make():
        pass


def test_redacted_arguments_are_not_even_committed_to(ledger):
    @ledger.record(redact=["password"])
    def login(user: str, password: str) -> None: ...

    login("ann", "hunter2")
    assert opened(ledger, lines(ledger)[0].statement.in_) == {"user": "ann", "password": REDACTED}
    assert b"hunter2" not in (ledger.spool / "openings.log").read_bytes()
    with pytest.raises(InvalidInputError, match="'pasword'"):
        ledger.record(redact=["pasword"])(login.__wrapped__)


def test_capture_off_commits_to_nothing(ledger):
    @ledger.record(capture=False)
    def act(a: int) -> int:
        return a

    act(1)
    assert [(line.statement.in_, line.statement.out) for line in lines(ledger)] == [(None, None)] * 2
    assert list(ledger.openings()) == []


def test_any_argument_can_be_committed_to(ledger):
    loop: list = []
    loop.append(loop)

    class Thing:
        def __repr__(self) -> str:
            raise RuntimeError("never asked")

    @ledger.record
    def act(*args, **kwargs) -> Thing:
        return Thing()

    act(1, Thing(), b"bytes", loop, {1: 2}, x=float("nan"), y=threading.Lock())
    assert [line.statement.phase for line in lines(ledger)] == ["intent", "outcome"]


def test_an_exception_whose_text_cannot_be_had_passes_unchanged_too(ledger):
    class MuteError(Exception):
        def __str__(self) -> str:
            raise ValueError("no text")

    error = MuteError()

    @ledger.record
    def fail() -> None:
        raise error

    with pytest.raises(MuteError) as caught:
        fail()
    assert caught.value is error
    assert opened(ledger, lines(ledger)[1].statement.out)["message"] == "its text raised ValueError"


def test_whatever_can_be_called_can_be_recorded(ledger):
    class Tool:
        def __call__(self, a: int) -> int:
            return a

    class Slow:
        async def __call__(self, a: int) -> int:
            await asyncio.sleep(0)
            return a

    def add(a: int, b: int) -> int:
        return a + b

    assert ledger.record(Tool())(1) == 1
    assert ledger.record(functools.partial(add, 1))(b=2) == 3
    running = ledger.record(Slow())(4)
    assert len(lines(ledger)) == 4  # nothing of it ran, so nothing is told of it yet
    assert asyncio.run(running) == 4
    tools = [line.statement.tool for line in lines(ledger)[::2]]
    assert [tool.rpartition(".")[2] for tool in tools] == ["Tool", "add", "Slow"]


def test_methods_and_static_methods_can_be_recorded(ledger):
    class Agent:
        @ledger.record
        @staticmethod
        def twice(a: int) -> int:
            return 2 * a

        @ledger.record
        @classmethod
        def name(cls) -> str:
            return cls.__name__

        @ledger.record
        def act(self, a: int) -> int:
            return a

        @staticmethod
        @ledger.record
        def rest(a: int) -> int:
            return a

    assert (Agent().act(1), Agent.rest(2)) == (1, 2)
    assert (Agent().twice(2), Agent.name()) == (4, "Agent")
    assert "Agent.act" in lines(ledger)[0].statement.tool
    assert opened(ledger, lines(ledger)[0].statement.in_)["a"] == 1
