"""Validation is readable by agent and by validator, with every answer kept."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import keccak
from ledger.errors import NotFoundError
from ledger.queries.validations import agent_validations, validation, validator_requests
from tests.fakes.opinions import FakeOpinions
from tests.fakes.world import account

FIRST, SECOND = keccak(b"first"), keccak(b"second")


@pytest.fixture
def opinions(world):
    return FakeOpinions(world)


@pytest.fixture
def agent(world):
    return world.new_agent({})


def test_an_answer_of_zero_is_no_silence_and_a_second_answer_hides_none(world, sources, opinions, agent, catch_up):
    opinions.request(agent, "validator", FIRST)
    opinions.request(agent, "validator", SECOND)
    opinions.answer(agent, "validator", FIRST, 0)
    before = world.chain.head().number
    opinions.answer(agent, "validator", FIRST, 100)
    catch_up()
    page = agent_validations(sources, "0", cursor=None, limit=9, as_of=None).data
    assert [(item.request, item.state) for item in page.items] == [
        (FIRST.hex(), "revised"),
        (SECOND.hex(), "requested"),
    ]
    assert [answer.response for answer in page.items[0].answers] == [0, 100]
    then = validation(sources, FIRST.hex(), as_of=before).data
    assert (then.state, then.answers[0].response, then.own_side, then.owner_epoch) == ("answered", 0, None, 0)
    by_validator = validator_requests(sources, account("validator"), cursor=None, limit=1, as_of=None).data
    assert [item.request for item in by_validator.items] == [FIRST.hex()]
    assert by_validator.more


def test_a_validator_of_the_own_side_is_marked_and_the_owner_epoch_kept(sources, opinions, agent, catch_up):
    opinions.transfer(agent, "buyer")
    opinions.request(agent, "owner", FIRST)
    opinions.request(agent, "buyer", SECOND)
    catch_up()
    items = agent_validations(sources, "0", cursor=None, limit=9, as_of=None).data.items
    assert [(item.own_side, item.owner_epoch) for item in items] == [("past_owner", 1), ("owner", 1)]


def test_what_was_never_requested_is_not_found(sources, opinions, agent, catch_up):
    catch_up()
    with pytest.raises(NotFoundError, match="no validation"):
        validation(sources, FIRST.hex(), as_of=None)
    assert validator_requests(sources, account("nobody"), cursor=None, limit=1, as_of=None).data.items == []
