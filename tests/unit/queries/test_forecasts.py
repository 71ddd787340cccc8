"""Forecasts and alerts as answers: as of a block, with reasons, honest about what was taken back or never made."""

from __future__ import annotations

import pytest

from ledger.errors import ConflictError, InvalidInputError, NotFoundError
from ledger.queries import cursors
from ledger.queries.forecasts import BASIS, CAUTION, INCOMPLETE, NO_RUN, REORGED, alerts, forecast
from ledger.store.forecasts import Forecasts
from tests.fakes.stated import DIGEST, RECORD, row, state

EVERYTHING = {"state": None, "agent": None, "cursor": None, "limit": 50, "as_of": None}


def listed(sources, **more):
    return alerts(sources, **{**EVERYTHING, **more})


@pytest.fixture
def stated(world, mirror, catch_up):
    """Six agents, forecast as of block 6; two empty blocks after it."""
    for _ in range(6):
        world.new_agent({})
    catch_up()
    rows = {
        0: row(),
        1: row("firing", probability=0.7),
        2: row("pending"),
        3: row(probability=None),
        4: row("firing"),
        5: row("resolved", complete=False),
    }
    run = state(mirror, rows)
    world.chain.mine(blocks=2)
    catch_up()
    return run


def test_a_forecast_names_model_block_and_what_it_changes(sources, stated, world):
    answer = forecast(sources, "1", as_of=None)
    found = answer.data
    assert (found.state, found.alert, found.probability, found.horizon) == ("ok", "firing", 0.7, 20)
    assert found.reasons[0].records == [RECORD.hex()]
    assert found.caution == CAUTION
    made = found.statement
    assert (made.as_of.number, made.as_of.hash) == (stated.block, stated.hash.hex())
    assert (made.model.digest, made.stated_block, made.finality) == (DIGEST.hex(), stated.block, "confirmed")
    assert answer.as_of.number == world.chain.head().number
    assert answer.completeness.complete
    assert answer.completeness.basis == f"run as of block {stated.block}, model {DIGEST.hex()[:12]}: {BASIS}"


def test_a_short_history_is_insufficient_and_what_is_missing_is_said(sources, stated):
    assert forecast(sources, "3", as_of=None).data.state == "insufficient"
    assert forecast(sources, "3", as_of=None).data.probability is None
    late = forecast(sources, "5", as_of=None).completeness
    assert not late.complete
    assert late.basis.endswith(INCOMPLETE)


def test_the_block_asked_about_decides_which_forecast_is_given(sources, stated, mirror, world):
    state(mirror, {1: row("resolved")})
    assert forecast(sources, "1", as_of=None).data.alert == "resolved"
    assert forecast(sources, "1", as_of=stated.block).data.alert == "firing"
    assert [item.agent_id for item in listed(sources).data.items] == [1]
    with pytest.raises(NotFoundError, match="nobody has made a forecast"):
        forecast(sources, "1", as_of=stated.block - 1)


def test_an_agent_that_came_later_and_one_that_never_came_are_told_apart(sources, stated, world, catch_up):
    world.new_agent({})
    catch_up()
    with pytest.raises(NotFoundError, match="before agent 6 came to be") as later:
        forecast(sources, "6", as_of=None)
    assert later.value.code == "no_forecast"
    assert "ombud forecast run" in later.value.hint
    with pytest.raises(NotFoundError) as never:
        forecast(sources, "77", as_of=None)
    assert never.value.code == "no_such_agent"


def test_alerts_are_listed_by_agent_state_and_page(sources, stated):
    assert [(i.agent_id, i.state) for i in listed(sources).data.items] == [
        (1, "firing"),
        (2, "pending"),
        (4, "firing"),
        (5, "resolved"),
    ]
    assert [i.agent_id for i in listed(sources, state="firing").data.items] == [1, 4]
    assert [i.agent_id for i in listed(sources, agent="4").data.items] == [4]
    assert listed(sources, agent="0").data.items == []
    first = listed(sources, limit=3).data
    assert first.more
    rest = listed(sources, limit=3, cursor=first.next_cursor).data
    assert ([i.agent_id for i in rest.items], rest.more) == ([5], False)
    again = listed(sources, limit=3, cursor=rest.next_cursor).data
    assert (again.items, again.next_cursor) == ([], rest.next_cursor)


def test_pages_go_on_in_the_run_they_began_in(sources, stated, mirror):
    first = listed(sources, limit=2).data
    state(mirror, {1: row("resolved")})
    assert [i.agent_id for i in listed(sources, cursor=first.next_cursor).data.items] == [4, 5]


def test_a_run_that_is_gone_and_a_cursor_that_does_not_fit_are_refused(sources, stated, mirror, monkeypatch):
    first = listed(sources, limit=2).data
    monkeypatch.setattr(Forecasts, "run", lambda *_: None)
    with pytest.raises(ConflictError, match="gone"):
        listed(sources, cursor=first.next_cursor)
    books = mirror.books()
    odd = cursors.Cursor(1, "alerts//", None, books.cursor.number, books.cursor.hash, cursors.Place(1, b"x"), {})
    with pytest.raises(InvalidInputError, match="fit"):
        listed(sources, cursor=odd.text())


def test_no_run_is_no_all_clear(sources, world, catch_up):
    world.new_agent({})
    catch_up()
    answer = listed(sources)
    assert (answer.data.items, answer.data.next_cursor) == ([], None)
    assert (answer.completeness.complete, answer.completeness.basis) == (False, NO_RUN)


def test_unknown_states_and_agents_are_refused(sources, stated):
    with pytest.raises(InvalidInputError, match="pending, firing, resolved"):
        listed(sources, state="burning")
    with pytest.raises(NotFoundError, match="no agent 9"):
        listed(sources, agent="9")


def test_a_forecast_about_a_block_that_was_taken_back_says_so(sources, world, catch_up, mirror):
    world.new_agent({})
    world.chain.mine(blocks=3)
    catch_up()
    state(mirror, {0: row("firing")})
    assert forecast(sources, "0", as_of=None).data.state == "ok"
    world.chain.fork(2)
    world.chain.mine(blocks=4)
    catch_up()
    answer = forecast(sources, "0", as_of=None)
    assert (answer.data.state, answer.data.statement.reorged) == ("reorged", True)
    assert (answer.completeness.complete, answer.completeness.basis) == (False, REORGED)
    assert answer.data.probability == 0.2
    shown = listed(sources)
    assert [item.statement.reorged for item in shown.data.items] == [True]
    assert not shown.completeness.complete
    state(mirror, {0: row()})
    assert forecast(sources, "0", as_of=None).data.state == "ok"


def test_a_forecast_about_an_old_empty_block_is_compared_with_the_node(sources, world, catch_up, mirror):
    world.new_agent({})
    world.chain.mine(blocks=3)
    catch_up(depth=4)
    run = state(mirror, {0: row()})
    world.chain.mine(blocks=200)
    catch_up(depth=4)
    view = mirror.view(mirror.books())
    assert view.block_id(run.block) is None
    assert forecast(sources, "0", as_of=None).data.state == "ok"
