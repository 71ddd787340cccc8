"""Families that teach nothing: they keep apart from the others, and what is told of them is measured."""

from __future__ import annotations

from forecaster.population import FAMILY_NAMES, UNTAUGHT_NAMES, simulate
from forecaster.population.families import FAMILIES, UNTAUGHT
from forecaster.untaught import untaught


def test_untaught_families_move_habits_that_no_other_family_moves_and_nothing_else():
    moved = {habit for family in FAMILIES for habit in family.goal}
    for family in UNTAUGHT:
        assert moved.isdisjoint(family.goal)
        assert family.at_work


def test_untaught_families_take_part_only_if_named():
    assert {life.family for life in simulate(60, 5, base_rate=0.5)} <= {None, *FAMILY_NAMES}
    assert {life.family for life in simulate(60, 5, base_rate=0.5, families=UNTAUGHT_NAMES)} == {None, *UNTAUGHT_NAMES}


def test_each_untaught_family_is_measured_beside_plain_counts():
    found = untaught(3, agents=110, asked=50, trees=5)
    assert set(found) == set(UNTAUGHT_NAMES)
    for told in found.values():
        assert told.rows > 0
        for item in (told.vigil, told.blend, told.counts):
            assert item.low <= item.value <= item.high
