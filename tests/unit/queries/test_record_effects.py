"""An action is unconfirmed until the other party says how it ended."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import ZERO32
from ledger.domain.record import record_id
from ledger.errors import InvalidInputError
from ledger.queries import records
from tests.fakes.promises import append, countersignature, fork, promise
from tests.fakes.world import account

SALT = bytes([7]) * 32
TIME = 1_900_000_000


@pytest.fixture
def deal(world):
    """A giver whose intent is logged, and a taker to whom it gave a receipt."""
    one, two = world.new_log("one"), world.new_log("two")
    giver = world.new_agent({0: ZERO32, 1: one}, owner="giver")
    taker = world.new_agent({1: two}, owner="taker")
    append(world, one, giver, [{"session": "deal"}, {"session": "other"}])
    world.anchor(one)
    return giver, taker, one, two


def given(deal, *, to=None, salt=ZERO32, **more):
    giver, taker, *_ = deal
    return promise(giver, giver.record(0, session="deal"), 0, to=to or taker.owner, by=TIME, salt=salt, **more)


def say(world, deal, signed, outcome="success", *, by=None, salt=ZERO32):
    _, taker, _, two = deal
    append(world, two, by or taker, [countersignature(signed, outcome, salt)])
    return world.anchor(two)


def listed(sources, effect=None, as_of=None, limit=50, agent="0"):
    out, cursor = [], None
    while True:
        page = records.agent_records(
            sources, agent, cursor=cursor, limit=limit, as_of=as_of, proofs=False, effect=effect
        ).data
        out += page.items
        cursor = page.next_cursor
        if not page.more:
            return [(item.seq, item.effect) for item in out]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("success", "confirmed"), ("failure", "contradicted"), ("timeout", "contradicted"), ("denied", "contradicted"),
        ("refused", "contradicted"), ("escalated", "unconfirmed"),
    ],
)  # fmt: skip
def test_the_other_party_says_what_became_of_it(world, sources, catch_up, deal, outcome, state):
    giver, taker, *_ = deal
    catch_up()
    assert listed(sources) == [(0, "unconfirmed"), (1, "unconfirmed")]
    signed = given(deal)
    block = say(world, deal, signed, outcome)
    catch_up()
    assert listed(sources) == [(0, state), (1, "unconfirmed")]
    found = records.record(sources, record_id(giver.record(0, session="deal")).hex(), as_of=None).data.record
    assert found.effect == state
    if state == "unconfirmed":
        assert found.countersigned is None
        return
    by = found.countersigned
    assert (by.agent, by.outcome, by.witnessed.block) == (str(taker.ref), outcome, block)
    assert by.receipt == signed.receipt.hash.hex()
    named = records.record(sources, by.record_id, as_of=None).data.record
    assert named.content["receipt"].startswith(signed.receipt.words.hex())


def test_records_are_filtered_by_their_effect_as_of_any_block_and_after_a_fork(world, sources, catch_up, deal):
    before = world.chain.head().number
    say(world, deal, given(deal))
    catch_up()
    assert listed(sources, "confirmed") == [(0, "confirmed")]
    assert listed(sources, "unconfirmed") == [(1, "unconfirmed")]
    assert listed(sources, "unconfirmed", limit=1) == [(1, "unconfirmed")]
    assert listed(sources, "contradicted") == []
    assert listed(sources, "unconfirmed", as_of=before) == [(0, "unconfirmed"), (1, "unconfirmed")]
    assert listed(sources, "confirmed", as_of=before) == []
    fork(world, 1)
    world.chain.mine(blocks=3)
    catch_up()
    assert listed(sources, "confirmed") == []
    world.anchor(deal[3])
    catch_up()
    assert listed(sources, "confirmed") == [(0, "confirmed")]


def test_the_newest_word_counts(world, sources, catch_up, deal):
    for outcome in ("failure", "success", "escalated"):
        say(world, deal, given(deal), outcome)
    catch_up()
    assert listed(sources) == [(0, "confirmed"), (1, "unconfirmed")]
    say(world, deal, given(deal), "refused")
    catch_up()
    assert listed(sources) == [(0, "contradicted"), (1, "unconfirmed")]


def test_an_outcome_has_the_effect_of_its_intent(world, sources, catch_up, deal):
    giver, _, one, _ = deal
    intent = record_id(giver.record(0, session="deal")).hex()
    outcome = {"phase": "outcome", "outcome": "success"}
    append(world, one, giver, [{**outcome, "parents": (intent,)}, {**outcome, "parents": ("ab" * 32, intent)}])
    world.anchor(one)
    say(world, deal, given(deal))
    catch_up()
    assert listed(sources, "confirmed") == [(0, "confirmed"), (2, "confirmed")]


def test_a_record_made_on_chain_is_confirmed_too(world, sources, catch_up, deal):
    giver, taker, *_ = deal
    data = giver.record(0, stream=0)
    world.chain.mine(world.recorded(giver, data))
    say(world, deal, promise(giver, data, 0, to=taker.owner, by=TIME, stream=0))
    catch_up()
    assert listed(sources, "confirmed") == [(0, "confirmed")]
    assert records.record(sources, record_id(data).hex(), as_of=None).data.on_chain[0].effect == "confirmed"


def test_a_hidden_counterparty_is_opened_by_the_salt(world, sources, catch_up, deal):
    signed = given(deal, salt=SALT)
    say(world, deal, signed)
    catch_up()
    assert listed(sources, "confirmed") == []
    say(world, deal, signed, salt=SALT)
    catch_up()
    assert listed(sources, "confirmed") == [(0, "confirmed")]


def test_the_session_key_of_the_other_party_is_the_other_party(world, sources, catch_up, deal):
    say(world, deal, given(deal, to=deal[1].key.address))
    catch_up()
    assert listed(sources, "confirmed") == [(0, "confirmed")]


@pytest.mark.parametrize("who", ["stranger", "forger", "itself", "own side"])
def test_nobody_else_confirms(world, sources, catch_up, deal, who):
    giver, taker, _, two = deal
    other = world.new_agent({1: two}, owner={"own side": "giver"}.get(who, "stranger"))
    signed = given(deal)
    if who == "itself":
        append(world, deal[2], giver, [countersignature(given(deal, to=giver.owner))])
        world.anchor(deal[2])
    elif who == "forger":
        say(world, deal, given(deal, key=taker.key))
    elif who == "own side":
        say(world, deal, given(deal, to=account("giver")), by=other)
    else:
        say(world, deal, signed, by=other)
    catch_up()
    assert listed(sources, "confirmed") == []
    assert len(listed(sources, "unconfirmed")) == 2 + (who == "itself")


@pytest.mark.usefixtures("deal")
def test_a_state_that_there_is_not_is_refused(sources, catch_up):
    catch_up()
    with pytest.raises(InvalidInputError, match="never 'maybe'"):
        listed(sources, "maybe")
