"""What an action costs that shares its anchor with others, beside one recorded on chain by itself."""

from __future__ import annotations

import pytest

from bench import gas
from bench.options import Options


@pytest.fixture(scope="module")
def per_action():
    return gas.run(Options(quick=True, seed=0, say=lambda _: None))["per_action"]


def test_every_size_of_batch_has_its_figure(per_action):
    assert list(per_action) == ["1", "16", "64", "256", "1024"]
    assert sorted(per_action.values(), reverse=True) == list(per_action.values())


@pytest.mark.parametrize(("count", "saving"), [("16", 0.56), ("256", 0.95)])
def test_sharing_an_anchor_saves_what_was_promised(per_action, count, saving):
    assert 1 - per_action[count] / per_action["1"] >= saving
