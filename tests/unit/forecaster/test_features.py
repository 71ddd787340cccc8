"""Features: causal, anonymous, timeless, finite, and carried by records."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecaster.catalogue import CATALOGUE, FEATURE_NAMES, FEATURE_SCHEMA
from forecaster.features import History, features
from forecaster.history import Action, AgentHistory, Dispute, Grant, Kin, Opening, Rating, StandingChange, Verdict
from forecaster.marks import MARKS
from forecaster.tools import Does, does

KINDS = ("operational", "interaction", "semantic")
TOOLS = (None, "read_inbox", "read_customer", "send_file", "pay", "draft", "look")
OUTCOMES = ("success", "failure", "timeout", "denied", "refused", "escalated")


def act(number: int, tool: str, *parents: int, kind: str = "interaction", ts: int | None = None, **more) -> Action:
    """Return an intent; its causes are other acts, by number."""
    words = {"session": "s", "tool": tool, "parents": tuple(f"{parent:064x}" for parent in parents), **more}
    at = number if ts is None else ts
    return Action(f"{number:064x}", number, at, number + 1, kind, "intent", "execute_tool", **words)


def at_end(*records: Action, **more) -> tuple[History, dict[str, float]]:
    """Return a history made ready, and its features as of the last record."""
    ready = History(AgentHistory(1, "o", records[-1].block, records, **more))
    return ready, dict(zip(FEATURE_NAMES, ready.at([records[-1].block])[0], strict=True))


@st.composite
def histories(draw) -> AgentHistory:
    """Any history the schema allows, tidy or not."""
    block, records = 1, []
    for seq in range(draw(st.integers(0, 40))):
        block += draw(st.integers(0, 2))
        earlier = [record.record_id for record in records] + ["f" * 64]
        outcome = draw(st.sampled_from((None, *OUTCOMES)))
        records.append(
            Action(
                record_id=f"{seq:064x}",
                seq=seq,
                ts=draw(st.integers(0, 10**7)),
                block=block,
                kind=draw(st.sampled_from(KINDS)),
                phase="outcome" if outcome else "intent",
                op="execute_tool",
                session=draw(st.sampled_from("ab")),
                tool=draw(st.sampled_from(TOOLS)),
                outcome=outcome,
                parents=tuple(draw(st.lists(st.sampled_from(earlier), max_size=3, unique=True))),
                mandate=draw(st.sampled_from((None, "1" * 64, "2" * 64))),
                principal=draw(st.sampled_from((None, "p", "q"))),
                opening=draw(
                    st.none() | st.builds(Opening, *[st.integers(0, 200)] * 2, st.none() | st.integers(0, 99))
                ),
            )
        )
    grants = st.builds(
        Grant, st.integers(0, block), st.sampled_from(("1" * 64, "2" * 64)), st.just(50), st.integers(0, 10**7)
    )
    given_out = sorted(draw(st.lists(grants, max_size=2)), key=lambda item: item.block)
    ratings = st.builds(
        Rating, st.integers(0, block), st.sampled_from("pqr"), st.floats(-1, 1), st.booleans(),
        st.none() | st.floats(-1, 1), st.integers(0, 2000), st.sampled_from((None, f"{0:064x}")),
    )  # fmt: skip
    said = sorted(draw(st.lists(ratings, max_size=6)), key=lambda item: item.block)
    kin = tuple(Kin(at) for at in sorted(draw(st.lists(st.integers(0, block), max_size=2))))
    return AgentHistory(1, "owner", block, tuple(records), grants=tuple(given_out), ratings=tuple(said), kin=kin)


@settings(max_examples=20, deadline=None)
@given(histories(), st.data())
def test_features_at_a_block_do_not_change_when_later_blocks_arrive(history, data):
    block = data.draw(st.integers(0, history.as_of_block))
    np.testing.assert_array_equal(History(history).at([block])[0], features(history.until(block)))


@settings(max_examples=20, deadline=None)
@given(histories(), st.integers(1, 10**6), st.integers(1, 10**12))
def test_features_do_not_depend_on_absolute_time_or_on_who_it_is(history, blocks, ms):
    moved = replace(
        history,
        agent_id=99,
        owner="another",
        as_of_block=history.as_of_block + blocks,
        records=tuple(replace(r, block=r.block + blocks, ts=r.ts + ms, seq=r.seq + 5) for r in history.records),
        grants=tuple(replace(g, block=g.block + blocks, expiry=g.expiry + ms) for g in history.grants),
        ratings=tuple(replace(r, block=r.block + blocks) for r in history.ratings),
        kin=tuple(replace(k, block=k.block + blocks) for k in history.kin),
    )
    np.testing.assert_allclose(features(moved), features(history), rtol=0, atol=1e-12)
    assert np.isfinite(features(history)).all()


def test_simulated_histories_are_causal_too(world):
    for ready in world.ready[:20]:
        block = ready.history.records[len(ready.history.records) // 2].block
        np.testing.assert_allclose(ready.at([block])[0], features(ready.history.until(block)), atol=1e-12)


def test_every_row_of_the_catalogue_is_complete_and_names_known_marks():
    assert len(set(FEATURE_NAMES)) == len(FEATURE_NAMES)
    for feature in CATALOGUE:
        assert feature.says
        assert feature.unit
        assert feature.why
        assert feature.window == "known" or {feature.mark, feature.over} <= set(MARKS)
    assert FEATURE_SCHEMA.startswith("ombud/features/2:")


def test_carriers_are_records_of_the_history_as_of_the_block(world):
    ready = next(item for place, item in enumerate(world.ready) if place in world.families)
    block = ready.history.records[60].block
    known = {record.record_id for record in ready.history.until(block).records}
    for name in FEATURE_NAMES:
        assert set(ready.carriers(name, block)) <= known


def test_a_file_sent_because_of_an_inbox_is_marked_and_carried_by_the_sending():
    read = Action("a" * 64, 0, 0, 1, "operational", "intent", "execute_tool", "s", "read_inbox")
    sent = Action("b" * 64, 1, 1, 1, "interaction", "intent", "execute_tool", "s", "send_file", parents=("a" * 64,))
    ready = History(AgentHistory(1, "o", 1, (read, sent)))
    column = FEATURE_NAMES.index("sent_from_untrusted_recent")
    assert ready.at([1])[0, column] == 0.5
    assert ready.carriers("sent_from_untrusted_recent", 1) == ("b" * 64,)
    assert ready.carriers("foreign_cause_recent", 1) == ()


def test_personal_data_that_leaves_by_a_late_and_unused_way_is_marked_and_carried_by_the_sending():
    work = [act(n, "route", kind="operational") for n in range(30)]
    read, sent = act(30, "read_customer", kind="operational"), act(31, "upload_file", 30)
    ready, found = at_end(*work, read, sent)
    for name in ("personal_sent", "personal_sent_anew", "personal_sent_oddly", "sent_aside", "sent_unasked"):
        assert found[f"{name}_recent"] > 0
        assert found[f"{name}_rise"] > 0
        assert ready.carriers(f"{name}_recent", 32) == (sent.record_id,)


def test_a_way_out_that_is_the_agents_habit_weighs_less_than_one_that_is_not():
    def acts(tool: str) -> list[Action]:
        usual = [
            act(n, ("read_customer", "reply", "route")[n % 3], *([n - 1] if n % 3 == 1 else [])) for n in range(45)
        ]
        return [*usual, act(45, "read_customer"), act(46, tool, 45)]

    (_, habit), (_, other) = at_end(*acts("reply")), at_end(*acts("share_link"))
    assert habit["personal_sent_recent"] == other["personal_sent_recent"]
    for name in ("personal_sent_anew", "personal_sent_oddly", "sent_aside"):
        assert habit[f"{name}_recent"] < other[f"{name}_recent"]


def test_a_sending_that_somebody_asked_for_is_not_unasked():
    asked = act(0, "chat", kind="semantic")
    read = act(1, "read_customer", 0)
    assert at_end(asked, read, act(2, "send_reply", 1, 0))[1]["sent_unasked_recent"] == 0
    assert at_end(asked, read, act(2, "send_reply"))[1]["sent_unasked_recent"] == 0
    assert at_end(asked, read, act(2, "send_reply", 1))[1]["sent_unasked_recent"] > 0


def test_acts_under_a_mandate_that_had_ended_are_marked_from_the_block_at_which_that_was_public():
    name = "1" * 64
    first, later = act(0, "pay", mandate=name, ts=50), act(1, "pay", mandate=name, ts=150)

    def ended(grant: Grant) -> float:
        return at_end(first, later, grants=(grant,))[1]["mandate_ended_recent"]

    assert ended(Grant(1, name, cap=10, expiry=200)) == 0
    assert ended(Grant(1, name, cap=10, expiry=150)) > 0
    assert ended(Grant(1, name, cap=10, expiry=200, revoked=2, revoked_ms=120)) > 0
    assert ended(Grant(1, name, cap=10, expiry=200, revoked=2, revoked_ms=160)) == 0
    assert ended(Grant(2, name, cap=10, expiry=1)) < ended(Grant(1, name, cap=10, expiry=1))
    assert ended(Grant(1, "2" * 64, cap=10, expiry=1)) == 0


def test_the_cap_of_the_chain_measures_amounts_that_are_opened_without_one():
    name = "1" * 64
    opened = Opening(amount=9, running_total=9)
    paid = act(0, "pay", mandate=name, opening=opened)
    assert at_end(paid)[1]["mandate_use_recent"] == 0
    assert at_end(paid, grants=(Grant(1, name, cap=10, expiry=99),))[1]["mandate_use_recent"] == pytest.approx(0.45)
    own = act(0, "pay", mandate=name, opening=Opening(9, 9, 18))
    assert at_end(own, grants=(Grant(1, name, cap=10, expiry=99),))[1]["mandate_use_recent"] == pytest.approx(0.25)


def test_a_mandate_that_carries_many_payments_is_marked_though_no_amount_is_known():
    few = at_end(*[act(n, "pay", mandate=f"{n:064x}", session=f"{n}") for n in range(8)])[1]
    many = at_end(*[act(n, "pay", mandate="1" * 64, session=f"{n}") for n in range(8)])[1]
    assert few["mandate_load_recent"] == 0 < many["mandate_load_recent"]


def test_ordering_and_then_paying_is_one_payment_and_paying_twice_is_sliced():
    assert at_end(act(0, "order"), act(1, "pay", 0))[1]["sliced_recent"] == 0
    assert at_end(act(0, "pay"), act(1, "pay", 0))[1]["sliced_recent"] > 0


def test_what_the_court_knows_is_read_as_of_the_block():
    record = Action("a" * 64, 0, 0, 1, "operational", "intent", "execute_tool", "s", "look")
    history = AgentHistory(
        1,
        "o",
        50,
        (record,),
        disputes=(Dispute(10, ("a" * 64,), responded=18, closed=20), Dispute(22, ("b" * 64,), defaulted=40)),
        verdicts=(Verdict(20, upheld=False, records=("a" * 64,)), Verdict(30, upheld=True, records=("a" * 64,))),
        standing=(StandingChange(1, 400), StandingChange(30, 100)),
    )
    ready = History(history)
    rows = {block: dict(zip(FEATURE_NAMES, ready.at([block])[0], strict=True)) for block in (5, 15, 21, 25, 35)}
    assert [rows[b]["pending"] > 0 for b in rows] == [False, True, False, True, True]
    assert [rows[b]["unanswered"] > 0 for b in rows] == [False, True, False, True, True]
    assert [rows[b]["dismissed"] > 0 for b in rows] == [False, False, True, True, True]
    assert rows[25]["upheld"] == 0 < rows[35]["upheld"]
    assert rows[35]["standing_lost"] == pytest.approx(0.75)
    assert ready.carriers("upheld", 25) == ()
    assert ready.carriers("upheld", 35) == ready.carriers("pending", 15) == ready.carriers("unanswered", 15)
    assert ready.carriers("upheld", 35) == ("a" * 64,)
    assert ready.carriers("pending", 21) == ()
    assert ready.carriers("pending", 25) == ready.carriers("unanswered", 25) == ("b" * 64,)


@pytest.mark.parametrize(
    ("tool", "risk", "expected"),
    [
        ("read_inbox", None, Does.READS_UNTRUSTED),
        ("crm.get_customer", None, Does.READS_PERSON),
        ("send_file", None, Does.SENDS),
        ("pay", None, Does.PAYS),
        ("take_advice", None, Does.READS_UNTRUSTED),
        ("list_orders", None, Does.NOTHING),
        ("inspect_order", None, Does.NOTHING),
        ("ship_order", None, Does.NOTHING),
        ("order", None, Does.PAYS),
        ("place_order", None, Does.PAYS),
        ("receive_mail", None, Does.READS_UNTRUSTED),
        ("take_payment", None, Does.NOTHING),
        ("draft", "untrusted_input", Does.READS_UNTRUSTED),
        (None, None, Does.NOTHING),
    ],
)
def test_what_a_tool_does_is_read_off_its_name_or_risk(tool, risk, expected):
    assert does(tool, risk) == expected
