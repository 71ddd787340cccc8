"""The simulator: repeatable, varied, at a fixed base rate, and not solved by counting."""

from __future__ import annotations

import numpy as np
import pytest

from forecaster.labels import first_fault, first_opening
from forecaster.population import FAMILY_NAMES, simulate
from forecaster.population.roles import ASIDE
from forecaster.tools import Does, does
from ledger.errors import InvalidInputError


def test_the_same_seed_gives_the_same_population_and_another_does_not():
    assert simulate(60, 3) == simulate(60, 3) != simulate(60, 4)


def test_the_base_rate_is_exact_and_families_are_even():
    agents = 10 * len(FAMILY_NAMES)
    found = [life.family for life in simulate(agents, 0, base_rate=0.4) if life.family]
    assert len(found) == round(agents * 0.4)
    assert {found.count(name) for name in FAMILY_NAMES} == {4}


def test_more_harm_may_be_done_in_the_half_that_teaches_and_no_more_in_the_other():
    lives = simulate(80, 0, base_rate=0.05, taught_rate=0.3)
    harmful = [life.family is not None for life in lives]
    assert (sum(harmful[:40]), sum(harmful[40:])) == (12, 2)


def test_every_harm_is_in_the_history_upheld_and_after_enough_acts(world):
    for place, life in enumerate(world.lives):
        fault = first_fault(life.history)
        assert (fault is not None) == (place in world.families)
        if fault is not None:
            assert life.history.records[fault].record_id == life.harm
            assert life.history.records[fault].block == life.harm_block
            assert sum(record.phase == "intent" for record in life.history.records[:fault]) >= 16
            assert first_opening(life.history) > life.harm_block


def test_disputes_are_answered_or_lost_by_default_and_some_end_without_a_fault(world):
    disputes = [dispute for life in world.lives for dispute in life.history.disputes]
    assert all((item.responded is None) != (item.defaulted is None) for item in disputes)
    assert {item.responded is None for item in disputes} == {True, False}
    assert all(item.block < (item.responded or item.defaulted) <= item.closed for item in disputes)
    decided = {(v.since, v.block) for life in world.lives for v in life.history.verdicts if v.opened is not None}
    assert decided < {(item.block, item.closed) for item in disputes}


def test_who_leaks_reads_a_person_and_sends_it_by_a_way_of_no_role(world):
    leaks = [life for life in world.lives if life.family == "exfiltration"]
    assert leaks
    for life in leaks:
        records = {record.record_id: record for record in life.history.records}
        harm = records[life.harm]
        assert harm.tool in ASIDE
        assert Does.READS_PERSON in does(records[harm.parents[0]].tool, None)


def test_honest_agents_differ_widely(world):
    honest = [life.history for place, life in enumerate(world.lives) if place not in world.families]
    for said in ("mandate", "opening"):
        having = [any(getattr(record, said) for record in item.records) for item in honest]
        assert 0.1 < np.mean(having) < 0.9
    tools = [{record.tool for record in item.records} for item in honest]
    assert np.ptp([len(item) for item in tools]) > 5
    assert any(item & set(ASIDE) for item in tools)


def test_unknown_families_and_tiny_populations_are_refused():
    with pytest.raises(InvalidInputError, match="unknown"):
        simulate(60, 0, families=["gremlin"])
    with pytest.raises(InvalidInputError, match="too small"):
        simulate(10, 0)


def test_counting_does_not_solve_it_and_the_model_does_better(measured, capsys):
    found = measured
    with capsys.disabled():
        for name, item in found.count_model_families.items():
            print(f"\n{name:<16} plain counts {item.value:.3f}  model {found.families[name].value:.3f}", end="")  # noqa: T201 to be read
    assert np.mean([item.value for item in found.count_model_families.values()]) < 0.75
    assert found.auroc.value > found.count_model_auroc.value + 0.05
    assert found.brier_skill.value > 0
