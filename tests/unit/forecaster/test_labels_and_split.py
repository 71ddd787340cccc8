"""Labels know nothing too early; parts share no agent, no owner, no time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forecaster.history import Action, AgentHistory, Verdict
from forecaster.labels import first_fault, first_opening, label
from forecaster.split import owners_first_block, prefixes, split
from forecaster.table import tabulate
from ledger.errors import InvalidInputError


def history(
    *, fault: int | None = 20, opened: int | None = 22, decided: int = 25, upheld: bool = True, as_of: int = 1000
) -> AgentHistory:
    """Forty acts, one a block; record n is in block n."""
    records = tuple(Action(f"{n:064x}", n, n, n, "operational", "intent", "chat", "s") for n in range(40))
    named = () if fault is None else (f"{fault:064x}",)
    return AgentHistory(1, "o", as_of, records, verdicts=(Verdict(decided, upheld, named, opened),))


def test_a_dispute_that_opens_within_the_horizon_is_a_yes_and_beyond_it_a_no():
    assert label(history(), 15, horizon=7, settle=50) is True
    assert label(history(), 14, horizon=7, settle=50) is False


def test_the_outcome_lies_at_the_opening_wherever_act_and_ruling_lie():
    for fault, decided in ((2, 22), (20, 30), (22, 60)):
        assert label(history(fault=fault, decided=decided), 15, horizon=7, settle=50) is True
        assert label(history(fault=fault, decided=decided), 14, horizon=7, settle=50) is False


def test_a_proof_is_opening_and_verdict_in_one():
    proved = history(opened=None)
    assert first_opening(proved) == 25
    assert (label(proved, 15, horizon=10, settle=50), label(proved, 14, horizon=10, settle=50)) == (True, False)


def test_a_label_is_unknown_until_it_has_settled_whatever_it_turns_out_to_be():
    assert label(history(as_of=64), 15, settle=50) is None
    assert label(history(as_of=65), 15, settle=50) is True
    assert label(history(upheld=False, as_of=64), 15, settle=50) is None


def test_a_ruling_that_becomes_final_after_settling_is_not_known_though_its_dispute_was_opened_before():
    assert label(history(decided=80), 15, settle=50) is False
    assert label(history(decided=65), 15, settle=50) is True


def test_a_dispute_that_is_dismissed_is_no_fault():
    assert label(history(upheld=False), 15, settle=50) is False
    assert first_opening(history(upheld=False)) is None


def test_from_the_opening_on_an_agent_is_no_longer_at_risk_and_before_it_is_though_it_has_acted():
    assert label(history(), 22, settle=50) is None
    assert label(history(), 21, settle=50) is True


def test_a_fault_that_names_no_known_record_lies_before_its_opening():
    assert first_fault(history(fault=None)) == 22
    assert first_fault(history(fault=None, opened=None)) == 25
    assert first_fault(history(upheld=False)) is None


def test_rows_say_whether_the_act_was_done_and_only_its_dispute_lay_ahead(world):
    table = tabulate(world.ready, world.parts.train, seed=1)
    positives = table.labels == 1
    assert table.done[positives].any()
    assert not table.done[positives].all()
    for agent, block, done in zip(table.agents, table.blocks, table.done, strict=True):
        harm = world.lives[agent].harm_block
        assert done <= (harm is not None and harm <= block)


def test_no_agent_and_no_owner_is_in_two_parts(world):
    parts = [world.parts.train, world.parts.calibration, world.parts.test]
    owners = [{world.histories[place].owner for place in part.members} for part in parts]
    assert sum(len(part.members) for part in parts) == len(world.histories)
    assert not owners[0] & owners[1]
    assert not owners[1] & owners[2]
    assert not owners[0] & owners[2]


def test_parts_follow_each_other_in_time_and_rows_and_labels_stay_inside(world):
    parts = (world.parts.train, world.parts.calibration, world.parts.test)
    assert parts[0].end < parts[1].begin
    assert parts[1].end < parts[2].begin
    for part in parts:
        table = tabulate(world.ready, part, seed=1)
        assert len(table)
        assert all(part.admits(int(block)) for block in table.blocks)
        first = owners_first_block(world.histories)
        assert all(part.begin <= first[world.histories[agent].owner] <= part.end for agent in table.agents)


def test_too_few_owners_are_refused():
    with pytest.raises(InvalidInputError, match="three parts"):
        split([history()])


def test_prefixes_depend_on_the_seed_alone(world):
    item = world.histories[0]
    assert prefixes(item, 5, 1) == prefixes(item, 5, 1) != prefixes(item, 5, 2)
    assert prefixes(replace(item, records=item.records[:4]), 5, 1) == []
