"""Labels know nothing too early; parts share no agent, no owner, no time."""

from __future__ import annotations

import pytest

from forecaster.history import Action, AgentHistory, Verdict
from forecaster.labels import first_fault, label
from forecaster.split import owners_first_block, prefixes, split
from forecaster.table import tabulate
from ledger.errors import InvalidInputError


def history(*, fault: int | None = 20, decided: int = 25, upheld: bool = True, as_of: int = 1000) -> AgentHistory:
    """Forty acts, one a block; record n is in block n."""
    records = tuple(Action(f"{n:064x}", n, n, n, "operational", "intent", "chat", "s") for n in range(40))
    named = () if fault is None else (f"{fault:064x}",)
    return AgentHistory(1, "o", as_of, records, verdicts=(Verdict(decided, upheld=upheld, records=named),))


def test_a_fault_within_the_horizon_is_a_yes_and_beyond_it_a_no():
    assert label(history(), 15, horizon=5, settle=50) is True
    assert label(history(), 14, horizon=5, settle=50) is False


def test_a_label_is_unknown_until_it_has_settled_whatever_it_turns_out_to_be():
    assert label(history(as_of=64), 15, settle=50) is None
    assert label(history(as_of=65), 15, settle=50) is True
    assert label(history(upheld=False, as_of=64), 15, settle=50) is None


def test_a_verdict_that_comes_after_settling_is_not_known():
    assert label(history(decided=80), 15, settle=50) is False


def test_after_its_fault_an_agent_is_no_longer_at_risk():
    assert label(history(), 20, settle=50) is None


def test_a_fault_that_names_no_known_record_lies_before_its_verdict():
    assert first_fault(history(fault=None)) == 25
    assert first_fault(history(upheld=False)) is None


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
    assert prefixes(item.until(item.records[3].block), 5, 1) == []
