"""Feedback, dimensions, operators and validation in the mirror: every event a row, every row taken back by a fork."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import keccak
from ledger.errors import UnavailableError
from ledger.indexer.rebuild import rebuild
from ledger.store import keys
from ledger.store.feedback_view import FeedbackName, FeedbackView, feedback_name, parse_name
from tests.fakes.opinions import STARRED, FakeOpinions
from tests.fakes.world import account


@pytest.fixture
def opinions(world):
    found = FakeOpinions(world)
    found.declare()
    return found


@pytest.fixture
def agent(world, opinions):
    return world.new_agent({})


def view_of(mirror, block=None):
    return FeedbackView(mirror.view(mirror.books(), block))


def kinds(placed):
    return [type(item.row).__name__ for item in placed]


def test_a_feedback_is_a_row_an_event_and_is_found_by_agent_and_client(mirror, opinions, agent, catch_up):
    index = opinions.give(agent, "client", -(10**38), valueDecimals=18, tag2="week", endpoint="e", feedbackURI="u")
    opinions.respond(agent, "client", index, agent.owner)
    opinions.link(agent, "client", index, 5)
    opinions.take_back(agent, "client", index)
    opinions.give(agent, "client")
    catch_up()
    found = view_of(mirror)
    first, second = (feedback_name(agent.number, account("client"), number) for number in (1, 2))
    history, _ = found.histories([first, second])
    assert kinds(history) == ["Given", "Answered", "Linked", "TakenBack"]
    said = history[0].row
    assert (said.value, said.decimals, said.tag1, said.tag2) == (str(-(10**38)), 18, "starred", "week")
    assert (said.endpoint, said.uri) == ("e", "u")
    for key in (keys.FEEDBACK, keys.agent_feedback(agent.number), keys.client_feedback(account("client"))):
        assert found.all_names(key) == [first, second]
    assert found.all_names(keys.agent_links(agent.number)) == [first]
    assert found.all_names(keys.agent_taken_back(agent.number)) == [first]
    assert found.histories([feedback_name(agent.number, account("other"), 1)]) == [[]]


def test_a_name_reads_back():
    name = FeedbackName(7, account("client"), 1 << 63)
    assert parse_name(feedback_name(name.agent_id, name.client, name.index)) == name


def test_dimensions_are_not_seen_before_their_block(mirror, world, opinions, agent, catch_up):
    later = keccak(b"later")
    opinions.declare(later, name="uptime", unit="%", lessIsBetter=True, least=-5, most=7)
    catch_up()
    now = view_of(mirror).dimensions([STARRED, later, keccak(b"none")])
    assert list(now) == [STARRED, later]
    assert (now[later].unit, now[later].less_is_better, now[later].least, now[later].most) == ("%", True, "-5", "7")
    assert list(view_of(mirror, world.chain.head().number - 1).dimensions([STARRED, later])) == [STARRED]


def test_validation_is_found_by_agent_and_by_validator(mirror, opinions, agent, catch_up):
    name = keccak(b"request")
    opinions.request(agent, "validator", name)
    opinions.answer(agent, "validator", name, 0)
    opinions.answer(agent, "validator", name, 100)
    catch_up()
    found = view_of(mirror)
    (history,) = found.validations([name])
    assert kinds(history) == ["Asked", "Validated", "Validated"]
    assert [item.row.response for item in history[1:]] == [0, 100]
    assert found.all_names(keys.agent_validations(agent.number)) == [name]
    assert found.all_names(keys.validator(account("validator"))) == [name]


def test_a_fork_takes_back_what_was_said(mirror, world, opinions, agent, catch_up):
    opinions.backed(agent, "client")
    catch_up(depth=100)
    before = mirror.digest()[0]
    height = len(world.chain.chain)
    opinions.take_back(agent, "client", 1)
    opinions.backed(agent, "client")
    opinions.declare(keccak(b"later"))
    opinions.approve_for_all(agent.owner, "operator")
    opinions.request(agent, "validator", keccak(b"request"))
    opinions.answer(agent, "validator", keccak(b"request"), 100)
    catch_up(depth=100)
    assert mirror.digest()[0] != before
    world.chain.fork(len(world.chain.chain) - height)
    world.chain.mine()
    catch_up(depth=100)
    assert mirror.digest()[0] == before
    opinions.give(agent, "client")
    catch_up(depth=100)
    assert rebuild(world.job(mirror, finality_depth=100), swap=False).equal


@pytest.mark.parametrize("indexes", [[2], [1, 3], [1, 1]])
def test_a_node_that_leaves_out_feedback_is_not_believed(mirror, world, opinions, agent, catch_up, indexes):
    world.chain.mine(*[opinions.given(agent, "client", 80, index) for index in indexes])
    with pytest.raises(UnavailableError, match="goes on with"):
        catch_up()


def test_feedback_goes_on_where_the_mirror_is(mirror, world, opinions, agent, catch_up):
    opinions.give(agent, "client")
    catch_up()
    world.chain.mine(*[opinions.given(agent, "client", 80, index) for index in (2, 3)])
    catch_up()
    world.chain.mine(opinions.given(agent, "client", 80, 5))
    with pytest.raises(UnavailableError, match="goes on with"):
        catch_up()
