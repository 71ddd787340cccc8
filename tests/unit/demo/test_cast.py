from __future__ import annotations

import random
from collections import Counter

import pytest

from demo.cast import MIN_AGENTS, SHARES, customers, personas, shares


def test_a_population_of_24_has_the_stated_shares():
    assert shares(24) == SHARES


@pytest.mark.parametrize("agents", [20, 21, 24, 33, 60, 100])
def test_every_size_has_all_roles_and_adds_up(agents):
    split = shares(agents)
    assert sum(split.values()) == agents
    assert min(split.values()) >= 1


def test_a_population_that_is_too_small_is_refused():
    with pytest.raises(ValueError, match="too small"):
        shares(MIN_AGENTS - 1)


@pytest.mark.parametrize("agents", [24, 90])
def test_names_are_unique_and_there_is_one_cheat_of_each_kind(agents):
    cast = personas(agents)
    assert len({persona.name for persona in cast}) == agents
    cheats = Counter((persona.cheat, persona.role) for persona in cast if persona.cheat)
    assert cheats == {("spender", "buyer"): 1, ("forker", "seller"): 1, ("leaker", "courier"): 1}


def test_the_same_seed_makes_up_the_same_customers():
    first, again, other = (customers(10, random.Random(seed)) for seed in (7, 7, 8))  # noqa: S311
    assert first == again
    assert first != other
