"""`ombud reputation recompute` and `show`: from a mirror of what clients said to a root, and beside the posted one."""

from __future__ import annotations

import pytest

from ledger.cli.boards import Named, compare
from ledger.domain.hashing import keccak
from ledger.errors import InvalidInputError, NotFoundError
from ledger.store.mirror import Mirror
from ledger.trust.reading import posted, read_board
from tests.fakes.asked import index, sources_of
from tests.fakes.opinions import STARRED, FakeOpinions
from tests.fakes.world import CHAIN_ID, REGISTRY, World, account

NEWCOMER = 333_333  # ppm, of nobody ever spoken of


@pytest.fixture
def world():
    world = World()
    opinions = FakeOpinions(world)
    opinions.declare()
    agent = world.new_agent({})
    opinions.backed(agent, "anchor", 100)
    opinions.backed(agent, "client", 90)
    opinions.give(agent, "stranger", 0)
    return world


@pytest.fixture
def sources(redis_url, world):
    mirror = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    index(world, mirror)
    yield sources_of(world, mirror)
    mirror.close()


def terms(dimension=None, tag="", anchor=None):
    return Named(anchor or account("anchor"), dimension or STARRED.hex(), tag).terms()


def test_where_terms_ask_for_it_only_staked_and_audited_raters_are_heard(sources, world):
    rater = world.new_agent({}, owner="client")
    asked = Named(account("anchor"), STARRED.hex(), "", 10**17).terms()

    def voices():
        index(world, sources.mirror)
        board = read_board(sources, asked, None).board
        return board.of(account("client")) is not None

    assert not voices()
    world.chain.mine(world.deposit_event(rater, 10**17))
    assert not voices()
    audited = {"agentId": rater.number, "context": bytes(32), "dimension": 1, "cause": keccak(b"audit")}
    gained = {"addedPositive": 500, "addedNegative": 0, "positive": 500, "negative": 0, "count": 1}
    world.chain.mine(("Standing", "StandingChanged", audited | gained | {"period": world.chain.time // 604_800}))
    assert voices()
    world.chain.mine(world.deposit_event(rater, 10**17 - 1))  # what is left of it
    assert not voices()


def propose(world, found, **wrong):
    board = found.board
    said = {"root": bytes.fromhex(board.root), "size": len(board.lines), "uri": board.terms.uri} | wrong
    fixed = {"epoch": 1, "proposer": account("proposer"), "assertion": keccak(b"assertion"), "clusters": bytes(32)}
    args = fixed | {"asOfBlock": found.as_of.number, "formula": board.terms.hash} | said
    world.chain.mine(("CredibilityRoots", "RootProposed", args))


def test_backed_ratings_of_the_mirror_become_a_board(sources):
    found = read_board(sources, terms(), None).board
    assert {line.account for line in found.lines} == {account("anchor"), account("client"), account("owner")}
    assert found.of(account("anchor")).credibility > 0
    assert found.of(account("client")).credibility == 0
    assert len(found.root) == 64
    assert found == read_board(sources, terms("0x" + STARRED.hex().upper(), "", account("anchor").lower()), None).board


def test_another_dimension_or_context_has_nothing_of_it(sources):
    for dimension, tag in (("00" * 32, ""), (STARRED.hex(), "elsewhere")):
        found = read_board(sources, terms(dimension, tag), None).board
        assert [line.account for line in found.lines] == [account("anchor")]


def test_an_anchor_is_an_account_and_terms_are_whole():
    for named, code in (
        (Named("0x12", STARRED.hex(), ""), "bad_address"),
        (Named(account("anchor"), None, ""), "half_terms"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            named.terms()
        assert caught.value.code == code


def test_what_is_posted_is_held_against_what_was_said_up_to_its_block(sources, world):
    with pytest.raises(NotFoundError) as caught:
        posted(sources, None)
    assert caught.value.code == "no_root"
    honest = read_board(sources, terms(), None)
    propose(world, honest)
    FakeOpinions(world).backed(world.new_agent({}), "anchor", 0)  # later than the root reads
    index(world, sources.mirror)
    held = compare(sources, posted(sources, None))
    assert held.fault is None
    assert held.found == honest
    assert held.facts["agrees"] is True


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"root": keccak(b"another")}, "the root is"),
        ({"size": 7}, "over 3 accounts"),
        ({"uri": ""}, "without its terms"),
        ({"formula": keccak(b"another")}, "binds itself to"),
    ],
)
def test_a_wrong_root_is_said_to_be_wrong(sources, world, wrong, says):
    propose(world, read_board(sources, terms(), None), **wrong)
    index(world, sources.mirror)
    found = compare(sources, posted(sources, 1))
    assert says in found.fault
    assert found.facts["agrees"] is False
    with pytest.raises(NotFoundError):
        posted(sources, 2)


def test_what_was_upheld_weighs_against_the_owner(sources, world):
    assert read_board(sources, terms(), None).board.of(account("owner")).score is None
    world.chain.mine(*world.fault_events(world.agents[0]))
    index(world, sources.mirror)
    assert read_board(sources, terms(), None).board.of(account("owner")).score < NEWCOMER
