from __future__ import annotations

import asyncio
import os
import signal

import pytest

from demo.interrupts import Interrupts


@pytest.fixture
def interrupts():
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    made = Interrupts()
    made.listen()
    yield made
    for number, answer in before.items():
        signal.signal(number, answer)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_either_signal_interrupts_at_once(interrupts, number):
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), number)
    with pytest.raises(KeyboardInterrupt):
        interrupts.check()


def test_a_held_interrupt_waits_for_the_end_of_the_block(interrupts):
    done = []

    def start_a_child():
        with interrupts.held():
            os.kill(os.getpid(), signal.SIGTERM)
            done.append("child is known")

    with pytest.raises(KeyboardInterrupt):
        start_a_child()
    assert done == ["child is known"]


def test_a_held_interrupt_is_taken_where_the_block_asks(interrupts):
    done = []

    def start_parts():
        with interrupts.held():
            os.kill(os.getpid(), signal.SIGINT)
            interrupts.check()
            done.append("never")

    with pytest.raises(KeyboardInterrupt):
        start_parts()
    assert done == []


def test_nothing_interrupts_what_follows_ignore(interrupts):
    interrupts.ignore()
    os.kill(os.getpid(), signal.SIGTERM)
    interrupts.check()


def test_a_coroutine_is_cancelled_puts_things_in_order_and_then_the_interrupt_is_raised(interrupts):
    done = []

    async def work():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(5)
        finally:
            done.append("in order")

    with pytest.raises(KeyboardInterrupt):
        interrupts.run(work())
    assert done == ["in order"]
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGTERM)


def test_a_coroutine_that_nobody_interrupts_runs_to_its_end(interrupts):
    done = []

    async def work():
        await asyncio.sleep(0)
        done.append("end")

    interrupts.run(work())
    assert done == ["end"]
