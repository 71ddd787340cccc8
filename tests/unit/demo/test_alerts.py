"""An alert counts only if it fired for an earlier block, and was stated before anyone was disputed or convicted."""

from __future__ import annotations

import asyncio

import pytest

from demo.alerts import Alerts
from demo.cast import Persona
from demo.enrol import Enrolled
from demo.foresight import Statement
from demo.lookout import Lookout
from demo.world import Happening, World
from ledger.domain.ids import AgentRef, checksum
from ledger.domain.signing import SessionKey

KEY = SessionKey(b"\x07" * 32)
REASON = {"says": "sent out after looking people up", "feature": "x", "records": ["ab" * 32, "cd" * 32, "ef" * 32]}


def agent(number, name):
    return Enrolled(Persona(name, "courier"), AgentRef(31337, checksum("0x" + "11" * 20), number), 0, KEY, KEY)


OTIS, PETRA = agent(5, "Otis"), agent(6, "Petra")


def alert(number, *, as_of=130, stated=131, reorged=False):
    statement = {
        "as_of": {"number": as_of},
        "stated_block": stated,
        "reorged": reorged,
        "agents": 24,
        "model": {"trained_on": "simulated population, seed 0"},
    }
    return {
        "agent_id": number, "since": 120, "probability": 0.41, "horizon": 20, "reasons": [REASON] * 4,
        "statement": statement,
    }  # fmt: skip


class Api:
    def __init__(self, *found):
        self.found = found
        self.asked = []

    def items(self, path, **query):
        self.asked.append((path, query))
        return iter(self.found)


def alerts(*found):
    return Alerts(Api(*found), {5: OTIS, 6: PETRA})


def test_an_alert_before_the_opening_counts():
    found = alerts(alert(6), alert(5))
    assert found.before(OTIS, 140)["agent_id"] == 5
    assert found.api.asked == [("/v1/alerts", {"state": "firing", "as_of": 139})]


@pytest.mark.parametrize("late", [{"as_of": 140}, {"as_of": 141}, {"stated": 140}, {"stated": 150}, {"reorged": True}])
def test_an_alert_that_came_with_or_after_it_or_was_taken_back_does_not(late):
    assert alerts(alert(5, **late)).before(OTIS, 140) is None


def test_an_alert_about_another_agent_does_not_count():
    assert alerts(alert(6)).before(OTIS, 140) is None
    assert alerts().before(OTIS, 140) is None


def test_the_alert_is_told_with_its_reasons_its_records_and_whom_else_it_names():
    scene = alerts(alert(5), alert(6)).scene(OTIS)
    text = scene.told()
    for words in ("block 130", "by block 131", "Otis, a courier", "41% for its next 20 acts", "sent out after"):
        assert words in text
    assert text.count("sent out after") == 3
    assert "[abababababababab…, cdcdcdcdcdcdcdcd…]" in text
    assert "It also fires for Petra." in text
    assert "24 agents" in text
    assert scene.title == "alert: Otis"


def test_an_alert_about_nobody_else_says_so_and_none_is_none():
    assert "fires for nobody else" in alerts(alert(5)).scene(OTIS).told()
    assert alerts(alert(6)).scene(OTIS) is None


class Oracle:
    def state(self):
        return Statement(130, 24, {})


def watched(*steps):
    """When a lookout speaks, in calls, while a day goes on by these numbers of them; None closes the day."""
    world, heard = World([], [], target=100), []

    def hear(_statement):
        heard.append(world.written.total())

    async def day():
        watch = asyncio.create_task(Lookout(Oracle(), world, hear).watch())
        for step in steps:
            await asyncio.sleep(0.02)
            if step is None:
                world.close()
            for _ in range(step or 0):
                world.note("buyer", Happening("Ada", "order", "success"))
        await asyncio.sleep(0.05)
        await asyncio.wait_for(watch, 2)

    asyncio.run(day())
    return heard


def test_forecasts_are_stated_once_in_the_middle_of_the_day():
    (calls,) = watched(22, 1, 0, 22, 5)
    assert calls >= 23


def test_a_day_that_ends_early_ends_the_watch():
    assert watched(10, None) == []
