"""What is said of an agent and by its side: patterns that go before fraud, each with the records it rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forecaster.hearsay import HEARSAY, carriers, hearsay
from forecaster.history import AgentHistory, Kin, Rating
from forecaster.spoken import scaled, spoken
from ledger.queries.answers import Seen
from ledger.queries.feedback import FeedbackItem


def told(*ratings, kin=(), block=10_000):
    history = AgentHistory(1, "o", 10_000, (), ratings=tuple(ratings), kin=tuple(Kin(at) for at in kin))
    return dict(zip(HEARSAY, hearsay(history, block), strict=True))


def heard(block, peer="p", value=0.8, age=5000, **more):
    return Rating(block, peer, value, received=True, age=age, **more)


def said(block, peer="p", value=0.6, usual=0.5, **more):
    return Rating(block, peer, value, received=False, usual=usual, **more)


def test_praise_from_newcomers_that_is_returned_in_a_burst_looks_like_a_ring():
    ring = told(*(said(100 + i, f"p{i}") for i in range(5)), *(heard(200 + i, f"p{i}", 1.0, age=3) for i in range(5)))
    plain = told(*(said(900 * i, f"q{i}") for i in range(5)), *(heard(900 * i + 4500, f"p{i}") for i in range(5)))
    for name in ("heard_young", "heard_back", "heard_burst", "heard_well"):
        assert ring[name] > plain[name], name
    assert plain["heard_back"] == plain["heard_young"] == 0


def test_ill_words_against_what_all_others_say_look_like_slander_and_answers_in_kind_like_spite():
    slander = told(*(said(i, f"p{i}", -0.9, 0.7) for i in range(5)))
    critic = told(*(said(i, f"p{i}", -0.9, -0.8) for i in range(5)))
    assert slander["said_ill"] == critic["said_ill"] > 0.5
    assert slander["said_apart"] > critic["said_apart"]
    spite = told(heard(5, "p", -0.9), said(6, "p", -0.9), said(7, "q", -0.9))
    assert spite["struck_back"] == pytest.approx(1 / 5)


def test_only_what_was_said_by_the_block_counts_and_kin_likewise():
    assert told(heard(50), heard(60), kin=(70,), block=55) == told(heard(50), block=55)
    assert told(kin=(70,), block=70)["kin_upheld"] > told(kin=(70,), block=69)["kin_upheld"] == 0
    assert set(told().values()) == {0.0}


def test_a_pattern_names_the_records_that_it_rests_on():
    ratings = (
        heard(1, age=5, record="a"), heard(2, record="b"), said(3, value=-0.5, record="c"), said(4, record="d"),
    )  # fmt: skip
    history = AgentHistory(1, "o", 9, (), ratings=ratings)
    assert carriers(history, "heard_young", 9) == ("a",)
    assert carriers(history, "heard", 9) == ("b", "a")
    assert carriers(history, "said_ill", 9) == ("c",)
    assert carriers(history, "said", 3) == ("c",)
    assert carriers(history, "kin_upheld", 9) == carriers(history, "struck_back", 9) == ()
    assert hearsay(history.without(frozenset("a")), 9) == hearsay(replace(history, ratings=ratings[1:]), 9)


def given(agent, client, value, block):
    seen = Seen(block, "", 0, "", 0)
    return FeedbackItem(
        "", agent, client, 1, value, 0, "", "", "", "", "", "unverified", weighs=False, own_side=None, owner_epoch=0,
        link=None, responses=[], given=seen, revoked=None,
    )  # fmt: skip


def test_feedback_stands_beside_what_others_had_said_by_then():
    found = spoken(
        [given(1, "0xA", "100", 5), given(1, "0xB", "0", 7), given(2, "0xa", "50", 9), given(1, "0xB", "0", 9)]
    )
    about = [item.rating for item in found.about(1)]
    assert [(item.value, item.usual, item.age) for item in about] == [(1.0, None, 0), (-1.0, 1.0, 0), (-1.0, 1.0, 2)]
    (first, second) = [item.rating for item in found.by("0xA", {1: "ann", 2: "bob"})]
    assert (first.peer, first.received, second.peer) == ("ann", False, "bob")
    assert found.about(3) == found.by("0xC", {}) == []


@pytest.mark.parametrize(("value", "meant"), [(0, -1), (50, 0), (100, 1), (-3, -1), (1e9, 1)])
def test_values_are_read_from_worst_to_best(value, meant):
    assert scaled(value) == meant
