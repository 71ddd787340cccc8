"""`ombud reputation recompute` and `show`: from a mirror of what clients said to a root."""

from __future__ import annotations

import pytest

from ledger.cli import reputation
from ledger.errors import InvalidInputError
from ledger.store.mirror import Mirror
from tests.fakes.asked import index, sources_of
from tests.fakes.opinions import STARRED, FakeOpinions
from tests.fakes.world import CHAIN_ID, REGISTRY, World, account


@pytest.fixture
def sources(redis_url):
    world = World()
    opinions = FakeOpinions(world)
    opinions.declare()
    agent = world.new_agent({})
    opinions.backed(agent, "anchor", 100)
    opinions.backed(agent, "client", 90)
    opinions.give(agent, "stranger", 0)
    mirror = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    index(world, mirror)
    yield sources_of(world, mirror)
    mirror.close()


def test_backed_ratings_of_the_mirror_become_a_board(sources):
    found = reputation._board(sources, account("anchor"), STARRED.hex(), "", None)
    assert {line.account for line in found.lines} == {account("anchor"), account("client"), account("owner")}
    assert found.of(account("anchor")).credibility > 0
    assert found.of(account("client")).credibility == 0
    assert len(found.root) == 64
    assert found == reputation._board(sources, account("anchor").lower(), "0x" + STARRED.hex().upper(), "", None)


def test_another_dimension_or_context_has_nothing_of_it(sources):
    for dimension, tag in (("00" * 32, ""), (STARRED.hex(), "elsewhere")):
        found = reputation._board(sources, account("anchor"), dimension, tag, None)
        assert [line.account for line in found.lines] == [account("anchor")]


def test_an_anchor_is_an_account(sources):
    with pytest.raises(InvalidInputError) as caught:
        reputation._board(sources, "0x12", STARRED.hex(), "", None)
    assert caught.value.code == "bad_address"
