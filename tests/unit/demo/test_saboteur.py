from __future__ import annotations

import asyncio

import pytest

from demo.saboteur import Saboteur
from demo.world import Happening, World


class Stack:
    def __init__(self):
        self.done = []

    def kill_indexer(self):
        self.done.append("kill")

    def restart_indexer(self):
        self.done.append("restart")


@pytest.fixture
def world():
    return World([], [], target=100)


def end_calls(world, number):
    for _ in range(number):
        world.note("buyer", Happening("Ada", "order", "success"))


def test_the_indexer_dies_in_mid_day_and_returns_later(world):
    saboteur = Saboteur(Stack(), world)

    async def day():
        strike = asyncio.create_task(saboteur.strike())
        await asyncio.sleep(0)
        end_calls(world, 24)
        await asyncio.sleep(0.02)
        assert saboteur.stack.done == []
        end_calls(world, 1)
        await asyncio.sleep(0.1)
        assert saboteur.stack.done == ["kill"]
        end_calls(world, 15)
        await asyncio.wait_for(strike, 2)

    asyncio.run(day())
    assert saboteur.stack.done == ["kill", "restart"]
    assert (saboteur.killed_at, saboteur.restarted_at) == (50, 80)


def test_a_day_that_ends_early_brings_the_indexer_back(world):
    saboteur = Saboteur(Stack(), world)

    async def day():
        strike = asyncio.create_task(saboteur.strike())
        await asyncio.sleep(0)
        world.close()
        await asyncio.wait_for(strike, 2)

    asyncio.run(day())
    assert saboteur.stack.done == ["kill", "restart"]
