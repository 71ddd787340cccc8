"""Practice on invented families: what is to be tested stays unmet."""

from __future__ import annotations

import numpy as np
import pytest

from forecaster.population import FAMILY_NAMES, UNTAUGHT_NAMES, simulate
from forecaster.population.families import FAMILIES, UNTAUGHT
from forecaster.population.invented import invented
from forecaster.practice import practise, teach_without


@pytest.fixture(scope="module")
def practice():
    return practise(60, 4)


def test_invented_families_are_repeatable_and_leave_alone_what_only_untaught_ones_move():
    families = invented(40, 1)
    assert families == invented(40, 1) != invented(40, 2)
    moved = {habit for family in families for habit in family.goal}
    assert moved.isdisjoint(habit for family in UNTAUGHT for habit in family.goal)
    assert moved >= {habit for family in FAMILIES for habit in family.goal}
    assert all(2 <= len(family.goal) <= 4 for family in families)


def test_invented_families_take_part_beside_others_or_alone():
    families = invented(3, 1)
    names = {family.name for family in families}
    assert {life.family for life in simulate(60, 1, base_rate=0.5, families=(), more=families)} == {None, *names}
    assert names < {life.family for life in simulate(60, 1, base_rate=0.5, more=families)}


def test_who_is_tested_on_a_family_never_met_a_habit_that_it_moves(practice):
    for family in FAMILIES:
        met = practice.met(family.name)
        assert met.any()
        assert {bool(habits & set(family.goal)) for habits in np.array(practice.moved)[met]} == {True}
    assert not any(practice.met(name).any() for name in UNTAUGHT_NAMES)


def test_rows_of_the_tested_family_and_early_rows_of_offenders_do_not_teach(practice, taught, world):
    kinds = np.array([world.families.get(int(agent), "") for agent in taught.agents])
    name = FAMILY_NAMES[0]
    features, labels = teach_without(taught, kinds, practice, [name])
    guilty = np.array([bool(habits) for habits in practice.moved])
    harmful = int(((kinds != "") & (kinds != name) & (taught.labels == 1)).sum())
    harmful += int((guilty & ~practice.met(name) & (practice.table.labels == 1)).sum())
    assert labels.sum() == harmful
    assert len(labels) - harmful == (kinds == "").sum() + (~guilty).sum()
    assert len(features) == len(labels)
