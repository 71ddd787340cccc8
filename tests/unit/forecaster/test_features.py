"""Features: causal, anonymous, timeless, finite, and carried by records."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecaster.catalogue import CATALOGUE, FEATURE_NAMES, FEATURE_SCHEMA
from forecaster.features import History, features
from forecaster.history import Action, AgentHistory, Dispute, Opening, StandingChange, Verdict
from forecaster.marks import MARKS
from forecaster.tools import Does, does

KINDS = ("operational", "interaction", "semantic")
TOOLS = (None, "read_inbox", "read_customer", "send_file", "pay", "draft", "look")
OUTCOMES = ("success", "failure", "timeout", "denied", "refused", "escalated")


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
    return AgentHistory(1, "owner", block, tuple(records))


@settings(max_examples=40, deadline=None)
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
    assert FEATURE_SCHEMA.startswith("ombud/features/1:")


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


def test_what_the_court_knows_is_read_as_of_the_block():
    record = Action("a" * 64, 0, 0, 1, "operational", "intent", "execute_tool", "s", "look")
    history = AgentHistory(
        1,
        "o",
        50,
        (record,),
        disputes=(Dispute(10, ("a" * 64,)),),
        verdicts=(Verdict(20, upheld=False, records=("a" * 64,)), Verdict(30, upheld=True, records=("a" * 64,))),
        standing=(StandingChange(1, 400), StandingChange(30, 100)),
    )
    ready = History(history)
    rows = {block: dict(zip(FEATURE_NAMES, ready.at([block])[0], strict=True)) for block in (5, 15, 25, 35)}
    assert [rows[b]["pending"] > 0 for b in rows] == [False, True, False, False]
    assert [rows[b]["dismissed"] > 0 for b in rows] == [False, False, True, True]
    assert rows[25]["upheld"] == 0 < rows[35]["upheld"]
    assert rows[35]["standing_lost"] == pytest.approx(0.75)
    assert ready.carriers("upheld", 25) == ()
    assert ready.carriers("upheld", 35) == ready.carriers("pending", 15) == ("a" * 64,)


@pytest.mark.parametrize(
    ("tool", "risk", "expected"),
    [
        ("read_inbox", None, Does.READS_UNTRUSTED),
        ("crm.get_customer", None, Does.READS_PERSON),
        ("send_file", None, Does.SENDS),
        ("pay", None, Does.PAYS),
        ("take_advice", None, Does.READS_UNTRUSTED),
        ("list_orders", None, Does.NOTHING),
        ("draft", "untrusted_input", Does.READS_UNTRUSTED),
        (None, None, Does.NOTHING),
    ],
)
def test_what_a_tool_does_is_read_off_its_name_or_risk(tool, risk, expected):
    assert does(tool, risk) == expected
