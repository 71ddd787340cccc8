"""Followed block after block, agents are said to be what a run that knows nothing says they are."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from forecaster.reader import Read
from forecaster.service.follow import Follower
from forecaster.service.rows import forecast_all


def rounded(rows):
    """Rows to nine digits: scikit-learn's line differs in the last bit with how many rows are scored together."""

    def short(value):
        if isinstance(value, float):
            return round(value, 9)
        return type(value)(short(item) for item in value) if isinstance(value, list | tuple) else value

    return {number: short((*msgspec.structs.astuple(row)[:8], row.by)) for number, row in rows.items()} | {
        (number, place): (reason.feature, reason.records, short((reason.value, reason.push)))
        for number, row in rows.items()
        for place, reason in enumerate(row.reasons)
    }


def as_of(world, places, block):
    return [Read(world.histories[place].until(block), complete=True) for place in places]


def test_what_is_followed_is_what_is_read_from_the_beginning(world, model):
    places = sorted([*sorted(world.families)[:5], *[n for n in range(60) if n not in world.families][:3]])
    follower, alerts = Follower(model), set()
    end = max(world.histories[place].records[-1].block for place in places)
    begin = min(world.histories[place].records[0].block for place in places)
    for block in range(begin, end + 400, (end - begin) // 9):
        reads, latest, afresh = as_of(world, places, block), [], []
        rows = follower(iter(reads), latest)
        assert rounded(rows) == rounded(forecast_all(model, iter(reads), afresh))
        assert [item.tolist() for item in latest] == [item.tolist() for item in afresh]
        alerts |= {row.alert for row in rows.values()}
    assert alerts >= {"", "firing"}


def test_agents_of_which_nothing_is_new_are_not_looked_at_again(world, model):
    block = world.histories[0].as_of_block
    follower = Follower(model)
    reads = as_of(world, range(6), block - 1)
    follower(iter(reads), [])
    assert follower.looked == 6
    later = [Read(replace(read.history, as_of_block=block), complete=False) for read in reads]
    rows = follower(iter(later), [])
    assert follower.looked == 0
    assert rounded(rows) == rounded(forecast_all(model, iter(later)))


def test_an_agent_whose_past_changed_is_begun_anew(world, model):
    place = min(world.families)
    history = world.histories[place]
    follower = Follower(model)
    follower(iter([Read(history, complete=True)]), [])
    other = replace(history, records=history.records[4:], ratings=())
    rows = follower(iter([Read(other, complete=True)]), [])
    assert rounded(rows) == rounded(forecast_all(model, iter([Read(other, complete=True)])))
    assert rows[history.agent_id].acts == pytest.approx(history.acts - 2, abs=2)
