"""Chains as answers: who took part, by which records, page by page in the run that named them."""

from __future__ import annotations

import pytest

from ledger.errors import ConflictError, InvalidInputError, NotFoundError
from ledger.queries import cursors
from ledger.queries.forecast_chains import UNBOUNDED, chains
from ledger.queries.forecasts import NO_RUN, REORGED
from tests.fakes.stated import RECORD, chain, row, state

EVERYTHING = {"agent": None, "cursor": None, "limit": 50, "as_of": None}


def listed(sources, **more):
    return chains(sources, **{**EVERYTHING, **more})


@pytest.fixture
def named(world, mirror, catch_up):
    """Three agents, and three chains among them, the newest first."""
    for _ in range(3):
        world.new_agent({})
    catch_up()
    return state(mirror, {n: row() for n in range(3)}, chains=(chain(5, 0, 1), chain(4, 1, 2), chain(3, 0, 2)))


def test_a_chain_names_everybody_and_every_record_on_the_way(sources, named):
    answer = listed(sources)
    found = answer.data.items[0]
    assert (found.block, found.score, found.agent_ids) == (5, 0.9, [0, 1])
    assert found.agents == [str(sources.agent(0)), str(sources.agent(1))]
    assert found.records == [found.record, RECORD.hex()]
    assert found.statement.as_of.number == named.block
    assert found.caution.endswith(UNBOUNDED)
    assert answer.completeness.complete


def test_chains_are_listed_newest_first_by_agent_and_page(sources, named):
    assert [item.block for item in listed(sources).data.items] == [5, 4, 3]
    assert [item.block for item in listed(sources, agent="2").data.items] == [4, 3]
    first = listed(sources, agent="0", limit=1).data
    rest = listed(sources, agent="0", limit=1, cursor=first.next_cursor).data
    assert ([item.block for item in (*first.items, *rest.items)], first.more, rest.more) == ([5, 3], True, False)
    again = listed(sources, agent="0", limit=1, cursor=rest.next_cursor).data
    assert (again.items, again.next_cursor) == ([], rest.next_cursor)


def test_a_page_of_another_run_or_another_list_is_refused(sources, named, mirror):
    first = listed(sources, limit=1).data
    with pytest.raises(InvalidInputError, match="another list"):
        listed(sources, agent="1", cursor=first.next_cursor)
    state(mirror, {0: row(), 1: row()}, chains=(chain(5, 0, 1),))
    with pytest.raises(ConflictError, match="gone"):
        listed(sources, cursor=first.next_cursor)
    books = mirror.books()
    odd = cursors.Cursor(1, "chains/", None, books.cursor.number, books.cursor.hash, cursors.Place(1, b"x"), {})
    with pytest.raises(InvalidInputError, match="fit"):
        listed(sources, cursor=odd.text())


def test_no_run_is_no_all_clear_and_unknown_agents_are_refused(sources, world, catch_up):
    world.new_agent({})
    catch_up()
    assert listed(sources).data.items == []
    assert listed(sources).completeness.basis == NO_RUN
    with pytest.raises(NotFoundError, match="no agent 9"):
        listed(sources, agent="9")


def test_chains_of_a_block_that_was_taken_back_say_so(sources, world, catch_up, mirror):
    world.new_agent({})
    world.chain.mine(blocks=3)
    catch_up()
    state(mirror, {0: row()}, chains=(chain(3, 0),))
    world.chain.fork(2)
    world.chain.mine(blocks=4)
    catch_up()
    answer = listed(sources)
    assert answer.data.items[0].statement.reorged
    assert (answer.completeness.complete, answer.completeness.basis) == (False, REORGED)
