"""The simulator: repeatable, varied, at a fixed base rate, and not solved by counting."""

from __future__ import annotations

import numpy as np
import pytest

from forecaster.labels import first_fault
from forecaster.population import FAMILY_NAMES, simulate
from ledger.errors import InvalidInputError


def test_the_same_seed_gives_the_same_population_and_another_does_not():
    assert simulate(60, 3) == simulate(60, 3) != simulate(60, 4)


def test_the_base_rate_is_exact_and_families_are_even():
    lives = simulate(300, 0, base_rate=0.08)
    found = [life.family for life in lives if life.family]
    assert len(found) == 24
    assert {name: found.count(name) for name in FAMILY_NAMES} == dict.fromkeys(FAMILY_NAMES, 4)


def test_every_harm_is_in_the_history_upheld_and_after_enough_acts(world):
    for place, life in enumerate(world.lives):
        fault = first_fault(life.history)
        assert (fault is not None) == (place in world.families)
        if fault is not None:
            assert life.history.records[fault].record_id == life.harm
            assert life.history.records[fault].block == life.harm_block
            assert sum(record.phase == "intent" for record in life.history.records[:fault]) >= 40


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
