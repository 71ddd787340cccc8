from __future__ import annotations

import asyncio

import pytest

from demo.cast import personas
from demo.world import Neighbour, World


@pytest.fixture
def world():
    return World(
        [Neighbour(p.name, p.role, f"agent {i}", f"account {i}") for i, p in enumerate(personas(24))], [], target=10
    )


def test_the_day_is_over_when_enough_records_are_written(world):
    world.written["buyer", "success"] = 4
    assert (world.records, world.day_is_over) == (8, False)
    world.written["seller", "refused"] = 1
    assert world.day_is_over


def test_a_bell_rung_before_one_listens_is_heard(world):
    world.ring("agent 3")
    asyncio.run(asyncio.wait_for(world.news("agent 3"), 1))


def test_a_bell_is_heard_once(world):
    async def twice():
        world.ring("agent 3")
        await world.news("agent 3")
        await asyncio.wait_for(world.news("agent 3"), 0.05)

    with pytest.raises(TimeoutError):
        asyncio.run(twice())


def test_closing_wakes_whoever_waits_and_nobody_waits_again(world):
    async def close():
        waiting = [asyncio.create_task(world.news(neighbour.agent)) for neighbour in world.neighbours]
        await asyncio.sleep(0)
        world.close()
        await asyncio.wait_for(asyncio.gather(*waiting), 1)
        await asyncio.wait_for(world.news("agent 0"), 1)

    asyncio.run(close())
